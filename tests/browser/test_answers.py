"""How the real server answers over HTTP, as a browser meets it."""

import http.client
import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_end_of_an_answer_does_not_wait_for_its_beginning_to_be_acknowledged(server):
    # Nagle's algorithm would hold it back for 40 ms on every kept connection.
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    took = []
    for _ in range(30):
        begin = time.perf_counter()
        connection.request("GET", "/api/config")
        connection.getresponse().read()
        took.append(time.perf_counter() - begin)
    connection.close()
    # The best few: others may load the machine, but a delay by design would be in all of them.
    assert sorted(took)[5] < 0.03


def test_pages_name_the_canvas_for_the_browser_to_fetch_at_once(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/tag")
    link = connection.getresponse().getheader("link")
    connection.close()
    assert link is not None
    assert "/ui-assets/canvas-" in link
    assert "rel=modulepreload" in link
