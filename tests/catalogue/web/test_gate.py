import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from catalogue.web.gate import Gate, policy, script_hashes

HERE = "http://127.0.0.1:8501"


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    def ok(request: object) -> PlainTextResponse:
        return PlainTextResponse("ok", headers={"X-Frame-Options": "ALLOWALL"})

    app = Starlette(
        routes=[
            Route("/", ok, methods=["GET", "PUT", "DELETE"]),
            WebSocketRoute("/socket", _socket),
        ],
        middleware=[Middleware(Gate, scripts=("'sha256-x'",))],
    )
    return TestClient(app, base_url=HERE)


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:9000", "[::1]:8501", "LOCALHOST"])
def test_this_machines_names_pass(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8501",
        "127.0.0.1@evil.example",
        "localhost:80:80",
        "",
        "127.0.0.2",
    ],
)
def test_a_foreign_name_gets_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "127.0.0.1" in answer.json()["error"]


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:3000", "http://localhost:8501", "file://"],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_foreign_page_gets_nothing(client: TestClient, origin: str, method: str) -> None:
    assert client.request(method, "/", headers={"Origin": origin}).status_code == 403


def test_our_own_page_may_write(client: TestClient) -> None:
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert client.put("/", headers=own).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_embeds_is_refused_but_its_links_work(
    client: TestClient, site: str
) -> None:
    embedded = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    followed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=embedded).status_code == 403
    assert client.get("/", headers=followed).status_code == 200
    assert client.put("/", headers=followed).status_code == 403


def test_the_socket_has_the_same_gate(client: TestClient) -> None:
    with client.websocket_connect("/socket", headers={"Host": "127.0.0.1:8501"}) as socket:
        assert socket.receive_text() == "hello"
    for headers in ({"Host": "evil.example"}, {"Host": "127.0.0.1:8501", "Origin": "null"}):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/socket", headers=headers),
        ):
            pass


def test_every_answer_says_what_a_browser_may_load(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/", headers={"Host": "evil.example"})):
        csp = answer.headers["content-security-policy"]
        assert "default-src 'self'" in csp
        assert "'unsafe-inline'" not in csp.partition("script-src")[2].partition(";")[0]
        assert "frame-ancestors 'none'" in csp
        assert "evil" not in csp
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers.get_list("x-frame-options") == ["DENY"]


def test_the_socket_of_this_host_may_be_opened() -> None:
    assert "connect-src 'self' ws://[::1]:8501 wss://[::1]:8501" in policy("[::1]:8501")


def test_hashes_are_of_inline_scripts_only() -> None:
    html = '<script src="a.js"></script><script>\nlet a = 1;\n</script>'
    expected = base64.b64encode(hashlib.sha256(b"\nlet a = 1;\n").digest()).decode()
    assert script_hashes(html) == (f"'sha256-{expected}'",)


def test_pages_name_the_scripts_they_will_need_and_other_answers_do_not() -> None:
    def page(request: object) -> HTMLResponse:
        return HTMLResponse("<p>page</p>")

    def ok(request: object) -> PlainTextResponse:
        return PlainTextResponse("ok")

    app = Starlette(
        routes=[Route("/", page), Route("/text", ok)],
        middleware=[Middleware(Gate, modules=("/ui-assets/a.js", "/ui-assets/b.js"))],
    )
    client = TestClient(app, base_url=HERE)
    wanted = "</ui-assets/a.js>; rel=modulepreload, </ui-assets/b.js>; rel=modulepreload"
    assert client.get("/").headers["link"] == wanted
    assert "link" not in client.get("/text").headers
