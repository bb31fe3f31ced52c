"""What is reported: documents in, words taken out for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.errors import InvalidValue, NotFound
from catalogue.ingest import record
from catalogue.journal import row
from catalogue.model import Redaction, Report, check_text
from catalogue.reporting import (
    checked_date,
    checked_url,
    drop_copies,
    now,
    report_of,
    with_copy,
)
from catalogue.store.codec import row_digest
from catalogue.verbs.base import Verbs

if TYPE_CHECKING:
    from catalogue.read.reports import Draft
    from catalogue.redaction import Redacted

# What of a report may be changed; its text never.
EDITABLE = ("title", "language", "publisher", "url", "archive_url", "accessed", "published",
    "excerpt", "translation", "translator", "chain", "reliability")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A report in the catalogue, or as it would be; `new` is False for a text that was there."""

    report: Report
    new: bool


class Told(Verbs):
    """What is reported: documents in, words taken out for good."""

    def add_report(
        self, draft: Draft, *, copy: str | Path | None = None, dry_run: bool = False
    ) -> Taken:
        """Store a document; a text that is there already is kept once, and what was not known
        about it and now is, is added.

        `copy` is one's own PDF or WACZ of it. Raises InvalidValue, InvalidTime, UnreadableFile.
        """
        with self.store.transaction():
            made = report_of(draft, lambda name: self.store.report_named(name) is not None)
            known = self.store.report_with_hash(made.sha256)
            if known is not None:
                return Taken(self._completed(known, made, dry_run=dry_run), False)
            if dry_run:
                return Taken(made, True)
            if copy is not None:
                made = with_copy(made, Path(copy), self.folder)
            self._put_report(made, "add-report", source=draft.source)
        return Taken(made, True)

    def enter_report(
        self, text: str, *, published: str = "", publisher: str = "", url: str = ""
    ) -> Taken:
        """Store a text that a person pasted; "" is unknown.

        Raises InvalidValue, InvalidTime.
        """
        from catalogue.read.reports import Draft

        published, publisher, url = (value.strip() for value in (published, publisher, url))
        # Its name is never made of the text: what stands in it could not be redacted.
        name = "-".join(["report", *([published] if published else [])])
        return self.add_report(
            Draft(
                text=text,
                name=name,
                source="pasted",
                published=published or None,
                publisher=publisher or None,
                url=url or None,
            )
        )

    def _completed(self, known: Report, made: Report, *, dry_run: bool) -> Report:
        missing = {
            name: getattr(made, name)
            for name in EDITABLE
            if getattr(known, name) in (None, ()) and getattr(made, name) not in (None, ())
        }
        if not missing:
            return known
        return replace(known, **missing) if dry_run else self.edit_report(known.uid, **missing)

    def _put_report(self, report: Report, op: str, **extra: Any) -> None:
        self.store.put_reports([report])
        rows = [row("report", report.uid, row_digest(report))]
        record(self.store, self.settings.author, op, rows, **extra)

    def edit_report(self, uid: str, **changes: Any) -> Report:
        """Change what is known about a report (EDITABLE), as a new version; never its text.

        Raises NotFound, InvalidValue, InvalidTime.
        """
        unknown = changes.keys() - set(EDITABLE)
        if unknown:
            raise InvalidValue(
                f"{sorted(unknown)[0]!r} of a report cannot be changed; {', '.join(EDITABLE)} can."
            )
        for name in ("published", "accessed"):
            if name in changes:
                changes[name] = checked_date(name, changes[name])
        for name in ("url", "archive_url"):
            if name in changes:
                changes[name] = checked_url(name, changes[name])
        if changes.get("translation"):
            check_text("translation", changes["translation"])
        with self.store.transaction():
            known = self.store.report(uid)
            given: Any = {k: None if v == "" and k != "title" else v for k, v in changes.items()}
            new = replace(known, **given)
            if new == known:
                return known
            new = replace(new, version=known.version + 1)
            self._put_report(new, "edit-report")
        return new

    def reports(self) -> Iterator[Report]:
        """All reports in order of id."""
        return self.store.reports()

    def report(self, uid: str) -> Report:
        """One report by its uid. Raises NotFound."""
        return self.store.report(uid)

    def named_report(self, name: str) -> Report:
        """One report by id or uid. Raises NotFound."""
        found = self.store.report_named(name)
        return found or self.store.report(name)

    def redact(
        self,
        words: str | None = None,
        *,
        report: str | None = None,
        passage: tuple[str, int, int] | None = None,
        reason: str = "",
        dry_run: bool = False,
    ) -> Redacted:
        """Take words out for good: a name wherever it stands or, of one report (uid), a passage.

        `passage` is (part, start, end) in code points. It goes from records, their old versions,
        the history and freed space; the entries it stood in stay as tombstones that verify, and
        one's own copy of a report that changes is deleted. Nothing of it can be brought back.
        Raises InvalidValue, NotFound, and StoreError where another program holds old pages.
        """
        from catalogue.asking import forget
        from catalogue.redaction import Redactor, erase

        target = self._target(words, report, passage)
        if target.pattern.search(reason):
            raise InvalidValue("the reason holds the words that are to go; word it without them.")
        note = Redaction(1, reason, self.settings.author, now())
        done = erase(self.store, Redactor(target, note), dry_run=dry_run)
        if not dry_run:
            kept = {r.file.href for r in self.store.reports() if r.file is not None}
            drop_copies(self.folder, kept)
            forget(self.folder)
            self.__dict__.pop("_suggested", None)
            self.store.purge()
        return done

    def _target(
        self, words: str | None, report: str | None, passage: tuple[str, int, int] | None
    ) -> Any:
        from catalogue.redaction import Target, pattern_of

        if passage is None:
            if not words or report is not None:
                raise InvalidValue("say what is to go: words, or a passage of a report.")
            return Target(pattern_of(words))
        if report is None:
            raise NotFound("a passage needs the report it stands in.")
        part, start, end = passage
        text = self.store.report(report).words(part)
        if not 0 <= start < end <= len(text):
            raise InvalidValue(f"{start} to {end} is no passage of a text of {len(text)}.")
        cut = text[start:end]
        return Target(pattern_of(cut), report, passage, cut)
