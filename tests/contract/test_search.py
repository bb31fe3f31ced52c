"""Searches over many scenes, held to the store of plain dicts and to arithmetic."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    EventTime,
    ListedScene,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
    SceneQuery,
    row_of,
    summary_of,
)
from catalogue.score import ANY_SENSOR, SENSORS, critical_m, sensor_of
from catalogue.settings import Settings
from catalogue.store.memory import MemoryStore
from catalogue.store.rules import scene_key
from catalogue.verbs import Out

T0 = datetime(2016, 1, 1, tzinfo=UTC)


def moment(rng):
    """Over nine years, half of them in one week; whole hours, so that some are equal."""
    hours = rng.randrange(24 * 7) if rng.random() < 0.5 else rng.randrange(24 * 3285)
    return T0 + timedelta(hours=hours)


def taken(rng):
    begin, kind = moment(rng), rng.random()
    if kind < 0.1:
        return None
    if kind < 0.25:
        return Interval(begin, begin + timedelta(days=rng.choice([1, 30, 900])))
    if kind < 0.3:
        return Interval(*rng.choice([(None, begin), (begin, None), (None, None)]))
    return Interval.instant(begin)


def footprint(rng):
    if rng.random() < 0.1:
        return None
    west, south = rng.uniform(172, 184), rng.uniform(-4, 4)
    return space.normalise(shapely.box(west, south, west + rng.uniform(0.1, 2), south + 1))


def scenes(count, seed=1):
    rng = random.Random(seed)
    return [
        Scene(
            uid=f"{rng.getrandbits(64):016x}",
            id=f"{n}",
            footprint=footprint(rng),
            when=taken(rng),
            collection=rng.choice([None, "a", "b"]),
            platform=rng.choice([None, "p", "q"]),
            instruments=rng.choice([(), ("msi",), ("c-sar", "x")]),
            gsd_m=rng.choice([None, 0.5, 10.0]),
            cloud_pct=rng.choice([None, 0.0, 12.5, 90.0]),
            sun_elevation_deg=rng.choice([None, -3.0, 40.0]),
            stac={"id": "x"},
        )
        for n in range(count)
    ]


def queries(seed=2):
    rng = random.Random(seed)
    areas = [(), (BBox(175, -2, 177, 2),), (BBox(179, -5, -179, 5), BBox(178, 0, 180, 1))]
    begin = T0 + timedelta(days=300)
    spans = [None, Interval(T0, T0 + timedelta(days=3)), Interval(begin, None)]
    spans += [Interval(None, begin), Interval.instant(T0 + timedelta(hours=50))]
    for boxes in areas:
        for when in spans:
            cloud = rng.choice([None, 20.0])
            platforms = rng.choice([(), (), ("p",)])
            yield SceneQuery(boxes=boxes, when=when, cloud_max_pct=cloud, platforms=platforms)


@pytest.fixture
def full(store):
    """The store and the oracle with the same 400 scenes."""
    oracle = MemoryStore()
    for each in (store, oracle):
        with each.transaction():
            each.put_scenes(scenes(400))
    return store, oracle


def test_pages_of_any_size_give_the_same_as_one_list(full):
    store, oracle = full
    found_any = 0
    for query in queries():
        wanted = list(oracle.scenes(query))
        assert list(store.scenes(query)) == wanted
        found_any += len(wanted)
        for size in (1, 7, 50):
            pages, after = [], None
            while page := list(store.scenes(query, limit=size, after=after)):
                assert len(page) <= size
                pages += page
                after = scene_key(page[-1])
            assert pages == wanted
    assert found_any > 500


def test_a_list_is_that_of_the_scenes_without_their_records(full, tmp_path):
    store, oracle = full
    cat = Out(store, tmp_path, Settings.read())
    assert store.list_scenes(SceneQuery(), 3) == oracle.list_scenes(SceneQuery(), 3)
    for query in queries():
        wanted = list(oracle.scenes(query))
        listed = [ListedScene(summary_of(s), s.footprint) for s in wanted]
        for limit in (0, 1, 30, 500):
            assert store.list_scenes(query, limit) == listed[:limit]
            exact = [s.uid for s in cat.scenes(query, limit=limit)]
            assert [f.summary.uid for f in cat.list_scenes(query, limit=limit)] == exact
        for n in range(0, len(wanted), 20):
            after = scene_key(wanted[n])
            assert store.list_scenes(query, 7, after) == listed[n + 1 : n + 8]


def test_nothing_is_wanted_of_a_page_of_none(full):
    store, _ = full
    assert list(store.scenes(SceneQuery(boxes=(BBox(-180, -90, 180, 90),)), limit=0)) == []


def test_undated_scenes_alone_are_found_by_their_place(store):
    shape = shapely.box(1, 1, 2, 2)
    with store.transaction():
        store.put_scenes([Scene(uid=u, id=u, footprint=shape) for u in "ba"])
    query = SceneQuery(boxes=(BBox(0, 0, 1, 1),))
    assert [s.uid for s in store.scenes(query)] == ["a", "b"]
    ever = Interval(None, None)
    assert list(store.scenes(SceneQuery(boxes=query.boxes, when=ever))) == []


def test_summaries_are_those_of_the_scenes_found(full):
    store, oracle = full
    for query in [*queries(), SceneQuery(), SceneQuery(gsd_max_m=0.5)]:
        expected = {summary_of(scene) for scene in oracle.scenes(query)}
        found = store.scene_summaries(query)
        assert len(found) == len(expected)
        assert set(found) == expected


def test_a_summary_makes_a_scene_of_what_it_knows(full):
    store, _ = full
    for known in store.scene_summaries(SceneQuery()):
        whole = store.scene(known.uid)
        assert known.scene(whole.footprint) == replace(whole, stac={})


def test_rows_are_those_of_the_scenes_with_a_footprint(full):
    store, oracle = full
    every = [row for page in store.scene_rows() for row in page]
    expected = {row_of(s) for s in oracle.scenes() if s.footprint is not None}
    assert len(every) == len(expected)
    assert set(every) == expected
    some = [row[0] for row in every[:7]]
    found = [row for page in store.scene_rows([*some, "missing"]) for row in page]
    assert sorted(found) == sorted(every[:7])
    assert [row for page in store.scene_rows([]) for row in page] == []


def test_sketches_bound_the_scenes_found_and_more_are_rare(full):
    store, oracle = full
    for query in queries():
        if not (query.boxes or query.when):
            continue
        place = replace(query, cloud_max_pct=None, platforms=())
        expected = {s.uid: s for s in oracle.scenes(place)}
        sketches = store.scene_sketches(place)
        found = {s.uid: s for s in store.sketched_scenes(sketches.key.tolist())}
        assert expected.keys() <= found.keys()
        known = [s for s in found.values() if s.when and s.footprint]
        assert len(known) <= len(expected) + 5
        for uid, scene in expected.items():
            assert found[uid] == summary_of(scene).scene(scene.footprint)
        for n, key in enumerate(sketches.key.tolist()):
            (scene,) = store.sketched_scenes([key])
            check_sketch(sketches, n, scene)
    assert store.sketched_scenes([]) == []


def check_sketch(sketches, n, scene):
    if scene.when is not None:
        assert sketches.begin_us[n] <= scene.when.begin_us
        assert sketches.end_us[n] >= scene.when.end_us
    for least, value in (
        (sketches.gsd_m[n], scene.gsd_m),
        (sketches.cloud_pct[n], scene.cloud_pct),
    ):
        assert (value is None and (np.isnan(least) or least == 0)) or least <= value
    assert sketches.sensor[n] in (ANY_SENSOR, SENSORS.index(sensor_of(scene)))
    west, south, east, north = sketches.box[n]
    if not np.isnan(west) and scene.footprint is not None:
        assert shapely.box(west, south, east, north).covers(scene.footprint)


def reports(count):
    """Of one or two places, at one or two times, with and without a size."""
    rng = random.Random(3)
    for n in range(count):
        spots = [Candidate(shapely.Point(rng.uniform(174, 180), rng.uniform(-3, 3)), 900.0, 0.5)]
        spots += [Candidate(shapely.Point(rng.uniform(-180, -178), 0), 50.0, 0.5)]
        times = [(Interval.instant(moment(rng)), 1.0) for _ in range(rng.randint(1, 2))]
        size = rng.choice([None, 0.4, 30.0])
        yield Observation(
            uid=f"{n}",
            id=f"{n}",
            title="t",
            place=Place(tuple(spots)) if n % 8 else None,
            when=EventTime("x", tuple(Occurrence((t,)) for t in times)) if n % 7 else None,
            objects=(ReportedObject("it", length_m=size, width_m=size),) if size else (),
        )


def test_sketches_bound_the_observations_found(store):
    known = {o.uid: o for o in reports(120)}
    with store.transaction():
        store.put_observations(list(known.values()))
    for query in queries():
        if not (query.boxes or query.when):
            continue
        expected = {o.uid for o in store.observations(query.boxes, query.when)}
        sketches = store.observation_sketches(query.boxes, query.when)
        found = store.sketched_observations(sketches.key.tolist())
        assert len(found) == len({o.uid for o in found})
        linkable = {o.uid for o in found if o.place and o.when}
        assert {u for u in expected if known[u].place and known[u].when} <= linkable
        assert all(o == known[o.uid] for o in found)
        for n, key in enumerate(sketches.key.tolist()):
            (one,) = store.sketched_observations([key])
            size, most = critical_m(one.objects), sketches.critical_m[n]
            assert np.isnan(most) if size is None else size <= most < size * 1.01
    assert store.sketched_observations([]) == []


def test_footprints_come_by_uid(store):
    shape = shapely.box(1, 2, 3, 4)
    with store.transaction():
        store.put_scenes([Scene(uid="a", id="a", footprint=shape), Scene(uid="b", id="b")])
    assert store.scene_footprints(["b", "a", "missing"]) == {"a": shape}
    assert store.scene_footprints([]) == {}


def test_histograms_count_each_scene_found_once(full):
    store, oracle = full
    for query in [*queries(), SceneQuery(), SceneQuery(collections=("",))]:
        found = store.histogram(query)
        assert found == oracle.histogram(query)
        assert sum(count for _, _, count in found) == len(list(oracle.scenes(query)))


def test_a_histogram_knows_months_in_utc_and_before_1970(store):
    starts = ["1969-12-31T23:59:59.999999", "1970-01-01T00:00:00", "0001-01-31T12:00:00"]
    starts += ["9999-12-31T23:59:59.999999", "2022-06-30T23:59:59", "2022-06-01T00:00:00"]
    with store.transaction():
        for n, start in enumerate(starts):
            when = Interval.instant(datetime.fromisoformat(start).replace(tzinfo=UTC))
            store.put_scenes([Scene(uid=f"{n}", id=f"{n}", when=when, platform="p")])
        store.put_scenes([Scene(uid="none", id="none")])
        late = Interval(None, datetime(2022, 1, 1, tzinfo=UTC))
        store.put_scenes([Scene(uid="open", id="open", when=late, platform="p")])
    known = [("0001-01", 1), ("1969-12", 1), ("1970-01", 1), ("2022-06", 2), ("9999-12", 1)]
    expected = [(month, "p", count) for month, count in known] + [(None, "p", 1)]
    assert store.histogram(SceneQuery(when=Interval(None, None))) == expected
    assert store.histogram() == [*expected, (None, None, 1)]


def test_a_scene_on_both_sides_of_180_degrees_counts_once(store):
    shape = space.normalise(shapely.box(179, 0, 181, 1))
    with store.transaction():
        store.put_scenes([Scene(uid="a", id="a", footprint=shape, when=Interval.instant(T0))])
    assert store.histogram(SceneQuery(boxes=(BBox(170, -5, -170, 5),))) == [("2016-01", None, 1)]
