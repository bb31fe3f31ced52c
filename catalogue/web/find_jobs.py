"""Searches for imagery that run while the server goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from catalogue.find.access import Access
from catalogue.find.plan import Plan
from catalogue.find.stop import Stop
from catalogue.find.words import found_json
from catalogue.web.jobs import Job, Jobs

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

_KEPT = 50


@dataclass(kw_only=True)
class FindJob(Job):
    """One search that a person said yes to; `what` is counted. Stopped, it keeps what came."""

    catalogue: Catalogue
    plan: Plan
    access: Access
    stop: Stop = field(default_factory=Stop)
    what: str = "scenes"
    result: dict[str, Any] | None = None

    def work(self) -> None:
        """Ask, and take in what is found."""
        cat = self.catalogue
        found = cat.find_imagery(self.plan, self.access, stop=self.stop, progress=self.told)
        names = {uid: cat.scene(uid).name for uid in (*found.new, *found.known)}
        self.result = found_json(found, names)

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


class FindJobs(Jobs[FindJob]):
    """The searches of one catalogue's server."""

    def __init__(self, catalogue: Catalogue) -> None:
        busy = "searches are running; wait for one, or stop it."
        gone = "this search is not kept any more; the log says what it found."
        super().__init__(_KEPT, busy, gone)
        self._catalogue = catalogue

    def search(self, plan: Plan, access: Access) -> FindJob:
        """Start a search. Raises Busy when some are running."""
        return self.begin(FindJob(catalogue=self._catalogue, plan=plan, access=access))
