"""Dossiers that are built while the server goes on, the last ones kept to fetch."""

from __future__ import annotations

import shutil
import tempfile
import threading
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.dossier.claim import slug
from catalogue.web.jobs import Job, Jobs, Stopped

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.dossier.build import Dossier

KEPT = 10
_PACKED = (".png", ".pdf", ".jpg")


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


@dataclass(kw_only=True)
class DossierJob(Job):
    """One dossier. Its steps are images that are cut.

    `folder` is private to it: the dossier lies in it and, packed, beside it.
    """

    catalogue: Catalogue
    wanted: Wanted
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dossier-")))
    stop: threading.Event = field(default_factory=threading.Event)
    result: Dossier | None = None

    def work(self) -> None:
        """Build it and pack it."""
        made = self._built()
        _pack(made.folder, self)
        self.result = made

    def forget(self) -> None:
        """Nothing of it is left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _built(self) -> Dossier:
        cat, wanted = self.catalogue, self.wanted
        target = self.folder / slug(wanted.name)
        if wanted.publication:
            return cat.publication(
                target, wanted.observations, allow=wanted.allow, title=wanted.title,
                coarse_m=wanted.coarse_m, pdf=wanted.pdf, images=wanted.images, progress=self.told,
            )  # fmt: skip
        return cat.dossier(
            target, wanted.observations, title=wanted.title, pdf=wanted.pdf,
            images=wanted.images, progress=self.told,
        )  # fmt: skip

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
        """How far it is; raises Stopped once somebody gave it up."""
        self.done, self.total = done, total
        if self.stop.is_set():
            raise Stopped

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


class DossierJobs(Jobs[DossierJob]):
    """The dossiers of one catalogue's server."""

    def __init__(self, catalogue: Catalogue, kept: int = KEPT) -> None:
        busy = "dossiers are being built; wait for one, or cancel it."
        super().__init__(kept, busy, "this dossier is not kept any more; build it again.")
        self._catalogue = catalogue

    def build(self, wanted: Wanted) -> DossierJob:
        """Start one. Raises Busy when some are being built."""
        return self.begin(DossierJob(catalogue=self._catalogue, wanted=wanted))


def _pack(folder: Path, job: DossierJob) -> None:
    """All files as one, in a folder of the dossier's name."""
    with zipfile.ZipFile(job.archive, "x") as out:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if job.stop.is_set():
                raise Stopped
            small = path.suffix in _PACKED
            how = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
            out.write(path, path.relative_to(folder.parent).as_posix(), how)
