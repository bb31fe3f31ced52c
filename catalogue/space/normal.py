"""Any given geometry as one that can be compared: finite, valid, split at 180 degrees, oriented."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import antimeridian
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry

# Longitudes up to this are taken as meant (0..360, or unwrapped past 180); beyond is a mistake.
MAX_LON = 540.0


def normalise(geometry: BaseGeometry | Mapping[str, Any]) -> BaseGeometry:
    """A geometry in lon/lat, 2-D, valid, within ±180, polygons counter-clockwise.

    A polygon that crosses 180 degrees becomes one polygon on each side (RFC 7946, 3.1.9), one
    that goes around a pole becomes the cap of the nearer pole whatever its winding. Two
    neighbouring vertices more than 180 degrees of longitude apart are taken as crossing 180.
    Raises InvalidGeometry, naming the value, for what is empty, not finite, off the globe or
    without area.
    """
    geometry = shapely.force_2d(_parsed(geometry))
    if geometry.is_empty:
        raise InvalidGeometry("the geometry is empty; leave it out if the place is unknown.")
    _check_coordinates(shapely.get_coordinates(geometry))
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return _polygons(geometry)
    if geometry.geom_type == "GeometryCollection":
        raise InvalidGeometry("a GeometryCollection has no single outline; give a MultiPolygon.")
    if geometry.geom_type in ("LineString", "MultiLineString", "LinearRing"):
        return _lines(geometry)
    return _wrapped_points(geometry)


def _parsed(geometry: BaseGeometry | Mapping[str, Any]) -> BaseGeometry:
    if isinstance(geometry, BaseGeometry):
        return geometry
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    try:
        return shape(geometry)
    except Exception as error:  # shapely raises many kinds for malformed GeoJSON
        reason = f"{type(error).__name__}: {error}"
        raise InvalidGeometry(
            f"geometry of type {kind!r} cannot be read ({reason}); give GeoJSON coordinates as "
            "[longitude, latitude]."
        ) from None


def _check_coordinates(xy: np.ndarray[Any, Any]) -> None:
    if not np.isfinite(xy).all():
        raise InvalidGeometry("a coordinate is NaN or infinite; correct or remove it.")
    worst = xy[np.abs(xy[:, 1]).argmax(), 1]
    if abs(worst) > 90:
        raise InvalidGeometry(
            f"latitude {worst:g} lies outside -90 to 90; coordinates are [longitude, latitude]."
        )
    worst = xy[np.abs(xy[:, 0]).argmax(), 0]
    if abs(worst) > MAX_LON:
        raise InvalidGeometry(f"longitude {worst:g} lies outside -180 to 180.")


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    parts: list[Polygon] = []
    for polygon in shapely.get_parts(geometry):
        parts.extend(_polygon(polygon))
    parts = [p for p in parts if p.area > 0]
    if not parts:
        raise InvalidGeometry("the polygon has no area; give at least three different corners.")
    merged = parts[0] if len(parts) == 1 else _united(parts)
    return shapely.orient_polygons(merged)


def _united(parts: Sequence[Polygon]) -> BaseGeometry:
    candidate = MultiPolygon(parts)
    return candidate if candidate.is_valid else _polygonal(shapely.unary_union(parts))


def _polygon(polygon: Polygon) -> list[Polygon]:
    """Split one polygon at 180 degrees; close it over a pole if it goes around one."""
    rings = [_unwrapped(ring) for ring in (polygon.exterior, *polygon.interiors)]
    turns = [round((ring[-1, 0] - ring[0, 0]) / 360) for ring in rings]
    if turns[0]:
        rings[0] = _over_pole(rings[0])
    elif np.ptp(rings[0][:, 0]) <= 360 and _whole_width(rings[0]):
        return _valid(polygon)
    holes = [h for h, t in zip(rings[1:], turns[1:], strict=True) if not t]
    base = Polygon(rings[0])
    if not base.is_valid:
        base = _polygonal(shapely.make_valid(base))
    for hole in holes:
        base = _without(base, hole)
    return _folded(base)


def _unwrapped(ring: Any) -> np.ndarray[Any, Any]:
    """The ring's vertices with longitudes continued across 180 instead of jumping."""
    xy = np.array(ring.coords, dtype=np.float64)
    steps = np.diff(xy[:, 0])
    # A step of exactly 360 is an edge around the whole world, not a crossing.
    jumps = np.where((np.abs(steps) > 180) & (np.abs(steps) < 360), -np.sign(steps) * 360, 0)
    xy[1:, 0] += np.cumsum(jumps)
    return xy


def _whole_width(ring: np.ndarray[Any, Any]) -> bool:
    return bool(ring[:, 0].min() <= -180 and ring[:, 0].max() >= 180 and np.ptp(ring[:, 0]) == 360)


def _over_pole(ring: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Close a ring that goes once around the earth by way of the pole it is nearer to."""
    pole = 90.0 if ring[:, 1].mean() >= 0 else -90.0
    start, end = ring[0, 0], ring[-1, 0]
    return np.vstack([ring, [[end, pole], [start, pole], ring[0]]])


def _without(base: BaseGeometry, hole: np.ndarray[Any, Any]) -> BaseGeometry:
    cut = Polygon(hole)
    if not cut.is_valid:
        cut = shapely.make_valid(cut)
    # The hole may have been unwrapped to the other side of 180 than its shell.
    for shift in (0, 360, -360):
        moved = shapely.transform(cut, lambda xy, s=shift: xy + np.array([s, 0.0]))
        base = base.difference(moved)
    return base


def _folded(base: BaseGeometry) -> list[Polygon]:
    """Cut at every 180 + 360 k and shift each piece into -180..180."""
    pieces: list[Polygon] = []
    west, _, east, _ = base.bounds
    for k in range(int(np.floor((west + 180) / 360)), int(np.ceil((east + 180) / 360)) + 1):
        window = shapely.box(-180 + 360 * k, -90, 180 + 360 * k, 90)
        part = base if window.covers(base) else base.intersection(window)
        shifted = shapely.transform(part, lambda xy, k=k: xy - np.array([360.0 * k, 0.0]))
        pieces.extend(_parts(shifted))
    return [p for piece in pieces for p in _valid(piece)]


def _valid(polygon: Polygon) -> list[Polygon]:
    if polygon.is_valid:
        return [polygon]
    return _parts(shapely.make_valid(polygon))


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    parts = _parts(geometry)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _parts(geometry: BaseGeometry) -> list[Polygon]:
    found: list[Polygon] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and part.area > 0:
            found.append(part)
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            found.extend(_parts(part))
    return found


def _lines(geometry: BaseGeometry) -> BaseGeometry:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if geometry.geom_type == "MultiLineString":
            return antimeridian.fix_multi_line_string(geometry, great_circle=False)
        return antimeridian.fix_line_string(shapely.LineString(geometry.coords), great_circle=False)


def _wrapped_points(geometry: BaseGeometry) -> BaseGeometry:
    def wrap(xy: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        lon = np.where(np.abs(xy[:, 0]) > 180, (xy[:, 0] + 180) % 360 - 180, xy[:, 0])
        return np.column_stack([lon, xy[:, 1]])

    return shapely.transform(geometry, wrap)
