"""Reports, decisions and redaction in the store of plain dicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.errors import NotFound
from catalogue.journal import redacted
from catalogue.model import Annotation, Decision, Observation, Report
from catalogue.store import rules
from catalogue.store.codec import row_digest
from catalogue.store.memory_base import MemoryBase
from catalogue.store.protocol_reports import Change


class MemoryReports(MemoryBase):
    """Implements `catalogue.store.protocol_reports.ReportStore`."""

    def put_reports(self, reports: Sequence[Report]) -> None:
        """Insert, or replace by uid. Raises Conflict if another report has the same id."""
        with self._lock:
            state = self._writing()
            for report in reports:
                row_digest(report)
                other = self.report_named(report.id)
                if other is not None and other.uid != report.uid:
                    raise rules.report_taken(report.id)
                if report.uid in state.reports:
                    state.superseded.append(state.reports[report.uid])
                state.reports[report.uid] = report

    def report(self, uid: str) -> Report:
        """Raises NotFound."""
        with self._lock:
            if uid in self._open().reports:
                return self._state.reports[uid]
        raise NotFound(f"no report {uid!r}; list what there is with `catalogue reports`.")

    def report_named(self, id: str) -> Report | None:
        """The report with this id."""
        with self._lock:
            return next((r for r in self._open().reports.values() if r.id == id), None)

    def report_with_hash(self, sha256: str) -> Report | None:
        """A report whose text has this sha256."""
        return next((r for r in self.reports() if r.sha256 == sha256), None)

    def reports(self) -> Iterator[Report]:
        """In order of id."""
        with self._lock:
            return iter(sorted(self._open().reports.values(), key=lambda r: r.id))

    def report_versions(self, uid: str) -> list[Report]:
        """The superseded versions of a report, oldest first."""
        with self._lock:
            every = self._open().superseded
            return [r for r in every if isinstance(r, Report) and r.uid == uid]

    def report_count(self) -> int:
        """How many reports there are."""
        return len(self._open().reports)

    def observations_of_report(self, uid: str) -> list[Observation]:
        """The observations that were taken from this report."""
        with self._lock:
            found = [o for o in self._open().observations.values() if o.report == uid]
        return sorted(found, key=lambda o: (o.id, o.uid))

    def put_decisions(self, decisions: Sequence[Decision]) -> None:
        """Insert, or replace by (report, suggestion)."""
        with self._lock:
            state = self._writing()
            for decision in decisions:
                row_digest(decision)
                state.decisions[decision.uid] = decision

    def decisions(self, report: str | None = None) -> list[Decision]:
        """Decisions about one report's suggestions, or all."""
        with self._lock:
            every = self._open().decisions.values()
            found = [d for d in every if report is None or d.report == report]
        return sorted(found, key=lambda d: (d.report, d.start, d.suggestion))

    # -- redaction -----------------------------------------------------------------------------
    def rewrite_versions(self, change: Change) -> int:
        """Put every superseded version through `change`."""
        with self._lock:
            state, changed = self._writing(), 0
            for at, record in enumerate(state.superseded):
                if isinstance(record, Report | Observation | Annotation):
                    state.superseded[at] = new = change(record)
                    changed += new is not record
        return changed

    def erase_payloads(self, ids: Sequence[str]) -> None:
        """Remove payload and salt of these journal entries."""
        with self._lock:
            state = self._writing()
            rules.check_redaction(self.head())
            gone = set(ids)
            state.entries = [redacted(e) if e.id in gone else e for e in state.entries]

    def purge(self) -> None:
        """Nothing is left of what was removed."""
