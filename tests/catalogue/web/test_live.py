"""The map's index beside a catalogue that changes under it."""

import threading
import time
from collections.abc import Callable

import pytest
from shapely.geometry import Point, box

from catalogue import Catalogue
from catalogue.errors import Busy
from catalogue.ingest import record, take_scenes
from catalogue.journal import row
from catalogue.model import Annotation, Scene
from catalogue.web import live
from catalogue.web.live import LiveIndex
from catalogue.web.query import FootprintQuery


def _uids(index: LiveIndex, query: FootprintQuery = FootprintQuery()) -> set[str]:
    _, chosen = index.select(query)
    rows = chosen.within([(-180, -90, 180, 90)])
    return {uid.decode() for uid in chosen.index.parts.uid[rows]}


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_new_changed_and_tagged_scenes_are_taken_up(cat: Catalogue) -> None:
    index = LiveIndex(cat)
    assert _uids(index) == {"utm", "arctic", "line", "undated"}
    number = index.get().number
    take_scenes(cat.store, [Scene(uid="new", id="new", footprint=box(0, 0, 9, 9))], "Ana")
    assert _uids(index) == {"utm", "arctic", "line", "undated", "new"}
    moved = cat.scene("new")
    with cat.store.transaction():
        cat.store.put_scenes([Scene(uid="new", id="new", footprint=None, version=2)])
        record(cat.store, "Ana", "change", [row("scene", moved.uid, "0" * 64)])
    assert _uids(index) == {"utm", "arctic", "line", "undated"}
    assert index.get().number == number + 2
    cat.annotate(Annotation(uid="a", scene="line", kind="point", cls="uav", geometry=Point(1, 1)))
    assert _uids(index, FootprintQuery(tagged=True)) == {"line"}
    assert index.get().number == number + 2
    assert index.status()["state"] == "ready"


def test_an_index_grown_by_steps_equals_one_made_at_once(cat: Catalogue) -> None:
    index = LiveIndex(cat)
    index.get()
    for n in range(6):
        shapes = {f"n{n}{i}": box(n, i, n + 1, i + 1) for i in range(4)}
        take_scenes(cat.store, [Scene(uid=u, id=u, footprint=s) for u, s in shapes.items()], "A")
        index.get()
    whole = LiveIndex(cat)
    assert sorted(index.get().index.parts.uid) == sorted(whole.get().index.parts.uid)
    assert index.get().index.place.tolist() == whole.get().index.place.tolist()


class _SlowStore:
    """The store, which hands its rows out when it is told to."""

    def __init__(self, cat: Catalogue) -> None:
        self.own = cat.store
        self.go = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self.own, name)

    def scene_rows(self, *given: object) -> object:
        yield []
        assert self.go.wait(20)
        yield from self.own.scene_rows(*given)  # type: ignore[arg-type]


def test_while_it_loads_requests_are_told_how_far_it_is(
    cat: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOAD_WAIT_S", 0.05)
    monkeypatch.setattr(live, "UPDATE_WAIT_S", 0.05)
    slow = _SlowStore(cat)
    index = LiveIndex(cat)
    index._store = slow  # type: ignore[assignment]
    with pytest.raises(Busy, match="still being loaded: 0 of 5"):
        index.get()
    assert index.status() == {"state": "loading", "done": 0, "total": 5, "number": 0}
    slow.go.set()
    _until(lambda: index.status()["state"] == "ready")
    assert len(_uids(index)) == 4

    # And while it is brought up to date, the one before answers.
    slow.go.clear()
    take_scenes(cat.store, [Scene(uid="new", id="new", footprint=box(0, 0, 9, 9))], "Ana")
    assert len(_uids(index)) == 4
    assert index.status()["state"] == "updating"
    slow.go.set()
    _until(lambda: index.status()["state"] == "ready")
    assert "new" in _uids(index)


def test_a_failure_is_tried_again(cat: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    index = LiveIndex(cat)
    monkeypatch.setattr(index, "_load", lambda: 1 / 0)
    with pytest.raises(Busy):
        index.get()
    monkeypatch.undo()
    assert len(_uids(index)) == 4
