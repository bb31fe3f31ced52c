import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.web.mvt import numbers, points_layer, polygons_layer, texts, varint
from catalogue.web.ragged import Rings


def _decode(tile: bytes) -> dict:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


def _rings(*polygons: list[list[tuple[int, int]]]) -> Rings:
    every = [(n, i, ring) for n, rings in enumerate(polygons) for i, ring in enumerate(rings)]
    return Rings(
        np.array([point for _, _, ring in every for point in ring]),
        np.array([len(ring) for _, _, ring in every]),
        np.array([n for n, _, _ in every]),
        np.array([i == 0 for _, i, _ in every]),
    )


def test_points_and_properties_come_back() -> None:
    xy = np.array([[0, 0], [4096, 5], [-70, 300]])
    own = {"n": numbers(np.array([1, 70_000, -3.0]))}
    layer = _decode(points_layer("counts", xy, own))["counts"]
    assert layer["extent"] == 4096
    assert layer["version"] == 2
    found = [(f["geometry"]["coordinates"], f["properties"]) for f in layer["features"]]
    assert found == [([0, 0], {"n": 1}), ([4096, 5], {"n": 70_000}), ([-70, 300], {"n": -3})]


def test_polygons_with_a_hole_come_back() -> None:
    outer = [(0, 0), (100, 0), (100, 100), (0, 100)]
    hole = [(20, 20), (20, 80), (80, 80), (80, 20)]
    other = [(3000, 3000), (4000, 3000), (4000, 4160)]
    own = {"a": texts([b"x", "é".encode()]), "b": numbers(np.array([1.5, np.nan]))}
    tile = polygons_layer("scenes", _rings([outer, hole], [other]), own)
    first, second = _decode(tile)["scenes"]["features"]
    assert first["geometry"]["type"] == "Polygon"
    rings = [{tuple(p) for p in ring} for ring in first["geometry"]["coordinates"]]
    assert rings == [set(outer), set(hole)]
    assert {tuple(p) for p in second["geometry"]["coordinates"][0]} == set(other)
    assert first["properties"] == {"a": "x", "b": 1.5}
    assert second["properties"] == {"a": "é"}


def test_a_feature_may_have_no_property_and_a_text_be_long() -> None:
    square = [(0, 0), (9, 0), (9, 9), (0, 9)]
    bare = polygons_layer("s", _rings([square], [square]), {"n": numbers(np.full(2, np.nan))})
    assert [f["properties"] for f in _decode(bare)["s"]["features"]] == [{}, {}]
    long = polygons_layer("s", _rings([square]), {"u": texts([b"u" * 300])})
    assert _decode(long)["s"]["features"][0]["properties"] == {"u": "u" * 300}


@pytest.mark.parametrize(("value", "expected"), [(0, b"\0"), (127, b"\x7f"), (300, b"\xac\x02")])
def test_varint(value: int, expected: bytes) -> None:
    assert varint(value) == expected


_NUMBER = st.integers(-200_000_000, 200_000_000)


@given(st.lists(st.tuples(_NUMBER, _NUMBER, st.floats(-1e12, 1e12)), min_size=1, max_size=40))
def test_any_points_come_back(points: list[tuple[int, int, float]]) -> None:
    xy = np.array([point[:2] for point in points])
    own = {"v": numbers(np.array([point[2] for point in points]))}
    found = _decode(points_layer("p", xy, own))["p"]["features"]
    assert [(*f["geometry"]["coordinates"], f["properties"]["v"]) for f in found] == points
