"""Footprints and pixel sizes from a raster's own coordinate system."""

import math

import pytest
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, box

from catalogue import space
from catalogue.errors import InvalidGeometry

MARS = "+proj=eqc +R=3396190 +units=m +no_defs"


def to_lonlat(crs, x, y):
    return Transformer.from_crs(crs, "OGC:CRS84", always_xy=True).transform(x, y)


def scene_utm(epsg, lon, lat, size=110_000):
    """A tile of `size` metres about a position, in its UTM zone."""
    x, y = Transformer.from_crs("OGC:CRS84", epsg, always_xy=True).transform(lon, lat)
    half = size / 2
    return box(x - half, y - half, x + half, y + half)


def test_a_utm_tile_holds_its_edges_as_they_are_on_the_globe():
    tile = scene_utm("EPSG:32639", 51.4, 33.9)
    made = space.footprint_from_crs(tile, "EPSG:32639")
    assert made.geom_type == "Polygon"
    assert made.is_valid
    assert made.exterior.is_ccw
    # UTM's scale is 0.9996 on the central meridian and more beside it.
    assert space.area_m2(made) == pytest.approx(110_000**2, rel=1e-3)
    edge = shapely.segmentize(tile.exterior, 1000)
    lons, lats = to_lonlat("EPSG:32639", *edge.xy)
    outline = made.exterior
    worst = max(outline.distance(Point(p)) for p in zip(lons, lats, strict=True))
    assert worst < 3e-5  # 3 m


@pytest.mark.parametrize(("epsg", "lon"), [("EPSG:32601", -179.9), ("EPSG:32660", 179.9)])
@pytest.mark.parametrize("lat", [52.0, 16.0])
def test_a_utm_tile_across_the_date_line_is_cut_there(epsg, lon, lat):
    tile = scene_utm(epsg, lon, lat)
    made = space.footprint_from_crs(tile, epsg)
    assert len(made.geoms) == 2
    assert all(b[2] - b[0] < 2 for b in space.boxes(made))
    assert space.area_m2(made) == pytest.approx(110_000**2, rel=2e-3)
    for x, y in [(tile.centroid.x, tile.centroid.y), (tile.bounds[0] + 10, tile.bounds[1] + 10)]:
        assert space.covered(made, Point(*to_lonlat(epsg, x, y)), 0.0).whole


@pytest.mark.parametrize(
    ("crs", "pole"), [("EPSG:3413", 90.0), ("EPSG:3031", -90.0), ("EPSG:3412", -90.0)]
)
class TestPolarStereographic:
    def test_a_square_round_the_pole_is_a_cap(self, crs, pole):
        made = space.footprint_from_crs(box(-1e5, -1e5, 1e5, 1e5), crs)
        assert space.covered(made, Point(77, pole), 0.0).whole
        assert made.bounds[0] == -180
        assert made.bounds[2] == 180
        assert space.area_m2(made) == pytest.approx(4e10, rel=0.08)
        assert not made.intersects(Point(0, math.copysign(88, pole)))

    def test_quadrants_with_a_corner_at_the_pole_make_up_the_square(self, crs, pole):
        whole = space.footprint_from_crs(box(-1e5, -1e5, 1e5, 1e5), crs)
        corners = [(0, 0), (-1e5, 0), (0, -1e5), (-1e5, -1e5)]
        quarters = [space.footprint_from_crs(box(x, y, x + 1e5, y + 1e5), crs) for x, y in corners]
        areas = [space.area_m2(q) for q in quarters]
        assert sum(areas) == pytest.approx(space.area_m2(whole), rel=1e-3)
        assert max(areas) == pytest.approx(min(areas), rel=1e-3)
        for x, y in corners:
            centre = Point(*to_lonlat(crs, x + 5e4, y + 5e4))
            assert sum(q.intersects(centre) for q in quarters) == 1

    def test_a_half_whose_edge_runs_through_the_pole(self, crs, pole):
        whole = space.footprint_from_crs(box(-1e5, -1e5, 1e5, 1e5), crs)
        for half in (box(-1e5, 0, 1e5, 1e5), box(-1e5, -1e5, 0, 1e5)):
            made = space.footprint_from_crs(half, crs)
            assert space.area_m2(made) == pytest.approx(space.area_m2(whole) / 2, rel=1e-3)
            assert made.intersects(Point(*to_lonlat(crs, half.centroid.x, half.centroid.y)))
            assert not made.intersects(Point(*to_lonlat(crs, -half.centroid.x, -half.centroid.y)))

    def test_three_quarters_about_the_pole(self, crs, pole):
        square = box(-1e5, -1e5, 1e5, 1e5)
        whole = space.area_m2(space.footprint_from_crs(square, crs))
        made = space.footprint_from_crs(square.difference(box(0, 0, 2e5, 2e5)), crs)
        assert space.area_m2(made) == pytest.approx(whole * 3 / 4, rel=1e-3)
        assert not made.intersects(Point(*to_lonlat(crs, 5e4, 5e4)))

    def test_a_hole_round_the_pole_is_left_out(self, crs, pole):
        ring = box(-1e5, -1e5, 1e5, 1e5).difference(box(-5e4, -5e4, 5e4, 5e4))
        made = space.footprint_from_crs(ring, crs)
        assert not space.covered(made, Point(0, pole), 0.0).meets
        assert space.covered(made, Point(*to_lonlat(crs, 7e4, 3e3)), 0.0).whole

    def test_a_tile_far_from_the_pole_is_plain(self, crs, pole):
        made = space.footprint_from_crs(box(5e5, 8e5, 6e5, 9e5), crs)
        assert made.geom_type == "Polygon"
        assert abs(made.bounds[1]) < 89
        assert made.bounds[2] - made.bounds[0] < 20


