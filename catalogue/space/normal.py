"""`normalise`: any given geometry to the one form that the rest of the package works with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.rings import Pole, fold, joined, polygonal, ring_region, unwrap, valid

_TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
MAX_LON = 540.0


def normalise(geometry: BaseGeometry | Mapping[str, Any]) -> BaseGeometry:
    """The geometry on the globe in normal form: 2-D, within ±180, valid, shells anticlockwise.

    `geometry` is GeoJSON or shapely, in lon/lat degrees; longitudes to ±540 (such as 0 to 360)
    are wrapped. An edge of more than 180 degrees is taken to cross the antimeridian; such
    polygons and lines are cut there, with edges straight in lon/lat (RFC 7946, section 3.1.9).
    A ring round a pole becomes the cap of the pole nearer to its mean latitude. What
    intersects itself is made valid; of a polygon only the polygonal part is kept.

    Raises InvalidGeometry when it is empty, of another type, has a NaN or infinite coordinate,
    a latitude beyond ±90, a longitude beyond ±540, or a polygon without area.
    """
    flat = shapely.force_2d(_parsed(geometry))
    _check(flat)
    if flat.geom_type in ("Polygon", "MultiPolygon"):
        return normal_polygon(flat)
    if flat.geom_type in ("Point", "MultiPoint"):
        return shapely.transform(flat, _wrap_points)
    return _normal_line(flat)


def _parsed(geometry: BaseGeometry | Mapping[str, Any]) -> BaseGeometry:
    if isinstance(geometry, Mapping):
        kind = geometry.get("type")
        if kind not in _TYPES:
            raise InvalidGeometry(f"geometry type {kind!r} is not one of {', '.join(_TYPES)}.")
        try:
            # What is not finite is refused below, by name: no need of GEOS's warning.
            with np.errstate(invalid="ignore"):
                geometry = shape(geometry)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise InvalidGeometry(
                f"the coordinates of this {kind} cannot be read ({error}); give GeoJSON "
                "positions [longitude, latitude] and rings of at least four of them."
            ) from error
        except shapely.errors.ShapelyError as error:
            raise InvalidGeometry(f"this {kind} cannot be read: {error}.") from error
    if not isinstance(geometry, BaseGeometry):
        raise InvalidGeometry(
            f"a geometry must be GeoJSON or a shapely geometry, not {type(geometry).__name__}."
        )
    if geometry.geom_type == "LinearRing":
        return shapely.LineString(geometry.coords)
    if geometry.geom_type not in _TYPES:
        raise InvalidGeometry(
            f"geometry type {geometry.geom_type!r} is not one of {', '.join(_TYPES)}."
        )
    return geometry


def _check(geometry: BaseGeometry) -> None:
    if geometry.is_empty:
        raise InvalidGeometry(f"the {geometry.geom_type} is empty; leave the geometry out instead.")
    coords = shapely.get_coordinates(geometry)
    bad = ~np.isfinite(coords).all(axis=1)
    if bad.any():
        lon, lat = coords[np.argmax(bad)]
        raise InvalidGeometry(f"position [{lon}, {lat}] is not finite; correct or remove it.")
    beyond = np.abs(coords[:, 1]) > 90.0
    if beyond.any():
        lon, lat = coords[np.argmax(beyond)]
        raise InvalidGeometry(
            f"latitude {lat} of [{lon}, {lat}] lies beyond ±90 degrees; positions are "
            "[longitude, latitude] in degrees (swapped, or in metres?)."
        )
    beyond = np.abs(coords[:, 0]) > MAX_LON
    if beyond.any():
        lon, lat = coords[np.argmax(beyond)]
        raise InvalidGeometry(
            f"longitude {lon} of [{lon}, {lat}] lies beyond ±{MAX_LON:g} degrees; positions are "
            "[longitude, latitude] in degrees (in metres?)."
        )


def normal_polygon(
    geometry: Polygon | MultiPolygon, *, short_edges: bool = False, pole: Pole | None = None
) -> BaseGeometry:
    """Normal form of checked polygons. `short_edges`, `pole`: see `rings.ring_region`."""
    regions = [
        _polygon_region(part, short_edges=short_edges, pole=pole)
        for part in shapely.get_parts(geometry)
        if not part.is_empty
    ]
    merged = polygonal(regions)
    if not merged.is_valid:
        merged = valid(shapely.union_all(regions))
    if merged.geom_type == "MultiPolygon" and merged.bounds[::2] == (-180.0, 180.0):
        merged = joined(merged)
    if merged.is_empty:
        first = shapely.get_coordinates(geometry)[0].tolist()
        raise InvalidGeometry(
            f"the polygon at {first} has no area; use a point or a line for something that thin."
        )
    oriented: BaseGeometry = shapely.orient_polygons(merged)
    return oriented


def _polygon_region(polygon: Polygon, *, short_edges: bool, pole: Pole | None) -> BaseGeometry:
    if _is_plain(polygon):
        return polygon
    shell = ring_region(
        shapely.get_coordinates(polygon.exterior), short_edges=short_edges, pole=pole
    )
    holes = [
        ring_region(shapely.get_coordinates(ring), short_edges=short_edges, pole=pole)
        for ring in polygon.interiors
    ]
    if not holes:
        return shell
    return polygonal([shell.difference(shapely.union_all(holes))])


def _is_plain(polygon: Polygon) -> bool:
    """Nothing to wrap or mend: kept digit by digit."""
    west, _, east, _ = polygon.bounds
    return bool(west >= -180.0 and east <= 180.0 and east - west <= 180.0 and polygon.is_valid)


def _wrap_points(coords: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    wrapped = coords.copy()
    lon = coords[:, 0]
    outside = np.abs(lon) > 180.0
    wrapped[:, 0] = np.where(outside, (lon + 180.0) % 360.0 - 180.0, lon)
    return wrapped


def _normal_line(geometry: BaseGeometry) -> BaseGeometry:
    parts: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        coords = shapely.get_coordinates(part)
        if len(coords) == 0:
            continue
        if float(np.ptp(coords, axis=0).max()) == 0.0:
            raise InvalidGeometry(
                f"the line at {coords[0].tolist()} has no length; use a point instead."
            )
        parts.extend(shapely.get_parts(fold(shapely.LineString(unwrap(coords)))))
    lines = [part for part in parts if part.geom_type == "LineString" and part.length > 0]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
