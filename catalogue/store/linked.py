"""Links as a store keeps them: computed, outside the journal, a packed row for each observation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from catalogue.errors import Conflict
from catalogue.model import Observation


class Mark(NamedTuple):
    """How far the records of a store have come: what is put later lies beyond it.

    The greatest number so far of a scene, a superseded scene, an observation, a superseded one, and
    of what masks say of a place.
    """

    scenes: int
    old_scenes: int
    observations: int
    old_observations: int
    clouds: int = 0


@dataclass(frozen=True, slots=True)
class LinkRun:
    """What the links of a store were computed with, and up to where.

    `margin_days`, `parameters` (the numbers of the score as JSON) and `code` (the version that
    computed them) decide whether links may be kept. `since` is the mark of the links that the run
    began with, None for a run that began with none; `upto` the mark it leads to, `inputs` the
    hash of the newest history entry at that mark. `done` is False while links are still missing.
    """

    number: int
    margin_days: float
    parameters: str
    code: str
    since: Mark | None
    upto: Mark
    inputs: str
    done: bool = False


class LinkTotals(NamedTuple):
    """How many links there are: all, by role, by level of the score."""

    links: int = 0
    before: int = 0
    during: int = 0
    between: int = 0
    after: int = 0
    good: int = 0
    limited: int = 0
    unusable: int = 0


class Linked(NamedTuple):
    """The links of one observation (a uid), packed by `catalogue.linking.packed`."""

    observation: str
    totals: LinkTotals
    packed: bytes


class SceneRow(NamedTuple):
    """Of a scene with place and time what linking needs to know. `number` is the store's own.

    A scene keeps its number for good; times are in microseconds since 1970 UTC.
    """

    number: int
    uid: str
    id: str
    collection: str | None
    begin_us: int
    end_us: int
    platform: str | None
    instruments: tuple[str, ...]
    gsd_m: float | None
    cloud_pct: float | None
    sun_elevation_deg: float | None
    off_nadir_deg: float | None
    wkb: bytes
    doubt_m: float = 0.0


class SceneName(NamedTuple):
    """What the scene with a number is called."""

    number: int
    uid: str
    id: str
    collection: str | None


class LinkStore(Protocol):
    """The links of a store, and what has changed since they were computed.

    Writes need a transaction. Whoever puts links for a run that is no longer the newest is
    refused: two programs may link one catalogue at once, and the later settings win.
    """

    def mark(self) -> Mark:
        """How far the records have come now."""

    def scenes_since(self, mark: Mark) -> list[tuple[int, str]]:
        """(number, uid) of the scenes put after the mark, new or replaced."""

    def observations_since(self, mark: Mark) -> list[str]:
        """The uids of the observations put after the mark, new or replaced, or of whose places
        masks have told since.
        """

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[SceneRow]:
        """The scenes that can be linked, all or those of `uids`, by number or in that order."""

    def scene_names(self, numbers: Sequence[int] | None = None) -> Iterator[SceneName]:
        """What scenes are called, those that cannot be linked too: all by number, or these."""

    def shared_ids(self) -> set[str]:
        """The ids that several scenes have, in different collections."""

    def run(self) -> LinkRun | None:
        """The newest run, None if nothing was ever linked."""

    def begin(self, run: LinkRun) -> None:
        """Record a run that is to follow. One that begins with none removes all links."""

    def put(self, run: LinkRun, linked: Sequence[Linked]) -> None:
        """Insert or replace the links of observations, each once.

        Raises Conflict if another run began.
        """

    def finish(self, run: LinkRun) -> None:
        """Record that a run is done. Raises Conflict if another run began."""

    def missing(self, run: LinkRun) -> Iterator[Observation]:
        """Observations, by (id, uid), for which this run has put no links yet."""

    def put_by(self, run: LinkRun) -> int:
        """For how many observations this run has put links."""

    def of(self, observations: Sequence[str]) -> dict[str, Linked]:
        """The links of these observations by uid; without those that have no row."""

    def every(self) -> Iterator[tuple[str, Linked]]:
        """(id of the observation, its links), by (id, uid)."""

    def totals(self) -> LinkTotals:
        """How many links there are."""


def overtaken() -> Conflict:
    """The error for links of a run that another one has followed."""
    return Conflict(
        "another program began to link this catalogue anew; its links are kept, not these. "
        "Let it finish, then run `catalogue link` again."
    )
