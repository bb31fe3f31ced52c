"""Arrays of WKB to flat coordinates, without an object for each."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from catalogue.bulk.fast import compiled
from catalogue.bulk.shapes import Shapes

_POLYGON, _MULTIPOLYGON = 3, 6


def shapes_of_buffer(wkb: pa.Array) -> Shapes | None:
    """The polygons of an Arrow array of WKB; None if some are not plain ones (or missing)."""
    wkb = wkb.combine_chunks() if isinstance(wkb, pa.ChunkedArray) else wkb
    if wkb.null_count or wkb.type not in (pa.binary(), pa.large_binary()):
        return None
    _, offsets, data = wkb.buffers()
    width = np.int32 if wkb.type == pa.binary() else np.int64
    start = np.frombuffer(offsets, dtype=width)[wkb.offset : wkb.offset + len(wkb) + 1]
    octets = np.frombuffer(data, dtype=np.uint8)
    points, rings, parts = count(octets, start)
    if points < 0:
        return None
    found = Shapes(
        np.empty((points, 2)),
        *(np.zeros(n + 1, dtype=np.int32) for n in (rings, parts, len(wkb))),
    )
    fill(
        octets,
        start,
        found.coords.reshape(-1).view(np.uint8),
        found.rings,
        found.parts,
        found.shapes,
    )
    orient(found.coords, found.rings, found.parts)
    return found


@compiled
def _uint(data, at):
    return (
        np.int64(data[at])
        | np.int64(data[at + 1]) << 8
        | np.int64(data[at + 2]) << 16
        | np.int64(data[at + 3]) << 24
    )


@compiled
def count(data, offsets):
    """(positions, rings, polygons) in all; -1 each if some are not plain 2-D polygons."""
    points, rings, parts = 0, 0, 0
    for row in range(len(offsets) - 1):
        at = offsets[row]
        if offsets[row + 1] - at < 9 or data[at] != 1:
            return -1, -1, -1
        kind = _uint(data, at + 1)
        polygons = 1
        if kind == _MULTIPOLYGON:
            polygons = _uint(data, at + 5)
            at += 9
        elif kind != _POLYGON:
            return -1, -1, -1
        for _ in range(polygons):
            if data[at] != 1 or _uint(data, at + 1) != _POLYGON:
                return -1, -1, -1
            inner = _uint(data, at + 5)
            at += 9
            for _ in range(inner):
                n = _uint(data, at)
                points += n
                at += 4 + 16 * n
            rings += inner
            parts += 1
    return points, rings, parts


@compiled
def fill(data, offsets, coords, rings, parts, shapes):
    """Write what `count` counted: `coords` as bytes, offsets as in `Shapes`."""
    point, ring, part = 0, 0, 0
    for row in range(len(offsets) - 1):
        at = offsets[row]
        polygons = 1
        if _uint(data, at + 1) == _MULTIPOLYGON:
            polygons = _uint(data, at + 5)
            at += 9
        for _ in range(polygons):
            inner = _uint(data, at + 5)
            at += 9
            for _ in range(inner):
                n = _uint(data, at)
                at += 4
                coords[16 * point : 16 * (point + n)] = data[at : at + 16 * n]
                at += 16 * n
                point += n
                ring += 1
                rings[ring] = point
            part += 1
            parts[part] = ring
        shapes[row + 1] = part


@compiled
def orient(coords, rings, parts):
    """Turn shells that run clockwise and holes that do not, in place."""
    for part in range(len(parts) - 1):
        for ring in range(parts[part], parts[part + 1]):
            first, last = rings[ring], rings[ring + 1]
            twice = 0.0
            x, y = coords[first, 0], coords[first, 1]
            for n in range(first, last - 1):
                twice += (coords[n, 0] - x) * (coords[n + 1, 1] - y)
                twice -= (coords[n + 1, 0] - x) * (coords[n, 1] - y)
            if (twice < 0) == (ring == parts[part]):
                coords[first:last] = coords[first:last][::-1].copy()
