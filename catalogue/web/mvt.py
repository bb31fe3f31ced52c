"""Mapbox Vector Tiles (version 2.1), written with numpy: all rings of a tile at once.

Only what footprints need: one layer of single polygons or of points, with properties.
Coordinates are in tile units, 0 to EXTENT, x to the right, y down. Rings come in open or closed
form; outer rings must run clockwise on screen, holes against it (as the specification asks).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
_POINT, _POLYGON = 1, 3
_MOVE_ONE = (1 << 3) | 1
_CLOSE = (1 << 3) | 7

Value = str | float | int | bool | None


def varint(value: int) -> bytes:
    """Protocol-buffer varint of a number that is not negative."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, body: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(body)) + body


def _value(value: str | float | int | bool) -> bytes:
    if isinstance(value, str):
        return _field(1, value.encode())
    if isinstance(value, bool):
        return b"\x38" + varint(int(value))
    if isinstance(value, int):
        return b"\x30" + varint(2 * value if value >= 0 else -2 * value - 1)
    return b"\x19" + struct.pack("<d", value)


class _Tags:
    """Keys and values of a layer, each once."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}
        self.values: dict[tuple[type, Value], int] = {}

    def of(self, properties: Mapping[str, Value]) -> bytes:
        """The tags of one feature; a property that is None is left out."""
        out = bytearray()
        for key, value in properties.items():
            if value is None:
                continue
            out += varint(self.keys.setdefault(key, len(self.keys)))
            # 1, 1.0 and True are equal in Python, so the type is part of the name.
            out += varint(self.values.setdefault((type(value), value), len(self.values)))
        return bytes(out)

    def encoded(self) -> bytes:
        """The layer's key and value tables."""
        keys = b"".join(_field(3, key.encode()) for key in self.keys)
        values = b"".join(_field(4, _value(value)) for _, value in self.values if value is not None)
        return keys + values


def _layer(
    name: str, kind: int, geometries: Sequence[bytes], properties: Sequence[Mapping[str, Value]]
) -> bytes:
    tags = _Tags()
    features = bytearray()
    geometry_kind = b"\x18" + varint(kind)
    for geometry, own in zip(geometries, properties, strict=True):
        features += _field(2, _field(2, tags.of(own)) + geometry_kind + _field(4, geometry))
    head = b"\x78\x02" + _field(1, name.encode())
    return _field(3, head + bytes(features) + tags.encoded() + b"\x28" + varint(EXTENT))


def points_layer(
    name: str, xy: NDArray[np.int64], properties: Sequence[Mapping[str, Value]]
) -> bytes:
    """A tile with one layer of points; `xy` is (n, 2)."""
    numbers = np.column_stack((np.full(len(xy), _MOVE_ONE), _zigzag(xy))).astype(np.uint64)
    return _layer(name, _POINT, _slices(numbers.ravel(), np.full(len(xy), 3)), properties)


def polygons_layer(
    name: str,
    xy: NDArray[np.int64],
    ring_sizes: NDArray[np.int64],
    rings: NDArray[np.int64],
    properties: Sequence[Mapping[str, Value]],
) -> bytes:
    """A tile with one layer of polygons, one per entry of `properties`.

    `xy` is (n, 2): the vertices of all rings, one ring after the other, none of them closed.
    `ring_sizes` counts the vertices of each ring (3 or more), `rings` the rings of each polygon.
    """
    starts = np.cumsum(ring_sizes) - ring_sizes
    first_ring = np.cumsum(rings) - rings
    # Each vertex is written relative to the one before it, also across rings of one polygon;
    # the cursor starts at 0, 0 again in each polygon.
    before = np.vstack((np.zeros((1, 2), np.int64), xy[:-1])) if len(xy) else xy
    before[starts[first_ring]] = 0
    delta = _zigzag(xy - before)
    out_sizes = 2 * ring_sizes + 3
    out_starts = np.cumsum(out_sizes) - out_sizes
    numbers = np.zeros(int(out_sizes.sum()), np.uint64)
    numbers[out_starts] = _MOVE_ONE
    numbers[out_starts + 3] = (ring_sizes - 1).astype(np.uint64) << np.uint64(3) | np.uint64(2)
    numbers[out_starts + out_sizes - 1] = _CLOSE
    within = np.arange(len(xy)) - np.repeat(starts, ring_sizes)
    at = np.repeat(out_starts, ring_sizes) + 1 + 2 * within + (within > 0)
    numbers[at], numbers[at + 1] = delta[:, 0], delta[:, 1]
    sizes = np.add.reduceat(out_sizes, first_ring) if len(rings) else out_sizes
    return _layer(name, _POLYGON, _slices(numbers, sizes), properties)


def _zigzag(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def _slices(numbers: NDArray[np.uint64], sizes: NDArray[np.int64]) -> list[bytes]:
    """Varints of all numbers, cut into pieces of `sizes` numbers."""
    if not len(numbers):
        return []
    widths = np.ones(len(numbers), np.int64)
    for bits in (7, 14, 21, 28):
        widths += numbers >= (1 << bits)
    ends = np.cumsum(widths)
    out = np.zeros(int(ends[-1]), np.uint8)
    for place in range(5):
        has = widths > place
        part = (numbers[has] >> np.uint64(7 * place)) & np.uint64(127)
        more = np.where(widths[has] > place + 1, 128, 0).astype(np.uint64)
        out[(ends - widths)[has] + place] = (part | more).astype(np.uint8)
    data = out.tobytes()
    cuts = ends[np.cumsum(sizes) - 1]
    return [data[a:b] for a, b in zip((0, *cuts[:-1]), cuts, strict=True)]
