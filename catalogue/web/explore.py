"""What the map's filters let through, counted by time, listed by area, and handed out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from starlette.responses import Response

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.interval import MIN_US
from catalogue.model import BBox, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.query import footprint_query
from catalogue.web.scenes import brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from starlette.requests import Request

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context
    from catalogue.web.ragged import Ints
    from catalogue.web.selection import Selection

MOST_BINS = 400
MOST_SERIES = 7  # platforms with bars of their own; the rest share one
MOST_LISTED = 60
MOST_CORNERS = 2000
MOST_EXPORTED = 100_000
_ALL = BBox(-180, -90, 180, 90)
_ENDING = {".csv", ".geojson", ".gpkg", ".parquet", ".stac.json"}


async def facets(context: Context, request: Request) -> Response:
    """Answer `GET /api/facets`: what one can filter by, with counts of scenes with a footprint."""

    def make() -> dict[str, Any]:
        _, chosen = context.index.select(footprint_query(request))
        own = chosen.index.parts
        rows = np.flatnonzero(own.main)
        return {
            "platforms": _named(chosen, own.platform[rows]),
            "collections": _named(chosen, own.collection[rows]),
            "off_nadir": bool(np.isfinite(own.off_nadir[rows]).any()),
            "statuses": context.observations.statuses(),
        }

    return json_response(await http.in_thread(make))


def _named(chosen: Selection, numbers: NDArray[np.int32]) -> list[list[Any]]:
    """(name, how many), the most first; without those that have no name."""
    texts = chosen.index.names.texts()
    counts = np.bincount(numbers, minlength=1)
    named = [[texts[n], int(counts[n])] for n in np.flatnonzero(counts) if texts[n]]
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))


async def histogram(context: Context, request: Request) -> Response:
    """GET /api/histogram?bbox=&begin=&end=&bins=&(filters): scenes by begin and platform.

    `begin` and `end` are milliseconds since 1970; without them, all known begins. A scene counts
    where its bounds meet the box. `series` are of the platforms that have the most scenes in the
    whole catalogue, numbered by it in `rank` so that they can keep their colours, then of all
    "others" and of those whose platform is "unknown"; `undated` counts scenes without a time.
    """
    asked = request.query_params
    box = http.bbox(asked.get("bbox")) or _ALL
    begin, end = http.number(asked.get("begin"), "begin"), http.number(asked.get("end"), "end")
    bins = http.whole(asked.get("bins"), "bins", 1, MOST_BINS, default=120)
    query = footprint_query(request)

    def make() -> dict[str, Any]:
        _, chosen = context.index.select(query)
        rows = chosen.within([(b.west, b.south, b.east, b.north) for b in box.parts])
        return _histogram(chosen, rows[chosen.index.parts.main[rows]], begin, end, bins)

    return json_response(await http.in_thread(make))


def _histogram(
    chosen: Selection, rows: Ints, begin: float | None, end: float | None, bins: int
) -> dict[str, Any]:
    own = chosen.index.parts
    known = rows[own.timed[rows] & (own.begin[rows] != MIN_US)]
    ms = own.begin[known] // 1000
    if begin is None or end is None:
        every = own.begin[own.timed & (own.begin != MIN_US)] // 1000
        begin, end = (float(every.min()), float(every.max()) + 1) if len(every) else (0.0, 1.0)
    step = max((end - begin) / bins, 1.0)
    at = np.floor((ms - begin) / step).astype(np.int64)
    inside = (at >= 0) & (at < bins)
    number, place = own.platform[known][inside], at[inside]
    most = np.argsort(-np.bincount(own.platform[own.main], minlength=1), kind="stable")
    named = [int(n) for n in most if n][:MOST_SERIES]
    texts = chosen.index.names.texts()
    picked = [(texts[n], "named", rank, number == n) for rank, n in enumerate(named)]
    others = ~np.isin(number, [0, *named])
    picked += [(None, "others", MOST_SERIES, others), (None, "unknown", MOST_SERIES, number == 0)]
    series = [
        {
            "platform": name,
            "kind": kind,
            "rank": rank,
            "counts": np.bincount(place[mask], minlength=bins).tolist(),
        }
        for name, kind, rank, mask in picked
        if mask.any()
    ]
    undated = int(len(rows) - len(known))
    return {"begin": begin, "step": step, "bins": bins, "series": series, "undated": undated}


async def within(context: Context, request: Request) -> Response:
    """POST /api/within?(filters) with {"ring": [[lon, lat], ...]}: the scenes that meet it.

    Newest first; `scenes` are the first ones in brief, `total` counts all, `uids` names them up
    to the number that can be exported.
    """
    area = _area(await http.json_body(request))
    query = footprint_query(request)

    def make() -> dict[str, Any]:
        _, chosen = context.index.select(query)
        uids = _newest(chosen, chosen.meeting(area))
        scenes = [brief(scene) for scene in _scenes(context.catalogue, uids[:MOST_LISTED])]
        return {"total": len(uids), "uids": uids[:MOST_EXPORTED], "scenes": scenes}

    return json_response(await http.in_thread(make))


async def export(context: Context, request: Request) -> Response:
    """POST /api/within/{name}?(filters): the scenes that meet a ring, as a file.

    The extension of `name` is the format: csv, geojson, gpkg, parquet or stac.json.
    """
    name = request.path_params["name"]
    ending = next((e for e in _ENDING if name.endswith(e)), None)
    if ending is None:
        raise InvalidValue(f"{name!r} ends in no known format; {', '.join(sorted(_ENDING))} are.")
    area = _area(await http.json_body(request))
    query = footprint_query(request)

    def make() -> bytes:
        from catalogue.write.registry import write_scenes

        _, chosen = context.index.select(query)
        uids = _newest(chosen, chosen.meeting(area))
        if len(uids) > MOST_EXPORTED:
            raise InvalidValue(
                f"{len(uids):,} scenes are too many at once; use `catalogue export`."
            )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"scenes{ending}"
            write_scenes(path, _scenes(context.catalogue, uids))
            return path.read_bytes()

    body = await http.in_thread(make)
    headers = {
        "Content-Disposition": f'attachment; filename="scenes{ending}"',
        "Cache-Control": "no-store",
    }
    return Response(body, headers=headers, media_type="application/octet-stream")


def _area(body: dict[str, Any]) -> shapely.Geometry:
    ring = body.get("ring")
    if not isinstance(ring, list) or not 3 <= len(ring) <= MOST_CORNERS:
        raise InvalidValue(f"ring needs 3 to {MOST_CORNERS} corners, [[lon, lat], ...] in degrees.")
    corners = []
    for corner in ring:
        if not isinstance(corner, list) or len(corner) != 2:
            raise InvalidValue(f"a corner is {corner!r}; give [lon, lat] in degrees.")
        lon, lat = http.number(corner[0], "lon"), http.number(corner[1], "lat")
        if lon is None or lat is None or abs(lat) > 90 or abs(lon) > 540:
            raise InvalidValue(f"a corner is {corner!r}; give [lon, lat] in degrees.")
        corners.append((lon, lat))
    return space.normalise(shapely.Polygon(corners))


def _newest(chosen: Selection, rows: Ints) -> list[str]:
    """Uids, newest first, those without a time last."""
    own = chosen.index.parts
    order = np.lexsort((own.uid[rows], -own.begin[rows]))
    return [uid.decode() for uid in own.uid[rows[order]].tolist()]


def _scenes(cat: Catalogue, uids: list[str]) -> Iterator[Scene]:
    for uid in uids:
        try:
            yield cat.scene(uid)
        except NotFound:  # gone since the index was made
            continue
