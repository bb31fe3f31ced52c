"""What every store must do, the same for each."""

import contextlib
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import shapely

from catalogue.errors import Conflict, InvalidValue, JournalBroken, NotFound, StoreError
from catalogue.interval import MIN_US, Interval
from catalogue.journal import next_entry, row, verify
from catalogue.model import (
    Annotation,
    Asset,
    BBox,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Scene,
    SceneQuery,
    TaxonomyClass,
)
from catalogue.store.rules import scene_key

DAY = timedelta(days=1)
T0 = datetime(2022, 6, 8, 7, 30, tzinfo=UTC)


def scene(uid, *, day=0.0, box=(50, 30, 51, 31), **more):
    footprint = None if box is None else shapely.box(*box)
    when = None if day is None else Interval.instant(T0 + day * DAY)
    return Scene(**{"uid": uid, "id": f"id-{uid}", "footprint": footprint, "when": when, **more})


def at(lon, lat, r95_m=None):
    return Place((Candidate(shapely.Point(lon, lat), r95_m),))


def time(*spans):
    intervals = [Interval(T0 + a * DAY, T0 + b * DAY) for a, b in spans]
    return EventTime("2022", tuple(Occurrence(((i, 1.0),)) for i in intervals))


def observation(uid, place=None, when=None, **more):
    return Observation(
        **{"uid": uid, "id": f"o-{uid}", "title": "t", "place": place, "when": when, **more}
    )


def tag(uid, rev, **more):
    return Annotation(**{"uid": uid, "scene": "s", "kind": "point", "cls": "uav",
                         "geometry": shapely.Point(1, 2), "rev": rev, **more})  # fmt: skip


def put(store, *records):
    with store.transaction():
        for record in records:
            if isinstance(record, Scene):
                store.put_scenes([record])
            elif isinstance(record, Observation):
                store.put_observations([record])
            else:
                store.put_annotation(record)


def uids(records):
    return [record.uid for record in records]


# -- transactions --------------------------------------------------------------------------------
def test_an_empty_store_has_nothing(store):
    assert store.scene_count() == store.observation_count() == store.annotation_rev() == 0
    assert list(store.scenes()) == list(store.observations()) == list(store.annotations()) == []
    assert store.collections() == store.platforms() == store.classes() == []
    assert store.head() is None
    assert list(store.entries()) == []
    assert len(store.origin()) == 36


@pytest.mark.parametrize(
    "write",
    [
        lambda s: s.put_scenes([scene("a")]),
        lambda s: s.put_observations([observation("a")]),
        lambda s: s.put_annotation(tag("a", 1)),
        lambda s: s.put_classes([]),
        lambda s: s.append(next_entry(None, origin=s.origin(), actor="a", op="x", payload={})),
    ],
)
def test_a_write_outside_a_transaction_is_refused(store, write):
    with pytest.raises(StoreError, match="transaction"):
        write(store)
    assert store.scene_count() == 0


def test_an_error_undoes_everything(store):
    put(store, scene("a", platform="old"), observation("a"), tag("a", 1))

    def change_everything_and_fail():
        with store.transaction():
            store.put_scenes([scene("a", platform="new", box=(0, 0, 1, 1)), scene("b")])
            store.put_observations([observation("a", title="new")])
            store.put_annotation(tag("a", 2, retracted=True))
            store.put_classes([TaxonomyClass("x", "X", "#000000")])
            store.append(next_entry(None, origin=store.origin(), actor="a", op="x", payload={}))
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        change_everything_and_fail()
    assert store.scene("a").platform == "old"
    assert store.observation("a").title == "t"
    assert store.annotation_rev() == 1
    assert store.scene_versions("a") == store.observation_versions("a") == []
    assert store.classes() == []
    assert store.head() is None
    assert uids(store.scenes(SceneQuery(boxes=(BBox(50, 30, 51, 31),)))) == ["a"]
    assert uids(store.scenes(SceneQuery(boxes=(BBox(0, 0, 1, 1),)))) == []


def test_nested_transactions_join(store):
    def fail_after_an_inner_one():
        with store.transaction():
            with store.transaction():
                store.put_scenes([scene("a")])
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail_after_an_inner_one()
    assert store.scene_count() == 0


