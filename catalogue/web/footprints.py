"""Footprints as vector tiles, and what lies under a point of the map."""

from __future__ import annotations

import hashlib
import math
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from starlette.responses import Response

from catalogue.web import http
from catalogue.web.mvt import EXTENT, points_layer, polygons_layer

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.model import SceneQuery
    from catalogue.web.context import Context
    from catalogue.web.index import Index

MOST = 4000
GRID = 32
_BUFFER = 64  # tile units drawn beyond the edge, so that outlines do not show it
_MAX_LAT = math.degrees(math.atan(math.sinh(math.pi)))
MVT_TYPE = "application/vnd.mapbox-vector-tile"
# Numbers of the index count from 1 in each process: an ETag of the one before must not match.
_STARTED = f"{time.time_ns():x}"


async def tile(context: Context, request: Request) -> Response:
    """Answer `GET /api/footprints/{z}/{x}/{y}.mvt`."""
    z = http.whole(request.path_params["z"], "z", 0, 24)
    x = http.whole(request.path_params["x"], "x", 0, 2**z - 1)
    y = http.whole(request.path_params["y"], "y", 0, 2**z - 1)
    query = http.scene_query(request)

    def make() -> tuple[str, bytes]:
        number, index = context.index.get()
        named = f"{_STARTED}/{number}/{z}/{x}/{y}/{query!r}"
        tag = f'"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'
        if tag == request.headers.get("if-none-match"):
            return tag, b""
        body = context.footprints.get(tag)
        if body is None:
            body = encode_tile(index, query, z, x, y)
            context.footprints.put(tag, body)
        return tag, body

    tag, body = await http.in_thread(make)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag == request.headers.get("if-none-match"):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=MVT_TYPE)


def encode_tile(index: Index, query: SceneQuery, z: int, x: int, y: int) -> bytes:
    """Polygons of the scenes that meet the tile, or counts where they are too many; maybe b""."""
    west, south, east, north = _tile_box(z, x, y, _BUFFER / EXTENT)
    rows = np.flatnonzero(index.matching(query) & index.in_box(west, south, east, north))
    if not len(rows):
        return b""
    if np.count_nonzero(index.main[rows]) > MOST:
        return _counts(index, rows, z, x, y)
    return _polygons(index, rows, (z, x, y), (west, south, east, north))


