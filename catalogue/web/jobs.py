"""Work that goes on while the server answers: a thread each, told of by polling.

The last jobs are kept to be asked for. What a job does and what it leaves behind is said by its
kind (`catalogue.web.find_jobs`, `catalogue.web.dossier_jobs`).
"""

from __future__ import annotations

import logging
import threading
import uuid
from abc import ABC, abstractmethod
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from catalogue.errors import Busy, CatalogueError, NotFound

MOST_RUNNING = 2
_CLOSE_WAIT_S = 5.0
_log = logging.getLogger(__name__)

State = Literal["running", "done", "failed", "stopped"]


class Stopped(Exception):
    """Somebody gave the job up, and nothing of it shall be left."""


class Wish(Protocol):
    """A wish to stop."""

    def set(self) -> None:
        """Stop soon."""


@dataclass(kw_only=True)
class Job(ABC):
    """`done` of `total` steps are; `total` is None before it is known. `error` says why not all."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: State = "running"
    done: int = 0
    total: int | None = None
    error: str | None = None
    thread: threading.Thread | None = None
    stop: Wish

    @abstractmethod
    def work(self) -> None:
        """Do it, in its own thread. Raises Stopped when it was given up, CatalogueError."""

    def forget(self) -> None:  # noqa: B027 - most leave nothing behind
        """Erase what it left behind. Twice is harmless."""


J = TypeVar("J", bound=Job)


class Jobs(Generic[J]):
    """The jobs of one kind, the last `kept` ones. Safe from several threads.

    `busy` ends the sentence that says how many are running, `gone` is said of one that is not kept.
    """

    def __init__(self, kept: int, busy: str, gone: str) -> None:
        self._kept, self._busy, self._gone = kept, busy, gone
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, J] = OrderedDict()

    def begin(self, job: J) -> J:
        """Start it. Raises Busy when some are running."""
        with self._lock:
            running = sum(one.state == "running" for one in self._jobs.values())
            if running >= MOST_RUNNING:
                job.forget()
                raise Busy(f"{running} {self._busy}")
            self._jobs[job.id] = job
            ended = [one for one in self._jobs.values() if one.state != "running"]
            for old in ended[: max(0, len(self._jobs) - self._kept)]:
                self._jobs.pop(old.id).forget()
        job.thread = threading.Thread(target=_run, args=(job,), daemon=True)
        job.thread.start()
        return job

    def get(self, name: str) -> J:
        """One by its id. Raises NotFound."""
        with self._lock:
            if name not in self._jobs:
                raise NotFound(self._gone)
            return self._jobs[name]

    def all(self) -> list[J]:
        """Those that are kept, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Stop all, wait a little for them and erase what they left. Twice is harmless."""
        jobs = self.all()
        for job in jobs:
            job.stop.set()
        for job in jobs:
            if job.thread is not None:
                job.thread.join(_CLOSE_WAIT_S)
            job.forget()


def _run(job: Job) -> None:
    state: State = "failed"
    try:
        job.work()
        state = "done"
    except Stopped:
        state = "stopped"
    except CatalogueError as error:
        job.error = str(error)
    except Exception:
        _log.exception("%s failed", type(job).__name__)
        job.error = "something went wrong on the server; its log says what."
    # Whoever sees it ended sees all of it.
    job.state = state
    if state != "done":
        job.forget()
