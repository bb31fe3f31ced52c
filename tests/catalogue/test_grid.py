"""The tiles of a footprint, their keys and their ground."""

import pytest
import shapely
from shapely.geometry import Point, box

from catalogue import grid, space
from catalogue.errors import InvalidValue
from catalogue.grid import ANTARCTIC, ARCTIC, MERCATOR, PIXELS, Key


def test_a_key_is_written_and_read():
    key = Key(MERCATOR, 15, 21_000, 13_000)
    assert str(key) == "WebMercatorQuad/15/21000/13000"
    assert grid.parse_key(str(key)) == key
    assert grid.parse_key("pixels/3/900/12") == Key(PIXELS, 3, 900, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15/1/2",
        "WebMercatorQuad/15/1",
        "WebMercatorQuad/15/1/2/3",
        "WebMercatorQuad/15/-1/2",
        "WebMercatorQuad/x/1/2",
        "WebMercatorQuad/2/4/0",
        "WebMercatorQuad/25/0/0",
        "Nowhere/1/0/0",
    ],
)
def test_what_is_no_key_is_refused_with_the_way_out(text):
    with pytest.raises(InvalidValue, match="tile "):
        grid.parse_key(text)


@pytest.mark.parametrize(
    ("footprint", "name"),
    [
        (None, PIXELS),
        (box(51, 33, 52, 34), MERCATOR),
        (box(0, 80, 5, 84), MERCATOR),
        (box(0, 80, 5, 85), MERCATOR),
        (box(0, 80, 5, 86), ARCTIC),
        (box(0, 84.5, 5, 85), ARCTIC),
        (box(-180, 60, 180, 90), ARCTIC),
        (box(0, -86, 5, -80), ANTARCTIC),
        (box(0, -85, 5, -84.5), ANTARCTIC),
        (box(-180, -90, 180, 90), MERCATOR),
    ],
)
def test_the_grid_follows_the_latitude(footprint, name):
    assert grid.grid_for(footprint) == name


def test_a_tile_of_mercator_is_where_the_whole_web_has_it():
    # Tile 10/550/335 is at Berlin: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
    tile = grid.tile_polygon(MERCATOR, 10, 550, 335)
    assert tile.contains(Point(13.4, 52.52))
    west, south, east, north = tile.bounds
    assert (west, east) == pytest.approx((550 / 1024 * 360 - 180, 551 / 1024 * 360 - 180))
    assert south < 52.52 < north


def test_tiles_come_in_reading_order():
    tiles = grid.tiles_of(box(0.1, 0.1, 20, 20), MERCATOR, 5)
    assert tiles == [(16, 14), (17, 14), (16, 15), (17, 15)]
    assert grid.tiles_of(box(0.1, 0.1, 0.2, 0.2), MERCATOR, 0) == [(0, 0)]


def test_a_tile_that_only_touches_is_left_out():
    assert grid.tiles_of(grid.tile_polygon(MERCATOR, 6, 40, 20), MERCATOR, 6) == [(40, 20)]


def test_across_180_degrees_the_row_goes_on():
    footprint = space.normalise(box(179, -17, 181, -16))
    assert grid.tiles_of(footprint, MERCATOR, 8) == [(255, 139), (0, 139), (255, 140), (0, 140)]


def test_a_slanted_strip_takes_only_the_tiles_it_crosses():
    strip = shapely.LineString([(10, 10), (20, 20)]).buffer(0.01)
    tiles = grid.tiles_of(strip, MERCATOR, 9)
    assert len(tiles) < 60
    assert tiles == sorted(tiles, key=lambda t: (t[1], t[0]))


@pytest.mark.parametrize(("name", "pole"), [(ARCTIC, 90.0), (ANTARCTIC, -90.0)])
def test_a_cap_takes_the_tiles_round_its_pole(name, pole):
    low, high = sorted((pole, pole * 84 / 90))
    tiles = grid.tiles_of(box(-180, low, 180, high), name, 3)
    assert tiles == [(3, 3), (4, 3), (3, 4), (4, 4)]
    shown = [grid.tile_polygon(name, 3, x, y) for x, y in tiles]
    for lon in (-135, -45, 45, 135):
        assert sum(t.intersects(Point(lon, pole * 86 / 90)) for t in shown) == 1
    # The four meet at the pole itself.
    assert all(space.covered(t, Point(12, pole), 10.0).meets for t in shown)


def test_too_many_tiles_name_a_zoom_that_fits():
    footprint = box(0, 0, 10, 10)
    for z in (14, 20):
        with pytest.raises(InvalidValue, match="use zoom") as refused:
            grid.tiles_of(footprint, MERCATOR, z)
        fits = int(str(refused.value).split("use zoom ")[1].split()[0])
        assert 0 < len(grid.tiles_of(footprint, MERCATOR, fits)) <= grid.MOST_TILES


def test_the_pixel_grid_has_no_ground():
    with pytest.raises(InvalidValue, match="pixels"):
        grid.tiles_of(box(0, 0, 1, 1), PIXELS, 1)


@pytest.mark.parametrize("gsd", [0.3, 0.5, 3.0, 10.0, 30.0])
@pytest.mark.parametrize("lat", [0.0, 45.0, 70.0, 87.0])
def test_a_tagging_tile_is_320_to_640_pixels_wide(gsd, lat):
    footprint = box(10, lat, 10.03, lat + 0.03)
    name = grid.grid_for(footprint)
    z = grid.tile_zoom(gsd, footprint)
    x, y = grid.tiles_of(footprint, name, min(z, 14))[0]
    tile = grid.tile_polygon(name, min(z, 14), x, y)
    side = space.area_m2(tile) ** 0.5 / 2 ** (z - min(z, 14))
    assert 310 < side / gsd < 660


def test_without_a_pixel_size_the_footprint_is_some_16_tiles_wide():
    footprint = box(10, 45, 11, 45.7)
    z = grid.tile_zoom(None, footprint)
    assert 100 < len(grid.tiles_of(footprint, MERCATOR, z)) < 700


def test_a_large_sharp_scene_is_tagged_at_a_zoom_with_few_enough_tiles():
    footprint = box(10, 50, 10.6, 50.4)  # about 43 x 44 km at 0.5 m: 37,000 tiles at its own zoom
    z = grid.tile_zoom(0.5, footprint)
    tiles = grid.tiles_of(footprint, grid.grid_for(footprint), z)
    assert grid.MOST_TILES / 16 < len(tiles) <= grid.MOST_TILES


def test_a_sliver_near_the_pole_never_has_too_many():
    footprint = box(51.4, 86, 51.41, 87)
    assert grid.tiles_of(footprint, grid.ARCTIC, grid.tile_zoom(None, footprint))