def _counts(index: Index, rows: NDArray[np.int64], z: int, x: int, y: int) -> bytes:
    rows = rows[index.main[rows]]
    west, south, east, north = index.bounds[rows].T
    centres = np.column_stack(((west + east) / 2, (south + north) / 2))
    cells = np.floor_divide(_to_tile(centres, z, x, y), EXTENT / GRID).astype(np.int64)
    inside = ((cells >= 0) & (cells < GRID)).all(axis=1)
    numbers, counts = np.unique(cells[inside] @ (1, GRID), return_counts=True)
    xy = np.column_stack((numbers % GRID, numbers // GRID)) * (EXTENT // GRID) + EXTENT // GRID // 2
    return points_layer("counts", xy, [{"n": int(n)} for n in counts])


def _polygons(
    index: Index,
    rows: NDArray[np.int64],
    tile: tuple[int, int, int],
    box: tuple[float, float, float, float],
) -> bytes:
    clipped = shapely.clip_by_rect(index.geometry[rows], *box)
    # Clockwise with north up is clockwise on screen: what the encoding wants of outer rings.
    shapes, owner = shapely.get_parts(clipped, return_index=True)
    polygonal = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    keep = polygonal & ~shapely.is_empty(shapes)
    shapes, owner = shapely.orient_polygons(shapes[keep], exterior_cw=True), owner[keep]
    if not len(shapes):
        return b""
    rings, of_shape = shapely.get_rings(shapes, return_index=True)
    coordinates, of_ring = shapely.get_coordinates(rings, return_index=True)
    xy = np.rint(_to_tile(coordinates, *tile)).astype(np.int64)
    outer = np.ones(len(rings), bool)
    outer[1:] = of_shape[1:] != of_shape[:-1]
    xy, ring_sizes, kept = _tidied(xy, of_ring, outer)
    per_shape = np.bincount(of_shape[kept], minlength=len(shapes))
    properties = [index.properties[rows[i]] for i in owner]
    return polygons_layer("scenes", xy, ring_sizes, per_shape, properties)


def _tidied(
    xy: NDArray[np.int64], ring: NDArray[np.int64], outer: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rings on the tile's grid: (vertices, vertices per ring, which rings are left).

    Equal neighbours and the closing vertex go. A hole that shrank to nothing goes too, an outer
    ring becomes a small square: a scene must never vanish from the map for being small.
    """
    same_ring = np.zeros(len(xy), bool)
    same_ring[1:] = ring[1:] == ring[:-1]
    repeated = np.zeros(len(xy), bool)
    repeated[1:] = (xy[1:] == xy[:-1]).all(axis=1)
    starts = np.flatnonzero(~same_ring)
    last = np.append(starts[1:], len(xy)) - 1
    keep = ~(same_ring & repeated)
    keep[last] = False  # closed rings end where they began
    first_of = np.repeat(starts, last - starts + 1)
    keep &= ~(same_ring & (xy == xy[first_of]).all(axis=1) & (np.arange(len(xy)) == last[ring] - 1))
    sizes = np.bincount(ring[keep], minlength=len(outer))
    area = _doubled_area(xy, starts, last)
    flat = (sizes < 3) | (np.where(outer, area, -area) <= 0)  # also what rounding turned over
    square = np.array(((0, 0), (2, 0), (2, 2), (0, 2)))
    if not flat.any():
        return xy[keep], sizes, np.arange(len(outer))
    keep &= ~flat[ring]
    whole = np.split(xy[keep], np.cumsum(np.where(flat, 0, sizes))[:-1])
    kept = np.flatnonzero(~flat | outer)
    pieces = [xy[starts[n]] + square - 1 if flat[n] else whole[n] for n in kept]
    return np.concatenate(pieces), np.array([len(p) for p in pieces]), kept


def _doubled_area(
    xy: NDArray[np.int64], starts: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Twice the area of each closed ring, by the surveyor's formula; clockwise on screen is > 0."""
    cross = xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1]
    total = np.concatenate(((0,), np.cumsum(cross)))
    return np.asarray(total[last] - total[starts])


def _tile_box(z: int, x: int, y: int, buffer: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a web-mercator tile grown by a share of its side."""
    side = 2.0**z

    def lat(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(max(row / side, 0), 1)))))

    west = max((x - buffer) / side * 360 - 180, -180)
    east = min((x + 1 + buffer) / side * 360 - 180, 180)
    return west, lat(y + 1 + buffer), east, lat(y - buffer)


def _to_tile(lonlat: NDArray[np.float64], z: int, x: int, y: int) -> NDArray[np.float64]:
    """Lon/lat degrees as tile units of one tile."""
    lat = np.radians(np.clip(lonlat[:, 1], -_MAX_LAT, _MAX_LAT))
    world = np.column_stack(
        ((lonlat[:, 0] + 180) / 360, (1 - np.arcsinh(np.tan(lat)) / math.pi) / 2)
    )
    return np.asarray((world * 2.0**z - (x, y)) * EXTENT)


def scenes_at(index: Index, query: SceneQuery, lon: float, lat: float) -> list[dict[str, Any]]:
    """Properties and footprint area of the scenes under a point, smallest first."""
    rows = np.flatnonzero(index.matching(query) & index.in_box(lon, lat, lon, lat))
    rows = rows[shapely.intersects(index.geometry[rows], shapely.Point(lon, lat))]
    found = {index.properties[row]["uid"]: index.properties[row] for row in rows}
    return list(found.values())
