"""The coverage matrix as a file: CSV for spreadsheets, SVG and PNG to be looked at."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from catalogue.errors import InvalidValue
from catalogue.evidence.matrix import Matrix
from catalogue.evidence.matrix_json import column_json, none_sentence
from catalogue.evidence.verdicts import BIT, STATES, names_of
from catalogue.when import describe
from catalogue.write.atomic import atomic, check_target
from catalogue.write.csvfile import neutralise
from catalogue.write.matrix_picture import picture
from catalogue.write.table import Written

# Said beside the state of a cell; that nobody is quite sure of the place is in the links.
_SAID = tuple(name for name in BIT if name not in ("assessed", "possible"))


def write_matrix(path: Path, matrix: Matrix, *, overwrite: bool = False) -> Written:
    """Write the matrix; the extension is the format.

    Raises InvalidValue for another extension, for a file that exists unless `overwrite`, and for
    a picture that nobody could read.
    """
    writer = FORMATS.get(path.suffix.lower())
    if writer is None:
        raise InvalidValue(
            f"cannot write a matrix to {path.name}: its extension must be one of "
            f"{', '.join(FORMATS)}."
        )
    check_target(path, overwrite=overwrite)
    return writer(path, matrix, overwrite)


def _write_csv(path: Path, matrix: Matrix, overwrite: bool) -> Written:
    """A line for each claim, a column for each scene; empty is a pair that is not linked."""
    with (
        atomic(path, overwrite=overwrite) as draft,
        draft.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        for line in _lines(matrix):
            writer.writerow([neutralise(cell) for cell in line])
    return Written(path, len(matrix.rows))


def _lines(matrix: Matrix) -> Iterator[list[str]]:
    scenes = [column_json(column) for column in matrix.columns]
    claim = ["report", "claim", "title", "status", "observability", "when", "at its time"]
    yield [*claim, *(scene["id"] for scene in scenes)]
    yield [*("" for _ in claim), *(scene["when"] for scene in scenes)]
    texts = _texts(matrix)
    for n, row in enumerate(matrix.rows):
        told = row.observation
        yield [
            matrix.reports.get(row.report or "", ("", ""))[0],
            told.id,
            told.title,
            told.status,
            row.shows or "",
            describe(told.when) if told.when else "",
            none_sentence(row) or "",
            *(texts[n].get(column, "") for column in range(len(scenes))),
        ]


def _texts(matrix: Matrix) -> Mapping[int, Mapping[int, str]]:
    """What stands in the cells, by row and column."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    cells = matrix.cells
    columns = (cells.row, cells.column, cells.state, cells.flags)
    for row, column, state, flags in zip(*(c.tolist() for c in columns), strict=True):
        said = [name.replace("_", " ") for name in names_of(flags) if name in _SAID]
        more = f" ({', '.join(said)})" if said else ""
        found[row][column] = STATES[state].replace("_", " ") + more
    return found


def _write_svg(path: Path, matrix: Matrix, overwrite: bool) -> Written:
    from catalogue.write.drawing import svg

    content = svg(picture(matrix))
    with atomic(path, overwrite=overwrite) as draft:
        draft.write_bytes(content)
    return Written(path, len(matrix.rows))


def _write_png(path: Path, matrix: Matrix, overwrite: bool) -> Written:
    from catalogue.write.drawing import png

    image = png(picture(matrix))
    with atomic(path, overwrite=overwrite) as draft:
        image.save(draft, format="PNG", optimize=True)
    return Written(path, len(matrix.rows))


FORMATS: Mapping[str, Callable[[Path, Matrix, bool], Written]] = {
    ".csv": _write_csv,
    ".svg": _write_svg,
    ".png": _write_png,
}
