import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.web.mvt import points_layer, polygons_layer, varint


def _decode(tile: bytes) -> dict:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


def test_points_and_properties_come_back() -> None:
    xy = np.array([[0, 0], [4096, 5], [-70, 300]])
    layer = _decode(points_layer("counts", xy, [{"n": 1}, {"n": 70_000}, {"n": -3}]))["counts"]
    assert layer["extent"] == 4096
    assert layer["version"] == 2
    found = [(f["geometry"]["coordinates"], f["properties"]) for f in layer["features"]]
    assert found == [([0, 0], {"n": 1}), ([4096, 5], {"n": 70_000}), ([-70, 300], {"n": -3})]


def test_polygons_with_a_hole_come_back() -> None:
    outer = [(0, 0), (100, 0), (100, 100), (0, 100)]
    hole = [(20, 20), (20, 80), (80, 80), (80, 20)]
    other = [(3000, 3000), (4000, 3000), (4000, 4160)]
    xy = np.array(outer + hole + other)
    own = [{"a": "x", "b": 1.5, "none": None, "yes": True}, {"a": "x", "b": 1, "yes": 1}]
    tile = polygons_layer("scenes", xy, np.array([4, 4, 3]), np.array([2, 1]), own)
    first, second = _decode(tile)["scenes"]["features"]
    assert first["geometry"]["type"] == "Polygon"
    rings = [{tuple(p) for p in ring} for ring in first["geometry"]["coordinates"]]
    assert rings == [set(outer), set(hole)]
    assert {tuple(p) for p in second["geometry"]["coordinates"][0]} == set(other)
    assert first["properties"] == {"a": "x", "b": 1.5, "yes": True}
    assert second["properties"] == {"a": "x", "b": 1, "yes": 1}
    assert isinstance(first["properties"]["yes"], bool)


@pytest.mark.parametrize(("value", "expected"), [(0, b"\0"), (127, b"\x7f"), (300, b"\xac\x02")])
def test_varint(value: int, expected: bytes) -> None:
    assert varint(value) == expected


_NUMBER = st.integers(-200_000, 200_000)


@given(st.lists(st.tuples(_NUMBER, _NUMBER), min_size=1, max_size=40))
def test_any_points_come_back(points: list[tuple[int, int]]) -> None:
    tile = points_layer("p", np.array(points), [{} for _ in points])
    found = [tuple(f["geometry"]["coordinates"]) for f in _decode(tile)["p"]["features"]]
    assert found == points
