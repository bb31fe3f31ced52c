"""Suggesters beside the rules: a real program, a real server, and answers that lie."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from catalogue.errors import InvalidValue
from catalogue.extract.suggesters import ask_endpoint, ask_program
from catalogue.extract.suggesters.program import SuggesterFailed
from catalogue.extract.suggesters.protocol import read_answer

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "suggest_verbs.py"
TEXT = "😀 A missile struck the depot. Nobody was there."


def test_the_shipped_example_suggests() -> None:
    answer = ask_program([sys.executable, str(EXAMPLE)], TEXT, "2024-05-20")
    (made,) = answer.suggestions
    assert TEXT[made.start : made.end] == "😀 A missile struck the depot"
    assert (made.event_class, made.status, made.observability) == ("strike", "asserted", "can_show")
    assert made.made_by.startswith("program:python")
    assert answer.dropped == ()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("print('no')", "not JSON"),
        ("import sys; sys.exit('broken model')", "broken model"),
        ("import time; time.sleep(30)", "took longer"),
    ],
)
def test_a_program_that_fails_says_how(code: str, says: str) -> None:
    with pytest.raises(SuggesterFailed, match=says):
        ask_program([sys.executable, "-c", code], TEXT, None, limit_s=2)


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(SuggesterFailed, match="give its path"):
        ask_program(["no-such-program-here"], TEXT, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"start": 0, "end": 4, "words": "else"}, "not the text from 0 to 4"),
        ({"start": 0, "end": 9999, "words": TEXT}, "not the text"),
        ({"start": True, "end": 4, "words": TEXT[:4]}, "needs"),
        ({"start": 0, "end": 4}, "needs"),
        ({"start": 0, "end": 4, "words": TEXT[:4], "status": "sure"}, "status 'sure'"),
        ("words", "no object"),
    ],
)
def test_what_does_not_match_the_text_is_dropped_and_said(row: object, why: str) -> None:
    answer = read_answer(TEXT, {"suggestions": [row]}, "model:x")
    assert answer.suggestions == ()
    assert why in answer.dropped[0]


def test_an_unknown_class_or_time_is_left_out_not_believed() -> None:
    row = {"start": 0, "end": 4, "words": TEXT[:4], "event_class": "magic", "time": "soonish"}
    (made,) = read_answer(TEXT, {"suggestions": [row, row]}, "model:x").suggestions
    assert (made.event_class, made.time) == ("event", None)
    assert read_answer(TEXT, [], "model:x").dropped == ('the answer has no list "suggestions"',)


class _Model(BaseHTTPRequestHandler):
    reply: object = None
    asked: ClassVar[dict] = {}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked = {"path": self.path, "body": json.loads(body), **self.headers}
        self.send_response(200 if self.reply is not None else 503)
        self.end_headers()
        self.wfile.write(json.dumps(self.reply).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def model() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Model)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_on_this_machine(model: str) -> None:
    row = {
        "start": 2,
        "end": 11,
        "words": "A missile",
        "event_class": "strike",
        "time": "2024-05-08",
    }
    content = json.dumps({"suggestions": [row]})
    _Model.reply = {"choices": [{"message": {"content": content}}]}
    answer = ask_endpoint(model, "small", TEXT, None, key="secret")
    (made,) = answer.suggestions
    assert made.made_by == "model:small"
    assert made.time is not None
    assert made.time.edtf == "2024-05-08"
    assert _Model.asked["path"] == "/v1/chat/completions"
    assert _Model.asked["Authorization"] == "Bearer secret"
    assert json.loads(_Model.asked["body"]["messages"][1]["content"])["text"] == TEXT


@pytest.mark.parametrize(
    ("reply", "says"),
    [({"choices": []}, "no message"), (None, "503"),
     ({"choices": [{"message": {"content": "Sure!"}}]}, "not JSON")],
)  # fmt: skip
def test_a_model_that_fails_says_how(model: str, reply: object, says: str) -> None:
    _Model.reply = reply
    with pytest.raises(SuggesterFailed, match=says):
        ask_endpoint(model, "small", TEXT, None)


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(SuggesterFailed, match="does not answer"):
        ask_endpoint("http://127.0.0.1:9/v1", "small", TEXT, None, limit_s=2)
    with pytest.raises(InvalidValue, match="no address"):
        ask_endpoint("file:///etc/passwd", "small", TEXT, None)
