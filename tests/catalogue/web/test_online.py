"""A background map from elsewhere: nothing of it before the user says so, one host after that."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.errors import InvalidValue
from catalogue.web.app import middleware, routes
from catalogue.web.online import checked

TILES = "https://tiles.example.org/a/{z}/{x}/{y}.png"


@pytest.fixture
def served(cat: Catalogue) -> Iterator[TestClient]:
    app = Starlette(routes=routes(cat), middleware=middleware(cat.settings, cat))
    with TestClient(app, base_url="http://127.0.0.1:8501") as made:
        yield made


def _policy(client: TestClient) -> dict[str, str]:
    text = client.get("/api/config").headers["content-security-policy"]
    return dict(rule.split(" ", 1) for rule in text.split("; "))


def test_it_is_off_then_allows_pictures_of_one_host_then_is_off(served: TestClient) -> None:
    before = _policy(served)
    assert before["img-src"] == "'self' data: blob:"
    assert served.get("/api/config").json()["online"] is None
    told = served.put("/api/online", json={"url": TILES, "credit": "© them"})
    assert told.status_code == 200
    assert served.get("/api/config").json()["online"] == {"url": TILES, "credit": "© them"}
    during = _policy(served)
    assert during.pop("img-src") == "'self' data: blob: https://tiles.example.org"
    assert during == {name: value for name, value in before.items() if name != "img-src"}
    assert served.delete("/api/online").status_code == 200
    assert _policy(served) == before


def test_another_site_cannot_switch_it_on(served: TestClient) -> None:
    evil = {"Origin": "http://evil.example"}
    assert served.put("/api/online", json={"url": TILES}, headers=evil).status_code == 403
    assert served.get("/api/config").json()["online"] is None


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "tiles.example.org/{z}/{x}/{y}",
        "https://tiles.example.org/map.png",
        "https://{a-c}.example.org/{z}/{x}/{y}.png",
        "https://user:secret@example.org/{z}/{x}/{y}.png",
        "https://example.org;script-src *;/{z}/{x}/{y}.png",
        "https://example.org:x/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "https://example.org /{z}/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://example.org/{z}/{x}/{y}.png\n",
    ],
)
def test_what_is_no_address_of_tiles_is_refused(served: TestClient, url: str | None) -> None:
    answer = served.put("/api/online", json={"url": url})
    assert answer.status_code == 400
    assert "{z}/{x}/{y}" in answer.json()["error"]
    with pytest.raises(InvalidValue):
        checked(url)


@pytest.mark.parametrize("url", [TILES, "http://10.0.0.4:8080/{z}/{x}/{-y}.jpg?k=1"])
def test_addresses_of_tiles(url: str) -> None:
    assert checked(url) == url