def test_a_failed_inner_one_cannot_be_shrugged_off(store):
    def shrug_off():
        with store.transaction():
            store.put_scenes([scene("a")])
            with contextlib.suppress(ZeroDivisionError), store.transaction():
                assert 1 / 0

    with pytest.raises(StoreError, match="none of it was kept"):
        shrug_off()
    assert store.scene_count() == 0
    put(store, scene("b"))  # the next one is whole again
    assert store.scene_count() == 1


def test_reads_inside_a_transaction_see_its_writes(store):
    with store.transaction():
        store.put_scenes([scene("a")])
        assert store.scene("a").uid == "a"
        assert uids(store.scenes(SceneQuery(when=Interval.instant(T0)))) == ["a"]


def test_data_version_changes_with_a_commit(store):
    before = store.data_version()
    assert store.data_version() == before
    put(store, scene("a"))
    assert store.data_version() != before


def test_threads_write_and_read_at_once(store):
    errors = []

    def work(number):
        try:
            for i in range(5):
                put(store, scene(f"{number}-{i}", day=number))
                assert store.scene(f"{number}-{i}")
                list(store.scenes())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.scene_count() == 20


def test_pictures_without_a_place_are_found_newest_first(store):
    picture = {"kind": "reference", "box": None}
    first, second = scene("p2", **picture), scene("p1", **picture)
    put(store, first, second, scene("m", kind="reference"), scene("a", box=None))
    put(store, scene("p3", collection="c", **picture))
    assert store.unplaced_pictures(5) == [second, first]
    assert store.unplaced_pictures(1) == [second]
    placed = replace(second, footprint=shapely.box(1, 1, 2, 2), version=2)
    put(store, placed)
    assert store.unplaced_pictures(5) == [first]


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.scene("a")


# -- scenes --------------------------------------------------------------------------------------
def test_a_scene_comes_back_whole(store):
    asset = Asset("data", "/a/b.tif", roles=("data",), size=3, sha256="ff" * 32)
    whole = scene("a", collection="c", platform="p", gsd_m=0.5, cloud_pct=3, assets=(asset,),
                  stac={"n": 2**60, "text": "a\0b"}, warnings=("w",))  # fmt: skip
    put(store, whole)
    assert store.scene("a") == whole
    assert store.scenes_with_hash("ff" * 32) == [whole]
    assert store.scenes_with_hash("00" * 32) == []


def test_an_unknown_uid_is_not_found(store):
    for read in (store.scene, store.observation, store.annotation):
        with pytest.raises(NotFound, match="'nowhere'"):
            read("nowhere")


def test_a_replaced_scene_is_found_as_it_is_now_and_kept_as_it_was(store):
    old = scene("a", assets=(Asset("data", "/x", sha256="aa"),))
    new = replace(old, footprint=shapely.box(0, 0, 1, 1), assets=(), version=2)
    put(store, old)
    put(store, new)
    assert store.scene("a") == new
    assert store.scene_versions("a") == [old]
    assert store.scene_count() == 1
    assert store.scenes_with_hash("aa") == []
    assert uids(store.scenes(SceneQuery(boxes=(BBox(50, 30, 51, 31),)))) == []
    assert uids(store.scenes(SceneQuery(boxes=(BBox(0, 0, 1, 1),)))) == ["a"]


def test_names_are_unique_within_a_collection(store):
    put(store, scene("a", id="x"), scene("b", id="x", collection="c"))
    assert uids(store.scenes_named("x")) == ["a", "b"]
    assert uids(store.scenes_named("x", "c")) == ["b"]
    assert uids(store.scenes_named("x", "")) == ["a"]
    with pytest.raises(Conflict, match="c/x exists"):
        put(store, scene("d", id="x", collection="c"))
    assert store.scene_count() == 2


def test_what_json_cannot_hold_is_refused(store):
    with pytest.raises(InvalidValue, match="finite"):
        put(store, scene("a"), scene("b", stac={"x": float("nan")}))
    assert store.scene_count() == 0


