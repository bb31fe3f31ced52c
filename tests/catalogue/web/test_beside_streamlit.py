"""The routes and the gate inside the real Streamlit app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit import App

from catalogue import Catalogue
from catalogue.web.app import lifespan, middleware, routes
from catalogue.web.gate import script_hashes


@pytest.fixture
def app(cat: Catalogue, tmp_path: Path) -> Iterator[TestClient]:
    script = tmp_path / "main.py"
    script.write_text("import streamlit as st\nst.write('hello')\n")
    made = App(
        script, routes=routes(cat), middleware=middleware(cat.settings), lifespan=lifespan(cat)
    )
    with TestClient(made, base_url="http://127.0.0.1:8501") as client:
        yield client


def test_its_page_is_served_and_its_own_script_is_allowed(app: TestClient) -> None:
    page = app.get("/")
    assert page.status_code == 200
    inline = script_hashes(page.text)
    assert len(inline) == 1
    assert inline[0] in page.headers["content-security-policy"]
    assert app.get("/some/page").headers["content-type"].startswith("text/html")


def test_our_paths_never_fall_back_to_its_page(app: TestClient) -> None:
    for path in ("/api/none", "/tiles/none", "/stac/none", "/ui-assets/none.js", "/api"):
        answer = app.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]
    assert app.get("/stac", follow_redirects=False).status_code == 307
    assert app.get("/stac/").json()["type"] == "Catalog"
    assert app.get("/api/scenes/utm").json()["id"] == "town"


def test_the_gate_stands_before_its_pages_too(app: TestClient) -> None:
    for path in ("/", "/_stcore/health", "/api/config"):
        assert app.get(path, headers={"Host": "evil.example"}).status_code == 400
        assert app.get(path, headers={"Origin": "http://evil.example"}).status_code == 403
