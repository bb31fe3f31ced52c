"""The map's index of a catalogue that changes: loaded aside, kept up to date aside.

Nobody waits longer than a moment for it. Until it is loaded, requests are told how far it is;
while it is brought up to date, they get the one before.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from catalogue.errors import Busy
from catalogue.web.changes import changed_since
from catalogue.web.index import Index
from catalogue.web.parts import Mask, Names, Parts, parts_of
from catalogue.web.query import FootprintQuery
from catalogue.web.selection import Selection
from catalogue.web.tags import Tags

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

LOAD_WAIT_S = 1.0
UPDATE_WAIT_S = 0.3
# While many scenes come in, rest this many times as long as the last update took.
REST = 4
SLOW_S = 0.5
# More changed scenes than this, or this share of all, and all are read again.
MANY = 50_000
_KEPT_MASKS = 8

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """An index and tags, and the data version and journal entry up to which they are right.

    `number` changes with the index, `tags.number` with the tags.
    """

    index: Index
    tags: Tags
    version: int
    seq: int
    number: int


class LiveIndex:
    """The index of one catalogue; loading begins with `start` or when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._store = catalogue.store
        self._changed = threading.Condition()
        self._held: Held | None = None
        self._busy = False
        self._rest_until = 0.0
        self._done = self._total = 0
        self._masks: dict[tuple[Any, ...], Mask] = {}

    def start(self) -> None:
        """Begin to load, if nobody did."""
        with self._changed:
            self._begin_update()

    def get(self) -> Held:
        """The index as it is now, or was a moment ago. Raises Busy while it is first loaded."""
        version = self._store.data_version()
        with self._changed:
            if self._held is None or self._held.version != version:
                self._begin_update()
                wait_s = LOAD_WAIT_S if self._held is None else UPDATE_WAIT_S
                self._changed.wait_for(lambda: not self._busy, wait_s)
            if self._held is None:
                raise Busy(f"footprints are still being loaded: {self._done:,} of {self._total:,}.")
            return self._held

    def select(self, query: FootprintQuery) -> tuple[str, Selection]:
        """What the filters let through, and a name that changes with it. Raises Busy."""
        held = self.get()
        if not query.asks_tags:
            return f"{held.number}", Selection(held.index, query)
        name = f"{held.number}/{held.tags.number}"
        key = (held.number, held.tags.number, query.tagged, query.classes)
        mask = self._masks.get(key)
        if mask is None:
            mask = _tagged(held, query)
            if len(self._masks) >= _KEPT_MASKS:
                self._masks.clear()
            self._masks[key] = mask
        return name, Selection(held.index, query, mask)

    def status(self) -> dict[str, Any]:
        """`state` is "loading", "updating" or "ready"; `done` of `total` scenes are loaded."""
        version = self._store.data_version()
        with self._changed:
            held = self._held
            if held is None or held.version != version:
                self._begin_update()
            if held is None:
                return {"state": "loading", "done": self._done, "total": self._total, "number": 0}
            state = "updating" if self._busy else "ready"
            return {
                "state": state,
                "done": held.index.scenes,
                "total": held.index.scenes,
                "number": held.number,
                "tags": held.tags.number,
            }

    def _begin_update(self) -> None:
        """Under the lock."""
        if not self._busy and time.monotonic() >= self._rest_until:
            self._busy = True
            threading.Thread(target=self._update, name="footprints", daemon=True).start()

    def _update(self) -> None:
        begin = time.monotonic()
        held = self._held
        try:
            held = self._next(held)
        except Exception as error:
            # The next request tries again; a catalogue that was closed needs no log entry.
            _log.warning("footprints could not be loaded: %s", error)
        spent = time.monotonic() - begin
        with self._changed:
            self._held = held
            self._busy = False
            self._rest_until = time.monotonic() + (REST * spent if spent > SLOW_S else 0)
            self._changed.notify_all()

    def _next(self, held: Held | None) -> Held:
        # Read before the scenes, so that these can be newer but never older than they say.
        version, head = self._store.data_version(), self._store.head()
        seq = head.seq if head else 0
        if held is None:
            tags = Tags().with_changes(self._store)
            return Held(self._load(), tags, version, seq, 1)
        changed = changed_since(self._store, held.seq, "scene")
        tags = held.tags.with_changes(self._store)
        if changed is not None and not changed:
            return replace(held, tags=tags, version=version, seq=seq)
        many = changed is None or len(changed) > max(MANY, len(held.index) // 4)
        index = self._load() if changed is None or many else self._merged(held.index, changed)
        return Held(index, tags, version, seq, held.number + 1)

    def _load(self) -> Index:
        self._done, self._total = 0, self._store.scene_count()
        names, pages = Names(), [parts_of((), Names())]
        for rows in self._store.scene_rows():
            pages.append(parts_of(rows, names))
            self._done += len(rows)
        return Index.of(Parts.joined(pages), names)

    def _merged(self, index: Index, changed: set[str]) -> Index:
        pages = [parts_of(rows, index.names) for rows in self._store.scene_rows(sorted(changed))]
        return index.changed(changed, Parts.joined([parts_of((), Names()), *pages]))


def _tagged(held: Held, query: FootprintQuery) -> Mask:
    mask = np.ones(len(held.index), bool)
    if query.tagged is not None:
        mask &= held.index.of_scenes(held.tags.scenes()) == query.tagged
    if query.classes:
        mask &= held.index.of_scenes(held.tags.scenes(query.classes))
    return mask
