"""Reference photos over HTTP: pinned as they came, and features numbered by several people."""

import io

import pytest
from PIL import Image


def picture(kind="PNG", colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, kind)
    return out.getvalue()


def pin(client, body=None, kind="image/png", **asked):
    given = {"observation": "o1", "scene": "utm", "caption": "From the ground <b>", **asked}
    return client.post(
        "/api/photos", params=given, content=body or picture(), headers={"Content-Type": kind}
    )


def test_a_photo_is_given_out_as_it_came(client):
    body = picture()
    made = pin(client, body, source="A book", taken="2021", licence="CC BY 4.0").json()
    assert (made["caption"], made["source"], made["taken"]) == (
        "From the ground <b>",
        "A book",
        "2021",
    )
    answer = client.get(made["picture"])
    assert (answer.content, answer.headers["content-type"]) == (body, "image/png")
    assert "sandbox" in answer.headers.get_list("content-security-policy")


def test_a_pair_shows_what_is_pinned_to_its_claim_its_image_or_both(client):
    pin(client, picture(colour="red"))
    pin(client, picture(colour="green"), scene="")
    pin(client, picture(colour="blue"), observation="")
    pin(client, picture(colour="white"), observation="", scene="arctic")
    pair = client.get("/api/photos", params={"observation": "o1", "scene": "utm"}).json()
    assert len(pair["photos"]) == 3
    other = client.get("/api/photos", params={"observation": "o1", "scene": "arctic"}).json()
    assert len(other["photos"]) == 2


def test_features_are_numbered_and_those_that_do_not_fit_count_too(client):
    made = pin(client).json()
    path = f"{made['picture'].removesuffix('/picture')}/matches"
    first = {"photo": [10, 12.5], "place": [15.001, 45.151], "note": "twin tails", "base": 1}
    made = client.put(path, json=first).json()
    made = client.put(path, json={"photo": [3, 4], "fits": False, "base": made["version"]}).json()
    assert [(m["number"], m["fits"], m["place"]) for m in made["matches"]] == [
        (1, True, [15.001, 45.151]), (2, False, None),
    ]  # fmt: skip
    assert client.put(path, json={**first, "base": 1}).status_code == 409
    made = client.delete(f"{path}/1", params={"base": made["version"]}).json()
    assert [m["number"] for m in made["matches"]] == [2]
    assert client.delete(f"{path}/7").status_code == 404


def test_what_is_taken_off_is_not_shown_any_more(client):
    made = pin(client).json()
    assert client.delete(f"/api/photos/{made['uid']}").status_code == 200
    assert client.get("/api/photos", params={"scene": "utm"}).json()["photos"] == []
    assert client.get(made["picture"]).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "text/html"}, 400),
        ({"kind": "application/x-www-form-urlencoded"}, 400),
        ({"body": b"<svg onload=alert(1)>"}, 422),
        ({"caption": ""}, 400),
        ({"observation": "", "scene": ""}, 400),
        ({"scene": "none"}, 404),
        ({"taken": "last week"}, 400),
    ],
)
def test_what_is_no_photo_is_refused(client, asked, status):
    answer = pin(client, **asked)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]


@pytest.mark.parametrize("body", [{}, {"photo": [1]}, {"photo": "1,2"}, {"photo": [-1, 2]},
    {"photo": [1, 2], "place": [200, 0]}, {"photo": [1, 2], "number": 0}])  # fmt: skip
def test_a_feature_that_is_none_is_refused(client, body):
    made = pin(client).json()
    answer = client.put(f"/api/photos/{made['uid']}/matches", json=body)
    assert answer.status_code == 400
