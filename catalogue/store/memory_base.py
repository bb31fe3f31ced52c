"""The ground that the store of plain dicts stands on: its state, transactions, journal."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from catalogue.errors import StoreError
from catalogue.journal import Entry
from catalogue.model import (
    Annotation,
    Decision,
    Evidence,
    Observation,
    Report,
    Scene,
    TaxonomyClass,
)
from catalogue.store import rules
from catalogue.store.clouded import PlaceCloud
from catalogue.store.codec import Record
from catalogue.store.linked import Linked, LinkRun


@dataclass
class _State:
    """Everything there is. A transaction keeps a shallow copy; records are never changed."""

    scenes: dict[str, Scene] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    superseded: list[Record] = field(default_factory=list)
    classes: list[TaxonomyClass] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    run: LinkRun | None = None
    links: dict[str, tuple[int, Linked]] = field(default_factory=dict)
    clouds: dict[tuple[str, str], tuple[int, PlaceCloud]] = field(default_factory=dict)
    cloud_number: int = 0

    def copy(self) -> _State:
        return _State(
            dict(self.scenes),
            dict(self.observations),
            dict(self.annotations),
            dict(self.reports),
            dict(self.decisions),
            dict(self.evidence),
            list(self.superseded),
            list(self.classes),
            list(self.entries),
            self.run,
            dict(self.links),
            dict(self.clouds),
            self.cloud_number,
        )

    def forget_clouds(self, uid: str) -> None:
        """Of a scene or an observation that has a new version."""
        self.clouds = {pair: known for pair, known in self.clouds.items() if uid not in pair}


class MemoryBase:
    """The dicts, transactions over them, and the journal."""

    def __init__(self) -> None:
        self._state = _State()
        self._lock = threading.RLock()
        self._depth = 0
        self._doomed = False
        self._closed = False
        self._version = 1
        self._origin = str(uuid.uuid4())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inner ones join the outer, and one that fails undoes all."""
        with self._lock:
            self._open()
            if self._depth:
                yield from self._joined()
                return
            before = self._state.copy()
            self._depth, self._doomed = 1, False
            try:
                yield
                if self._doomed:
                    raise rules.doomed()
            except BaseException:
                self._state = before
                raise
            finally:
                self._depth = 0
            self._version += 1

    def _joined(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        except BaseException:
            self._doomed = True
            raise
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Refuse everything from now on."""
        self._closed = True

    def data_version(self) -> int:
        """Grows with every commit."""
        return self._version

    def origin(self) -> str:
        """The uuid of this replica."""
        return self._origin

    def _open(self) -> _State:
        if self._closed:
            raise StoreError("the catalogue is closed; open it again.")
        return self._state

    def _writing(self) -> _State:
        state = self._open()
        if not self._depth:
            raise rules.outside()
        return state

    @contextmanager
    def locked(self, *, writing: bool = False) -> Iterator[_State]:
        """The state, for a part of the store that lies beside this one."""
        with self._lock:
            yield self._writing() if writing else self._open()

    # -- journal -------------------------------------------------------------------------------
    def head(self) -> Entry | None:
        """The newest journal entry."""
        with self._lock:
            entries = self._open().entries
            return entries[-1] if entries else None

    def append(self, entry: Entry) -> None:
        """Add one entry. Raises JournalBroken unless it follows the head."""
        with self._lock:
            state = self._writing()
            rules.check_follows(entry, self.head(), self._origin)
            state.entries.append(entry)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Journal entries with seq > after, in order."""
        with self._lock:
            return iter([e for e in self._open().entries if e.seq > after])
