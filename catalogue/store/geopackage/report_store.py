"""The part of GeoPackageStore that is about reports and redaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.model import Decision, Observation, Report
from catalogue.store.geopackage.redaction import RedactionTables
from catalogue.store.geopackage.reports import ReportTable
from catalogue.store.protocol_reports import Change


class ReportParts:
    """Implements `catalogue.store.protocol_reports.ReportStore` over its tables."""

    _reports: ReportTable
    _redaction: RedactionTables

    def put_reports(self, reports: Sequence[Report]) -> None:
        """Insert, or replace by uid. Raises Conflict if another report has the same id."""
        self._reports.put(reports)

    def report(self, uid: str) -> Report:
        """Raises NotFound."""
        return self._reports.get(uid)

    def report_named(self, id: str) -> Report | None:
        """The report with this id."""
        return self._reports.named(id)

    def report_with_hash(self, sha256: str) -> Report | None:
        """A report whose text has this sha256."""
        return self._reports.with_hash(sha256)

    def reports(self) -> Iterator[Report]:
        """In order of id."""
        return self._reports.all()

    def report_versions(self, uid: str) -> list[Report]:
        """The superseded versions of a report, oldest first."""
        return self._reports.versions(uid)

    def report_count(self) -> int:
        """How many reports there are."""
        return self._reports.count()

    def observations_of_report(self, uid: str) -> list[Observation]:
        """The observations that were taken from this report."""
        return self._reports.observations(uid)

    def put_decisions(self, decisions: Sequence[Decision]) -> None:
        """Insert, or replace by (report, suggestion)."""
        self._reports.put_decisions(decisions)

    def decisions(self, report: str | None = None) -> list[Decision]:
        """Decisions about one report's suggestions, or all."""
        return self._reports.decisions(report)

    def rewrite_versions(self, change: Change) -> int:
        """Put every superseded version of reports, observations, annotations through `change`."""
        return self._redaction.rewrite_versions(change)

    def erase_payloads(self, ids: Sequence[str]) -> None:
        """Remove payload and salt of these journal entries, for good."""
        self._redaction.erase_payloads(ids)

    def purge(self) -> None:
        """Overwrite what was removed in all files of the store; outside a transaction."""
        self._redaction.purge()
