"""Mapbox Vector Tiles (version 2.1), written with numpy: all features of a layer at once.

Only what footprints need: layers of single polygons or of points, with texts and numbers as
properties. Coordinates are in tile units, 0 to EXTENT, x to the right, y down. Outer rings must
run clockwise on screen, holes against it (as the specification asks).

A feature is nothing but varints, so the features of a layer are written as one array of numbers
and turned into bytes in one go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from catalogue.web.ragged import Ints, Rings, runs

EXTENT = 4096
_POINT, _POLYGON = 1, 3
_MOVE_ONE = (1 << 3) | 1
_LINE = 2
_CLOSE = (1 << 3) | 7
# Field number and wire type of what a feature holds: tags, type, geometry.
_FEATURE, _TAGS, _TYPE, _GEOMETRY = 0x12, 0x12, 0x18, 0x22

Codes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Column:
    """One property of all features: its distinct values, encoded, and which one each has.

    `code` is -1 for a feature that does not have the property.
    """

    values: bytes
    count: int
    code: Ints


def texts(values: Sequence[bytes]) -> Column:
    """A property of UTF-8 texts; each feature has its own."""
    body = b"".join([_heads(len(value)) + value for value in values])
    return Column(body, len(values), np.arange(len(values)))


def numbers(values: NDArray[np.float64]) -> Column:
    """A property of numbers, written as doubles; NaN is left out."""
    known = ~np.isnan(values)
    distinct, code = np.unique(values[known], return_inverse=True)
    cells = np.empty((len(distinct), 11), np.uint8)
    cells[:, :3] = (0x22, 9, 0x19)
    cells[:, 3:] = distinct.astype("<f8").view(np.uint8).reshape(-1, 8)
    codes = np.full(len(values), -1, np.int64)
    codes[known] = code
    return Column(cells.tobytes(), len(distinct), codes)


def points_layer(name: str, xy: Ints, properties: Mapping[str, Column]) -> bytes:
    """A layer of points; `xy` is (n, 2)."""
    commands = np.column_stack((np.full(len(xy), _MOVE_ONE), _zigzag(xy))).astype(np.uint64)
    sizes = np.full(len(xy), 3, np.int64)
    return _layer(name, _POINT, commands.ravel(), sizes, properties)


def polygons_layer(name: str, rings: Rings, properties: Mapping[str, Column]) -> bytes:
    """A layer of polygons, one for each run of rings of one owner; 3 or more vertices a ring."""
    sizes, starts = rings.sizes, rings.starts
    first = np.flatnonzero(np.diff(rings.owner, prepend=-1))
    # Each vertex is written relative to the one before it, also across rings of one polygon;
    # the cursor starts at 0, 0 again in each polygon.
    before = np.zeros_like(rings.xy)
    before[1:] = rings.xy[:-1]
    before[starts[first]] = 0
    delta = _zigzag(rings.xy - before)
    out_sizes = 2 * sizes + 3
    out_starts = np.cumsum(out_sizes) - out_sizes
    commands = np.empty(int(out_sizes.sum()), np.uint64)
    commands[out_starts] = _MOVE_ONE
    commands[out_starts + 3] = (sizes - 1).astype(np.uint64) << np.uint64(3) | np.uint64(_LINE)
    commands[out_starts + out_sizes - 1] = _CLOSE
    within = np.arange(len(rings.xy)) - np.repeat(starts, sizes)
    at = np.repeat(out_starts, sizes) + 1 + 2 * within + (within > 0)
    commands[at], commands[at + 1] = delta[:, 0], delta[:, 1]
    return _layer(name, _POLYGON, commands, np.add.reduceat(out_sizes, first), properties)


def _layer(
    name: str, kind: int, commands: Codes, sizes: Ints, properties: Mapping[str, Column]
) -> bytes:
    """`sizes` counts the commands of each feature."""
    tags, tag_sizes = _tags(list(properties.values()), len(sizes))
    tag_bytes = np.add.reduceat(np.append(_widths(tags), 0), np.cumsum(tag_sizes) - tag_sizes)
    tag_bytes[tag_sizes == 0] = 0
    command_bytes = np.add.reduceat(_widths(commands), np.cumsum(sizes) - sizes)
    body = 4 + _widths(tag_bytes) + tag_bytes + _widths(command_bytes) + command_bytes
    every = 8 + tag_sizes + sizes
    at = np.cumsum(every) - every
    out = np.empty(int(every.sum()), np.uint64)
    out[at], out[at + 1], out[at + 2], out[at + 3] = _FEATURE, body, _TAGS, tag_bytes
    out[runs(at + 4, tag_sizes)] = tags
    at += 4 + tag_sizes
    out[at], out[at + 1], out[at + 2], out[at + 3] = _TYPE, kind, _GEOMETRY, command_bytes
    out[runs(at + 4, sizes)] = commands
    head = b"\x78\x02" + b"\x0a" + varint(len(name)) + name.encode() + b"\x28" + varint(EXTENT)
    keys = b"".join(b"\x1a" + varint(len(key)) + key.encode() for key in properties)
    values = b"".join(column.values for column in properties.values())
    layer = head + _varints(out) + keys + values
    return b"\x1a" + varint(len(layer)) + layer


def _tags(columns: Sequence[Column], count: int) -> tuple[Codes, Ints]:
    """Number of key and number of value for each property of each feature, and how many."""
    pairs = np.empty((count, len(columns), 2), np.uint64)
    has = np.empty((count, len(columns)), bool)
    before = 0
    for key, column in enumerate(columns):
        has[:, key] = column.code >= 0
        pairs[:, key, 0], pairs[:, key, 1] = key, column.code + before
        before += column.count
    return pairs[has].ravel(), 2 * has.sum(axis=1, dtype=np.int64)


@cache
def _heads(length: int) -> bytes:
    """What comes before a text of `length` bytes in the list of values."""
    own = b"\x0a" + varint(length)
    return b"\x22" + varint(len(own) + length) + own


def varint(value: int) -> bytes:
    """Protocol-buffer varint of a number that is not negative."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _zigzag(values: Ints) -> Codes:
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def _widths(values: NDArray[np.uint64] | Ints) -> Ints:
    """How many bytes each number takes as a varint, up to 35 bits."""
    widths = np.ones(len(values), np.int64)
    for bits in (7, 14, 21, 28):
        more = values >= (1 << bits)
        if not more.any():
            break
        widths += more
    return widths


def _varints(values: Codes) -> bytes:
    """The varints of all numbers, one after the other."""
    widths = _widths(values)
    ends = np.cumsum(widths)
    starts = ends - widths
    out = np.empty(int(ends[-1]), np.uint8)
    out[ends - 1] = values >> (7 * (widths - 1)).astype(np.uint64)
    longer = np.flatnonzero(widths > 1)
    for place in range(4):
        if not len(longer):
            break
        part = (values[longer] >> np.uint64(7 * place)) & np.uint64(127)
        out[starts[longer] + place] = part | np.uint64(128)
        longer = longer[widths[longer] > place + 2]
    return out.tobytes()
