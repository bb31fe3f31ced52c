"""The coverage matrix as a drawing: one square a cell, told apart by colour and by sign.

The colours are of Okabe and Ito's palette, which people with any colour vision can tell apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from catalogue.errors import InvalidValue
from catalogue.evidence.matrix import Matrix
from catalogue.evidence.matrix_json import none_sentence, reports_json
from catalogue.evidence.verdicts import BIT, STATES, State
from catalogue.interval import format_utc, from_us
from catalogue.write.drawing import Drawing, Points, Shape, Text

# No more can be read on one sheet.
MOST_ROWS, MOST_COLUMNS = 400, 600
_CELL, _SIDE = 16.0, 14.0
_LEFT, _RIGHT, _TOP, _MARGIN = 330.0, 300.0, 214.0, 16.0
_MONTHS = 162.0  # above the squares, over the names of scenes
_TITLE_CHARACTERS, _NAME_CHARACTERS, _SENTENCE_CHARACTERS = 34, 22, 52
_INK, _SOFT, _LINE = "#1a1a1a", "#5a5a5a", "#d0d0d0"
# State -> (colour of the square, colour of its sign, strokes of the sign in a square of 1).
_LOOKS: dict[State, tuple[str, str, tuple[Points, ...]]] = {
    "consistent": ("#0072b2", "#ffffff", (((0.2, 0.55), (0.42, 0.78), (0.8, 0.24)),)),
    "inconsistent": (
        "#d55e00", "#ffffff", (((0.22, 0.22), (0.78, 0.78)), ((0.78, 0.22), (0.22, 0.78))),
    ),
    "inconclusive": ("#f0e442", _INK, (((0.2, 0.5), (0.8, 0.5)),)),
    "could_not_show": (
        "#e0e0e0", "#7a7a7a", (((0.0, 1.0), (1.0, 0.0)), ((0.0, 0.5), (0.5, 0.0)),
                               ((0.5, 1.0), (1.0, 0.5))),
    ),
    "unreviewed": (
        "#ffffff", "#56b4e9",
        (((0.38, 0.38), (0.62, 0.38), (0.62, 0.62), (0.38, 0.62), (0.38, 0.38)),),
    ),
}  # fmt: skip
_MARKS = {"disagreement": "people disagree", "needs_another_look": "needs another look"}


def picture(matrix: Matrix) -> Drawing:
    """The matrix with headers, legend and what is said of claims without an image.

    Raises InvalidValue for more claims or scenes than can be read.
    """
    rows, columns = len(matrix.rows), len(matrix.columns)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise InvalidValue(
            f"a picture of {rows} claims and {columns} scenes cannot be read (at most {MOST_ROWS} "
            f"and {MOST_COLUMNS}): choose a report, a case or a time, or write a .csv."
        )
    lines = _lines_of(matrix)
    right = _LEFT + columns * _CELL
    bottom = _TOP + len(lines) * _CELL
    parts = [
        *_columns(matrix, bottom),
        *_rows(matrix, lines, right),
        *_cells(matrix, lines),
        *_legend(matrix, bottom + 2 * _MARGIN),
    ]
    width = max(right + _RIGHT, 900.0)
    height = bottom + 2 * _MARGIN + 4 * _CELL
    title = f"Coverage: {rows} claims against {columns} scenes"
    heading = Text(_MARGIN, 2 * _MARGIN, title, 16, bold=True)
    return Drawing(width, height, (heading, *parts), title)


def _lines_of(matrix: Matrix) -> list[int | str]:
    """What stands in each line: a heading of a report, or the number of a claim."""
    found: list[int | str] = []
    for group in reports_json(matrix):
        name = group["id"] or "no report"
        title = f": {group['title']}" if group["title"] else ""
        found.append(f"{name}{title}")
        found += range(group["first"], group["first"] + group["rows"])
    return found


def _columns(matrix: Matrix, bottom: float) -> Iterator[Shape | Text]:
    """Scenes with their dates, under their months."""
    texts = [_date(column.begin_us) for column in matrix.columns]
    months: list[Points] = []
    for month, group in groupby(range(len(texts)), key=lambda n: texts[n][:7]):
        members = list(group)
        x = _LEFT + members[0] * _CELL
        months.append(((x, _TOP - _MONTHS - 10), (x, bottom)))
        if len(members) >= 3 or len(texts) < 3:
            yield Text(x + 3, _TOP - _MONTHS, month, 11, bold=True)
    if months:
        yield Shape(tuple(months), stroke=_LINE, closed=False)
    for n, column in enumerate(matrix.columns):
        x = _LEFT + n * _CELL + _SIDE / 2 + 4
        name = f"{texts[n][5:]} {_cut(column.name, _NAME_CHARACTERS)}"
        gsd = "" if column.gsd_m is None else f", {column.gsd_m:.3g} m"
        yield Text(x, _TOP - 6, name, 8.5, upwards=True, title=f"{column.name}, {texts[n]}{gsd}")


def _date(begin_us: int) -> str:
    begin = from_us(begin_us)
    return format_utc(begin)[:10] if begin else "no date   "


def _rows(matrix: Matrix, lines: list[int | str], right: float) -> Iterator[Shape | Text]:
    rules: list[Points] = []
    for at, line in enumerate(lines):
        y = _TOP + at * _CELL + _SIDE - 3
        if isinstance(line, str):
            yield Text(_MARGIN, y, _cut(line, 60), 11, bold=True)
            rules.append(((_MARGIN, y + 5), (right, y + 5)))
            continue
        row = matrix.rows[line]
        told = row.observation
        yield Text(_MARGIN + 8, y, _tail(told.id, 12), 9.5, _SOFT)
        yield Text(_MARGIN + 84, y, _cut(told.title, _TITLE_CHARACTERS), 10.5, title=told.title)
        sentence = none_sentence(row)
        if sentence:
            short = _cut(sentence, _SENTENCE_CHARACTERS)
            yield Text(right + 8, y, short, 9.5, _SOFT, title=sentence)
    if rules:
        yield Shape(tuple(rules), stroke=_LINE, closed=False)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _tail(text: str, most: int) -> str:
    """Ids of one report differ in their ends."""
    return text if len(text) <= most else f"…{text[1 - most :]}"


def _cells(matrix: Matrix, lines: list[int | str]) -> Iterator[Shape]:
    """All squares of one state are one shape, and so are their signs."""
    place = {line: at for at, line in enumerate(lines) if isinstance(line, int)}
    corners: dict[int, list[tuple[float, float]]] = defaultdict(list)
    marked: dict[str, list[tuple[float, float]]] = defaultdict(list)
    cells = matrix.cells
    columns = (cells.row, cells.column, cells.state, cells.flags)
    for row, column, state, flags in zip(*(c.tolist() for c in columns), strict=True):
        corner = _LEFT + column * _CELL, _TOP + place[row] * _CELL
        corners[state].append(corner)
        for name in _MARKS:
            if flags & BIT[name]:
                marked[name].append(corner)
    for state, where in sorted(corners.items()):
        yield from _squares(STATES[state], where)
    for name, where in marked.items():
        yield _mark(name, where)


def _squares(state: State, where: list[tuple[float, float]]) -> Iterator[Shape]:
    fill, ink, strokes = _LOOKS[state]
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    yield Shape(tuple(_at(corner, square) for corner in where), fill, "#8a8a8a", 0.6)
    signs = tuple(_at(corner, stroke) for corner in where for stroke in strokes)
    yield Shape(signs, stroke=ink, width=1.6 if state != "could_not_show" else 1.0, closed=False)


def _mark(name: str, where: list[tuple[float, float]]) -> Shape:
    """A triangle in a corner: above where people disagree, below where to look again."""
    above = ((0.5, 0.0), (1.0, 0.0), (1.0, 0.5))
    below = ((0.0, 0.5), (0.5, 1.0), (0.0, 1.0))
    outline = above if name == "disagreement" else below
    return Shape(tuple(_at(corner, outline) for corner in where), _INK, "#ffffff", 0.6)


def _at(corner: tuple[float, float], outline: Points) -> Points:
    return tuple((corner[0] + x * _SIDE, corner[1] + y * _SIDE) for x, y in outline)


def _legend(matrix: Matrix, y: float) -> Iterator[Shape | Text]:
    counts = matrix.counts()["states"]
    x = _MARGIN
    for state in STATES:
        yield from _squares(state, [(x, y)])
        yield Text(x + _CELL + 3, y + 11, f"{state.replace('_', ' ')} ({counts[state]})", 10.5)
        x += 165
    x = _MARGIN
    for name, words in _MARKS.items():
        yield from _squares("unreviewed", [(x, y + 1.5 * _CELL)])
        yield _mark(name, [(x, y + 1.5 * _CELL)])
        yield Text(x + _CELL + 3, y + 1.5 * _CELL + 11, words, 10.5)
        x += 165
    said = "an empty place: the scene is out of the claim's place or time"
    yield Text(x, y + 1.5 * _CELL + 11, said, 10.5, _SOFT)
