"""Which scenes may be linked to an observation: boxes sorted by size, cell and time.

A box lies in the cell of its south-western corner, in the grid whose cells are no smaller than
it: so what meets a box is in its cells or one to the west or south. Within a cell boxes are in
order of the time their scenes begin, apart by how long they last, so that a window of time is a
run of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.bulk.fast import compiled
from catalogue.bulk.shapes import Numbers, Shapes
from catalogue.space.edges import Floats, Ints

CELLS_DEG = np.array([0.25, 1.0, 4.0, 16.0, 360.0])
_LASTING_US = np.array([86_400, 40 * 86_400], dtype=np.int64) * 10**6
_DURATIONS = len(_LASTING_US) + 1
# Fewer boxes than these lie in one cell: looking at each costs less than a directory of cells.
_FEW = 200
WIDTHS = np.array([math.ceil(360 / c) + 1 for c in CELLS_DEG], dtype=np.int64)
HEIGHTS = np.array([math.ceil(180 / c) + 1 for c in CELLS_DEG], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Grid:
    """One row for each box (west, south, east, north: rounded outwards); most scenes have one.

    `twin` is the row of a scene's other box in the second of two, else -1. Class c (size times
    duration) has cells from `first_cell[c]`; cell i holds the rows `cell[i]` to `cell[i + 1]`.
    """

    box: NDArray[np.float32]
    begin_us: Ints
    end_us: Ints
    scene: Numbers
    twin: Numbers
    cell: Numbers
    first_cell: Ints
    used: NDArray[np.int64]
    longest_us: Ints

    @property
    def arrays(self) -> tuple[Any, ...]:
        """What compiled functions take."""
        return (
            self.box, self.begin_us, self.end_us, self.scene, self.twin, self.cell,
            self.first_cell, self.used, self.longest_us,
        )  # fmt: skip


def grid_of(shapes: Shapes, begin_us: Ints, end_us: Ints) -> Grid:
    """The grid of these footprints and times."""
    n = len(shapes)
    box = np.empty((n, 4), dtype=np.float32)
    other = np.full((n, 4), np.nan, dtype=np.float32)
    _boxes(shapes.coords, shapes.rings, shapes.parts, shapes.shapes, box, other)
    second = np.flatnonzero(~np.isnan(other[:, 0]))
    box = np.vstack([box, other[second]])
    filled = np.flatnonzero(~np.isnan(box[:, 0]))
    scene = np.r_[np.arange(n, dtype=np.int32), second.astype(np.int32)]
    key, kind = _keys(box, begin_us[scene], end_us[scene])
    order = filled[_order(key[filled], begin_us[scene[filled]])]
    key, kind, scene = key[order], kind[order], scene[order]
    used = np.unique(kind)
    first_cell, cell = _directory(key, kind, used)
    lasting = end_us[scene] - begin_us[scene]
    longest = np.array([lasting[kind == c].max() for c in used], dtype=np.int64)
    twin = np.full(len(order), -1, dtype=np.int32)
    if len(second):
        place = np.full(len(box), -1, dtype=np.int32)
        place[order] = np.arange(len(order))
        twin[place[n:]] = place[second]
    return Grid(
        box[order], begin_us[scene], end_us[scene], scene, twin, cell, first_cell,
        used.astype(np.int64), longest,
    )  # fmt: skip


def _order(key: Ints, begin_us: Ints) -> Ints:
    """By key, then begin to ten seconds (years 1 to 9999 are 35 bits of them)."""
    when = np.clip(begin_us // 10**7 + 2**33, 0, 2**35 - 1)
    return np.asarray(np.argsort(key << 35 | when), dtype=np.int64)


def _keys(box: NDArray[np.float32], begin_us: Ints, end_us: Ints) -> tuple[Ints, Ints]:
    """(cell counted through all classes, class) of each box."""
    with np.errstate(invalid="ignore"):
        size = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
        least = 0 if len(box) > _FEW else len(CELLS_DEG) - 1
        level = np.clip(np.searchsorted(CELLS_DEG, size), least, len(CELLS_DEG) - 1)
        x = np.floor((box[:, 0] + 180) / CELLS_DEG[level])
        y = np.floor((box[:, 1] + 90) / CELLS_DEG[level])
    x, y = (np.nan_to_num(np.maximum(v, 0)).astype(np.int64) for v in (x, y))
    lasts = np.searchsorted(_LASTING_US, end_us - begin_us)
    kind = level * _DURATIONS + lasts
    cell: Ints = _starts()[kind] + y * WIDTHS[level] + x
    return cell, kind


def _starts() -> Ints:
    sizes = np.repeat(WIDTHS * HEIGHTS, _DURATIONS)
    return np.asarray(np.r_[0, np.cumsum(sizes)], dtype=np.int64)


def _directory(key: Ints, kind: Ints, used: Ints) -> tuple[Ints, Numbers]:
    """(first cell of each class, first row of each cell), of the classes that are used."""
    starts, first, cells = _starts(), [0], []
    for c in used:
        mine = slice(*np.searchsorted(kind, (c, c + 1)))
        held = np.bincount(key[mine] - starts[c], minlength=starts[c + 1] - starts[c])
        cells.append((mine.start + np.cumsum(held) - held).astype(np.int32))
        first.append(first[-1] + len(held))
    cells.append(np.array([len(key)], dtype=np.int32))
    return np.array(first, dtype=np.int64), np.concatenate(cells)


def in_order(shapes: Shapes, order: Ints) -> tuple[Floats, Numbers, Numbers]:
    """(coords, rings, the first ring of each shape and one more) of the shapes in this order."""
    ring_of = shapes.parts[shapes.shapes]
    counts = np.diff(ring_of)[order]
    found = (
        np.empty((int(np.diff(shapes.rings[ring_of]).sum()), 2)),
        np.zeros(int(counts.sum()) + 1, dtype=np.int32),
        np.r_[0, np.cumsum(counts)].astype(np.int32),
    )
    _copy(shapes.coords, shapes.rings, ring_of, order, *found)
    return found


@compiled
def _copy(coords, rings, ring_of, order, out, out_rings, out_ring_of):
    """Rings one after the other."""
    n = 0
    for i in range(len(order)):
        ring = out_ring_of[i]
        for at in range(ring_of[order[i]], ring_of[order[i] + 1]):
            for k in range(rings[at], rings[at + 1]):
                out[n, 0], out[n, 1] = coords[k, 0], coords[k, 1]
                n += 1
            ring += 1
            out_rings[ring] = n


@compiled
def _boxes(coords, rings, parts, shapes, box, other):
    """The box of each shape; two where it lies on both sides of 180 degrees."""
    for row in range(len(shapes) - 1):
        west = south = math.inf
        east = north = -math.inf
        for n in range(rings[parts[shapes[row]]], rings[parts[shapes[row + 1]]]):
            x, y = coords[n]
            west, east, south, north = min(west, x), max(east, x), min(south, y), max(north, y)
        if not west <= east:
            box[row] = math.nan
            continue
        if south <= -90.0 or north >= 90.0:
            west, east = -180.0, 180.0
        elif east - west > 180.0:
            left, right = _sides(coords, rings, parts, shapes[row], shapes[row + 1])
            if left < right:
                _set(other[row], right, south, east, north)
                east = left
        _set(box[row], west, south, east, north)


@compiled
def _sides(coords, rings, parts, first, last):
    """How far the polygons to the west and to the east of Greenwich reach towards it."""
    left, right = -180.0, 180.0
    for part in range(first, last):
        west, east = math.inf, -math.inf
        for n in range(rings[parts[part]], rings[parts[part + 1]]):
            west, east = min(west, coords[n, 0]), max(east, coords[n, 0])
        if west + east < 0:
            left = max(left, east)
        else:
            right = min(right, west)
    return left, right


@compiled
def _set(box, west, south, east, north):
    """Rounded outwards: a millionth of a part and a little more than 32 bits need."""
    box[0] = west - (abs(west) * 1.2e-7 + 1e-12)
    box[1] = south - (abs(south) * 1.2e-7 + 1e-12)
    box[2] = east + (abs(east) * 1.2e-7 + 1e-12)
    box[3] = north + (abs(north) * 1.2e-7 + 1e-12)


@compiled
def _from(begin, low, high, first):
    """The first row from `low` on, before `high`, whose scene may begin at `first` or later."""
    # Rows are in order to ten seconds.
    first -= 10_000_000
    while low < high:
        middle = (low + high) // 2
        if begin[middle] < first:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def search(grid, cells_deg, widths, heights, west, south, east, north, first, last, out, found):
    """Add the rows whose box meets this one, and whose time meets [first, last] (us), to `out`
    after `found` others, one for each scene; as many in all. Stops where `out` ends.
    """
    box, begin, end, _, twin, cell, first_cell, used, longest = grid
    for c in range(len(used)):
        level = used[c] // 3
        size, width = cells_deg[level], widths[level]
        x0 = max(0, math.floor((west + 180) / size) - 1)
        x1 = min(width - 1, max(0, math.floor((east + 180) / size + 1e-6)))
        y0 = max(0, math.floor((south + 90) / size) - 1)
        y1 = min(heights[level] - 1, max(0, math.floor((north + 90) / size + 1e-6)))
        early, late = first - longest[c], last + 10_000_000
        for y in range(y0, y1 + 1):
            base = first_cell[c] + y * width
            for i in range(base + x0, base + x1 + 1):
                low, high = cell[i], cell[i + 1]
                if high - low > 8:
                    low = _from(begin, low, high, early)
                for row in range(low, high):
                    if begin[row] > last:
                        if begin[row] > late:
                            break
                        continue
                    if (
                        end[row] >= first
                        and box[row, 0] <= east and box[row, 2] >= west
                        and box[row, 1] <= north and box[row, 3] >= south
                    ):  # fmt: skip
                        t = twin[row]
                        if t >= 0 and (
                            box[t, 0] <= east and box[t, 2] >= west
                            and box[t, 1] <= north and box[t, 3] >= south
                        ):  # fmt: skip
                            continue
                        if found == len(out):
                            return found
                        out[found] = row
                        found += 1
    return found


@compiled
def search_all(grid, sizes, boxes, owner, first, last, of, rows):
    """`search` for each box; `of` gets whose box it was. As many in all, -1 if there is no room."""
    cells_deg, widths, heights = sizes
    found = 0
    for n in range(len(boxes)):
        w, s, e, t = boxes[n]
        more = search(
            grid, cells_deg, widths, heights, w, s, e, t, first[owner[n]], last[owner[n]],
            rows, found,
        )  # fmt: skip
        if more == len(rows):
            return -1
        of[found:more] = owner[n]
        found = more
    return found
