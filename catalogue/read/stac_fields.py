"""The catalogue's fields out of a STAC item of any version from 0.6 to 1.1. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import CatalogueError, InvalidTime, UnreadableFile
from catalogue.interval import Interval
from catalogue.read import dates
from catalogue.space import normalise


@dataclass
class Fields:
    """What was understood; `warnings` say what was not."""

    footprint: BaseGeometry | None = None
    when: Interval | None = None
    platform: str | None = None
    instruments: tuple[str, ...] = ()
    gsd_m: float | None = None
    cloud_pct: float | None = None
    off_nadir_deg: float | None = None
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    crs: str | None = None
    warnings: list[str] = field(default_factory=list)


class BadField(UnreadableFile):
    """What an item states and cannot be: no place on the globe, an end before its begin."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def read_fields(item: Mapping[str, Any]) -> Fields:
    """Read an item's fields. What is missing or cannot be read is None, with a warning.

    Raises BadField for a geometry that is none and for a time that ends before it begins.
    """
    properties = mapping(item.get("properties"))
    out = Fields()
    _geometry(item.get("geometry"), out)
    _time(properties, out)
    out.platform = _text(properties, "platform", "eo:platform")
    out.instruments = _instruments(properties)
    out.gsd_m = _gsd(item, properties)
    out.cloud_pct = _number(properties, out, 0, 100, "eo:cloud_cover", "cloud_cover")
    # Landsat's is signed: left or right of the track
    off_nadir = _number(properties, out, -90, 90, "view:off_nadir", "eo:off_nadir")
    out.off_nadir_deg = None if off_nadir is None else abs(off_nadir)
    out.sun_elevation_deg = _number(
        properties, out, -90, 90, "view:sun_elevation", "eo:sun_elevation"
    )
    azimuth = _number(properties, out, -360, 360, "view:sun_azimuth", "eo:sun_azimuth")
    out.sun_azimuth_deg = None if azimuth is None else azimuth % 360
    out.crs = _crs(item, properties)
    return out


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def _geometry(geometry: Any, out: Fields) -> None:
    if geometry is None:
        out.warnings.append("has no geometry, so its place is unknown and it is never linked.")
        return
    if not isinstance(geometry, Mapping):
        raise BadField("geometry", "its geometry is no GeoJSON; mend it, or set it to null.")
    try:
        shape = normalise(geometry)
    except (CatalogueError, ValueError, TypeError, shapely.errors.ShapelyError) as error:
        raise BadField("geometry", f"its geometry cannot be used: {error}") from None
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        out.warnings.append(
            f"its geometry is a {shape.geom_type}, which covers no ground: place unknown."
        )
        return
    out.footprint = shape


def _time(properties: Mapping[str, Any], out: Fields) -> None:
    begin = _moment(properties, out, "start_datetime", "dtr:start_datetime")
    end = _moment(properties, out, "end_datetime", "dtr:end_datetime")
    at = _moment(properties, out, "datetime")
    try:
        if begin is not None or end is not None:
            out.when = Interval(begin.begin if begin else None, end.end if end else None)
    except InvalidTime as error:
        raise BadField("end_datetime", str(error)) from None
    if at is not None:
        out.when = at
    if out.when is None:
        out.warnings.append("has no readable time, so it is never linked.")


def _moment(properties: Mapping[str, Any], out: Fields, *names: str) -> Interval | None:
    for name in names:
        text = properties.get(name)
        if text is None:
            continue
        try:
            when = dates.parse_moment(str(text))
        except InvalidTime as error:
            out.warnings.append(f"{name}: {error}")
            continue
        if when.is_instant and not dates.has_zone(str(text)):
            out.warnings.append(f"{name} {str(text)[:40]!r} states no time zone; read as UTC.")
        return when
    return None


def _text(properties: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = properties.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _instruments(properties: Mapping[str, Any]) -> tuple[str, ...]:
    for name in ("instruments", "eo:instrument", "instrument"):
        value = properties.get(name)
        if isinstance(value, str) and value:
            return (value,)
        if isinstance(value, list):
            return tuple(str(v) for v in value if v)
    return ()


def _finite(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e300 and math.isfinite(value) else None


def _number(
    properties: Mapping[str, Any], out: Fields, low: float, high: float, *names: str
) -> float | None:
    for name in names:
        if properties.get(name) is None:
            continue
        value = _finite(properties[name])
        if value is not None and low <= value <= high:
            return value
        if value != -1:  # the common mark for "not computed"
            out.warnings.append(
                f"{name} is {str(properties[name])[:40]}, not a number from {low:g} to {high:g}; "
                "taken as unknown."
            )
    return None


def _gsd(item: Mapping[str, Any], properties: Mapping[str, Any]) -> float | None:
    """The item's own GSD in metres, else the finest of its assets and bands."""
    stated = _sizes([properties.get("gsd"), properties.get("eo:gsd")])
    if stated:
        return stated[0]
    found = _sizes(list(_band_sizes(properties)))
    for asset in mapping(item.get("assets")).values():
        asset = mapping(asset)
        found += _sizes([asset.get("gsd"), asset.get("eo:gsd"), *_band_sizes(asset)])
    return min(found, default=None)


def _sizes(values: list[Any]) -> list[float]:
    numbers = [_finite(v) for v in values]
    return [n for n in numbers if n is not None and 1e-6 <= n <= 1e7]


def _band_sizes(holder: Mapping[str, Any]) -> Iterator[Any]:
    for name in ("bands", "eo:bands", "raster:bands"):
        bands = holder.get(name)
        if isinstance(bands, Mapping):  # some version 0.6 items key them by name
            bands = list(bands.values())
        for band in bands if isinstance(bands, list) else []:
            band = mapping(band)
            yield from (band.get("gsd"), band.get("spatial_resolution"),
                        band.get("raster:spatial_resolution"))  # fmt: skip


def _crs(item: Mapping[str, Any], properties: Mapping[str, Any]) -> str | None:
    for holder in (properties, *map(mapping, mapping(item.get("assets")).values())):
        for name in ("proj:code", "proj:epsg", "eo:epsg", "proj:wkt2"):
            value = holder.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                return f"EPSG:{value}"
            if isinstance(value, str) and value:
                return value
    return None
