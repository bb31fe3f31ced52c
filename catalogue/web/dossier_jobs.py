"""Dossiers that are built while the server goes on: a thread each, the last ones kept to fetch."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import uuid
import zipfile
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from catalogue.dossier.claim import slug
from catalogue.errors import Busy, CatalogueError, NotFound

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.dossier.build import Dossier

MOST_RUNNING = 2
KEPT = 10
_CLOSE_WAIT_S = 5.0
_PACKED = (".png", ".pdf", ".jpg")
_log = logging.getLogger(__name__)

State = Literal["running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a dossier is built of. `observations` are uids, `name` is that of the file."""

    observations: tuple[str, ...]
    name: str = "dossier"
    title: str | None = None
    publication: bool = False
    allow: frozenset[str] = frozenset()
    coarse_m: float = 10_000.0
    pdf: bool | None = None
    images: int = 20


class _Stopped(Exception):
    """Someone cancelled: what is half done is thrown away."""


@dataclass
class DossierJob:
    """One dossier. `done` of `total` images are cut; `total` is None before it is known.

    `folder` is private to it: the dossier lies in it and, packed, beside it.
    """

    id: str
    wanted: Wanted
    folder: Path
    state: State = "running"
    done: int = 0
    total: int | None = None
    result: Dossier | None = None
    error: str | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def archive(self) -> Path:
        """The whole dossier as one file."""
        return self.folder / f"{slug(self.wanted.name)}.zip"

    @property
    def stage(self) -> str:
        """What is being done, for the screen."""
        if self.total is None:
            return "Gathering what is known"
        if self.done < self.total:
            return f"Cutting pictures: {self.done} of {self.total} images"
        return "Printing, hashing and packing"

    def told(self, done: int, total: int | None) -> None:
        """How far it is; raises _Stopped once somebody gave it up."""
        self.done, self.total = done, total
        if self.stop.is_set():
            raise _Stopped

    def pages(self) -> list[tuple[str, str]]:
        """(path, name) of the pages to read, the first one to begin with."""
        if self.result is None:
            return []
        found = [("index.html", "Dossier")]
        briefs = sorted(self.result.folder.rglob("brief.html"))
        for n, path in enumerate(briefs, 1):
            number = f" {n}" if len(briefs) > 1 else ""
            name = f"Brief for an editor{number}"
            found.append((path.relative_to(self.result.folder).as_posix(), name))
        return found


class DossierJobs:
    """The dossiers of one catalogue's server. Safe from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, DossierJob] = OrderedDict()

    def begin(self, wanted: Wanted) -> DossierJob:
        """Start one. Raises Busy when some are running."""
        job = DossierJob(uuid.uuid4().hex, wanted, Path(tempfile.mkdtemp(prefix="dossier-")))
        with self._lock:
            running = sum(one.state == "running" for one in self._jobs.values())
            if running >= MOST_RUNNING:
                job.folder.rmdir()
                raise Busy(f"{running} dossiers are being built; wait for one, or cancel it.")
            self._jobs[job.id] = job
            ended = [one.id for one in self._jobs.values() if one.state != "running"]
            for name in ended[: max(0, len(self._jobs) - KEPT)]:
                shutil.rmtree(self._jobs.pop(name).folder, ignore_errors=True)
        job.thread = threading.Thread(target=self._run, args=(job,), daemon=True)
        job.thread.start()
        return job

    def get(self, name: str) -> DossierJob:
        """One by its id. Raises NotFound."""
        with self._lock:
            if name not in self._jobs:
                raise NotFound("this dossier is not kept any more; build it again.")
            return self._jobs[name]

    def all(self) -> list[DossierJob]:
        """Those that are kept, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Stop all and erase what was built. Twice is harmless."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            job.stop.set()
        for job in jobs:
            if job.thread is not None:
                job.thread.join(_CLOSE_WAIT_S)
            shutil.rmtree(job.folder, ignore_errors=True)

    def _run(self, job: DossierJob) -> None:
        try:
            made = self._built(job)
            _pack(made.folder, job)
            job.result, job.state = made, "done"
        except _Stopped:
            job.state = "stopped"
        except CatalogueError as error:
            job.error, job.state = str(error), "failed"
        except Exception:
            _log.exception("a dossier failed")
            job.error = "something went wrong on the server; its log says what."
            job.state = "failed"
        if job.state != "done":
            shutil.rmtree(job.folder, ignore_errors=True)

    def _built(self, job: DossierJob) -> Dossier:
        cat, wanted = self._catalogue, job.wanted
        target = job.folder / slug(wanted.name)
        if wanted.publication:
            return cat.publication(
                target, wanted.observations, allow=wanted.allow, title=wanted.title,
                coarse_m=wanted.coarse_m, pdf=wanted.pdf, images=wanted.images, progress=job.told,
            )  # fmt: skip
        return cat.dossier(
            target, wanted.observations, title=wanted.title, pdf=wanted.pdf,
            images=wanted.images, progress=job.told,
        )  # fmt: skip


def _pack(folder: Path, job: DossierJob) -> None:
    """All files as one, in a folder of the dossier's name."""
    with zipfile.ZipFile(job.archive, "x") as out:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if job.stop.is_set():
                raise _Stopped
            small = path.suffix in _PACKED
            how = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
            out.write(path, path.relative_to(folder.parent).as_posix(), how)
