"""Searches for imagery that run while the server goes on: a thread each, told of by polling."""

from __future__ import annotations

import logging
import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from catalogue.errors import Busy, CatalogueError, NotFound
from catalogue.find.access import Access
from catalogue.find.plan import Plan
from catalogue.find.stop import Stop
from catalogue.find.words import found_json

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

MOST_RUNNING = 2
_KEPT = 50
_CLOSE_WAIT_S = 5.0
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One search. `state` is "running", "done" (see `result`) or "failed" (see `error`)."""

    id: str
    stop: Stop = field(default_factory=Stop)
    state: str = "running"
    what: str = "scenes"
    done: int = 0
    total: int | None = None
    result: dict[str, Any] | None = None
    error: str | None = None
    thread: threading.Thread | None = None

    def told(self, what: str, done: int, total: int | None) -> None:
        """How far it is."""
        self.what, self.done, self.total = what, done, total

    def as_json(self) -> dict[str, Any]:
        """What a client sees of it."""
        return {
            "job": self.id,
            "state": self.state,
            "what": self.what,
            "done": self.done,
            "total": self.total,
            "result": self.result,
            "error": self.error,
        }


class FindJobs:
    """The searches of one catalogue, the last ones kept. Safe from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def begin(self, plan: Plan, access: Access) -> Job:
        """Start a search that a person said yes to. Raises Busy when some are running."""
        job = Job(uuid.uuid4().hex)
        with self._lock:
            running = sum(one.state == "running" for one in self._jobs.values())
            if running >= MOST_RUNNING:
                raise Busy(f"{running} searches are running; wait for one, or stop it.")
            self._jobs[job.id] = job
            while len(self._jobs) > _KEPT:
                self._jobs.popitem(last=False)
        job.thread = threading.Thread(target=self._run, args=(job, plan, access), daemon=True)
        job.thread.start()
        return job

    def get(self, name: str) -> Job:
        """A job by its id. Raises NotFound."""
        with self._lock:
            if name not in self._jobs:
                raise NotFound(f"there is no search {name!r} running here.")
            return self._jobs[name]

    def close(self) -> None:
        """Stop all; what is found by then is kept. Twice is harmless."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            job.stop.set()
        for job in jobs:
            if job.thread is not None:
                job.thread.join(_CLOSE_WAIT_S)

    def _run(self, job: Job, plan: Plan, access: Access) -> None:
        cat = self._catalogue
        try:
            found = cat.find_imagery(plan, access, stop=job.stop, progress=job.told)
            names = {uid: cat.scene(uid).name for uid in (*found.new, *found.known)}
            job.result = found_json(found, names)
            job.state = "done"
        except CatalogueError as error:
            job.error, job.state = str(error), "failed"
        except Exception:
            _log.exception("a search failed")
            job.error, job.state = (
                "something went wrong on the server; its log says what.",
                "failed",
            )
