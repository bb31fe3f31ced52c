"""Searches over many scenes, held to the store of plain dicts and to arithmetic."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import shapely

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import BBox, Scene, SceneQuery
from catalogue.store.memory import MemoryStore
from catalogue.store.rules import scene_key

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
