"""What a search came to, and how it stands in the search log. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalogue.find.plan import Plan
from catalogue.model import Rejected, Search


@dataclass(frozen=True, slots=True)
class Fetched:
    """One asset that was to be got as a file: its bytes and hash, or why it was not."""

    scene: str
    key: str
    url: str
    size: int | None = None
    sha256: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to. `new` and `known` are uids of scenes that show the true place.

    `matched` is how many the provider says there are in the area it was asked for, None if it
    did not say; `received` came; `outside` show the larger area only; `beyond` are at another
    time, cloudier or coarser than asked for; `repeated` came twice. `error` says why it ended
    early, None for a whole search: what came before stays. `fetch_error` says the same of its
    files. `at` is UTC, `seconds` how long.
    """

    plan: Plan
    at: str
    matched: int | None = None
    received: int = 0
    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    outside: int = 0
    beyond: int = 0
    repeated: int = 0
    rejected: tuple[Rejected, ...] = ()
    fetched: tuple[Fetched, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int = 0
    seconds: float = 0.0
    error: str | None = None
    fetch_error: str | None = None
    search: str | None = None

    @property
    def words(self) -> str:
        """In one sentence. Nothing found is a result too."""
        host = self.plan.host
        if self.error and not self.pages:
            return f"Nothing was learnt from {host}: {self.error}"
        told = "" if self.matched is None else f" of {self.matched:,} it has there"
        said = (
            f"{host} sent {self.received:,} scenes{told}; {len(self.new) + len(self.known):,} "
            f"show the place ({len(self.new):,} new, {len(self.known):,} known)"
        )
        rest = (
            (self.outside, "in the larger area only"),
            (self.beyond, "at another time, cloudier or coarser"),
            (self.repeated, "sent twice"),
            (len(self.rejected), "rejected"),
        )
        said += "".join(f", {n:,} {what}" for n, what in rest if n)
        early = self.error or self.fetch_error
        return f"{said}. It ended early: {early}" if early else f"{said}."


def search_record(found: Found, uid: str, author: str) -> Search:
    """The entry of the search log. An unfinished search counts what it found so far."""
    plan, request = found.plan, found.plan.request
    filters = {
        name: value
        for name, value in (
            ("cloud_max_pct", request.cloud_max_pct),
            ("gsd_max_m", request.gsd_max_m),
        )
        if value is not None
    }
    nothing_learnt = found.error is not None and not found.pages
    return Search(
        uid=uid,
        provider=plan.host,
        searched=found.at,
        author=author,
        area=plan.area,
        sent_area=request.area,
        when=request.when,
        endpoint=request.endpoint,
        collections=request.collections,
        filters=filters,
        found=None if nothing_learnt else len(found.new) + len(found.known),
        scenes=(*found.new, *found.known),
        observations=() if plan.observation is None else (plan.observation,),
        case=plan.case,
        request=_told(found),
        error=found.error,
        name=plan.name,
        again=plan.again,
    )


def _told(found: Found) -> dict[str, Any]:
    """What was sent, and what came of it in figures: `how` for every scene of this search."""
    request = found.plan.request
    return {
        "method": "POST",
        "url": request.endpoint,
        "body": request.body(),
        "pages": found.pages,
        "seconds": round(found.seconds, 3),
        "matched": found.matched,
        "received": found.received,
        "new": len(found.new),
        "known": len(found.known),
        "outside": found.outside,
        "beyond": found.beyond,
        "repeated": found.repeated,
        "rejected": len(found.rejected),
        "fetched": [
            {"scene": f.scene, "asset": f.key, "url": f.url, "size": f.size, "sha256": f.sha256}
            for f in found.fetched
            if f.reason is None
        ],
    }
