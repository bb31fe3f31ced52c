import math
from datetime import UTC, datetime, timedelta

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Point, box

from catalogue.interval import Interval
from catalogue.model import Scene, row_of
from catalogue.web.grids import GRIDS, POLAR_HALF_M
from catalogue.web.index import Index
from catalogue.web.mvt import EXTENT
from catalogue.web.parts import Names, parts_of
from catalogue.web.query import FootprintQuery
from catalogue.web.selection import MOST, Selection, encode_tile

NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)


def build(scenes: object) -> Index:
    names = Names()
    rows = [row_of(scene) for scene in scenes]  # type: ignore[attr-defined]
    return Index.of(parts_of([row for row in rows if row], names), names)


def _scene(uid: str, footprint: object, **more: object) -> Scene:
    return Scene(uid=uid, id=f"id-{uid}", footprint=footprint, **more)  # type: ignore[arg-type]


def _tile(
    index: Index,
    z: int,
    x: int,
    y: int,
    query: FootprintQuery = FootprintQuery(),
    grid: str = "WebMercatorQuad",
) -> dict:
    tile = encode_tile(Selection(index, query), GRIDS[grid], (z, x, y))
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True}) if tile else {}


def _under(index: Index, lon: float, lat: float) -> list[str]:
    rows = Selection(index, FootprintQuery()).under(lon, lat)
    return [uid.decode() for uid in index.parts.uid[rows]]


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
    assert feature["properties"] == {"uid": "a", "t": ms, "end": ms}


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
    assert sorted(index.parts.main.tolist()) == [False, True]
    assert index.scenes == 1
    assert _under(index, -179.5, 1) == ["a"]
    assert _under(index, 178.5, 1) == ["a"]
    assert _under(index, 0, 1) == []


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


def test_a_stack_seen_from_near_shows_the_smallest_and_how_many_more() -> None:
    around = [box(-n / 1000 - 1, -1, 3 + n / 1000, 3) for n in range(MOST + 7)]
    index = build(_scene(str(n), shape) for n, shape in enumerate(around))
    found = _tile(index, 10, 512, 511)
    drawn = {f["properties"]["uid"] for f in found["scenes"]["features"]}
    assert drawn == {str(n) for n in range(MOST)}
    (rest,) = found["counts"]["features"]
    assert rest["properties"] == {"more": 7}


def test_nothing_counts_twice_from_zoom_to_zoom() -> None:
    rng = np.random.default_rng(5)
    places = rng.normal((20, 40), 2, (4 * MOST, 2))
    index = build(_scene(str(i), box(x, y, x + 0.01, y + 0.01)) for i, (x, y) in enumerate(places))

    def total(z: int, x: int, y: int) -> int:
        found = _tile(index, z, x, y)
        if "counts" in found:
            return int(sum(f["properties"]["n"] for f in found["counts"]["features"]))
        return (
            sum(total(z + 1, 2 * x + i, 2 * y + j) for i in (0, 1) for j in (0, 1)) if z < 4 else 0
        )

    assert total(0, 0, 0) == 4 * MOST
    counted = total(4, 8, 5) + total(4, 8, 6) + total(4, 9, 5) + total(4, 9, 6)
    assert 0 < counted <= 4 * MOST


def test_filters_leave_out_what_is_unknown() -> None:
    known = {"gsd_m": 3, "cloud_pct": 20, "off_nadir_deg": 5, "collection": "c", "platform": "p"}
    index = build(
        [
            _scene("known", box(0, 0, 1, 1), **known),
            _scene("unknown", box(0, 0, 1, 1)),
            _scene("coarse", box(0, 0, 1, 1), gsd_m=30, cloud_pct=90),
        ]
    )

    def found(**query: object) -> list[str]:
        mask = index.matching(FootprintQuery(**query), slice(None))  # type: ignore[arg-type]
        return [uid.decode() for uid in index.parts.uid[mask]]

    assert found() == ["known", "unknown", "coarse"]
    assert found(gsd_max_m=10.0) == ["known"]
    assert found(cloud_max_pct=90.0) == ["known", "coarse"]
    assert found(off_nadir_max_deg=5.0) == ["known"]
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
    order = [int(uid) for uid in index.parts.uid]
    found = index.matching(FootprintQuery(when=asked), slice(None))[np.argsort(order)].tolist()
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
    assert len(index) == 100_000
    assert list(_tile(index, 0, 0, 0)) == ["counts"]
    assert list(_tile(index, 6, 33, 30)) == ["scenes"]


@given(
    st.lists(
        st.tuples(st.floats(-179, 170), st.floats(-80, 80), st.floats(0.01, 9)),
        min_size=1,
        max_size=30,
    ),
    st.floats(-180, 180),
    st.floats(-90, 90),
)
def test_what_lies_under_a_point_is_what_geometry_says(
    squares: list[tuple[float, float, float]], lon: float, lat: float
) -> None:
    shapes = [box(x, y, x + size, y + size) for x, y, size in squares]
    shapes = [s.difference(box(*(np.array(s.bounds) + 0.3 * s.length / 4))) for s in shapes]
    index = build(_scene(str(i), shape) for i, shape in enumerate(shapes))
    for at in ((lon, lat), shapes[0].exterior.coords[1], shapes[0].centroid.coords[0]):
        expected = {str(i) for i, s in enumerate(shapes) if s.intersects(Point(at))}
        assert set(_under(index, *at)) == expected


