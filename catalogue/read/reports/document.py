"""One document to its text: encodings, HTML, and what is no text at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.model import MOST_CHARACTERS
from catalogue.read.observations.csv_rows import decode
from catalogue.read.observations.records import Source
from catalogue.read.reports.draft import Draft

_HTML = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
# Bytes at the start of files that people take for text.
_OTHERS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
}
# Of the first characters, how many may be control characters in what is still a text.
_CONTROL_SHARE = 0.02
_CONTROLS = {chr(n) for n in range(32)} - set("\t\n\r\f\x1b") | {"\x7f", "\ufffd"}
# Four bytes are the most that one character takes.
_MOST_BYTES = 4 * MOST_CHARACTERS


def read_document(path: Path, encoding: str | None = None) -> Draft:
    """The text of one file. Raises UnreadableFile for what is no text, is empty or too long."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise UnreadableFile(
                f"{path} has {size / 1e6:.1f} MB; a report has {MOST_CHARACTERS:,} characters at "
                "most. Split it into the documents it is made of."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
    text, warnings = _text(raw, path, encoding)
    title = None
    if _HTML.match(text):
        title, text = _of_html(text)
        warnings.append("read as HTML: its words are the text, tags and scripts are left out.")
        if not text.strip():
            raise UnreadableFile(f"{path} is HTML without words; save the page as text.")
    return Draft(text, path.stem, path.name, title=title, warnings=tuple(warnings))


def _text(raw: bytes, path: Path, encoding: str | None) -> tuple[str, list[str]]:
    if not raw.strip():
        raise UnreadableFile(f"{path} is empty; name a file that says something.")
    for start, what in _OTHERS.items():
        if raw.startswith(start):
            raise UnreadableFile(
                f"{path} is {what}, no text. Give its words as a text file, and the file itself "
                "as your own copy with --file."
            )
    source = Source(path.name)
    text = decode(raw, source, encoding)
    if text is None:
        reason = getattr(source.records[0], "reason", "")
        raise UnreadableFile(f"{path}: {reason}")
    text = text.removeprefix("\ufeff")
    _check_words(text, path)
    return text, source.warnings


def _check_words(text: str, path: Path) -> None:
    nul = text.find("\0")
    head = text[:4000]
    controls = sum(c in _CONTROLS for c in head)
    if controls > _CONTROL_SHARE * len(head):
        raise UnreadableFile(
            f"{path} is binary, no text ({controls} of its first {len(head)} characters are "
            "control characters). Give the words as a text file in UTF-8."
        )
    if nul >= 0:
        raise UnreadableFile(
            f"{path} holds a NUL character at character {nul}; a text cannot be kept with it. "
            "Remove it."
        )


class _Words(HTMLParser):
    """Collects what a reader would see; breaks where a block ends."""

    _HIDDEN = frozenset({"script", "style", "template", "noscript", "head"})
    _BLOCKS = frozenset(
        ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section",
         "header", "footer", "ul", "ol", "table", "blockquote", "figcaption", "dt", "dd")
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.words: list[str] = []
        self._hidden = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._in_title = tag == "title"
        # <body> ends a head that was never closed.
        self._hidden = 0 if tag == "body" else self._hidden + (tag in self._HIDDEN)
        if tag in self._BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in self._BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _of_html(html: str) -> tuple[str | None, str]:
    """The title, None without one, and the words."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).split("\n"))
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join("".join(parser.title).split()) or None, words
