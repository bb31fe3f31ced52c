"""What every store must do about links, the same for each."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import shapely

from catalogue.errors import Conflict, StoreError
from catalogue.interval import MIN_US, Interval
from catalogue.model import Asset, BBox, Candidate, Observation, Place, Scene, SceneQuery
from catalogue.store.linked import Linked, LinkRun, LinkTotals, Mark, SceneName, SceneRow

T0 = datetime(2022, 6, 8, tzinfo=UTC)
START = Mark(0, 0, 0, 0)


def scene(uid, **more):
    return Scene(**{"uid": uid, "id": f"id-{uid}", "footprint": shapely.box(50, 30, 51, 31),
                    "when": Interval.instant(T0), **more})  # fmt: skip


def observation(uid, **more):
    place = Place((Candidate(shapely.Point(50, 30), 5.0),))
    return Observation(**{"uid": uid, "id": f"o-{uid}", "title": "t", "place": place, **more})


def put(store, *records):
    with store.transaction():
        for record in records:
            if isinstance(record, Scene):
                store.put_scenes([record])
            else:
                store.put_observations([record])


def run(number=1, since=None, **more):
    return LinkRun(number, 30.0, "{}", "1", since, Mark(1, 2, 3, 4), "ab", **more)


def begin(store, begun):
    with store.transaction():
        store.links.begin(begun)
    return begun


def linked(uid, packed=b"x", *totals):
    return Linked(uid, LinkTotals(*totals), packed)


def put_links(store, of, *each):
    with store.transaction():
        store.links.put(of, each)


def test_an_empty_store_has_no_links(store):
    assert store.links.mark() == START
    assert store.links.run() is None
    assert store.links.totals() == LinkTotals()
    assert list(store.links.every()) == list(store.links.scene_rows()) == []
    assert store.links.scenes_since(START) == store.links.observations_since(START) == []


def test_a_mark_tells_what_is_new_and_what_is_replaced(store):
    put(store, scene("a"), scene("b"), observation("x"), observation("y"))
    mark = store.links.mark()
    assert store.links.scenes_since(mark) == store.links.observations_since(mark) == []
    numbers = {uid: n for n, uid in store.links.scenes_since(START)}
    assert numbers.keys() == {"a", "b"}
    put(store, replace(scene("b"), version=2), scene("c"), replace(observation("y"), version=2))
    put(store, replace(scene("b"), version=3), observation("z"))
    found = {uid: n for n, uid in store.links.scenes_since(mark)}
    assert len(store.links.scenes_since(mark)) == len(found)
    assert found.keys() == {"b", "c"}
    assert found["b"] == numbers["b"], "a scene keeps its number"
    assert found["c"] not in numbers.values()
    assert sorted(store.links.observations_since(mark)) == ["y", "z"]
    assert store.links.mark() != mark


def test_a_mark_does_not_move_with_annotations_or_reads(store):
    put(store, scene("a"))
    mark = store.links.mark()
    list(store.scenes())
    with store.transaction():
        store.put_classes([])
    assert store.links.mark() == mark


def test_scenes_come_with_what_linking_needs(store):
    split = shapely.MultiPolygon([shapely.box(179, -1, 180, 1), shapely.box(-180, -1, -179, 1)])
    whole = scene("b", footprint=split, collection="c", platform="p", instruments=("msi", "x"),
                  gsd_m=0.5, cloud_pct=3, sun_elevation_deg=-4.5, off_nadir_deg=12.5,
                  assets=(Asset("data", "/a/b.tif"),))  # fmt: skip
    put(store, scene("a", when=Interval(None, T0)), whole, scene("d", footprint=None),
        scene("e", when=None))  # fmt: skip
    rows = list(store.links.scene_rows())
    assert [r.uid for r in rows] == ["a", "b"]
    assert [r.number for r in rows] == sorted(r.number for r in rows)
    begin_us = Interval.instant(T0).begin_us
    assert (rows[0].begin_us, rows[0].end_us) == (MIN_US, begin_us)
    wkb = shapely.to_wkb(split, byte_order=1, flavor="iso")
    number = rows[1].number
    assert rows[1] == SceneRow(number, "b", "id-b", "c", begin_us, begin_us, "p", ("msi", "x"),
                               0.5, 3.0, -4.5, 12.5, wkb)  # fmt: skip
    assert list(store.links.scene_rows(["b", "none", "d", "a"])) == [rows[1], rows[0]]
    assert list(store.links.scene_names([number, 99])) == [SceneName(number, "b", "id-b", "c")]
    assert [n.uid for n in store.links.scene_names()] == ["a", "b", "d", "e"]


def test_many_scenes_come_once_each(store):
    put(store, *(scene(f"{n:04}") for n in range(1203)))
    assert [r.uid for r in store.links.scene_rows()] == [f"{n:04}" for n in range(1203)]
    assert [n.uid for n in store.links.scene_names()] == [f"{n:04}" for n in range(1203)]


def test_ids_of_several_collections(store):
    put(store, scene("a", id="x"), scene("b", id="x", collection="c"), scene("d", id="y"))
    assert store.links.shared_ids() == {"x"}


def test_links_come_back_in_order_and_are_counted(store):
    put(store, observation("b"), observation("a"), observation("c", id="a first"))
    begun = begin(store, run())
    assert store.links.run() == begun
    assert [o.uid for o in store.links.missing(begun)] == ["c", "a", "b"]
    put_links(store, begun, linked("b", b"xy", 2, 1, 0, 0, 1, 2), linked("c", b""))
    assert [o.uid for o in store.links.missing(begun)] == ["a"]
    assert store.links.put_by(begun) == 2
    put_links(store, begun, linked("a", b"z", 1, 0, 1, 0, 0, 0, 0, 1))
    put_links(store, begun, linked("b", b"w", 1, 0, 0, 1, 0, 0, 1))
    assert [(i, k.observation, k.packed) for i, k in store.links.every()] == [
        ("a first", "c", b""), ("o-a", "a", b"z"), ("o-b", "b", b"w"),
    ]  # fmt: skip
    assert store.links.of(["b", "none"]) == {"b": linked("b", b"w", 1, 0, 0, 1, 0, 0, 1)}
    assert store.links.totals() == LinkTotals(2, 0, 1, 1, 0, 0, 1, 1)


def test_many_observations_come_once_each(store):
    put(store, *(observation(f"{n:04}", id=f"{n % 7}") for n in range(1203)))
    begun = begin(store, run())
    every = [o.uid for o in store.links.missing(begun)]
    assert every == [o.uid for o in store.observations()]
    put_links(store, begun, *(linked(uid) for uid in every))
    assert [k.observation for _, k in store.links.every()] == every


def test_a_run_goes_on_with_the_links_of_the_one_before_or_removes_them(store):
    put(store, observation("a"), observation("b"))
    first = begin(store, run())
    put_links(store, first, linked("a"), linked("b"))
    with store.transaction():
        store.links.finish(first)
    assert store.links.run() == replace(first, done=True)
    second = begin(store, run(2, since=first.upto))
    assert store.links.run() == second
    assert store.links.totals() == LinkTotals()
    assert len(list(store.links.every())) == len(list(store.links.missing(second))) == 2
    put_links(store, second, linked("a", b"new"))
    assert [k.packed for _, k in store.links.every()] == [b"new", b"x"]
    begin(store, run(3))
    assert list(store.links.every()) == []


def test_an_overtaken_run_is_refused(store):
    put(store, observation("a"))
    first, second = begin(store, run()), begin(store, run(2))
    with pytest.raises(Conflict, match="another program"):
        put_links(store, first, linked("a"))
    with pytest.raises(Conflict, match="another program"), store.transaction():
        store.links.finish(first)
    with pytest.raises(Conflict, match="another program"):
        begin(store, run(2))
    assert store.links.run() == second
    assert store.links.put_by(first) == 0


def test_links_need_a_transaction_and_an_error_undoes_them(store):
    put(store, observation("a"))
    first = begin(store, run())
    for write in (
        lambda: store.links.begin(run(2)),
        lambda: store.links.put(first, [linked("a")]),
        lambda: store.links.finish(first),
    ):
        with pytest.raises(StoreError, match="transaction"):
            write()

    def put_and_fail():
        with store.transaction():
            store.links.put(first, [linked("a")])
            store.links.finish(first)
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert store.links.run() == first
    assert list(store.links.every()) == []


def test_pictures_come_with_the_doubt_of_their_place(store):
    here = shapely.box(10, 50, 10.1, 50.1)
    sure = scene("a", footprint=here)
    doubts = {None: math.inf, 40.0: 40.0, 0.0: 0.0}
    placed = [
        replace(sure, uid=f"p{n}", id=f"p{n}", kind="reference", position_error_m=error)
        for n, error in enumerate(doubts)
    ]
    put(store, sure, *placed)
    expected = dict(zip(["a", "p0", "p1", "p2"], [0.0, *doubts.values()], strict=True))
    assert {r.uid: r.doubt_m for r in store.links.scene_rows()} == expected
    keys = store.scene_sketches(SceneQuery(boxes=(BBox(10, 50, 11, 51),))).key.tolist()
    assert {s.uid: s.doubt_m for s in store.sketched_scenes(keys)} == expected
