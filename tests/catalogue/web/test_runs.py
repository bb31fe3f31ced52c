"""A queue over several scenes: every tile once, the same for its seed, progress over all."""

import uuid

from starlette.testclient import TestClient

from catalogue.model import Annotation


def _run(client: TestClient, **asked: object) -> dict:
    answer = client.post("/api/queue", json={"scenes": ["utm", "arctic"], **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_scene_has_its_tiles_and_all_are_counted(client: TestClient, cat) -> None:
    found = _run(client)
    for item in found["items"]:
        tiles = client.get(f"/api/scenes/{item['scene']}/grid").json()["tiles"]
        assert item["keys"] == [t["key"] for t in tiles]
    assert found["total"] == sum(len(i["keys"]) for i in found["items"])
    assert found["done"] == 0
    key = found["items"][0]["keys"][0]
    scene = found["items"][0]["scene"]
    cat.annotate(Annotation(str(uuid.uuid4()), scene, "tile", "uav", tile=key))
    assert _run(client)["done"] == 1
    tagged = _run(client, by="class")
    assert [(i["scene"], i["keys"], i["done"]) for i in tagged["items"]] == [(scene, [key], 1)]


def test_a_sample_over_all_is_the_same_for_its_seed(client: TestClient) -> None:
    asked = {"by": "random", "n": 5, "z": 19, "scenes": ["utm"]}
    first = _run(client, seed=3, **asked)
    assert first["total"] == 5
    assert _run(client, seed=3, **asked) == first
    assert _run(client, seed=4, **asked) != first


def test_by_observation_the_tiles_of_the_place_come_first(client: TestClient) -> None:
    (item,) = _run(client, by="observation", observation="o1", scenes=["utm"], z=19)["items"]
    one = client.get("/api/scenes/utm/queue", params={"by": "observation", "z": 19}).json()
    assert item["keys"] == one["keys"]
    assert (
        client.post("/api/queue", json={"scenes": ["utm"], "by": "observation"}).status_code == 404
    )


def test_what_makes_no_sense_is_refused(client: TestClient) -> None:
    for body in ({}, {"scenes": []}, {"scenes": ["utm"], "by": "mood"}):
        assert client.post("/api/queue", json=body).status_code == 400
    assert client.post("/api/queue", json={"scenes": ["nowhere"]}).status_code == 404
