"""Tracks over HTTP: strips with words, counts, and a claim that gets the time."""

import pytest
from shapely import Point, box

from catalogue.model import Annotation, Observation, Scene
from catalogue.when import parse_scene_time

LON, LAT = 30.0, 10.0


def scene(day):
    when = parse_scene_time(f"2022-06-{day:02}T07:20:00Z")
    around = box(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05)
    return Scene(f"s{day}", f"img{day}", footprint=around, when=when, gsd_m=0.5, cloud_pct=0.0)


@pytest.fixture
def followed(cat):
    """A thing seen on the 3rd and 5th, looked for in vain on the 1st, and not looked at later."""
    with cat.store.transaction():
        cat.store.put_scenes([scene(day) for day in (1, 3, 5, 7)])
    for n, day in enumerate((3, 5), 1):
        cat.annotate(Annotation(f"{n}" * 32, f"s{day}", "point", "uav", Point(LON, LAT)))
    around = box(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
    key = "WebMercatorQuad/12/2389/1933"
    cat.annotate(Annotation("9" * 32, "s1", "tile", None, around, tile=key, state="empty"))
    return cat


def test_a_strip_tells_what_each_image_says(followed, client):
    found = client.get("/api/tracks", params={"class": "uav"}).json()
    (track,) = found["tracks"]
    assert [s["state"] for s in track["strip"]] == ["absent", "present", "present", "not_looked_at"]
    assert track["came"] == "It came between 1 June 2022, 07:20 UTC and 3 June 2022, 07:20 UTC."
    assert track["went"].startswith("Last seen 5 June 2022")
    assert "may still be there" in track["went"]
    assert track["edtf"]["gone"].endswith("/..")
    assert track["path"] == "Aircraft/UAV"
    assert found["scenes"]["s3"]["id"] == "img3"
    assert found["scenes"]["s3"]["begin_ms"] == found["scenes"]["s3"]["t"]
    assert [(c["scene"], c["present"], c["unknown"]) for c in found["counts"]] == [
        ("s1", 0, 0), ("s3", 1, 0), ("s5", 1, 0), ("s7", 0, 1),
    ]  # fmt: skip
    assert found["states"]["not_looked_at"] == "not looked at"
    assert [c["uid"] for c in found["claims"]] == ["o1"]


def test_they_are_asked_for_by_place(followed, client):
    near = {"lon": LON, "lat": LAT, "within": 100}
    assert client.get("/api/tracks", params=near).json()["total"] == 1
    assert client.get("/api/tracks", params={**near, "lon": LON + 1}).json()["total"] == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [({"lon": 5}, "together"), ({"class": "no-such"}, "no-such"), ({"within": 0}, "within"),
     ({"lon": 500, "lat": 0}, "500")],
)  # fmt: skip
def test_a_mistake_is_said(client, asked, says):
    answer = client.get("/api/tracks", params=asked)
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_a_claim_gets_the_time_that_a_track_leaves(followed, client):
    (track,) = client.get("/api/tracks").json()["tracks"]
    body = {"observation": "o1", "bound": "appeared", "why": "It is the one reported."}
    made = client.put(f"/api/tracks/{track['id']}/date", json=body).json()
    assert "1 June 2022" in made["when"]
    claim: Observation = followed.observation("o1")
    assert claim.when.edtf == "2022-06-01T07:20:00Z/2022-06-03T07:20:00Z"
    assert claim.version == made["version"]
    bad = client.put(f"/api/tracks/{track['id']}/date", json={**body, "bound": "never"})
    assert bad.status_code == 400
    assert client.put("/api/tracks/none/date", json=body).status_code == 404