def test_scenes_come_newest_first_and_page(store):
    every = [scene(f"{i:02}", day=(i * 7 % 5)) for i in range(20)] + [scene("zz", day=None)]
    put(store, *every)
    found = list(store.scenes())
    assert [scene_key(s) for s in found] == sorted(
        (scene_key(s) for s in every), key=lambda k: (-k[0], k[1])
    )
    assert found[-1].uid == "zz"
    pages, after = [], None
    while page := list(store.scenes(limit=3, after=after)):
        pages += page
        after = scene_key(page[-1])
    assert pages == found
    assert after == (MIN_US, "zz")
    query = SceneQuery(boxes=(BBox(50, 30, 51, 31),))
    assert list(store.scenes(query, limit=3, after=scene_key(found[4]))) == found[5:8]
    assert list(store.scenes(limit=0)) == list(store.scenes(query, limit=0)) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (SceneQuery(ids=("id-a",)), {"a"}),
        (SceneQuery(collections=("s2", "")), {"a", "c"}),
        (SceneQuery(platforms=("p",)), {"a"}),
        (SceneQuery(gsd_max_m=10), {"a"}),
        (SceneQuery(cloud_max_pct=50), {"b"}),
        (SceneQuery(boxes=(BBox(50.5, 30.5, 60, 60),)), {"a", "c"}),
        (SceneQuery(boxes=(BBox(170, -1, -170, 1),)), {"b"}),
        (SceneQuery(boxes=(BBox(0, 0, 1, 1), BBox(179.5, 0, 180, 0))), {"b"}),
        (SceneQuery(when=Interval(T0 - DAY, T0 + DAY)), {"a"}),
        (SceneQuery(when=Interval(None, T0)), {"a"}),
        (SceneQuery(when=Interval(None, None)), {"a", "b"}),
        (SceneQuery(boxes=(BBox(50, 30, 51, 31),), when=Interval(None, None)), {"a"}),
        (SceneQuery(boxes=(BBox(50, 30, 51, 31),), platforms=("q",)), set()),
    ],
)
def test_conditions(store, query, expected):
    split = shapely.MultiPolygon([shapely.box(179, -1, 180, 1), shapely.box(-180, -1, -179, 1)])
    put(
        store,
        scene("a", collection="s2", platform="p", gsd_m=10, cloud_pct=51),
        scene("b", day=40, collection="l8", gsd_m=10.01, cloud_pct=50, footprint=split),
        scene("c", day=None),
        scene("d", day=None, box=None, collection="x"),
    )
    assert set(uids(store.scenes(query))) == expected


def test_a_scene_across_180_comes_once(store):
    split = shapely.MultiPolygon([shapely.box(179, -1, 180, 1), shapely.box(-180, -1, -179, 1)])
    put(store, scene("a", footprint=split))
    assert uids(store.scenes(SceneQuery(boxes=(BBox(-180, -90, 180, 90),)))) == ["a"]


def test_writing_while_iterating(store):
    put(store, *(scene(f"{i:04}", day=i) for i in range(1100)))
    seen = []
    for number, found in enumerate(store.scenes()):
        if number % 100 == 0:
            put(store, replace(found, version=found.version + 1))
        seen.append(found.uid)
    assert len(seen) == len(set(seen)) == 1100


def test_collections_and_platforms(store):
    put(store, scene("a", collection="b", platform="q"), scene("b", collection="a"), scene("c"),
        scene("d", collection="a", platform="p"))  # fmt: skip
    assert store.collections() == ["a", "b", None]
    assert store.platforms() == ["p", "q"]


# -- observations --------------------------------------------------------------------------------
def test_observations_come_in_order_and_back_whole(store):
    whole = observation("b", at(1, 2, 500.0), time((0, 1), (30, 31)), properties={"a": [1]})
    other = observation("a", id="o-b")
    put(store, whole, other, observation("c", id="a"))
    assert list(store.observations()) == [store.observation("c"), other, whole]
    assert store.observations_named("o-b") == [other, whole]
    assert store.observation_count() == 3


