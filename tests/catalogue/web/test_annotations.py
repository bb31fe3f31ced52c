import uuid

import pytest
from starlette.testclient import TestClient

BOX = {
    "type": "Polygon",
    "coordinates": [
        [[15.001, 45.151], [15.002, 45.151], [15.002, 45.152], [15.001, 45.152], [15.001, 45.151]]
    ],
}
KEY = str(uuid.UUID(int=7, version=4))
URL = f"/api/annotations/{KEY}"


def _body(**more: object) -> dict:
    return {"scene": "utm", "kind": "box", "class": "uav", "geometry": BOX, "base": 0, **more}


def test_a_put_is_stored_and_the_same_again_changes_nothing(client: TestClient) -> None:
    first = client.put(URL, json=_body(note="one", confidence=0.5))
    assert first.status_code == 200, first.text
    own = first.json()["annotation"]["properties"]
    assert (own["uid"], own["class"], own["author"], own["note"]) == (KEY, "uav", "Ana", "one")
    assert own["asset_sha256"]
    assert own["pixels"]
    again = client.put(URL, json=_body(note="one", confidence=0.5))
    assert again.json() == first.json()
    listed = client.get("/api/annotations?scene=utm").json()
    assert listed["rev"] == first.json()["rev"]
    assert [a["id"] for a in listed["annotations"]] == [KEY]


def test_a_change_based_on_an_older_revision_conflicts(client: TestClient) -> None:
    one = client.put(URL, json=_body()).json()["rev"]
    two = client.put(URL, json=_body(note="two", base=one))
    assert two.json()["rev"] > one
    late = client.put(URL, json=_body(note="late", base=one))
    assert late.status_code == 409
    assert late.json()["annotation"]["properties"]["note"] == "two"
    assert (
        client.get("/api/annotations?scene=utm").json()["annotations"][0]
        == (late.json()["annotation"])
    )


def test_a_delete_retracts_once_and_a_put_undoes_it(client: TestClient) -> None:
    rev = client.put(URL, json=_body()).json()["rev"]
    gone = client.delete(f"{URL}?base={rev}")
    assert gone.status_code == 200
    assert client.delete(f"{URL}?base={rev}").json() == gone.json()
    listed = client.get(f"/api/annotations?scene=utm&since={rev}").json()
    assert (listed["annotations"], listed["retracted"]) == ([], [KEY])
    back = client.put(URL, json=_body(base=gone.json()["rev"]))
    assert back.status_code == 200
    assert len(client.get("/api/annotations?scene=utm").json()["annotations"]) == 1


def test_a_delete_based_on_an_older_revision_conflicts(client: TestClient) -> None:
    rev = client.put(URL, json=_body()).json()["rev"]
    client.put(URL, json=_body(note="two", base=rev))
    late = client.delete(f"{URL}?base={rev}")
    assert late.status_code == 409
    assert late.json()["annotation"]["properties"]["note"] == "two"


def test_pixels_of_a_picture_without_a_place(client: TestClient) -> None:
    ring = [[[10, 20], [30, 20], [30, 40], [10, 40]]]
    body = _body(scene="picture", geometry=None, pixels=ring)
    answer = client.put(URL, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["annotation"]["geometry"] is None
    assert answer.json()["annotation"]["properties"]["pixels"] == ring


def test_a_tile_tag_shows_in_the_grid(client: TestClient) -> None:
    grid = client.get("/api/scenes/utm/grid").json()
    tile = grid["tiles"][0]
    assert tile["state"] == "unseen"
    assert tile["key"] == f"{grid['grid']}/{grid['z']}/{tile['x']}/{tile['y']}"
    body = _body(kind="tile", tile=tile["key"], geometry=None)
    assert client.put(URL, json=body).status_code == 200
    seen = client.get("/api/scenes/utm/grid").json()["tiles"]
    assert (seen[0]["state"], seen[0]["classes"]) == ("tagged", ["uav"])
    assert {t["state"] for t in seen[1:]} <= {"unseen"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"class": "ufo"}, "ufo"),
        ({"kind": "blob"}, "blob"),
        ({"scene": None}, "scene"),
        ({"geometry": {"type": "Point", "coordinates": [1, 123]}}, "123"),
        ({"geometry": "POINT (1 2)"}, "geometry"),
        ({"confidence": 2}, "confidence"),
        ({"confidence": "high"}, "confidence"),
        ({"pixels": [[["a", 1]]]}, "pixels"),
        ({"base": -1}, "base"),
        ({"note": "a\0b"}, "note"),
        ({"attributes": [1]}, "attributes"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_stored(
    client: TestClient, change: dict, word: str
) -> None:
    answer = client.put(URL, json=_body(**change))
    assert answer.status_code == 400, answer.text
    assert word in answer.json()["error"]
    assert client.get("/api/annotations").json()["annotations"] == []


def test_other_refusals(client: TestClient) -> None:
    assert client.put(URL, json=_body(scene="none")).status_code == 404
    assert client.delete(URL).status_code == 404
    assert client.put("/api/annotations/not-a-uuid", json=_body()).status_code == 400
    text = client.put(URL, content=b"{}", headers={"Content-Type": "text/plain"})
    assert text.status_code == 400
    assert "application/json" in text.json()["error"]
    for body in (b"{", b"[]", b"{" + b" " * 5_000_000):
        answer = client.put(URL, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
    foreign = client.put(URL, json=_body(), headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403
