"""What the map's panels ask: counts over time, scenes in an area, search, thumbnails."""

import io
import json

import pytest
from PIL import Image
from shapely.geometry import Point
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.model import Annotation

AROUND = [[10, 40], [20, 40], [20, 50], [10, 50]]


def test_facets_say_what_there_is_to_filter_by(client: TestClient) -> None:
    found = client.get("/api/facets").json()
    assert found == {
        "platforms": [["p1", 1]],
        "collections": [["drone", 2]],
        "off_nadir": False,
        "statuses": ["asserted"],
    }


def test_the_histogram_counts_each_scene_once_by_begin_and_platform(client: TestClient) -> None:
    found = client.get("/api/histogram?bins=60").json()
    assert [(s["platform"], s["kind"]) for s in found["series"]] == [
        ("p1", "named"),
        (None, "unknown"),
    ]
    assert [sum(s["counts"]) for s in found["series"]] == [1, 2]
    assert found["undated"] == 1
    # 60 days from the first begin to the last: the ends hold one each, the middle one.
    rest, own = found["series"][1]["counts"], found["series"][0]["counts"]
    assert (rest[0], rest[29], own[59]) == (1, 1, 1)
    assert found["step"] == pytest.approx(86_400_000, rel=1e-6)
    filtered = client.get("/api/histogram?bins=60&gsd_max=1").json()
    assert [(s["platform"], sum(s["counts"])) for s in filtered["series"]] == [("p1", 1)]


def test_the_histogram_is_of_what_is_in_view(client: TestClient) -> None:
    across = client.get("/api/histogram?bbox=170,-5,-170,5").json()
    assert [sum(s["counts"]) for s in across["series"]] == [1]
    empty = client.get("/api/histogram?bbox=-50,-50,-40,-40").json()
    assert (empty["series"], empty["undated"]) == ([], 0)
    assert client.get("/api/histogram?bins=0").status_code == 400


def test_scenes_in_an_area_newest_first(client: TestClient) -> None:
    found = client.post("/api/within", json={"ring": AROUND}).json()
    assert found["uids"] == ["utm", "undated"]
    assert [s["uid"] for s in found["scenes"]] == ["utm", "undated"]
    assert found["total"] == 2
    few = client.post("/api/within?gsd_max=1", json={"ring": AROUND}).json()
    assert few["uids"] == ["utm"]
    # A ring that crosses 180 degrees, and one that crosses itself.
    across = [[-182, 0.5], [-179.8, 0.5], [-179.8, 1], [-182, 1]]
    assert client.post("/api/within", json={"ring": across}).json()["uids"] == ["line"]
    bow = [[10, 40], [20, 50], [20, 40], [10, 50]]
    assert client.post("/api/within", json={"ring": bow}).json()["uids"] == ["undated"]


@pytest.mark.parametrize("ring", [None, [[0, 0], [1, 1]], [[0, 0], [1, 1], [2]], [[0, 91]] * 3])
def test_a_ring_that_is_none_is_refused(client: TestClient, ring: object) -> None:
    answer = client.post("/api/within", json={"ring": ring})
    assert answer.status_code == 400
    assert "[lon, lat]" in answer.json()["error"]


def test_scenes_in_an_area_as_a_file(client: TestClient) -> None:
    answer = client.post("/api/within/scenes.geojson", json={"ring": AROUND})
    assert "attachment" in answer.headers["content-disposition"]
    features = json.loads(answer.content)["features"]
    assert {f["properties"]["uid"] for f in features} == {"utm", "undated"}
    refused = client.post("/api/within/scenes.exe", json={"ring": AROUND})
    assert refused.status_code == 400
    assert ".geojson" in refused.json()["error"]


def test_search_finds_places_observations_notes_and_scenes(
    client: TestClient, cat: Catalogue
) -> None:
    def hits(text: str) -> list[tuple[str, str]]:
        found = client.get("/api/search", params={"q": text}).json()["hits"]
        return [(h["kind"], h.get("uid") or h["title"]) for h in found]

    assert hits("thing") == [("observation", "o1")]
    assert hits("town")[-1] == ("scene", "utm")  # after a place of that name
    assert hits("45.151 N 15.002 E") == [("place", "45.15100, 15.00200")]
    assert hits("  ") == hits("no such thing") == []
    tag = Annotation("a", "utm", "point", "uav", Point(15, 45), note="a grey tent")
    cat.annotate(tag)
    found = client.get("/api/search?q=TENT").json()["hits"]
    (note,) = [hit for hit in found if hit["kind"] == "note"]
    assert (note["kind"], note["uid"], note["note"]) == ("note", "utm", "a")
    assert note["bounds"][0] == 15.0


def test_thumbnails_come_from_the_working_copy(drawing: TestClient) -> None:
    answer = drawing.get("/tiles/scenes/utm/thumbnail.webp")
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.size, picture.format) == ((150, 100), "WEBP")
    left, right = picture.getpixel((20, 20)), picture.getpixel((120, 20))
    assert left[0] < 60 < 180 < right[0]
    tag = {"If-None-Match": answer.headers["etag"]}
    assert drawing.get("/tiles/scenes/utm/thumbnail.webp", headers=tag).status_code == 304
    assert drawing.get("/tiles/scenes/picture/thumbnail.webp").status_code == 200
    assert drawing.get("/tiles/scenes/line/thumbnail.webp").status_code == 404