def test_a_corner_hole_and_several_parts_are_kept():
    tile = scene_utm("EPSG:32639", 51.4, 33.9)
    x, y = tile.centroid.x, tile.centroid.y
    parts = MultiPolygon(
        [
            Polygon(tile.exterior, [box(x, y, x + 9000, y + 9000).exterior.coords]),
            box(x + 2e5, y, x + 2.1e5, y + 1e4),
        ]
    )
    made = space.footprint_from_crs(parts, "EPSG:32639")
    assert len(made.geoms) == 2
    assert sum(len(p.interiors) for p in made.geoms) == 1
    assert space.area_m2(made) == pytest.approx(110_000**2 - 9000**2 + 1e8, rel=2e-3)


def test_geographic_coordinates_pass_as_longitude_first():
    made = space.footprint_from_crs(box(51, 33, 52, 34), "EPSG:4326")
    assert made.equals(box(51, 33, 52, 34))


@pytest.mark.parametrize(
    ("crs", "polygon", "said"),
    [
        (MARS, box(0, 0, 1, 1), "3396 km"),
        ("IAU_2015:49900", box(0, 0, 1, 1), "not of the Earth"),
        ("EPSG:999999", box(0, 0, 1, 1), "EPSG:999999"),
        ("not a system", box(0, 0, 1, 1), "not a system"),
        ("EPSG:32639", Point(1, 2), "Point"),
        ("EPSG:32639", Polygon(), "empty"),
        ("EPSG:32639", box(1e9, 1e9, 2e9, 2e9), "EPSG:32639"),
    ],
)
def test_what_is_not_on_the_earth_is_refused(crs, polygon, said):
    with pytest.raises(InvalidGeometry) as refused:
        space.footprint_from_crs(polygon, crs)
    assert said in str(refused.value)


def test_pixel_size_is_measured_on_the_ground():
    # 10 m in UTM at the central meridian, whose scale is 0.9996.
    x, y = Transformer.from_crs("OGC:CRS84", "EPSG:32639", always_xy=True).transform(51.0, 34.0)
    size = space.gsd_m((10.0, 0, x - 5000, 0, -10.0, y + 5000), "EPSG:32639", (1000, 1000))
    assert size == pytest.approx(10 / 0.9996, rel=1e-5)


def test_pixel_size_in_degrees_and_in_mercator_shrinks_with_latitude():
    step = 0.0001
    size = space.gsd_m((step, 0, 51.0, 0, -step, 60.05), "EPSG:4326", (1000, 1000))
    geod = Geod(ellps="WGS84")
    east = geod.inv(51, 60, 51 + step, 60)[2]
    north = geod.inv(51, 60, 51, 60 + step)[2]
    assert size == pytest.approx(math.sqrt(east * north), rel=1e-4)
    web = space.gsd_m((10.0, 0, 0, 0, -10.0, 8_399_737.9), "EPSG:3857", (2, 2))
    assert web == pytest.approx(5.0, rel=5e-3)


def test_pixel_size_of_a_rotated_raster_is_that_of_its_steps():
    a, b = 10 * math.cos(0.5), 10 * math.sin(0.5)
    x, y = Transformer.from_crs("OGC:CRS84", "EPSG:32639", always_xy=True).transform(51.0, 34.0)
    assert space.gsd_m((a, b, x, b, -a, y), "EPSG:32639", (10, 10)) == pytest.approx(10, rel=1e-3)


@pytest.mark.parametrize(
    ("transform", "crs"),
    [
        ((1, 0, 0, 0, -1, 0), MARS),
        ((1, 0, 0, 0, -1, 0), "nonsense"),
        ((0.1, 0, 0, 0, -0.1, 95), "EPSG:4326"),
        ((0, 0, 5e5, 0, 0, 4e6), "EPSG:32639"),
    ],
)
def test_pixel_size_is_unknown_where_there_is_no_ground(transform, crs):
    assert space.gsd_m(transform, crs, (10, 10)) is None
