"""What every store can do with reports, decisions about suggestions, and redaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from catalogue.model import Annotation, Decision, Evidence, Observation, Report, Scene

Revisable = Report | Observation | Annotation | Scene | Evidence
# Gives a record back as it may stand after a redaction; the same one where nothing changes.
Change = Callable[[Revisable], Revisable]


class ReportStore(Protocol):
    """The part of `catalogue.store.protocol.Store` that is about reports."""

    def put_reports(self, reports: Sequence[Report]) -> None:
        """Insert, or replace by uid (the old version goes to history).

        Raises Conflict if another report has the same id.
        """

    def report(self, uid: str) -> Report:
        """Raises NotFound."""

    def report_named(self, id: str) -> Report | None:
        """The report with this id; ids are unique."""

    def report_with_hash(self, sha256: str) -> Report | None:
        """A report whose text has this sha256."""

    def reports(self) -> Iterator[Report]:
        """In order of id."""

    def report_versions(self, uid: str) -> list[Report]:
        """The superseded versions of a report, oldest first."""

    def report_count(self) -> int:
        """How many reports there are."""

    def observations_of_report(self, uid: str) -> list[Observation]:
        """The observations that were taken from this report, in order of (id, uid)."""

    def put_decisions(self, decisions: Sequence[Decision]) -> None:
        """Insert, or replace by (report, suggestion); the history of each is in the journal."""

    def decisions(self, report: str | None = None) -> list[Decision]:
        """Decisions about one report's suggestions, or all; by (report, start, suggestion)."""

    # -- redaction -----------------------------------------------------------------------------
    def rewrite_versions(self, change: Change) -> int:
        """Put every superseded version of all records through `change`.

        A scene may come without its footprint. For redaction only. Says how many became others.
        """

    def drop_decisions(self, decisions: Sequence[Decision]) -> None:
        """Remove decisions, for redaction only: their names are made of a text that is gone."""

    def erase_payloads(self, ids: Sequence[str]) -> None:
        """Remove payload and salt of these journal entries, for good.

        Raises StoreError unless the newest entry is a redaction: it must name what is removed.
        """

    def purge(self) -> None:
        """Overwrite what was removed in all files of the store; outside a transaction.

        Raises StoreError where another program still reads an old state.
        """
