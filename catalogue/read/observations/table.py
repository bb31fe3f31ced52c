"""A file of reported observations to a table of observations and rejections, in file order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.model import Observation, Rejected
from catalogue.read.observations.build import Reading, build, digest
from catalogue.read.observations.csv_rows import read_csv
from catalogue.read.observations.doubt import reconsider, says_something
from catalogue.read.observations.exports import Export, recognise
from catalogue.read.observations.formats import GDELT_HEADERS, Derive
from catalogue.read.observations.geojson import read_geojson
from catalogue.read.observations.gpkg import read_gpkg
from catalogue.read.observations.mapping import TIME_FORMAT, guess, settle
from catalogue.read.observations.records import Record, Source

_JSON = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".geojsonseq")
_MOST_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class ObservationTable:
    """What was read. `mapping` is field to column as used (`time_format` is no column),
    `columns` all there are, `warnings` those about the file as a whole.
    """

    mapping: Mapping[str, str]
    rows: tuple[Observation | Rejected, ...]
    warnings: tuple[str, ...]
    columns: tuple[str, ...]


def read_observations(
    path: Path,
    mapping: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
    layer: str | None = None,
) -> ObservationTable:
    """Read CSV, GeoJSON (also one feature a line) or GeoPackage, known by content and name.

    `mapping` (field to column, "" for none, `time_format` for the order of dates) goes over the
    guess. Rows that cannot be taken are `Rejected` in their place. Raises UnreadableFile where
    there is no such file, InvalidValue where the mapping names what is not there.
    """
    source = _read(Path(path), encoding, layer)
    export = recognise(source.columns, source.records) or Export("")
    known = {f: c for f, c in export.mapping.items() if f == TIME_FORMAT or not c
             or c in source.columns}  # fmt: skip
    warnings = [*source.warnings, *export.warnings]
    guessed = {f: c for f, c in (guess(source.columns) | known).items() if c}
    chosen = {f: c for f, c in guessed.items() if f not in (mapping or {})}
    sure = reconsider(chosen, source.columns, source.records, warnings)
    used = settle(sure, mapping, source.columns)
    if source.columns and not says_something(used, source.records):
        _not_understood(source)
    rows = tuple(_rows(source, used, export, warnings, set(mapping or {})))
    return ObservationTable(used, rows, tuple(warnings), tuple(source.columns))


def _read(path: Path, encoding: str | None, layer: str | None) -> Source:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableFile(f"{path} is larger than 2 GB; split it.")
        with path.open("rb") as file:
            if file.read(16) == b"SQLite format 3\x00":
                file.close()
                return read_gpkg(path, layer)
            file.seek(0)
            raw = file.read()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
    if path.suffix.lower() == ".gpkg" and raw:
        source = Source(path.name)
        source.reject("the file is named .gpkg and is no GeoPackage; export it again.")
        return source
    raw = _with_header(raw)
    is_json = path.suffix.lower() in _JSON
    return (read_geojson if is_json else read_csv)(raw, path.name, encoding)


def _with_header(raw: bytes) -> bytes:
    """GDELT's own files come without a header: give them theirs, known by their shape."""
    first = raw[:20_000].split(b"\n", 1)[0]
    cells = first.rstrip(b"\r").split(b"\t")
    names = GDELT_HEADERS.get(len(cells))
    if names is None or not (cells[0].isdigit() and re.fullmatch(rb"\d{8}", cells[1])):
        return raw
    return "\t".join(names).encode() + b"\n" + raw


def _not_understood(source: Source) -> None:
    """Turn rows of which no column was understood into one rejection of the file."""
    rows = sum(isinstance(record, Record) for record in source.records)
    source.records = [record for record in source.records if isinstance(record, Rejected)]
    source.reject(
        f"none of the columns ({', '.join(source.columns)[:200]}) is understood, so {rows} rows "
        "say nothing; name some, such as lon=Longitude lat=Latitude time=Date."
    )


def _rows(
    source: Source,
    used: Mapping[str, str],
    export: Export,
    warnings: list[str],
    chosen: set[str],
) -> Iterator[Observation | Rejected]:
    reading = Reading(
        source.name,
        {f: c for f, c in used.items() if f != TIME_FORMAT},
        time_format=used.get(TIME_FORMAT),
        dates_only=export.dates_only,
        radius=export.radius,
        derive=_derived(export, chosen),
    )
    seen: dict[str, tuple[int, str]] = {}
    nameless = False
    for record in source.records:
        if isinstance(record, Rejected):
            yield record
            continue
        built = build(record, reading)
        if isinstance(built, Rejected):
            yield built
            continue
        said = digest(record)
        nameless = nameless or built.id == f"row-{said[:8]}"
        first = seen.setdefault(built.id, (record.row, said))
        if first[0] == record.row:
            yield built
        elif first[1] == said:
            warnings.append(f"row {record.row} repeats row {first[0]}; it is taken once.")
        else:
            yield _duplicate(source, record, built.id, first[0], used)
    if nameless:
        warnings.append("there is no id in some rows; theirs is made from what the row says.")


def recognised(path: Path) -> str | None:
    """The name of the known catalogue that a file was exported from, None for another file."""
    source = _read(path, None, None)
    export = recognise(source.columns, source.records)
    return None if export is None else export.name


def _derived(export: Export, chosen: set[str]) -> Derive | None:
    """What the export derives, but for the fields that the user mapped."""
    derive = export.derive
    if derive is None:
        return None
    return lambda row: {f: v for f, v in derive(row).items() if f not in chosen}


def _duplicate(
    source: Source, record: Record, id: str, first: int, used: Mapping[str, str]
) -> Rejected:
    return Rejected(
        source.name,
        f"id {id!r} is that of row {first}, which says something else; give one another id.",
        record.row,
        used.get("id", "id") and "id",
        id,
    )
