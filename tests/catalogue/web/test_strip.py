"""Scenes over a place in order of time."""

from starlette.testclient import TestClient

from catalogue import Catalogue


def test_scenes_over_a_place_oldest_first(client: TestClient, cat: Catalogue) -> None:
    found = client.get("/api/strip?lon=15.002&lat=45.1513").json()
    assert [s["id"] for s in found["scenes"]] == ["town"]
    assert [s["id"] for s in found["undated"]] == ["undated"]
    assert (found["more"], found["windows"]) == (False, [])
    assert found["scenes"][0]["has_picture"] is True
    assert found["undated"][0]["t_begin"] is None


def test_when_it_was_reported(client: TestClient, cat: Catalogue) -> None:
    observation = next(o for o in cat.observations() if o.when)
    found = client.get(f"/api/strip?lon=15.002&lat=45.1513&observation={observation.uid}").json()
    assert found["windows"] == [{"begin": "2022-06-08T12:00:00Z", "end": "2022-06-08T12:00:00Z"}]


def test_nothing_there_and_nothing_asked(client: TestClient) -> None:
    assert client.get("/api/strip?lon=100&lat=0").json()["scenes"] == []
    assert client.get("/api/strip?lon=1").status_code == 400
    assert client.get("/api/strip?lon=1&lat=91").status_code == 400
    assert client.get("/api/strip?lon=1&lat=1&observation=none").status_code == 404
