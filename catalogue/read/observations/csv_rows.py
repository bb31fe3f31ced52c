"""CSV bytes to records: encodings, delimiters, ragged rows, and nothing that raises."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from catalogue.read.observations.records import Record, Source

_DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ["cp1252", "latin_1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256",
    "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr", "mac_roman", "cp437"]  # fmt: skip
_ENOUGH_TO_TELL = 32
# A cell that begins so was made harmless for spreadsheets by an apostrophe in front.
_NEUTRALISED = ("=", "+", "-", "@", "\t", "\r", "'")


def read_csv(raw: bytes, name: str, encoding: str | None = None) -> Source:
    """Read the bytes of a CSV file. Rows that are ragged or hold a NUL are rejected by number.

    Row numbers are a spreadsheet's: the header is row 1 and blank lines count.
    """
    source = Source(name)
    if not raw.strip():
        source.reject("the file is empty; it needs a header row such as id,title,lon,lat,time.")
        return source
    if raw[:4] == b"PK\x03\x04":
        source.reject("this is a zip or a spreadsheet file, not CSV; export it as CSV (UTF-8).")
        return source
    text = decode(raw, source, encoding)
    if text is None:
        return source
    rows = _rows(text, source)
    _, header = next(rows, (1, []))
    source.columns = _header(header, source)
    for row, cells in rows:
        _take(source, row, cells)
    _unclosed(text, source)
    if not source.records:
        source.warnings.append("the file has a header row and no other.")
    return source


def decode(raw: bytes, source: Source, encoding: str | None = None) -> str | None:
    """Text of a file; None, with a rejection, if no encoding fits. Warns where it is a guess."""
    named = encoding or next((name for bom, name in _BOMS if raw.startswith(bom)), None)
    if named is None:
        named = _utf16_without_bom(raw)
    try:
        return raw.decode(named or "utf-8")
    except LookupError:
        source.reject(f"there is no encoding {named!r}; use utf-8, utf-16, cp1252...")
        return None
    except UnicodeDecodeError as error:
        if named:
            source.reject(f"byte {error.start} is not {named}; name the encoding or save as UTF-8.")
            return None
    from charset_normalizer import from_bytes

    # a handful of accented letters tells nothing about the script: take the commonest
    few = sum(byte > 127 for byte in raw) < _ENOUGH_TO_TELL
    best = from_bytes(raw, cp_isolation=_GUESSES[:2] if few else _GUESSES).best()
    guess = best.encoding if best is not None else "latin_1"
    source.warnings.append(
        f"the file is not UTF-8; it was read as {guess}, which is a guess: check accented letters."
    )
    return raw.decode(guess, errors="replace")


def _utf16_without_bom(raw: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every other byte."""
    head = raw[:2000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        odd = head[start::2]
        if len(odd) > 2 and odd.count(0) > 0.8 * len(odd):
            return name
    return None


def _rows(text: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            source.reject(
                f"{error}; is a quotation mark left open? The rest of the file was not read.", row
            )
            return
        if any(cell.strip() for cell in cells):
            yield row, cells


def _delimiter(text: str) -> str:
    """The candidate that stands most often in the header, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=lambda d: (bare.count(d), -_DELIMITERS.index(d)))


def _header(cells: list[str], source: Source) -> list[str]:
    names: list[str] = []
    for i, cell in enumerate(cells, 1):
        name = harmless(cell).strip().lstrip("\ufeff") or f"column {i}"
        if name in names:
            source.warnings.append(f"two columns are named {name!r}; the first one is used.")
            name = f"{name} ({i})"
        names.append(name)
    return names


def _take(source: Source, row: int, cells: list[str]) -> None:
    wanted = len(source.columns)
    if len(cells) > wanted and not any(cell.strip() for cell in cells[wanted:]):
        cells = cells[:wanted]
    if len(cells) != wanted:
        source.reject(
            f"the row has {len(cells)} cells and the header {wanted}; put cells that hold the "
            "delimiter in quotation marks, and fill the row up.",
            row,
        )
        return
    for column, cell in zip(source.columns, cells, strict=True):
        if "\x00" in cell:
            source.reject("the cell holds a NUL byte; remove it.", row, field=column, value=cell)
            return
    values = {c: harmless(cell) for c, cell in zip(source.columns, cells, strict=True)}
    source.records.append(Record(row, values))


def harmless(cell: str) -> str:
    """Undo the apostrophe that keeps a spreadsheet from running a cell."""
    if cell.startswith("'") and cell[1:2] in _NEUTRALISED and len(cell) > 1:
        return cell[1:]
    return cell


def _unclosed(text: str, source: Source) -> None:
    """Replace a last row that swallowed lines behind an open quotation mark."""
    last = source.records[-1] if source.records else None
    if not isinstance(last, Record) or text.count('"') % 2 == 0:
        return
    swallowed = next((c for c, v in last.values.items() if "\n" in v or "\r" in v), None)
    if swallowed is not None:
        source.records.pop()
        source.reject(
            "a quotation mark is left open, so the lines behind it are one cell; close it.",
            last.row,
            field=swallowed,
        )