def test_the_smallest_comes_first() -> None:
    index = build([_scene("large", box(0, 0, 9, 9)), _scene("small", box(1, 1, 2, 2))])
    assert _under(index, 1.5, 1.5) == ["small", "large"]
    assert index.area[np.argsort(index.area)] == pytest.approx((12_300, 994_000), rel=0.02)


@pytest.mark.parametrize(("grid", "epsg", "sign"), [("Arctic", 3413, 1), ("Antarctic", 3031, -1)])
def test_polar_tiles_place_footprints_where_the_projection_does(
    grid: str, epsg: int, sign: int
) -> None:
    shape = box(30, 70, 31, 71) if sign > 0 else box(30, -71, 31, -70)
    index = build([_scene("a", shape), _scene("other", box(30, -71 * sign, 31, -70 * sign))])
    corners = np.array(shape.exterior.coords)[:-1]
    east, north = Transformer.from_crs("OGC:CRS84", epsg, always_xy=True).transform(*corners.T)
    z = 4
    at = np.column_stack((east + POLAR_HALF_M, POLAR_HALF_M - north)) / (2 * POLAR_HALF_M) * 2**z
    x, y = np.floor(at.mean(axis=0)).astype(int)
    (feature,) = _tile(index, z, x, y, grid=grid)["scenes"]["features"]
    assert feature["properties"]["uid"] == "a"
    ring = np.array(feature["geometry"]["coordinates"][0])
    expected = np.clip((at - (x, y)) * EXTENT, -64, EXTENT + 64)
    assert ring.min(axis=0) == pytest.approx(expected.min(axis=0), abs=1)
    assert ring.max(axis=0) == pytest.approx(expected.max(axis=0), abs=1)
    (whole,) = _tile(index, 0, 0, 0, grid=grid)["scenes"]["features"]
    assert whole["properties"]["uid"] == "a"


def test_a_cap_over_the_pole_is_round_in_the_polar_grid() -> None:
    index = build([_scene("cap", box(-180, 80, 180, 90))])
    (feature,) = _tile(index, 0, 0, 0, grid="Arctic")["scenes"]["features"]
    cap = shapely.Polygon(feature["geometry"]["coordinates"][0])
    half = EXTENT / (2 * POLAR_HALF_M)
    radius = 1_080_000 * half  # 80 degrees north in EPSG:3413
    assert cap.area == pytest.approx(math.pi * radius**2, rel=0.03)
    assert cap.centroid.distance(Point(EXTENT / 2, EXTENT / 2)) < 3


@given(st.integers(0, 8), st.floats(-180, 179.9), st.floats(25, 89.9), st.sampled_from((1, -1)))
def test_a_polar_tile_holds_every_scene_in_it(z: int, lon: float, lat: float, sign: int) -> None:
    grid = "Arctic" if sign > 0 else "Antarctic"
    index = build([_scene("a", box(lon, sign * lat, lon + 0.05, sign * lat + 0.05))])
    at = GRIDS[grid].to_tile(np.array([(lon + 0.02, sign * lat + 0.02)]), (z, 0, 0)) / EXTENT
    x, y = np.floor(at[0]).astype(int)
    assert "scenes" in _tile(index, z, int(x), int(y), grid=grid)


_SQUARES = st.lists(st.tuples(st.floats(-179, 170), st.floats(-80, 80), st.floats(0.01, 9)))


@given(_SQUARES, _SQUARES, st.sets(st.integers(0, 40)))
def test_an_index_that_was_changed_equals_one_made_anew(
    before: list[tuple[float, float, float]],
    more: list[tuple[float, float, float]],
    gone: set[int],
) -> None:
    def scene(uid: str, x: float, y: float, size: float) -> Scene:
        hole = box(x + size / 4, y + size / 4, x + size / 2, y + size / 2)
        shape = box(x, y, x + size, y + size)
        return _scene(uid, shape.difference(hole) if size > 4 else shape, platform=f"{size:.0f}")

    old = {str(n): scene(str(n), *square) for n, square in enumerate(before)}
    new = {f"{n}": scene(f"{n}", *square) for n, square in enumerate(more, start=20)}
    index = build(old.values())
    left = {uid: s for uid, s in old.items() if int(uid) not in gone and uid not in new}
    rows = [row for s in new.values() if (row := row_of(s))]
    changed = index.changed({*map(str, gone), *new}, parts_of(rows, index.names))
    whole = build([*left.values(), *new.values()])
    assert changed.place.tolist() == whole.place.tolist()
    assert sorted(changed.parts.uid.tolist()) == sorted(whole.parts.uid.tolist())
    for row, uid in enumerate(changed.parts.uid.tolist()):
        other = int(np.flatnonzero(whole.parts.uid == uid)[0])
        a = changed.parts.shapes(np.array([row]), changed.starts)
        b = whole.parts.shapes(np.array([other]), whole.starts)
        assert a.xy.tolist() == b.xy.tolist()
        assert a.sizes.tolist() == b.sizes.tolist()
        assert changed.area[row] == whole.area[other]
        assert [side[row] for side in changed.bounds] == [side[other] for side in whole.bounds]
    assert [s.tolist() for s in changed.blocks] == [s.tolist() for s in whole.blocks] or len(
        set(whole.place.tolist())
    ) < len(whole)
