"""Linking what has changed gives exactly what linking everything anew gives."""

import hashlib
import random
import tempfile
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import space
from catalogue.bulk import index
from catalogue.interval import Interval
from catalogue.join import links
from catalogue.linking import all_links, changes, local, relink, stored_tables
from catalogue.model import (
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
)
from catalogue.score import DEFAULTS, changed
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore

T0 = datetime(2020, 1, 1, tzinfo=UTC)
MARGIN = 3.0


def a_scene(uid, seed):
    """Near 180 degrees, often as good as another one, now and then without place or time."""
    rng = random.Random(f"scene {seed}")
    west, south = 178 + rng.randrange(4), rng.randrange(-2, 2)
    footprint = space.normalise(shapely.box(west, south, west + rng.choice([1, 2]), south + 1))
    begin = T0 + timedelta(days=rng.randrange(12))
    return Scene(
        uid,
        f"{rng.choice('abcdef')}-{uid}",
        footprint=rng.choice([footprint] * 7 + [None]),
        when=rng.choice([Interval.instant(begin), Interval(begin, begin + timedelta(days=2)), None])
        if rng.random() < 0.3
        else Interval.instant(begin),
        gsd_m=rng.choice([0.5, 10.0, None]),
        cloud_pct=rng.choice([0.0, 100.0, 100.0, None]),
        platform=rng.choice(["sentinel-1a", "p"]),
    )


def an_observation(uid, seed):
    rng = random.Random(f"observation {seed}")
    spot = shapely.Point((178 + rng.uniform(0, 4) + 180) % 360 - 180, rng.uniform(-2, 2))
    place = Place((Candidate(spot, rng.choice([None, 10.0, 60_000.0])),))
    begin = T0 + timedelta(days=rng.uniform(0, 12))
    when = EventTime("", (Occurrence(((Interval(begin, begin + timedelta(days=1)), 1.0),)),))
    return Observation(
        uid,
        f"{rng.choice('abc')}-{uid}",
        "t",
        place=rng.choice([place] * 7 + [None]),
        when=rng.choice([when] * 7 + [None]),
        objects=(ReportedObject("it", length_m=7.0, width_m=3.0),),
    )


def put(store, records):
    with store.transaction():
        for record in records:
            known = {s.uid for s in store.scenes()} | {o.uid for o in store.observations()}
            version = 2 if record.uid in known else 1
            write = store.put_scenes if isinstance(record, Scene) else store.put_observations
            write([replace(record, version=version)])


def digest(store):
    """Of every link with all its numbers, to the last bit and in order."""
    found = hashlib.sha256()
    for table in stored_tables(store):
        for row in table.to_pylist():
            found.update(repr(list(row.values())).encode())
    return found.hexdigest()


def anew(store, margin=MARGIN):
    """The digest of a store that got the newest records at once and was linked once."""
    fresh = MemoryStore()
    # The order of arrival, and so every number, is another one.
    put(fresh, sorted(store.scenes(), key=lambda s: s.uid, reverse=True))
    put(fresh, sorted(store.observations(), key=lambda o: o.uid, reverse=True))
    relink(fresh, margin)
    return digest(fresh)


records = st.one_of(
    st.builds(a_scene, st.integers(0, 9).map("s{}".format), st.integers(0, 40)),
    st.builds(an_observation, st.integers(0, 6).map("o{}".format), st.integers(0, 40)),
)
rounds = st.lists(st.lists(records, max_size=6), min_size=1, max_size=5)


@pytest.fixture(params=["few", "many", "much touched"], autouse=True)
def ways(request, monkeypatch):
    """Changes looked up one by one, and all observations gone through."""
    monkeypatch.setattr(changes, "FEW", -1 if request.param == "many" else 256)
    monkeypatch.setattr(changes, "FEW_TOUCHED", 1 if request.param == "much touched" else 2000)
    return request.param


COMPILED = pytest.param(
    "memory", True, marks=pytest.mark.skipif(
        find_spec("numba") is None, reason="the extra [fast] is not installed")
)  # fmt: skip