@pytest.mark.parametrize(
    ("boxes", "when", "expected"),
    [
        ((BBox(0.99, 1.99, 0.995, 2.1),), None, {"near"}),
        ((BBox(179, -1, 180, 1),), None, {"edge"}),
        ((BBox(-180, -1, -179.99, 1),), None, {"edge"}),
        ((BBox(9, 9, 10, 10),), None, {"area"}),
        ((), Interval(T0 + 30.5 * DAY, T0 + 40 * DAY), {"near", "placeless"}),
        ((), Interval(T0 + 2 * DAY, T0 + 3 * DAY), set()),
        ((BBox(0, 0, 3, 3),), Interval(T0 - DAY, T0), {"near"}),
        ((), None, {"near", "edge", "area", "placeless", "none"}),
    ],
)
def test_observations_by_place_and_time(store, boxes, when, expected):
    put(
        store,
        observation("near", at(1, 2, 2000.0), time((0, 1), (30, 31))),
        observation("edge", at(179.999, 0, 5000.0)),
        observation("area", Place((Candidate(shapely.box(10, 10, 11, 11)),))),
        observation("placeless", None, time((30, 31))),
        observation("none"),
    )
    assert set(uids(store.observations(boxes, when))) == expected


def test_a_replaced_observation_moves(store):
    old, new = observation("a", at(1, 1)), observation("a", at(5, 5), version=2)
    put(store, old)
    put(store, new)
    assert store.observation_versions("a") == [old]
    assert list(store.observations((BBox(0, 0, 2, 2),))) == []
    assert list(store.observations((BBox(4, 4, 6, 6),))) == [new]


# -- annotations ---------------------------------------------------------------------------------
def test_annotations_come_in_order_of_rev(store):
    first, second = tag("a", 1), tag("b", 2, scene="other")
    third = tag("a", 3, note="moved", geometry=shapely.Point(3, 4))
    put(store, first, second, third)
    assert list(store.annotations()) == [second, third]
    assert list(store.annotations("s")) == [third]
    assert list(store.annotations(since=2)) == [third]
    assert store.annotation_versions("a") == [first]
    assert store.annotation_rev() == 3


def test_a_retracted_annotation_is_kept_and_can_come_back(store):
    gone = tag("a", 2, retracted=True)
    put(store, tag("a", 1), gone)
    assert list(store.annotations()) == []
    assert store.annotation_count() == 0
    assert list(store.annotations("s", since=1, retracted=True)) == [gone]
    assert store.annotation("a") == gone
    assert store.annotation_rev() == 2
    back = tag("a", 3)
    put(store, back)
    assert store.annotation_count() == 1
    assert list(store.annotations(retracted=True)) == [back]
    assert store.annotation_versions("a") == [tag("a", 1), gone]


def test_an_old_revision_is_refused(store):
    put(store, tag("a", 5))
    for rev in (4, 5):
        with pytest.raises(Conflict, match="already given"):
            put(store, tag("b", rev))


def test_an_annotation_in_pixels_only(store):
    only = tag("a", 1, geometry=None, pixels=(((1.5, 2.0), (3.0, 4.25)),))
    put(store, only)
    assert list(store.annotations()) == [only]


# -- taxonomy and journal ------------------------------------------------------------------------
def test_the_taxonomy_is_replaced_as_a_whole(store):
    a, b = TaxonomyClass("a", "A", "#000000", "1", 16.0, 8), TaxonomyClass("b", "B", "#ffffff")
    with store.transaction():
        store.put_classes([b, a])
    assert store.classes() == [b, a]
    with store.transaction():
        store.put_classes([a])
    assert store.classes() == [a]


def follow(store, payload=None):
    payload = {"rows": [row("scene", "a", "ff")]} if payload is None else payload
    made = next_entry(store.head(), origin=store.origin(), actor="me", op="add", payload=payload)
    store.append(made)
    return made


def test_entries_follow_each_other(store):
    with store.transaction():
        made = [follow(store) for _ in range(3)]
    assert store.head() == made[-1]
    assert list(store.entries()) == made
    assert list(store.entries(after=2)) == made[2:]
    assert list(verify(store.entries())) == []


def test_an_entry_that_does_not_follow_is_refused(store):
    with store.transaction():
        first = follow(store)
    second = next_entry(first, origin=store.origin(), actor="a", op="x", payload={})
    for wrong in (
        first,
        replace(second, seq=3),
        replace(second, prev="0" * 64),
        replace(second, origin="other"),
    ):
        with pytest.raises(JournalBroken), store.transaction():
            store.append(wrong)
    assert list(store.entries()) == [first]
