"""Taking reports in: checked values, ids of their own, one's own copy beside the text."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalogue.errors import InvalidTime, InvalidValue, UnreadableFile
from catalogue.interval import format_utc
from catalogue.model import Asset, Report, check_text, text_sha256
from catalogue.read.reports import Draft
from catalogue.when import parse_edtf

COPIES = ("files", "reports")
_LONGEST_ID = 80
_LONGEST_TITLE = 120
_MOST_COPY_BYTES = 1024**3
_KINDS = {
    b"%PDF": ("application/pdf", ".pdf"),
    b"PK\x03\x04": ("application/wacz", ".wacz"),
}


def report_of(draft: Draft, taken: Callable[[str], bool]) -> Report:
    """A new report of a draft; `taken` says which ids there are.

    Raises InvalidValue, InvalidTime.
    """
    check_text("text", draft.text)
    uid = uuid.uuid4().hex
    first = next(line for line in draft.text.splitlines() if line.strip())
    return Report(
        uid=uid,
        id=free_id(draft.name, taken),
        text=draft.text,
        sha256=text_sha256(draft.text),
        title=" ".join((draft.title or first).split())[:_LONGEST_TITLE],
        language=draft.language,
        publisher=draft.publisher,
        url=checked_url("url", draft.url),
        archive_url=checked_url("archive url", draft.archive_url),
        accessed=checked_date("accessed", draft.accessed),
        published=checked_date("published", draft.published),
        translation=draft.translation,
        translator=draft.translator,
        added=now(),
    )


def free_id(name: str, taken: Callable[[str], bool]) -> str:
    """`name`, or name-2, name-3... where that id is in use."""
    plain = re.sub(r"\s+", "-", name.strip())[:_LONGEST_ID] or "report"
    found, n = plain, 1
    while taken(found):
        n += 1
        found = f"{plain}-{n}"
    return found


def checked_date(name: str, text: str | None) -> str | None:
    """A date or interval in EDTF as given; None for none. Raises InvalidTime, naming it."""
    if text is None or not text.strip():
        return None
    try:
        parse_edtf(text.strip())
    except InvalidTime as error:
        raise InvalidTime(f"{name}: {error}") from None
    return text.strip()


def checked_url(name: str, text: str | None) -> str | None:
    """An http or https address as given, never opened. Raises InvalidValue for another scheme."""
    if text is None or not text.strip():
        return None
    if not re.match(r"https?://[^\s/]+", text.strip(), re.IGNORECASE):
        raise InvalidValue(f"{name} {text[:80]!r} is no web address; begin it with https://.")
    return text.strip()


def now() -> str:
    """This moment in UTC, to the second."""
    return format_utc(datetime.now(UTC).replace(microsecond=0))


def with_copy(report: Report, path: Path, folder: Path) -> Report:
    """The report with one's own copy (PDF, WACZ) in the catalogue's folder.

    Raises UnreadableFile.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
    if start not in _KINDS or size > _MOST_COPY_BYTES:
        raise UnreadableFile(f"{path} is no PDF or WACZ of at most 1 GB; give the copy as one.")
    media_type, ending = _KINDS[start]
    # The name says nothing: a name in it could not be redacted.
    target, sha256 = copied(path, folder.joinpath(*COPIES), ending, report.uid)
    copy = Asset("copy", str(target), media_type, ("source",), size, sha256)
    return replace(report, file=copy)


def copied(path: Path, folder: Path, ending: str, name: str | None = None) -> tuple[Path, str]:
    """Copy a file into a folder, whole and on disk before it has its name there.

    The name is its sha256 where none is given. Says where it is, and that sha256.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{name or uuid.uuid4().hex}.part"
    shutil.copyfile(path, part)
    found = hashlib.sha256()
    with part.open("rb+") as file:
        while chunk := file.read(1 << 20):
            found.update(chunk)
        os.fsync(file.fileno())
    target = folder / f"{name or found.hexdigest()}{ending}"
    part.replace(target)
    return target, found.hexdigest()


def drop_copies(folder: Path, kept: set[str]) -> int:
    """Delete the copies whose paths are not in `kept`; says how many."""
    found = [p for p in folder.joinpath(*COPIES).glob("*") if str(p) not in kept]
    for path in found:
        path.unlink()
    return len(found)
