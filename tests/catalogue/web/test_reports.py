"""Reports over HTTP, with spans as a browser counts them."""

import pytest
from starlette.testclient import TestClient

TEXT = "😀😀 On 8 June 2022 a drone was seen at 45.15 N, 15.01 E, said AP.\nNobody was hurt."


def add(client: TestClient, text: str = TEXT, **more: object) -> str:
    answer = client.post("/api/reports", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["uid"]


def units(text: str, words: str) -> tuple[int, int]:
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def test_a_pasted_text_is_kept_once_and_listed(client: TestClient) -> None:
    uid = add(client, published="2022-06-09", url="https://example.org/a")
    again = client.post("/api/reports", json={"text": TEXT}).json()
    assert (again["uid"], again["new"]) == (uid, False)
    (listed,) = client.get("/api/reports").json()["reports"]
    assert (listed["id"], listed["published"], listed["claims"]) == (
        "report-2022-06-09",
        "2022-06-09",
        0,
    )
    document = client.get(f"/api/reports/{uid}").json()
    assert document["text"] == TEXT
    assert document["report"]["url"] == "https://example.org/a"


def test_what_is_known_may_change_and_the_text_not(client: TestClient) -> None:
    uid = add(client)
    assert (
        client.patch(f"/api/reports/{uid}", json={"published": "2022-06~"}).json()["version"] == 2
    )
    assert client.get(f"/api/reports/{uid}").json()["report"]["published"] == "2022-06~"
    client.patch(f"/api/reports/{uid}", json={"text": "other", "translation": "Two"})
    document = client.get(f"/api/reports/{uid}").json()
    assert (document["text"], document["translation"]) == (TEXT, "Two")
    bad = client.patch(f"/api/reports/{uid}", json={"published": "last week"})
    assert bad.status_code == 400
    assert "last week" in bad.json()["error"]


def test_marked_words_become_an_observation_with_their_span(client: TestClient) -> None:
    uid = add(client)
    start, end = units(TEXT, "Nobody was hurt.")
    fields = {"time": "2022-06-08", "place": "45.15, 15.01", "radius_m": "500"}
    answer = client.post(
        f"/api/reports/{uid}/claims", json={"start": start, "end": end, "fields": fields}
    )
    assert answer.status_code == 200, answer.text
    made = answer.json()["observation"]
    assert made["links"] > 0
    (shown,) = client.get(f"/api/reports/{uid}").json()["observations"]
    assert (shown["title"], shown["made_by"]) == ("Nobody was hurt.", "person")
    assert shown["spans"] == [{"kind": "claim", "part": "text", "span": [start, end]}]


def test_a_claim_may_stand_in_the_translation(client: TestClient) -> None:
    uid = add(client, translation="🙂 Two trucks burned.", translator="M. K.")
    body = {"start": 3, "end": 21, "part": "translation"}
    assert client.post(f"/api/reports/{uid}/claims", json=body).status_code == 200
    (shown,) = client.get(f"/api/reports/{uid}").json()["observations"]
    assert shown["title"] == "Two trucks burned."
    assert shown["spans"][0]["span"] == [3, 21]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"text": ""}, 400, "empty"),
        ({"text": 7}, 400, "text is missing"),
        ({"text": "a\0b"}, 400, "NUL"),
        ({"text": "x" * 1_000_001}, 400, "1,000,001"),
        ({"text": "a", "url": "ftp://a.org"}, 400, "ftp://a.org"),
        ({"text": "a", "published": "Monday"}, 400, "Monday"),
    ],
)
def test_what_cannot_be_kept_is_told(
    client: TestClient, body: dict, status: int, says: str
) -> None:
    answer = client.post("/api/reports", json=body)
    assert answer.status_code == status
    assert says in answer.json()["error"]
    assert client.get("/api/reports").json()["reports"] == []


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (5, 2), (0, 9999), (-1, 3), (1, 4), (0.5, 4), (None, 4)]
)
def test_a_span_that_is_none_is_told(client: TestClient, start: object, end: object) -> None:
    uid = add(client)
    answer = client.post(f"/api/reports/{uid}/claims", json={"start": start, "end": end})
    assert answer.status_code == 400, answer.text


def test_unknown_reports_and_suggestions(client: TestClient) -> None:
    assert client.get("/api/reports/nothing").status_code == 404
    url = f"/api/reports/{add(client)}/decisions/nothing"
    assert client.put(url, json={"verdict": "accept"}).status_code == 404
    assert client.put(url, json={"verdict": "maybe"}).status_code == 400
    assert client.delete(url).status_code == 405
