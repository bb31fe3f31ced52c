from datetime import UTC, datetime, timedelta

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, box

from catalogue.interval import Interval
from catalogue.model import Scene, SceneQuery
from catalogue.web.footprints import EXTENT, MOST, encode_tile, scenes_at
from catalogue.web.index import Index, build

NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)


def _scene(uid: str, footprint: object, **more: object) -> Scene:
    return Scene(uid=uid, id=f"id-{uid}", footprint=footprint, **more)  # type: ignore[arg-type]


def _tile(index: Index, z: int, x: int, y: int, query: SceneQuery = SceneQuery()) -> dict:
    tile = encode_tile(index, query, z, x, y)
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True}) if tile else {}


def test_a_footprint_lies_where_it_should_and_carries_its_properties() -> None:
    scene = _scene(
        "a",
        box(0, 0, 90, 66.51326044311186),
        collection="c",
        when=Interval.instant(NOON),
        gsd_m=0.5,
    )
    (feature,) = _tile(build([scene]), 0, 0, 0)["scenes"]["features"]
    ring = {tuple(p) for p in feature["geometry"]["coordinates"][0]}
    assert ring == {(2048, 2048), (3072, 2048), (3072, 1024), (2048, 1024)}
    ms = int(NOON.timestamp() * 1000)
    own = {"uid": "a", "id": "id-a", "collection": "c", "kind": "scene", "t": ms, "gsd": 0.5}
    assert feature["properties"] == own


def test_a_tile_holds_what_meets_it_cut_off_a_little_beyond() -> None:
    index = build([_scene("a", box(-10, -10, 100, 10)), _scene("b", box(-100, 20, -90, 30))])
    (feature,) = _tile(index, 2, 2, 1)["scenes"]["features"]
    assert feature["properties"]["uid"] == "a"
    xy = np.array(feature["geometry"]["coordinates"][0])
    assert xy.min() == -64
    assert xy.max() == EXTENT + 64
    assert _tile(index, 2, 0, 3) == {}


def test_a_small_scene_never_vanishes() -> None:
    index = build([_scene("a", box(10, 10, 10.0001, 10.0001))])
    (feature,) = _tile(index, 0, 0, 0)["scenes"]["features"]
    assert shapely.Polygon(feature["geometry"]["coordinates"][0]).area == 4


def test_holes_stay_holes() -> None:
    ring = box(0, 0, 40, 40).difference(box(10, 10, 30, 30))
    (feature,) = _tile(build([_scene("a", ring)]), 0, 0, 0)["scenes"]["features"]
    assert len(feature["geometry"]["coordinates"]) == 2


def test_across_180_degrees_there_are_two_parts_and_one_count() -> None:
    crossing = MultiPolygon([box(178, 0, 180, 2), box(-180, 0, -179, 2)])
    index = build([_scene("a", crossing)])
    assert [f["properties"]["uid"] for f in _tile(index, 0, 0, 0)["scenes"]["features"]] == [
        "a"
    ] * 2
    assert index.main.tolist() == [True, False]
    assert [s["uid"] for s in scenes_at(index, SceneQuery(), -179.5, 1)] == ["a"]
    assert scenes_at(index, SceneQuery(), 0, 1) == []


def test_too_many_become_counts_that_add_up() -> None:
    rng = np.random.default_rng(7)
    places = rng.uniform((-170, -80), (170, 80), (MOST + 1, 2))
    index = build(_scene(str(i), box(x, y, x + 0.1, y + 0.1)) for i, (x, y) in enumerate(places))
    found = _tile(index, 0, 0, 0)
    assert list(found) == ["counts"]
    assert sum(f["properties"]["n"] for f in found["counts"]["features"]) == MOST + 1
    assert len(found["counts"]["features"]) <= 32 * 32
    quarters = [_tile(index, 1, x, y)["scenes"]["features"] for x in (0, 1) for y in (0, 1)]
    assert sum(map(len, quarters)) >= MOST + 1


def test_filters_leave_out_what_is_unknown() -> None:
    index = build(
        [
            _scene("known", box(0, 0, 1, 1), gsd_m=3, cloud_pct=20, collection="c", platform="p"),
            _scene("unknown", box(0, 0, 1, 1)),
            _scene("coarse", box(0, 0, 1, 1), gsd_m=30, cloud_pct=90),
        ]
    )

    def found(**query: object) -> list[str]:
        mask = index.matching(SceneQuery(**query))  # type: ignore[arg-type]
        return [p["uid"] for p in index.properties[mask]]

    assert found() == ["known", "unknown", "coarse"]
    assert found(gsd_max_m=10.0) == ["known"]
    assert found(cloud_max_pct=90.0) == ["known", "coarse"]
    assert found(collections=("c", "d")) == ["known"]
    assert found(platforms=("q",)) == []
    assert found(when=Interval(None, None)) == []


_HOURS = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    begin, end = draw(_HOURS), draw(_HOURS)
    if begin is not None and end is not None and end < begin:
        begin, end = end, begin
    hour = [None if h is None else NOON + timedelta(hours=h) for h in (begin, end)]
    return Interval(*hour)


@given(st.lists(_intervals(), min_size=1, max_size=8), _intervals())
def test_times_meet_as_intervals_do(times: list[Interval], asked: Interval) -> None:
    index = build(_scene(str(i), box(0, 0, 1, 1), when=t) for i, t in enumerate(times))
    found = index.matching(SceneQuery(when=asked)).tolist()
    assert found == [t.meets(asked) for t in times]


@given(
    st.integers(0, 20),
    st.floats(-179, 179),
    st.floats(-84, 84),
    st.floats(1e-5, 20),
    st.integers(3, 9),
)
def test_any_footprint_gives_a_valid_tile(
    z: int, lon: float, lat: float, size: float, corners: int
) -> None:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.column_stack((lon + size * np.cos(turn), lat + size * np.sin(turn)))
    ring = np.clip(ring, (-180, -85), (180, 85))
    shape = shapely.Polygon(ring)
    if not shape.is_valid or shape.area == 0:
        return
    side = 2**z
    x = min(int((lon + 180) / 360 * side), side - 1)
    y = min(int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * side), side - 1)
    (feature,) = _tile(build([_scene("a", shape)]), z, x, y)["scenes"]["features"]
    assert feature["geometry"]["type"] == "Polygon"
    assert len(feature["geometry"]["coordinates"]) == 1


@pytest.mark.slow
def test_a_hundred_thousand_scenes_fit() -> None:
    rng = np.random.default_rng(3)
    places = rng.uniform((-179, -80), (179, 80), (100_000, 2))
    index = build(_scene(str(i), box(x, y, x + 0.2, y + 0.2)) for i, (x, y) in enumerate(places))
    assert len(index.geometry) == 100_000
    assert list(_tile(index, 0, 0, 0)) == ["counts"]
    assert list(_tile(index, 6, 33, 30)) == ["scenes"]
