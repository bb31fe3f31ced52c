"""Scenes as STAC: nothing of a received item is lost, and pystac takes what is written."""

import copy
import json
from dataclasses import replace
from pathlib import Path

import pystac
import pytest
from shapely.geometry import MultiPolygon, box

from catalogue.interval import Interval
from catalogue.write.registry import write_scenes
from catalogue.write.stac import bbox, to_item

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "scenes.stac.json"
RECEIVED = {
    "type": "Feature",
    "stac_version": "1.0.0",
    "stac_extensions": [],
    "id": "island",
    "collection": "demo",
    "geometry": {"type": "Point", "coordinates": [3.000000000000001, 36.14]},
    "bbox": [3.0, 36.139, 3.011, 36.144],
    "properties": {"datetime": "2022-06-08T07:30:00.000000Z", "vendor:odd": {"kept": [1, None]}},
    "links": [{"rel": "self", "href": "https://example.org/items/island"}],
    "assets": {
        "visual": {"href": "./island.tif", "vendor:field": 7},
        "thumbnail": {"href": "https://example.org/t.jpg"},
    },
}


def test_the_file_is_the_golden_one(tmp_path, scenes) -> None:
    written = write_scenes(tmp_path / "s.json", scenes.values())
    made = json.loads(written.path.read_text(encoding="utf-8"))
    assert made == json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert written.rows == 2
    assert written.warnings == ("shot: left out, STAC needs an acquisition time.",)


def test_pystac_takes_it(tmp_path, scenes) -> None:
    all_scenes = [replace(scenes["s1"], stac=RECEIVED), scenes["s2"]]
    path = write_scenes(tmp_path / "s.stac.json", all_scenes).path
    collection = pystac.ItemCollection.from_dict(json.loads(path.read_text(encoding="utf-8")))
    one, two = collection.items
    assert one.datetime == scenes["s1"].when.begin
    assert (two.common_metadata.start_datetime, two.common_metadata.end_datetime) == (
        scenes["s2"].when.begin,
        scenes["s2"].when.end,
    )
    assert one.assets["visual"].href == "/images/island 1.tif"


def test_a_received_item_goes_out_as_it_came(scenes) -> None:
    before = copy.deepcopy(RECEIVED)
    item = to_item(replace(scenes["s1"], stac=RECEIVED))
    assert before == RECEIVED, "the kept item itself is not touched"
    assert item["assets"]["visual"].pop("href") == "/images/island 1.tif"
    before["assets"]["visual"].pop("href")
    assert item == before


def test_what_was_found_later_is_added(scenes) -> None:
    bare = copy.deepcopy(RECEIVED)
    bare["properties"]["datetime"] = None
    bare["assets"] = {}
    item = to_item(replace(scenes["s1"], stac=bare))
    assert item["properties"]["datetime"] == "2022-06-08T07:30:00Z"
    assert item["assets"]["visual"]["file:checksum"] == "1220" + "a" * 64


def test_the_names_are_those_of_the_catalogue(scenes) -> None:
    item = to_item(replace(scenes["s1"], id="island-1a2b3c4d", collection="case", stac=RECEIVED))
    assert (item["id"], item["collection"]) == ("island-1a2b3c4d", "case")


@pytest.mark.parametrize("sides", [(None, True), (True, None), (None, None)])
def test_an_open_time_is_no_stac_time(scenes, sides) -> None:
    begin, end = scenes["s2"].when.begin, scenes["s2"].when.end
    open_sided = Interval(begin if sides[0] else None, end if sides[1] else None)
    assert to_item(replace(scenes["s2"], when=open_sided)) is None


def test_no_place_is_a_null_geometry_without_bbox(scenes) -> None:
    item = to_item(replace(scenes["s1"], footprint=None))
    assert item["geometry"] is None
    assert "bbox" not in item
    pystac.Item.from_dict(item)


@pytest.mark.parametrize(
    ("geometry", "wanted"),
    [
        (box(1, 2, 3, 4), [1, 2, 3, 4]),
        (MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -178, 1)]), [179, 0, -178, 1]),
        (
            MultiPolygon([box(-180, 0, -178, 1), box(170, 0, 171, 1), box(171, 1, 180, 2)]),
            [170, 0, -178, 2],
        ),
        (MultiPolygon([box(-5, 0, -4, 1), box(4, 0, 5, 1)]), [-5, 0, 5, 1]),
        (box(-180, 80, 180, 90), [-180, 80, 180, 90]),
    ],
)
def test_a_box_across_180_degrees_has_west_over_east(geometry, wanted) -> None:
    assert bbox(geometry) == wanted
