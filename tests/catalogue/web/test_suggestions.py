import json

import pytest
from starlette.testclient import TestClient

from catalogue.errors import InvalidValue

RING = [[15.001, 45.1512], [15.0014, 45.1512], [15.0014, 45.1515], [15.001, 45.1515]]
FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Polygon", "coordinates": [[*RING, RING[0]]]},
    "properties": {"label": "UAV", "score": 0.83, "chip": 7},
}


def _geojson(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def _stored(client: TestClient, scene: str = "utm") -> list[dict]:
    return client.get(f"/api/annotations?scene={scene}").json()["annotations"]


def test_suggestions_are_apart_from_labels(cat, client: TestClient, tmp_path) -> None:
    made, left = cat.suggest_labels("utm", _geojson(FEATURE), "det-1")
    assert (made, left) == (1, [])
    (one,) = _stored(client)
    said = one["properties"]
    assert (said["state"], said["author"], said["confidence"]) == ("suggested", "model:det-1", 0.83)
    assert said["attributes"] == {"chip": 7}
    written = cat.export("annotations", tmp_path / "labels.coco.json")
    assert written.rows == 0
    assert "suggested" in written.warnings[0]


def test_the_same_file_again_changes_nothing_and_a_verdict_stays(cat, client: TestClient) -> None:
    cat.suggest_labels("utm", _geojson(FEATURE), "det-1")
    (first,) = _stored(client)
    assert cat.suggest_labels("utm", _geojson(FEATURE), "det-1") == (1, [])
    assert _stored(client) == [first]
    client.delete(f"/api/annotations/{first['id']}?base={first['properties']['rev']}")
    made, left = cat.suggest_labels("utm", _geojson(FEATURE), "det-1")
    assert made == 0
    assert "judged" in left[0]
    assert _stored(client) == []


def test_coco_boxes_come_to_lie_on_the_ground(cat, client: TestClient) -> None:
    coco = {
        "images": [{"id": 1, "file_name": "x/town.tif"}, {"id": 2, "file_name": "other.tif"}],
        "categories": [{"id": 3, "name": "uav"}],
        "annotations": [
            {"image_id": 1, "category_id": 3, "bbox": [10, 20, 30, 40], "score": 0.5},
            {"image_id": 2, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.9},
            {"image_id": 1, "category_id": 9, "bbox": [10, 20, 30, 40]},
        ],
    }
    made, left = cat.suggest_labels("utm", json.dumps(coco).encode(), "m")
    assert made == 1, left
    assert left == ["prediction 2: it has no class."]
    (one,) = _stored(client)
    columns, rows = zip(*one["properties"]["pixels"][0], strict=True)
    assert (min(columns), max(columns)) == pytest.approx((10, 40), abs=1e-3)
    assert (min(rows), max(rows)) == pytest.approx((20, 60), abs=1e-3)


def test_a_picture_without_a_place_takes_pixels(cat, client: TestClient) -> None:
    coco = {
        "images": [{"id": 1, "file_name": "anything.png"}],
        "categories": [{"id": 1, "name": "Aircraft/UAV"}],
        "annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[1, 1, 9, 1, 9, 9]]}],
    }
    assert cat.suggest_labels("picture", json.dumps(coco).encode(), "m")[0] == 1
    assert _stored(client, "picture")[0]["geometry"] is None


def test_what_cannot_be_used_is_said(cat) -> None:
    bad = {**FEATURE, "properties": {"label": "uaw", "score": 0.4}}
    odd = {**FEATURE, "properties": {"label": "uav", "score": 83}}
    made, left = cat.suggest_labels("utm", _geojson(bad, odd, {"type": "Feature"}), "m")
    assert made == 0
    assert "did you mean uav" in left[0]
    assert "score 83" in left[1]
    assert left[2].startswith("prediction 3")
    with pytest.raises(InvalidValue, match="name the model"):
        cat.suggest_labels("utm", _geojson(FEATURE), " ")
    with pytest.raises(InvalidValue, match="FeatureCollection"):
        cat.suggest_labels("utm", b"[]", "m")


def test_a_suggested_tile_is_not_a_tagged_one(cat, client: TestClient) -> None:
    tile = client.get("/api/scenes/utm/grid").json()["tiles"][0]
    body = {"scene": "utm", "kind": "tile", "class": "uav", "tile": tile["key"], "base": 0}
    url = "/api/annotations/11111111-1111-4111-8111-111111111111"
    answer = client.put(url, json={**body, "state": "suggested", "author": "model:m"})
    assert answer.status_code == 200
    again = client.get("/api/scenes/utm/grid").json()["tiles"][0]
    assert (again["state"], again["classes"]) == ("unseen", [])
    assert client.get("/api/scenes/utm/queue?by=class").json()["keys"] == []
