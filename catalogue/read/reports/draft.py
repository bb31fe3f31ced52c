"""What is known of a document before it is in a catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with what the file says of it; None is unknown. `name` is a proposal for its id.

    `source` is the file, `row` counts as a spreadsheet does. `published` is EDTF or ISO 8601.
    """

    text: str
    name: str
    source: str = ""
    row: int | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    archive_url: str | None = None
    accessed: str | None = None
    language: str | None = None
    translation: str | None = None
    translator: str | None = None
    warnings: tuple[str, ...] = ()
