"""Labels as STAC: what the extension asks for, and what it has no field for beside it."""

from datetime import UTC, datetime

import shapely

from catalogue.interval import Interval
from catalogue.model import Annotation, Scene, TaxonomyClass
from catalogue.write.stac_label import label_features, label_item

WHEN = datetime(2022, 6, 8, 7, tzinfo=UTC)
SCENE = Scene("s" * 32, "S2A_20220608", when=Interval(WHEN, WHEN))
CLASSES = {"uav": TaxonomyClass("uav", "Aircraft/UAV", "#d55e00")}


def mark(uid, cls="uav", **more):
    known = {"geometry": shapely.box(51.5, 33.8, 51.6, 33.9), "author": "ana"}
    return Annotation(uid, SCENE.uid, "box", cls, **{**known, **more})


def test_the_item_has_what_the_extension_requires():
    item = label_item(SCENE, [mark("a"), mark("b")], CLASSES, "./labels.geojson", "./item.json")
    properties = item["properties"]
    assert properties["label:type"] == "vector"
    assert properties["label:properties"] == ["class"]
    assert properties["label:classes"] == [{"name": "class", "classes": ["Aircraft/UAV"]}]
    assert properties["label:description"]
    assert properties["label:overviews"][0]["counts"] == [{"name": "Aircraft/UAV", "count": 2}]
    assert properties["datetime"] == "2022-06-08T07:00:00Z"
    assert item["assets"]["labels"]["roles"] == ["labels", "labels-vector"]
    assert [link["rel"] for link in item["links"]] == ["source"]
    assert item["bbox"] == [51.5, 33.8, 51.6, 33.9]


def test_a_scene_without_a_time_or_labels_without_a_place_have_no_item():
    undated = Scene("s" * 32, "undated")
    pixels = mark("a", geometry=None, pixels=(((0.0, 0.0), (4.0, 4.0)),))
    assert label_item(undated, [mark("a")], CLASSES, "l", None) is None
    assert label_item(SCENE, [pixels], CLASSES, "l", None) is None
    assert label_features([pixels], CLASSES)["features"][0]["properties"]["pixels"]


def test_who_drew_it_and_on_what_stands_with_each_feature():
    made = mark("a", confidence=0.7, note="white", asset_sha256="0" * 64, view={"z": 18})
    properties = label_features([made], CLASSES)["features"][0]["properties"]
    assert properties["author"] == "ana"
    assert properties["confidence"] == 0.7
    assert properties["asset_sha256"] == "0" * 64
    assert properties["view"] == {"z": 18}


def test_an_unknown_class_keeps_its_id():
    item = label_item(SCENE, [mark("a", "glider")], CLASSES, "l", None)
    assert item["properties"]["label:classes"][0]["classes"] == ["glider"]
