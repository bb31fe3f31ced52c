"""Which time zones a place touches, and what a local time there is in UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shapely import get_coordinates, intersects_xy
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidTime

# Offsets in use run from -12 h (Etc/GMT+12) to +14 h (Pacific/Kiritimati).
EARLIEST, LATEST = timedelta(hours=14), timedelta(hours=12)
_AZIMUTHS = 16
_MOST_VERTICES = 64


def zones_of(geometry: BaseGeometry, r95_m: float | None = None) -> tuple[str, ...]:
    """IANA zones that a point with a radius (m), or an area, touches; sorted, all different.

    Looks at the centre and two rings of 16 directions around a point; at an inner point, the
    corners (64 at most) and a 5 × 5 raster of an area, its corners with a ring each where there
    is a radius. Etc/ zones at sea count. Empty geometry: ().
    """
    import tzfpy

    found: set[str] = set()
    for lon, lat in _samples(geometry, r95_m or 0.0):
        found.update(tzfpy.get_tzs(lon, lat))
    return tuple(sorted(found))


def _samples(geometry: BaseGeometry, radius_m: float) -> Iterator[tuple[float, float]]:
    if geometry.is_empty:
        return
    coordinates = get_coordinates(geometry)
    step = max(1, len(coordinates) // _MOST_VERTICES)
    for lon, lat in coordinates[::step]:
        yield float(lon), float(lat)
        if radius_m > 0:
            yield from _ring(float(lon), float(lat), radius_m)
    if geometry.geom_type == "Point":
        return
    inner = geometry.representative_point()
    yield inner.x, inner.y
    west, south, east, north = geometry.bounds
    raster = [
        (west + (east - west) * i / 6, south + (north - south) * j / 6)
        for i in range(1, 6)
        for j in range(1, 6)
    ]
    inside = intersects_xy(geometry, [x for x, _ in raster], [y for _, y in raster])
    yield from (at for at, hit in zip(raster, inside, strict=True) if hit)


def _ring(lon: float, lat: float, radius_m: float) -> Iterator[tuple[float, float]]:
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    for share in (0.5, 1.0):
        # half the girth of the globe is as far as anything can be
        distance = min(radius_m * share, 2e7)
        for i in range(_AZIMUTHS):
            x, y, _ = geod.fwd(lon, lat, 360 * i / _AZIMUTHS, distance)
            yield float(x), float(y)


@lru_cache(maxsize=512)
def zone_info(name: str) -> ZoneInfo:
    """The zone's rules. Raises InvalidTime for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidTime(
            f"time zone {name!r} is not known here; use an IANA name such as Asia/Tehran "
            "(or install the package tzdata)."
        ) from None


def first_utc(local: datetime, zones: Sequence[str]) -> datetime:
    """The first UTC moment at which a clock in one of the zones shows `local` (naive).

    No zones: any zone on Earth.
    """
    if not zones:
        return _plus(local, -EARLIEST)
    return min(_readings(local, zone)[0] for zone in zones)


def last_utc(local: datetime, zones: Sequence[str]) -> datetime:
    """The last such moment."""
    if not zones:
        return _plus(local, LATEST)
    return max(_readings(local, zone)[-1] for zone in zones)


def fixed_utc(local: datetime, offset: timedelta) -> datetime:
    """UTC of a clock with a fixed offset."""
    return _plus(local, -offset)


def _plus(local: datetime, by: timedelta) -> datetime:
    if local == datetime.max:  # stands for the end of time; it stays there
        return local.replace(tzinfo=UTC)
    try:
        return (local + by).replace(tzinfo=UTC)
    except OverflowError:
        return (datetime.min if by < timedelta(0) else datetime.max).replace(tzinfo=UTC)


def _readings(local: datetime, zone: str) -> list[datetime]:
    """UTC moments, in order, at which the zone's clock shows `local`.

    Twice where clocks go back. Where they jump over it: the moment of the jump.
    """
    info = zone_info(zone)
    if local == datetime.max:
        return [local.replace(tzinfo=UTC)]
    moments = []
    for fold in (0, 1):
        offset = local.replace(tzinfo=info, fold=fold).utcoffset() or timedelta(0)
        moments.append(_plus(local, -offset))
    if moments[0] == moments[1]:
        return moments[:1]
    if moments[0] < moments[1]:  # clocks went back
        return moments
    return [_jump(moments[1], moments[0], info)]


def _jump(before: datetime, after: datetime, info: ZoneInfo) -> datetime:
    """The moment in (before, after] from which the zone has another offset, to the second."""
    old = before.astimezone(info).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(info).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
