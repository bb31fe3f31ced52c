"""COCO: exact JSON against a file, and every number against its definition."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import Polygon

from catalogue.errors import InvalidValue
from catalogue.write.registry import write_annotations

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "annotations.coco.json"


@pytest.fixture
def drawn_in_pixels(annotations):
    """Those whose numbers do not depend on PROJ's last digits."""
    return [a for a in annotations if a.uid in ("a1", "a2", "a3", "a5", "a6", "a8")]


def test_the_file_is_the_golden_one(tmp_path, drawn_in_pixels, scenes, classes) -> None:
    written = write_annotations(tmp_path / "a.coco.json", drawn_in_pixels, scenes, classes)
    made = json.loads(written.path.read_text(encoding="utf-8"))
    wanted = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert made.keys() == wanted.keys()
    for name in wanted:
        assert made[name] == wanted[name], name
    assert written.rows == 3
    assert written.warnings == (
        "1 annotations: COCO has no points and lines; other formats have them.",
    )


def test_numbers_hold_together(tmp_path, annotations, scenes, classes) -> None:
    written = write_annotations(tmp_path / "a.json", annotations, scenes, classes)
    coco = json.loads(written.path.read_text(encoding="utf-8"))
    images = {image["id"]: image for image in coco["images"]}
    categories = {c["id"]: c for c in coco["categories"]}
    assert [a["id"] for a in coco["annotations"]] == [1, 2, 3, 4]
    for a in coco["annotations"]:
        x, y, w, h = a["bbox"]
        points = [p for ring in a["segmentation"] for p in zip(ring[::2], ring[1::2], strict=True)]
        assert min(p[0] for p in points) == x
        assert max(p[1] for p in points) == pytest.approx(y + h)
        area = sum(
            Polygon(list(zip(ring[::2], ring[1::2], strict=True))).area
            for ring in a["segmentation"]
        )
        assert a["area"] == pytest.approx(area)
        assert 0 < a["area"] <= w * h * (1 + 1e-9)
        image = images[a["image_id"]]
        assert 0 <= x <= x + w <= image["width"]
        assert 0 <= y <= y + h <= image["height"]
        assert a["category_id"] in categories
        assert len(a["obox"]) == 4
    assert [c["name"] for c in coco["categories"]] == ["Aircraft/UAV", "Ship", "gone"]
    assert coco["categories"][0]["supercategory"] == "Aircraft"
    assert any("holes are filled" in text for text in written.warnings)
    # 20 m of a small island at half a metre a pixel: the outline is where it was drawn
    a7 = next(a for a in coco["annotations"] if a["uid"] == "a7")
    assert a7["bbox"][2] * 0.5 == pytest.approx(90, abs=2)  # 0.001 degrees at 36.14 N, in metres
    assert a7["bbox"][3] * 0.5 == pytest.approx(111, abs=2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"asset_sha256": "f" * 64}, "no longer part"),
        ({"scene": "nobody"}, "not part of the export"),
        ({"pixels": (((1.0, 1.0), (2.0, 2.0), (3.0, 3.0)),)}, "no area"),
    ],
)
def test_what_cannot_be_placed_is_counted(
    tmp_path, change, says, annotations, scenes, classes
) -> None:
    bad = replace(annotations[0], **change)
    written = write_annotations(tmp_path / "a.json", [bad], scenes, classes)
    assert written.rows == 0
    assert len(written.warnings) == 1
    assert says in written.warnings[0]


def test_one_file_name_for_two_images_is_noticed(tmp_path, annotations, scenes, classes) -> None:
    twin = replace(scenes["s1"], uid="s9")
    pair = [annotations[0], replace(annotations[0], uid="b", scene="s9")]
    written = write_annotations(tmp_path / "a.json", pair, scenes | {"s9": twin}, classes)
    assert written.warnings == ("2 images have the file name island 1.tif.",)


def test_no_path_of_this_machine_is_told(tmp_path, annotations, scenes, classes) -> None:
    path = write_annotations(tmp_path / "a.json", annotations, scenes, classes).path
    assert "/images/" not in path.read_text(encoding="utf-8")


def test_nan_is_refused(tmp_path, annotations, scenes, classes) -> None:
    bad = replace(annotations[0], attributes={"size": float("nan")})
    with pytest.raises(InvalidValue, match="JSON"):
        write_annotations(tmp_path / "a.json", [bad], scenes, classes)
