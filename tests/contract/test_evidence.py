"""What every store must do with assessments, cases, searches and the like."""

from dataclasses import replace

import pytest
import shapely

from catalogue.errors import NotFound, StoreError
from catalogue.interval import Interval, from_us
from catalogue.model import (
    EVIDENCE,
    Assessment,
    Asset,
    Case,
    Look,
    Match,
    Nudge,
    Photo,
    Score,
    Search,
    Term,
    Tuning,
    kind_of,
)

BY = {"author": "ana", "made": "2026-01-02T03:04:05Z"}
AREA = shapely.box(51.5, 33.8, 51.7, 34.0)


def assessment(uid="a", observation="o", scene="s", **more):
    known = {"observation_version": 2, "scene_version": 1, "part": "object",
             "verdict": "consistent", **BY}  # fmt: skip
    return Assessment(uid=uid, observation=observation, scene=scene, **{**known, **more})


FULL = {
    Assessment: assessment(
        role="during",
        score=Score(
            0.1,
            0.9,
            0.4,
            "limited",
            "sharpness",
            (Term("sharpness", 0.1, 0.9, 0.4, "pixels of 3 m"),),
        ),
        occurrence=1,
        object=0,
        alternatives=("a larger drone", "a glider"),
        confidence=0.7,
        note="two shapes",
        annotations=(("x", 3), ("y", 4)),
        blind=True,
        despite="a second look at 0.3 m",
    ),
    Look: Look("l", "o", "s", classes=("uav", "hangar"), annotations=(("x", 3),), **BY),
    Case: Case(
        "c",
        "kashan",
        "Were drones shown?",
        reports=("r",),
        observations=("o",),
        places=AREA,
        sensitivity="secret",
        closed="2026-02-03T00:00:00Z",
        **BY,
    ),
    Search: Search(
        "q",
        "Some archive",
        "2026-01-02",
        "ana",
        area=AREA,
        sent_area=shapely.box(50, 33, 53, 35),
        when=Interval(from_us(0), None),
        endpoint="https://example.org/stac",
        collections=("a", "b"),
        filters={"cloud_max_pct": 30},
        found=0,
        scenes=("s",),
        observations=("o",),
        case="c",
        by_hand=True,
        request={"limit": 10},
        error="HTTP 500",
        name="june",
        again="p",
        note="none",
    ),
    Photo: Photo(
        "p",
        Asset("photo", "/x/p.jpg", sha256="0" * 64),
        "A parade",
        observation="o",
        scene="s",
        taken="2014?",
        matches=(
            Match(1, (10.5, 20.0), True, (3.0, 4.0), shapely.Point(51.5, 33.9), "wing"),
            Match(2, (1.0, 2.0), False),
        ),
        **BY,
    ),
    Nudge: Nudge("n", "s", "t", 2.5, -1.0, **BY),
    Tuning: Tuning("score", values={"prior": 0.4, "task": "identify"}, why="as agreed", **BY),
}


def put(store, *records):
    with store.transaction():
        store.put_evidence(records)


@pytest.mark.parametrize("kind", EVIDENCE, ids=kind_of)
def test_each_kind_comes_back_whole_and_keeps_its_old_versions(store, kind):
    old = FULL[kind]
    new = replace(old, withdrawn=True, version=2)
    put(store, old)
    assert store.evidence(kind, old.uid) == old
    assert store.find_evidence(kind) == [old]
    put(store, new)
    assert store.find_evidence(kind) == [new]
    assert store.evidence_versions(kind, old.uid) == [old]
    with pytest.raises(NotFound, match=kind_of(kind)):
        store.evidence(kind, "other")


def test_a_kind_has_its_own_uids_and_order_is_that_of_the_first_put(store):
    b, a = assessment("b"), assessment("a")
    look = replace(FULL[Look], uid="a")
    put(store, b, look, a)
    put(store, replace(b, version=2))
    assert [found.uid for found in store.find_evidence(Assessment)] == ["b", "a"]
    assert store.find_evidence(Look) == [look]


def test_they_are_found_by_what_they_are_about(store):
    one, two = assessment("1", "o", "s"), assessment("2", "o", "t")
    put(store, one, two, FULL[Search], FULL[Photo])
    assert store.find_evidence(Assessment, observation="o", scene="t") == [two]
    assert store.find_evidence(Assessment, observation="p") == []
    assert store.find_evidence(Search, case="c") == [FULL[Search]]
    assert store.find_evidence(Photo, scene="s") == [FULL[Photo]]


def test_they_are_written_in_a_transaction_that_is_all_or_nothing(store):
    with pytest.raises(StoreError):
        store.put_evidence([FULL[Case]])
    with pytest.raises((AttributeError, KeyError)), store.transaction():
        store.put_evidence([FULL[Case], None])
    assert store.find_evidence(Case) == []


def test_a_redaction_reaches_their_old_versions(store):
    old = FULL[Assessment]
    put(store, old)
    put(store, replace(old, note="none", version=2))

    def change(record):
        has = isinstance(record, Assessment) and record.note == "two shapes"
        return replace(record, note="[redacted]") if has else record

    with store.transaction():
        assert store.rewrite_versions(change) == 1
    assert [v.note for v in store.evidence_versions(Assessment, old.uid)] == ["[redacted]"]
