"""Finding imagery over HTTP: shown, agreed to, polled, stopped."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from find_world import Asked, Faulty, answer, item, page
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.web.app import context_of, middleware, routes

HERE = "http://127.0.0.1:8501"


@pytest.fixture
def client(cat: Catalogue) -> Iterator[TestClient]:
    app = Starlette(routes=routes(cat), middleware=middleware(cat.settings))
    with TestClient(app, base_url=HERE) as made:
        yield made
    context_of(cat).close()


def finished(client: TestClient, job: str) -> dict:
    for _ in range(400):
        told = client.get(f"/api/find/jobs/{job}").json()
        if told["state"] != "running":
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_a_search_is_shown_then_sent_then_told_of(client, cat, provider):
    asked = {"observation": "o", "endpoint": provider, "enlarge": "100", "name": "june"}
    shown = client.post("/api/find/preview", json=asked).json()
    assert shown["url"] == f"{provider}/search"
    assert shown["text"].startswith("POST /stac/search HTTP/1.1\n")
    assert shown["body_bytes"] == len(shown["text"].split("\n\n", 1)[1].encode())
    assert shown["area_km2"] > 2800
    assert shown["curl"].startswith("curl ")
    assert cat.searches() == []
    begun = client.post("/api/find/run", json={**asked, "digest": shown["digest"]})
    assert begun.status_code == 202, begun.text
    told = finished(client, begun.json()["job"])
    assert (told["state"], told["error"]) == ("done", None)
    assert (told["what"], told["done"]) == ("scenes", told["result"]["received"])
    assert len(told["result"]["new"]) == 13
    assert told["result"]["new"][0]["scene"].startswith("optical/")
    (logged,) = client.get("/api/searches?observation=o").json()["searches"]
    assert logged["uid"] == told["result"]["search"]
    assert client.get("/api/searches?observation=x").json()["searches"] == []
    again = client.post("/api/find/preview", json={"again": "june"}).json()
    assert again["body"] == shown["body"]
    sent = client.post("/api/find/run", json={"again": "june", "digest": again["digest"]}).json()
    assert finished(client, sent["job"])["result"]["new"] == []


def test_nothing_is_sent_that_was_not_shown(client, cat, faulty):
    asked = {"observation": "o", "endpoint": faulty.address}
    digest = client.post("/api/find/preview", json=asked).json()["digest"]
    for changed in (
        {},
        {"digest": "x"},
        {"digest": digest, "days": 3},
        {"digest": digest, "limit": 9},
    ):
        refused = client.post("/api/find/run", json={**asked, **changed})
        assert refused.status_code == 409
        assert "not what was shown" in refused.json()["error"]
    assert faulty.asked == []


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [({}, 400, "observation"), ({"observation": "o"}, 400, "endpoint"),
     ({"observation": "x", "endpoint": "https://h.org"}, 404, "x"),
     ({"observation": "o", "endpoint": "http://h.org"}, 400, "https"),
     ({"observation": "o", "endpoint": "https://h.org", "sql": 1}, 400, "sql"),
     ({"observation": "o", "endpoint": "https://h.org", "days": "x"}, 400, "days"),
     ({"observation": "o", "endpoint": "https://h.org", "days": -1}, 400, "days"),
     ({"observation": "o", "endpoint": "https://h.org", "collections": "a"}, 400, "collections"),
     ({"observation": "o", "endpoint": "https://h.org", "header_env": "HOME"}, 400, "HOME"),
     ({"observation": "o", "endpoint": "https://h.org", "most_mb": 0}, 400, "most_mb"),
     ({"observation": 3, "endpoint": "https://h.org"}, 400, "observation"),
     ({"again": "x"}, 404, "no search"), ({"again": "x", "endpoint": "h"}, 400, "endpoint")],
)  # fmt: skip
def test_bodies_that_make_no_sense(client, body, status, says):
    for path in ("preview", "run"):
        refused = client.post(f"/api/find/{path}", json=body)
        assert refused.status_code == status, refused.text
        assert says in refused.json()["error"]


def test_a_running_search_can_be_stopped(client, cat, faulty):
    async def slow(own: Faulty, asked: Asked, send: object) -> None:
        if len(own.asked) % 2:
            following = {"href": f"search?n={len(own.asked)}", "method": "GET"}
            await answer(page([item(len(own.asked))], next=following))(own, asked, send)
        else:
            await asyncio.sleep(30)

    faulty.answers = [slow]
    asked = {"observation": "o", "endpoint": faulty.address}
    digest = client.post("/api/find/preview", json=asked).json()["digest"]
    job = client.post("/api/find/run", json={**asked, "digest": digest}).json()["job"]
    while len(faulty.asked) < 2:
        time.sleep(0.02)
    told = client.get(f"/api/find/jobs/{job}").json()
    assert (told["state"], told["done"], told["total"]) == ("running", 1, None)
    client.delete(f"/api/find/jobs/{job}")
    told = finished(client, job)
    assert told["state"] == "done"
    assert told["result"]["error"] == "it was stopped."
    assert len(told["result"]["new"]) == 1
    assert cat.searches()[0].error == "it was stopped."
    assert client.get("/api/find/jobs/none").status_code == 404


def test_no_more_than_two_at_a_time_and_closing_stops_them(client, cat, faulty):
    async def never(_: Faulty, __: Asked, ___: object) -> None:
        await asyncio.sleep(60)

    faulty.answers = [never]
    asked = {"observation": "o", "endpoint": faulty.address}
    digest = client.post("/api/find/preview", json=asked).json()["digest"]
    jobs = [client.post("/api/find/run", json={**asked, "digest": digest}) for _ in range(3)]
    assert [j.status_code for j in jobs] == [202, 202, 503]
    while len(faulty.asked) < 2:
        time.sleep(0.02)
    started = time.monotonic()
    context_of(cat).finds.close()
    assert time.monotonic() - started < 4
    assert len(cat.searches()) == 2
