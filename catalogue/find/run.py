"""Making a search: pages in, scenes into the store, files into the folder, in that order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from catalogue.errors import CatalogueError, ProviderFailed
from catalogue.find.access import Access
from catalogue.find.client import pages
from catalogue.find.files import Files, Into
from catalogue.find.found import Fetched, Found
from catalogue.find.items import Sifted
from catalogue.find.plan import Plan
from catalogue.find.stop import Stop, Stopped
from catalogue.find.wire import Wire
from catalogue.ingest import take_scenes
from catalogue.interval import format_utc
from catalogue.model import Scene
from catalogue.store.protocol import Store

# (what is done: "scenes" or "bytes", how many, of how many if known)
Progress = Callable[[str, int, int | None], None]
STOPPED = "it was stopped."


def run(
    plan: Plan, access: Access, into: Into, stop: Stop, progress: Progress | None = None
) -> Found:
    """Ask, sift, store, fetch. What goes wrong on the way is said in `Found.error`.

    Scenes are stored before any file is fetched, and no transaction is open while the network
    is waited for.
    """
    started, began = format_utc(datetime.now(UTC).replace(microsecond=0)), time.monotonic()
    with Wire(plan.request.endpoint, access, plan.limits, stop) as wire:
        found, sifted = _asked(plan, wire, progress)
        found = _stored(replace(found, at=started), sifted, into)
        if plan.download and found.error is None:
            found = _fetched(found, wire, into, progress)
    return replace(found, seconds=time.monotonic() - began)


def _asked(plan: Plan, wire: Wire, progress: Progress | None) -> tuple[Found, Sifted]:
    """All pages, as far as they come."""
    sifted, matched, count = Sifted(), None, 0
    error: str | None = None
    try:
        for page in pages(plan.request, wire):
            count += 1
            matched = page.matched if matched is None else matched
            fresh = sifted.take(page, plan)
            if page.more and not fresh:
                error = f"{plan.host} sends nothing new, but leads on and on."
                break
            if progress is not None:
                progress("scenes", sifted.received, matched)
            if page.more and sifted.received >= plan.limits.most_scenes:
                error = f"only {plan.limits.most_scenes:,} scenes were wanted (--limit)."
                break
    except ProviderFailed as failed:
        error = str(failed)
    except (Stopped, KeyboardInterrupt):
        error = STOPPED
    found = Found(
        plan,
        "",
        matched=matched,
        received=sifted.received,
        outside=sifted.outside,
        beyond=sifted.beyond,
        repeated=sifted.repeated,
        rejected=tuple(sifted.rejected),
        pages=count,
        error=error,
    )
    return found, sifted


def _stored(found: Found, sifted: Sifted, into: Into) -> Found:
    """New scenes go in; one that is known by its name is left as it is, with its files."""
    new: list[Scene] = []
    known: list[str] = []
    for scene in sifted.scenes:
        uid = _named(into.store, scene)
        if uid is None:
            new.append(scene)
        else:
            known.append(uid)
    outcome = take_scenes(into.store, new, into.author)
    return replace(
        found,
        new=tuple(uid for scene in new if (uid := _named(into.store, scene))),
        known=tuple(known),
        rejected=(*found.rejected, *outcome.rejected),
        warnings=tuple(outcome.warnings),
    )


def _named(store: Store, scene: Scene) -> str | None:
    same = store.scenes_named(scene.id, scene.collection or "")
    return same[0].uid if same else None


def _fetched(found: Found, wire: Wire, into: Into, progress: Progress | None) -> Found:
    """The files that are wanted, of every scene that shows the place, one after the other."""
    done: list[Fetched] = []
    error: str | None = None
    told = None if progress is None else lambda n, total: progress("bytes", n, total)
    files = Files(into, wire, told)
    try:
        for uid in (*found.new, *found.known):
            files.fetch(into.store.scene(uid), found.plan.download, done)
    except (Stopped, KeyboardInterrupt):
        error = STOPPED
    except CatalogueError as failed:
        error = str(failed)
    return replace(found, fetched=tuple(done), fetch_error=error)
