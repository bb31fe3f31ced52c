"""Classes that change: what was tagged with them stays, and the history knows."""

import uuid
from dataclasses import replace

import orjson
import pytest
from shapely.geometry import box

from catalogue import Catalogue
from catalogue.errors import InvalidValue
from catalogue.model import Annotation, Scene

TILE = "WebMercatorQuad/9/256/255"


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as made:
        with made.store.transaction():
            made.store.put_scenes([Scene(uid="s", id="s", footprint=box(0, 0, 1, 1))])
        yield made


def tag(cat, cls, tile=None, author="Ana"):
    kind = "tile" if tile else "box"
    geometry = None if tile else box(0.1, 0.1, 0.2, 0.2)
    return cat.annotate(
        Annotation(str(uuid.uuid4()), "s", kind, cls, geometry, tile=tile, author=author)
    )


def test_a_renamed_class_keeps_its_annotations(cat):
    made = tag(cat, "uav")
    classes = [replace(c, path="Drone") if c.id == "uav" else c for c in cat.classes()]
    cat.set_classes(classes)
    assert cat.store.annotation(made.uid).cls == "uav"
    assert "Drone" in [c.path for c in cat.classes()]
    assert cat.store.head().op == "set-classes"
    assert not [f for f in cat.check() if f.name != "scene s"]


def test_merging_moves_all_and_keeps_what_was(cat):
    one, other = tag(cat, "uav"), tag(cat, "ship")
    assert cat.merge_classes("uav", "uav-male") == 1
    assert cat.store.annotation(one.uid).cls == "uav-male"
    assert [v.cls for v in cat.store.annotation_versions(one.uid)] == ["uav"]
    assert cat.store.annotation(other.uid) == other
    assert "uav" not in [c.id for c in cat.classes()]
    head = cat.store.head()
    payload = orjson.loads(head.payload)
    assert (head.op, payload["source"], payload["target"]) == ("merge-classes", "uav", "uav-male")
    assert [r["uid"] for r in payload["rows"]] == [one.uid]
    assert not [f for f in cat.check() if f.name != "scene s"]


def test_a_tile_is_not_tagged_twice_by_a_merge(cat):
    first, second = tag(cat, "uav", TILE), tag(cat, "uav-male", TILE)
    theirs = tag(cat, "uav", TILE, author="Ben")
    assert cat.merge_classes("uav", "uav-male") == 2
    assert {a.uid for a in cat.annotations("s")} == {second.uid, theirs.uid}
    assert cat.store.annotation(first.uid).retracted


def test_a_class_in_use_cannot_just_go(cat):
    tag(cat, "uav")
    without = [c for c in cat.classes() if c.id != "uav"]
    with pytest.raises(InvalidValue, match=r"'uav' is on 1 annotations.*merge"):
        cat.set_classes(without)
    cat.set_classes([c for c in cat.classes() if c.id != "ship"])
    assert "ship" not in [c.id for c in cat.classes()]


def test_merging_with_nothing_is_refused(cat):
    with pytest.raises(InvalidValue, match="did you mean uav"):
        cat.merge_classes("uaw", "ship")
    with pytest.raises(InvalidValue, match="itself"):
        cat.merge_classes("uav", "uav")
