"""Distances and containment of gazetteer places."""

from __future__ import annotations

import math

from catalogue.gazetteer import Entry
from catalogue.space.measure import GEOD

_EARTH_M = 6_371_008.8
_SIZES = {"town": 1, "airfield": 0, "admin2": 2, "admin1": 3, "country": 4, "continent": 5}


def apart_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle metres: within 0.6 % of the geodesic, enough to compare candidates."""
    a, b = math.radians(lat1), math.radians(lat2)
    sin_lat, sin_lon = math.sin((b - a) / 2), math.sin(math.radians(lon2 - lon1) / 2)
    h = sin_lat**2 + math.cos(a) * math.cos(b) * sin_lon**2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(h)))


def between_m(a: Entry, b: Entry) -> float:
    """Great-circle metres between two centres."""
    return apart_m(a.lon, a.lat, b.lon, b.lat)


def moved(lon: float, lat: float, bearing_deg: float, distance_m: float) -> tuple[float, float]:
    """(lon, lat) after going `distance_m` along the geodesic that sets out at `bearing_deg`."""
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing_deg, distance_m)
    return float(to_lon), float(to_lat)


def holds(outer: Entry, inner: Entry) -> bool:
    """True when `inner` lies in `outer`: by the codes where both have them, else by distance."""
    if outer.row == inner.row:
        return False
    if outer.kind == "country":
        if inner.cc is not None:
            return inner.cc == outer.cc and inner.kind != "country"
        return between_m(outer, inner) <= 1.3 * outer.radius_m
    if outer.kind in ("admin1", "admin2") and inner.kind != "country":
        if outer.row in (inner.admin1, inner.admin2):
            return True
        known = inner.admin1 if outer.kind == "admin1" else inner.admin2
        if known is not None or inner.cc != outer.cc or inner.kind == "admin1":
            return False
        return between_m(outer, inner) <= 1.2 * outer.radius_m
    if outer.kind in ("town", "airfield", "own"):
        small = inner.kind in ("town", "airfield") and (inner.population or 0) <= (
            outer.population or 0
        )
        return small and between_m(outer, inner) <= max(15_000.0, 2.0 * outer.radius_m)
    larger = inner.radius_m < outer.radius_m
    return larger and between_m(outer, inner) <= 1.1 * outer.radius_m
