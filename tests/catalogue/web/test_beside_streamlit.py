"""The routes and the gate inside the real Streamlit app."""

from pathlib import Path

from starlette.testclient import TestClient
from streamlit import App

from catalogue import Catalogue
from catalogue.web.app import lifespan, middleware, routes
from catalogue.web.gate import script_hashes


def test_routes_and_gate_inside_streamlit(cat: Catalogue, tmp_path: Path) -> None:
    """One test, since Streamlit allows one running app in a process."""
    script = tmp_path / "main.py"
    script.write_text("import streamlit as st\nst.write('hello')\n")
    made = App(
        script,
        routes=routes(cat, pages=["told"]),
        middleware=middleware(cat.settings),
        lifespan=lifespan(cat),
    )
    with TestClient(made, base_url="http://127.0.0.1:8501") as client:
        _its_page_is_served_and_its_scripts_are_allowed(client)
        _our_paths_never_fall_back_to_its_page(client)
        _the_gate_stands_before_its_pages_too(client)


def _its_page_is_served_and_its_scripts_are_allowed(client: TestClient) -> None:
    for path, scripts in (("/", 2), ("/told", 2), ("/another", 1)):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["cache-control"] == "no-cache"
        inline = script_hashes(page.text)
        assert len(inline) == scripts
        assert all(script in page.headers["content-security-policy"] for script in inline)
        assert ("BACKEND_BASE_URL" in page.text) == (scripts == 2)


def _our_paths_never_fall_back_to_its_page(client: TestClient) -> None:
    for path in ("/api/none", "/tiles/none", "/stac/none", "/ui-assets/none.js", "/api"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]
    assert client.get("/stac", follow_redirects=False).status_code == 307
    assert client.get("/stac/").json()["type"] == "Catalog"
    assert client.get("/api/scenes/utm").json()["id"] == "town"


def _the_gate_stands_before_its_pages_too(client: TestClient) -> None:
    for path in ("/", "/_stcore/health", "/api/config"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400
        assert client.get(path, headers={"Origin": "http://evil.example"}).status_code == 403
