"""Steps of earlier days: exactly what a stack of undo and redo would hold, each person apart."""

import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue.model import Annotation
from catalogue.web.steps import Step, stacks


def _note(uid: str, n: int, author: str = "Ana") -> Annotation:
    return Annotation(
        uid=uid, scene="s", kind="tile", cls="uav", tile="WebMercatorQuad/1/0/0",
        author=author, note=str(n),
    )  # fmt: skip


@given(st.lists(st.sampled_from(["a", "b", "c", "undo", "redo"]), max_size=60))
def test_they_are_what_a_stack_would_hold(moves: list[str]) -> None:
    now: dict[str, Annotation | None] = {}
    past: list[Step] = []
    future: list[Step] = []
    made: list[Step] = []

    def change(uid: str, after: Annotation | None) -> Step:
        step = Step(len(made) + 1, "Ana", uid, now.get(uid), after)
        now[uid] = after
        made.append(step)
        return step

    for n, move in enumerate(moves):
        if move == "undo":
            if past:
                future.append(past.pop())
                change(future[-1].uid, future[-1].before)
        elif move == "redo":
            if future:
                past.append(future.pop())
                change(past[-1].uid, past[-1].after)
        else:
            past.append(change(move, _note(move, n)))
            future = []
    found = stacks(made, "Ana")
    ends = [[(s.uid, s.before, s.after) for s in stack] for stack in found]
    assert ends == [[(s.uid, s.before, s.after) for s in stack] for stack in (past, future)]


def test_what_someone_else_changed_since_is_theirs() -> None:
    first, second = _note("a", 1), _note("a", 2, "Ben")
    other = _note("b", 3)
    found = [
        Step(1, "Ana", "a", None, first),
        Step(2, "Ana", "b", None, other),
        Step(3, "Ben", "a", first, second),
    ]
    assert [s.uid for s in stacks(found, "Ana")[0]] == ["b"]
    assert [s.uid for s in stacks(found, "Ben")[0]] == ["a"]


def test_over_http_with_older_ones_when_asked(client: TestClient, cat) -> None:
    key = client.get("/api/scenes/utm/grid?z=19").json()["tiles"][0]["key"]
    base = Annotation(uid=str(uuid.uuid4()), scene="utm", kind="tile", cls="uav", tile=key,
                      author="Ana")  # fmt: skip
    stored = cat.annotate(base)
    stored = cat.annotate(replace(base, note="two"), stored.rev)
    cat.annotate(replace(base, uid=str(uuid.uuid4()), note="three"))
    asked = {"author": "Ana", "n": 1}
    few = client.get("/api/scenes/utm/steps", params=asked).json()
    assert [s["after"]["properties"]["note"] for s in few["past"]] == ["three"]
    assert few["more"]
    every = client.get("/api/scenes/utm/steps", params=asked | {"n": 50}).json()
    assert not every["more"]
    assert [s["before"] is None for s in every["past"]] == [True, False, True]
    cat.retract(every["past"][-1]["uid"])
    back = client.get("/api/scenes/utm/steps", params=asked | {"n": 50}).json()
    assert (len(back["past"]), len(back["future"])) == (2, 1)
    assert client.get("/api/scenes/utm/steps").status_code == 400
