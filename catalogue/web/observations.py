"""Observations over HTTP: all as GeoJSON for the map, and those near a point."""

from __future__ import annotations

import hashlib
import math
import threading
from typing import TYPE_CHECKING, Any

import orjson
import shapely
from starlette.responses import Response

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import BBox, Candidate, Observation
from catalogue.web import http
from catalogue.web.changes import kinds_changed
from catalogue.web.errors import json_response
from catalogue.when import describe

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_HIT_PIXELS = 8
_WORLD_PIXEL_M = 156_543.03  # of a 256 px world at the equator


async def collection(context: Context, request: Request) -> Response:
    """Answer `GET /api/observations.geojson?datetime=`; all of them are kept until some change."""
    when = http.interval(request.query_params.get("datetime"))
    headers = {"Content-Type": "application/geo+json"}
    if when is None:
        tag, body = await http.in_thread(context.observations.get)
        headers |= {"ETag": tag, "Cache-Control": "private, no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    def make() -> dict[str, Any]:
        found = context.catalogue.observations((), when)
        features = [feature(o) for o in found if _in(o, when)]
        return {"type": "FeatureCollection", "features": features}

    return json_response(await http.in_thread(make), headers=headers)


class AllObservations:
    """Every observation as GeoJSON text, written once and again after one changed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._version: int | None = None
        self._seq = 0
        self._tag, self._body = "", b""
        self._statuses: list[str] = []

    def get(self) -> tuple[str, bytes]:
        """(ETag, text). Blocks while it is written."""
        with self._lock:
            self._write()
            return self._tag, self._body

    def statuses(self) -> list[str]:
        """Those that any of them has, in order of the alphabet."""
        with self._lock:
            self._write()
            return self._statuses

    def _write(self) -> None:
        """Under the lock; nothing where nothing changed."""
        store = self._catalogue.store
        # Read before the observations, so that these are never older than it says.
        version, head = store.data_version(), store.head()
        if version == self._version:
            return
        if self._version is None or kinds_changed(store, self._seq, "observation"):
            features = [feature(o) for o in self._catalogue.observations()]
            self._body = orjson.dumps({"type": "FeatureCollection", "features": features})
            self._tag = f'"{hashlib.sha256(self._body).hexdigest()[:32]}"'
            self._statuses = sorted({each["properties"]["status"] for each in features})
        self._version, self._seq = version, head.seq if head else 0


def _in(observation: Observation, when: Interval | None) -> bool:
    if when is None:
        return True
    return any(when.meets(i) for i in _intervals(observation))


def _intervals(observation: Observation) -> list[Interval]:
    if observation.when is None:
        return []
    return [i for occurrence in observation.when.occurrences for i, _ in occurrence.alternatives]


def feature(observation: Observation) -> dict[str, Any]:
    """GeoJSON of the most probable place; begin and end in ms since 1970, None where open."""
    place = _best(observation)
    intervals = _intervals(observation)
    begins, ends = [i.begin for i in intervals], [i.end for i in intervals]
    first = min((b for b in begins if b), default=None) if all(begins) else None
    last = max((e for e in ends if e), default=None) if all(ends) else None
    return {
        "type": "Feature",
        "id": observation.uid,
        "geometry": shapely.geometry.mapping(place.geometry) if place else None,
        "properties": {
            "uid": observation.uid,
            "id": observation.id,
            "title": observation.title,
            "r95_m": place.r95_m if place else None,
            "when": observation.when.edtf if observation.when else None,
            "begin_ms": int(first.timestamp() * 1000) if first else None,
            "end_ms": int(last.timestamp() * 1000) if last else None,
            "status": observation.status,
        },
    }


def _best(observation: Observation) -> Candidate | None:
    if observation.place is None:
        return None
    return max(observation.place.candidates, key=lambda c: c.p)


def observations_at(
    catalogue: Catalogue, lon: float, lat: float, z: float | None, when: Interval | None
) -> list[dict[str, Any]]:
    """Observations around a point, or within a few pixels at zoom `z`; nearest first."""
    pixel = _WORLD_PIXEL_M * math.cos(math.radians(lat)) / 2 ** (20 if z is None else z)
    reach = min(pixel * _HIT_PIXELS, 2e6)
    boxes = [BBox(*b) for b in space.disc_boxes(lon, lat, reach)]
    found = []
    for observation in catalogue.observations(boxes, when):
        place = _best(observation)
        if place is None or not _in(observation, when):
            continue
        gap = space.distance_m(place.geometry, lon, lat)
        if gap <= max(reach, place.r95_m or 0):
            own = {"kind": "observation", "uid": observation.uid, "id": observation.id}
            text = describe(observation.when) if observation.when else None
            found.append(
                (
                    gap,
                    {**own, "title": observation.title, "when": text, "status": observation.status},
                )
            )
    return [hit for _, hit in sorted(found, key=lambda f: (f[0], f[1]["id"]))]
