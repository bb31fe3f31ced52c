"""Scenes and observations that are columns already, without an object for each."""

from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import numpy as np
import pyarrow as pa
import pytest
import shapely

from catalogue.bulk import (
    SceneColumns,
    link_pairs,
    observation_columns,
    observation_table,
    scene_index,
    shapes_of,
    shapes_of_wkb,
)
from catalogue.bulk.shapes import bounds_of, geometries
from catalogue.interval import Interval
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, ReportedObject

T0 = datetime(2020, 1, 1, tzinfo=UTC)
DAY_US = 86_400 * 10**6
HOLED = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
TWO = shapely.MultiPolygon([shapely.box(10, 0, 11, 1), HOLED])
FRAMES = np.array([shapely.box(5, 5, 6, 7), HOLED, TWO], dtype=object)
KERNELS = [False, pytest.param(True, marks=pytest.mark.skipif(
    find_spec("numba") is None, reason="the extra [fast] is not installed"))]  # fmt: skip


def same(one, other):
    return [shapely.equals(a, b) and a.geom_type == b.geom_type
            for a, b in zip(one, other, strict=True)]  # fmt: skip


def test_shapes_give_back_what_they_were_made_of():
    shapes = shapes_of(FRAMES)
    assert len(shapes) == 3
    assert all(same(geometries(shapes), FRAMES))
    assert all(same(shapes[np.array([2, 0, 2])], FRAMES[[2, 0, 2]]))
    part = shapes[1:]
    assert part.coords.base is not None or len(part.coords) < len(shapes.coords)
    assert all(same(geometries(part), FRAMES[1:]))
    assert len(shapes[3:]) == 0
    assert bounds_of(shapes).tolist() == shapely.bounds(FRAMES).tolist()


def test_rings_are_turned_and_what_is_no_polygon_is_empty():
    backwards = shapely.Polygon(
        [(0, 0), (0, 4), (4, 4), (4, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]
    )
    shapes = shapes_of(np.array([backwards, shapely.Point(1, 1), None], dtype=object))
    turned, point, none = geometries(shapes)
    assert turned.exterior.is_ccw
    assert not turned.interiors[0].is_ccw
    assert point.is_empty
    assert none.is_empty
    assert np.isnan(bounds_of(shapes)[1:]).all()


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize("pieces", [1, 2])
def test_wkb_is_read_as_shapely_reads_it(kind, pieces):
    given = np.concatenate([FRAMES, FRAMES[::-1]])
    wkb = pa.chunked_array([pa.array(shapely.to_wkb(some), kind)
                            for some in np.array_split(given, pieces)])  # fmt: skip
    read, expected = shapes_of_wkb(wkb), shapes_of(given)
    for name in ("coords", "rings", "parts", "shapes"):
        assert getattr(read, name).tolist() == getattr(expected, name).tolist()
    cut = shapes_of_wkb(wkb.slice(2, 3))
    assert all(same(geometries(cut), given[2:5]))


@pytest.mark.parametrize("odd", [
    shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=0),
    shapely.to_wkb(shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])),
    shapely.to_wkb(shapely.Point(3, 3)),
])  # fmt: skip
def test_odd_wkb_is_read_all_the_same(odd):
    shapes = shapes_of_wkb(pa.array([shapely.to_wkb(HOLED), odd], pa.binary()))
    first, second = geometries(shapes)
    assert shapely.equals(first, HOLED)
    geometry = shapely.force_2d(shapely.from_wkb(odd))
    assert second.is_empty if geometry.geom_type == "Point" else shapely.equals(second, geometry)


def table():
    """Three discs, one of them without a radius, a position and an area; and the same as values."""
    lon = np.array([10.0, 10.1, 10.2, 10.3, np.nan])
    lat = np.array([50.0, 50.1, 50.0, 50.1, np.nan])
    radius = np.array([5000.0, 20_000.0, np.nan, 0.0, np.nan])
    areas = np.array([None] * 4 + [shapely.box(9.9, 49.9, 10.3, 50.2)], dtype=object)
    begin = np.arange(5) * DAY_US + 1_577_836_800 * 10**6
    end, size = begin + DAY_US, np.array([4.0, np.nan, 4.0, 12.0, np.nan])
    uid = [f"o{n}" for n in range(5)]
    columns = observation_table(uid, lon, lat, radius, shapes_of(areas), begin, end, size)
    values = []
    for n in range(5):
        spot = areas[n] or shapely.Point(lon[n], lat[n])
        r95 = None if np.isnan(radius[n]) else float(radius[n])
        from_ = T0 + timedelta(days=n)
        when = EventTime("", (Occurrence(((Interval(from_, from_ + timedelta(days=1)), 1.0),)),))
        things = () if np.isnan(size[n]) else (ReportedObject("x", None, size[n], size[n]),)
        place = Place((Candidate(spot, r95),))
        values.append(Observation(uid[n], uid[n], "", place=place, when=when, objects=things))
    return columns, values


def scenes(count):
    rng = np.random.default_rng(1)
    x, y = rng.uniform(9.5, 10.5, count), rng.uniform(49.5, 50.5, count)
    begin = 1_577_836_800 * 10**6 + rng.integers(-9, 12, count) * DAY_US
    return SceneColumns(
        uid=np.arange(count).astype(object), rank=np.arange(count), begin_us=begin, end_us=begin,
        footprint=shapely.box(x, y, x + 0.3, y + 0.2), gsd_m=rng.choice([0.5, 10.0, np.nan], count),
        cloud_pct=rng.uniform(0, 100, count), sun_elevation_deg=np.full(count, 40.0),
        off_nadir_deg=np.full(count, 10.0), sensor=np.zeros(count, dtype=np.int64),
        doubt_m=np.zeros(count),
    )  # fmt: skip


@pytest.mark.parametrize("compiled", KERNELS)
def test_a_table_links_as_its_observations_do(compiled):
    columns, values = table()
    index = scene_index(scenes(300), compiled=compiled)
    (one,), (other,) = link_pairs(index, columns, 5.0), link_pairs(index, values, 5.0)
    assert len(one) > 100
    for name in ("observation", "scene", "role", "certain", "covered", "dt_s", "level"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert one.score.value.tolist() == other.score.value.tolist()
    assert one.counts.tolist() == other.counts.tolist()
    assert [o.uid for o in columns.values] == [o.uid for o in values]
    assert [o.place for o in columns.values[1:3]] == [o.place for o in values[1:3]]


def test_a_part_of_a_table_counts_from_its_start():
    columns, values = table()
    part, expected = columns.part(2, 5), observation_columns(values[2:])
    for name in ("at", "kind", "owner", "begin_us", "boxes", "stated"):
        assert getattr(part, name).tolist() == getattr(expected, name).tolist()


@pytest.mark.parametrize("compiled", KERNELS)
def test_so_many_are_taken_at_a_time_as_have_so_many_links(compiled, monkeypatch):
    """What is held at once follows the links, not the observations given."""
    monkeypatch.setattr("catalogue.bulk.link._CANDIDATES", 3000)
    monkeypatch.setattr("catalogue.bulk.link._FIRST", 4)
    _, values = table()
    index = scene_index(scenes(200), compiled=compiled)
    held = [len(pairs) for pairs in link_pairs(index, values * 60, 5.0)]
    assert sum(held) > 7000
    assert max(held) < 4000
