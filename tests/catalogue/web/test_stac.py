import json

import pystac_client
import pytest
from pystac.validation import validate_dict
from starlette.testclient import TestClient

from catalogue import Catalogue


def _ids(answer: dict) -> list[str]:
    return [f["id"] for f in answer["features"]]


def test_every_document_validates(client: TestClient) -> None:
    landing = client.get("/stac/").json()
    validate_dict(landing)
    collections = client.get("/stac/collections").json()["collections"]
    assert [c["id"] for c in collections] == ["drone", "uncollected"]
    for one in collections:
        validate_dict(one)
        items = client.get(f"/stac/collections/{one['id']}/items").json()
        for feature in items["features"]:
            # The schemas of extensions are not shipped with pystac, and tests need no network.
            validate_dict({**feature, "stac_extensions": []})
            assert client.get(feature["links"][0]["href"]).status_code in (200, 404)


def test_only_scenes_with_place_and_time_are_listed(client: TestClient) -> None:
    assert _ids(client.get("/stac/search").json()) == ["town", "ice", "date/line"]


def test_search_by_box_time_id_and_collection(client: TestClient) -> None:
    def ids(**asked: object) -> list[str]:
        got = client.get("/stac/search", params=asked)  # type: ignore[arg-type]
        posted = client.post("/stac/search", json=_as_body(asked))
        assert got.status_code == posted.status_code == 200, got.text + posted.text
        assert _ids(got.json()) == _ids(posted.json())
        return _ids(got.json())

    assert ids(bbox="14,44,16,46") == ["town"]
    assert ids(bbox="179.5,-1,-179.5,1") == ["date/line"]
    assert ids(bbox="-179.5,-1,179.5,1") == ["date/line"]
    assert ids(bbox="-178,-1,177,1") == []
    assert ids(bbox="14,44,-100,16,46,9000") == ["town"]
    assert ids(datetime="2022-06-08T12:00:00Z") == ["town"]
    assert ids(datetime="../2022-05-01T00:00:00Z") == ["date/line"]
    assert ids(ids="ice,town") == ["town", "ice"]
    assert ids(collections="uncollected") == ["date/line"]
    assert ids(collections="drone,uncollected") == ["town", "ice", "date/line"]


def _as_body(asked: dict) -> dict:
    body = dict(asked)
    for name in ("ids", "collections"):
        if name in body:
            body[name] = body[name].split(",")
    if "bbox" in body:
        body["bbox"] = [float(v) for v in body["bbox"].split(",")]
    return body


def test_search_by_a_shape(client: TestClient) -> None:
    triangle = [[14, 44], [16, 44], [16, 46], [14, 44]]
    inside = {"type": "Polygon", "coordinates": [triangle]}
    answer = client.post("/stac/search", json={"intersects": inside})
    assert _ids(answer.json()) == []  # it meets the box around it, not the scene
    point = {"type": "Point", "coordinates": [15.002, 45.151]}
    assert _ids(client.post("/stac/search", json={"intersects": point}).json()) == ["town"]


def test_pages_follow_each_other_and_end(client: TestClient) -> None:
    found, url = [], "/stac/search?limit=1"
    for _ in range(5):
        page = client.get(url).json()
        found += _ids(page)
        following = [link for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        url = following[0]["href"]
    assert found == ["town", "ice", "date/line"]


@pytest.mark.parametrize(
    "asked",
    [
        "bbox=1,2,3",
        "bbox=0,50,1,40",
        "datetime=x",
        "limit=0",
        "limit=x",
        "token=x",
        "intersects={}",
    ],
)
def test_a_bad_parameter_is_named(client: TestClient, asked: str) -> None:
    answer = client.get(f"/stac/search?{asked}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_no_local_path_is_shown_and_links_stay_on_this_server(
    client: TestClient, cat: Catalogue
) -> None:
    page = client.get("/stac/search").json()
    assert str(cat.folder.parent) not in json.dumps(page)
    asset = page["features"][0]["assets"]["data"]
    answer = client.get(asset["href"])
    assert answer.status_code == 200
    assert len(answer.content) == asset["file:size"]
    for link in page["features"][0]["links"]:
        assert link["href"].startswith("http://127.0.0.1:8501/stac/")
        assert client.get(link["href"]).status_code == 200


def test_stac_without_a_slash_leads_there(client: TestClient) -> None:
    answer = client.get("/stac", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://127.0.0.1:8501/stac/"


def test_pystac_client_can_walk_it(server: str) -> None:
    api = pystac_client.Client.open(f"{server}/stac/")
    assert {c.id for c in api.get_collections()} == {"drone", "uncollected"}
    found = api.search(bbox=[14, 44, 16, 46], limit=1)
    assert [item.id for item in found.items()] == ["town"]
    assert [i.id for i in api.search(limit=1).items()] == ["town", "ice", "date/line"]
    assert [i.id for i in api.search(method="GET", limit=2).items()] == ["town", "ice", "date/line"]