@pytest.mark.parametrize(("kind", "compiled"), [COMPILED, ("memory", False), ("geopackage", None)])
def test_a_linked_store_stays_equal_to_one_linked_anew(kind, compiled, monkeypatch):
    if compiled is not None:
        monkeypatch.setattr(index, "COMPILED", compiled)

    @given(rounds)
    @settings(max_examples=50 if kind == "memory" else 12, deadline=None)
    def law(several):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.gpkg"
            store = MemoryStore() if kind == "memory" else GeoPackageStore.create(path)
            for some in several:
                put(store, some)
                relink(store, MARGIN)
                assert digest(store) == anew(store)
            wanted = [k for o in store.observations() for k in links(o, store.scenes(), MARGIN)]
            assert_equal(list(all_links(store, MARGIN)), wanted)
            store.close()

    law()


def assert_equal(found, wanted):
    """The same links in the same order; shares and scores but for what compiled ones may differ."""
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert one.covered == pytest.approx(other.covered, abs=1e-5)
        assert astuple(one.score)[:3] == pytest.approx(astuple(other.score)[:3], abs=1e-5)
        assert replace(one, covered=0, score=None) == replace(other, covered=0, score=None)


def filled(count=8):
    store = MemoryStore()
    put(store, [a_scene(f"s{n}", n) for n in range(3 * count)])
    put(store, [an_observation(f"o{n}", n) for n in range(count)])
    return store


def test_nothing_is_joined_twice():
    store = filled()
    first = relink(store, MARGIN)
    assert (first.observations, first.joined, first.why) == (8, 8, None)
    again = relink(store, MARGIN)
    assert (again.observations, again.joined) == (8, 0)
    put(store, [an_observation("new", 1)])
    assert relink(store, MARGIN).joined == 1
    assert relink(store, MARGIN, again=True).joined == 9


def test_another_margin_score_or_version_links_everything_anew(monkeypatch):
    store = filled()
    relink(store, MARGIN)
    wider = relink(store, 5.0)
    assert wider.joined == 8
    assert wider.why == "the margin was 3 days and is 5 now"
    assert digest(store) == anew(store, 5.0) != anew(store)
    run = store.links.run()
    for change in ({"parameters": "{}"}, {"code": "0.0.1 links 1"}):
        with store.transaction():
            store.links.begin(
                replace(run, number=store.links.run().number + 1, done=True, **change)
            )
        found = relink(store, 5.0)
        assert found.joined == 8
        assert ("score" if "parameters" in change else "(0.0.1 links 1)") in found.why


def test_other_numbers_of_the_score_link_everything_anew():
    store = filled(9)
    relink(store, MARGIN)
    before = digest(store)
    stricter = changed(DEFAULTS, {"baseline": 0.01, "persist_unknown_days": 1})
    again = relink(store, MARGIN, parameters=stricter)
    assert (again.joined, again.why) == (9, "the numbers of the score have changed")
    assert digest(store) != before
    assert relink(store, MARGIN, parameters=stricter).joined == 0
    assert relink(store, MARGIN).joined == 9
    assert digest(store) == before


class Stop(Exception):
    pass


@pytest.mark.parametrize("since", [False, True])
def test_a_stopped_run_goes_on_and_takes_what_came_meanwhile(since, ways, monkeypatch):
    store = filled(40)
    if since:
        monkeypatch.setattr(changes, "FEW", -1)  # a small run cannot be stopped half-way
        relink(store, MARGIN)
        put(store, [a_scene(f"s{n}", n + 1) for n in range(30)])
        put(store, [an_observation(f"o{n}", n + 1) for n in range(5)])

    def one_by_one(scenes, observations, margin_days, parameters):
        for each in observations:
            yield from local(scenes, [each], margin_days, parameters)

    def stop(done, _):
        if store.links.put_by(store.links.run()) == 12:
            raise Stop

    with pytest.raises(Stop):
        relink(store, MARGIN, one_by_one, stop)
    put(store, [a_scene("s1", 77), a_scene("late", 5), an_observation("o3", 78)])
    done = relink(store, MARGIN)
    assert digest(store) == anew(store)
    if not since and ways == "few":
        assert 28 <= done.joined < 40
