"""Tiles cover their footprint, also across 180 degrees and at the poles; keys round-trip."""

import numpy as np
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from catalogue import grid, space
from catalogue.grid import ANTARCTIC, ARCTIC, GRIDS, MERCATOR, PIXELS, Key

_CRS = {MERCATOR: "EPSG:3857", ARCTIC: "EPSG:5041", ANTARCTIC: "EPSG:5042"}
_HALF = {MERCATOR: 20_037_508.342789244, ARCTIC: 16_440_759.350252, ANTARCTIC: 16_440_759.350252}
_MIDDLE = {MERCATOR: 0.0, ARCTIC: 2e6, ANTARCTIC: 2e6}


@st.composite
def footprints(draw):
    lon = draw(st.sampled_from([0.0, 51.4, 179.9, -180.0])) + draw(st.floats(-0.5, 0.5))
    lat = draw(st.sampled_from([0.0, 33.9, -60.0, 80.0, 86.0, 89.5, -88.0]))
    width, height = draw(st.floats(0.01, 4)), draw(st.floats(0.01, 2))
    if abs(lat) > 85 and draw(st.booleans()):
        lon, width = -180.0, 360.0
    low = min(lat, 90.0 - height)
    slant = draw(st.floats(-0.5, 0.5)) * width if width < 360 else 0.0
    ring = [
        (lon, low),
        (lon + width, low),
        (lon + width + slant, low + height),
        (lon + slant, low + height),
    ]
    shape = shapely.Polygon(ring)
    assume(shape.is_valid)
    return space.normalise(shape)


def tile_at(name, z, lons, lats):
    """Column and row by the definition of a quadtree over the square of the system, of positions
    that are more than two metres from the edge of their tile.
    """
    x, y = Transformer.from_crs("OGC:CRS84", _CRS[name], always_xy=True).transform(lons, lats)
    side = 2 * _HALF[name] / 2**z
    columns = (np.asarray(x) - _MIDDLE[name] + _HALF[name]) / side
    rows = (_MIDDLE[name] + _HALF[name] - np.asarray(y)) / side
    inside = np.ones(len(columns), dtype=bool)
    for place in (columns, rows):
        inside &= np.abs(place - np.round(place)) * side > 2.0
    return np.floor(columns[inside]).astype(int), np.floor(rows[inside]).astype(int)


@given(footprints(), st.integers(0, 14), st.integers(0, 2**32 - 1))
@example(shapely.Polygon([(0, 89), (0.062, 89), (0.031, 90), (-0.031, 90)]), 1, 0)
@settings(max_examples=150, deadline=None)
def test_every_position_of_a_footprint_lies_in_one_of_its_tiles(footprint, z, seed):
    name = grid.grid_for(footprint)
    z = min(z, grid.tile_zoom(None, footprint) + 1)
    tiles = grid.tiles_of(footprint, name, z)
    assert len(set(tiles)) == len(tiles)
    assert all(0 <= x < 2**z and 0 <= y < 2**z for x, y in tiles)
    rng = np.random.default_rng(seed)
    west, south, east, north = footprint.bounds
    lons, lats = rng.uniform(west, east, 400), rng.uniform(south, north, 400)
    # What is nearer to the edge than a metre or so may be a tile's that was only touched.
    within = shapely.contains_xy(footprint.buffer(-1e-5), lons, lats)
    columns, rows = tile_at(name, z, lons[within], lats[within])
    assert set(zip(columns.tolist(), rows.tolist(), strict=True)) <= set(tiles)


@given(footprints())
@settings(max_examples=60, deadline=None)
def test_every_tile_shares_ground_with_the_footprint(footprint):
    name = grid.grid_for(footprint)
    z = max(0, grid.tile_zoom(None, footprint) - 2)
    for x, y in grid.tiles_of(footprint, name, z):
        tile = grid.tile_polygon(name, z, x, y)
        assert tile.is_valid
        assert space.covered(footprint, tile, None).meets


@given(footprints())
@settings(max_examples=60, deadline=None)
def test_tiles_come_row_by_row(footprint):
    name = grid.grid_for(footprint)
    rows = [y for _, y in grid.tiles_of(footprint, name, grid.tile_zoom(None, footprint))]
    assert rows == sorted(rows)


@given(st.sampled_from(GRIDS), st.integers(0, 24), st.data())
def test_keys_round_trip(name, z, data):
    most = 10**6 if name == PIXELS else 2**z - 1
    key = Key(name, z, data.draw(st.integers(0, most)), data.draw(st.integers(0, most)))
    assert grid.parse_key(str(key)) == key
