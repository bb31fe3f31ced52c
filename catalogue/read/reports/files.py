"""A file to drafts of reports: a text is one, a table with a column of text is one a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.errors import InvalidValue, UnreadableFile
from catalogue.model import Rejected
from catalogue.read.json_text import load, not_finite
from catalogue.read.observations.csv_rows import read_csv
from catalogue.read.observations.records import Record, Source, text_of
from catalogue.read.reports.document import read_document
from catalogue.read.reports.draft import Draft

_TABLES = (".csv", ".tsv")
_LINES = (".jsonl", ".ndjson")
_MOST_BYTES = 1024**3
# Names by field, the most telling first; compared without case, blanks and punctuation.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "full_text", "body", "content", "article", "report", "story", "notes",
        "description"),
    "id": ("id", "report_id", "doc_id", "document_id", "uid"),
    "title": ("title", "headline"),
    "published": ("published", "published_at", "publication_date", "pub_date", "date_published",
        "date"),
    "publisher": ("publisher", "outlet", "source", "source_name"),
    "url": ("url", "link", "source_url"),
    "archive_url": ("archive_url", "archived", "archive"),
    "accessed": ("accessed", "accessed_at", "retrieved"),
    "language": ("language", "lang"),
    "translation": ("translation", "text_en", "translated"),
    "translator": ("translator", "translated_by"),
}  # fmt: skip


def is_table(path: Path) -> bool:
    """True if a file has rows, by its name."""
    return path.suffix.lower() in (*_TABLES, *_LINES, ".json")


def is_of_observations(path: Path) -> bool:
    """True for the export of a known catalogue: its rows are observations, not texts."""
    from catalogue.read.observations import recognised

    return is_table(path) and path.is_file() and recognised(path) is not None


def read_reports(
    path: Path, mapping: Mapping[str, str] | None = None, encoding: str | None = None
) -> Iterator[Draft | Rejected]:
    """The documents in a file, those that cannot be taken as `Rejected` in their place.

    In a table, `mapping` (field to column) goes over the guess from the columns' names. Raises
    UnreadableFile, and InvalidValue where the mapping names what is not there.
    """
    if not is_table(path):
        yield read_document(path, encoding)
        return
    source = _rows(path, encoding)
    used = columns_used(source.columns, mapping)
    if source.columns and "text" not in used:
        raise UnreadableFile(
            f"{path} has no column of text among {', '.join(source.columns)[:200]}; name it with "
            "--column text=NAME."
        )
    warnings = tuple(source.warnings)
    for item in source.records:
        if isinstance(item, Rejected):
            yield item
            continue
        yield _draft(item, used, path, warnings)
        warnings = ()


def columns_used(columns: list[str], mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Field to column. Raises InvalidValue for a field or column that there is not."""
    by_name = {_plain(c): c for c in reversed(columns)}
    found = {
        field: next(by_name[_plain(n)] for n in names if _plain(n) in by_name)
        for field, names in COLUMNS.items()
        if any(_plain(n) in by_name for n in names)
    }
    for field, column in (mapping or {}).items():
        if field not in COLUMNS:
            raise InvalidValue(f"{field!r} is no field of a report; use {', '.join(COLUMNS)}.")
        if column and column not in columns:
            raise InvalidValue(f"there is no column {column!r}; there are {', '.join(columns)}.")
        found[field] = column
    return {field: column for field, column in found.items() if column}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _draft(record: Record, used: Mapping[str, str], path: Path, warnings: Any) -> Draft | Rejected:
    row = {field: text_of(record.values.get(column)) for field, column in used.items()}
    if not row["text"].strip():
        return Rejected(path.name, "the text is empty.", record.row, used["text"])
    row = {f: v if f in ("text", "translation") else v.strip() for f, v in row.items()}
    known = {field: value for field, value in row.items() if value and field not in ("text", "id")}
    name = row.get("id") or f"{path.stem}-{record.row}"
    return Draft(row["text"], name, path.name, record.row, warnings=warnings, **known)


def _rows(path: Path, encoding: str | None) -> Source:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableFile(f"{path} is larger than 1 GB; split it.")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
    if path.suffix.lower() in _TABLES:
        return read_csv(raw, path.name, encoding)
    source = Source(path.name)
    if not raw.strip():
        source.reject("the file is empty.")
        return source
    for row, value in _values(raw, path):
        _take(source, row, value)
    return source


def _values(raw: bytes, path: Path) -> Iterator[tuple[int, Any]]:
    if path.suffix.lower() not in _LINES:
        try:
            whole = load(raw)
        except UnreadableFile as error:
            raise UnreadableFile(f"{path} {error}") from None
        if not isinstance(whole, list):
            raise UnreadableFile(f"{path} is one JSON object; give a list of them, or JSONL.")
        yield from enumerate(whole, start=1)
        return
    for row, line in enumerate(raw.split(b"\n"), start=1):
        if line.strip():
            try:
                yield row, load(line)
            except UnreadableFile as error:
                yield row, error


def _take(source: Source, row: int, value: Any) -> None:
    if isinstance(value, UnreadableFile):
        source.reject(f"the line {value}", row)
    elif not isinstance(value, dict):
        source.reject("it is no JSON object.", row)
    elif (bad := not_finite(value)) is not None:
        source.reject(f"{bad[1]} is not a finite number.", row, field=bad[0])
    else:
        source.columns += [name for name in value if name not in source.columns]
        source.records.append(Record(row, value))
