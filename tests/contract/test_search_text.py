"""Searching by words, the same in every store."""

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.model import Annotation, Observation, Scene
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore


def observation(uid, **more):
    return Observation(**{"uid": uid, "id": f"o-{uid}", "title": "t", **more})


def note(uid, text, rev):
    return Annotation(
        uid=uid,
        scene="s",
        kind="point",
        cls="uav",
        geometry=shapely.Point(1, 2),
        rev=rev,
        note=text,
    )


@pytest.fixture
def full(store):
    with store.transaction():
        store.put_observations(
            [
                observation("a", title="Smoke over the runway", claim="Seen at Dhāriya air base"),
                observation("b", title="Ship", note="grey hull, smoke-free", source="Le Monde"),
                observation("c", title="Runway works"),
            ]
        )
        store.put_annotation(note("n", "two tents beside the runway", 1))
        store.put_scenes(
            [
                Scene(uid="s", id="S2A_20240611", collection="sentinel-2"),
                Scene(uid="u", id="20240611-runway"),
            ]
        )
    return store


def found(store, text, limit=50):
    return {tuple(hit) for hit in store.search_text(text, limit)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "runway",
            {("observation", "a"), ("observation", "c"), ("annotation", "n"), ("scene", "u")},
        ),
        ("RUNW smoke", {("observation", "a")}),
        ("dhariya", {("observation", "a")}),
        ("smoke", {("observation", "a"), ("observation", "b")}),
        ("ship o-b", {("observation", "b")}),
        ("monde", {("observation", "b")}),
        ("oke", set()),
        ("20240611", {("scene", "s"), ("scene", "u")}),
        ("2A_2", {("scene", "s")}),
        ("tinel-2/s2a", {("scene", "s")}),
        ("%", set()),
        ("a%", {("observation", "a")}),
        ('"runway" OR (', set()),
        ("  ", set()),
    ],
)
def test_words_and_names(full, text, expected):
    assert found(full, text) == expected


def test_what_changed_or_was_retracted_is_searched_as_it_is_now(full):
    with full.transaction():
        full.put_observations([observation("a", title="Fire", version=2)])
        full.put_annotation(replace(full.annotation("n"), rev=2, retracted=True))
    assert found(full, "runway") == {("observation", "c"), ("scene", "u")}
    assert found(full, "fire") == {("observation", "a")}


def test_there_is_a_limit_of_each(full):
    hits = full.search_text("runway", 1)
    assert [hit.kind for hit in hits] == ["observation", "scene"]


_TEXT = st.text(st.sampled_from("aAbéÉß _-%'\"*()12\\"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=5), _TEXT)
def test_both_stores_find_the_same(tmp_path_factory, titles, asked):
    path = tmp_path_factory.mktemp("texts") / "catalogue.gpkg"
    stores = [MemoryStore(), GeoPackageStore.create(path)]
    answers = []
    for made in stores:
        with made.transaction():
            made.put_observations([observation(str(n), title=t) for n, t in enumerate(titles)])
            named = [
                Scene(uid=f"s{n}", id=t or "-", collection=str(n)) for n, t in enumerate(titles)
            ]
            made.put_scenes(named)
        answers.append(found(made, asked))
        made.close()
    assert answers[0] == answers[1]
