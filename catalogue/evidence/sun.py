"""Where the sun stands, from place and time, by the equations of NOAA's solar calculator.

Source: the spreadsheet equations of the NOAA Global Monitoring Laboratory (after Meeus,
Astronomical Algorithms). Good to some hundredths of a degree between 1901 and 2099; refraction
is left out, as shadows and what providers state do not have it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sun:
    """Azimuth clockwise from true north and elevation above the horizon, in degrees."""

    azimuth_deg: float
    elevation_deg: float

    def apart_deg(self, other: Sun) -> float:
        """The angle between two directions; near the zenith azimuths differ much, this little."""
        one, two = _towards(self), _towards(other)
        cross = math.dist((0, 0, 0), _cross(one, two))
        return math.degrees(math.atan2(cross, sum(a * b for a, b in zip(one, two, strict=True))))


def _towards(sun: Sun) -> tuple[float, float, float]:
    azimuth, elevation = math.radians(sun.azimuth_deg), math.radians(sun.elevation_deg)
    flat = math.cos(elevation)
    return flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(elevation)


def _cross(
    a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _ecliptic(centuries: float) -> tuple[float, float, float, float]:
    """Mean longitude, mean anomaly (degrees), eccentricity, equation of the centre (degrees)."""
    t = centuries
    longitude = (280.46646 + t * (36000.76983 + t * 0.0003032)) % 360
    anomaly = 357.52911 + t * (35999.05029 - 0.0001537 * t)
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    m = math.radians(anomaly)
    centre = (
        math.sin(m) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + math.sin(2 * m) * (0.019993 - 0.000101 * t)
        + math.sin(3 * m) * 0.000289
    )
    return longitude, anomaly, eccentricity, centre


def _of_moment(utc: datetime) -> tuple[float, float]:
    """Declination (radians) and equation of time (minutes, true minus mean sun)."""
    t = (utc - _J2000).total_seconds() / 86400 / 36525
    longitude, anomaly, ecc, centre = _ecliptic(t)
    node = math.radians(125.04 - 1934.136 * t)
    apparent = math.radians(longitude + centre - 0.00569 - 0.00478 * math.sin(node))
    seconds = 21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))
    tilt = math.radians(23 + (26 + seconds / 60) / 60 + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(tilt) * math.sin(apparent))

    y, l0, m = math.tan(tilt / 2) ** 2, math.radians(longitude), math.radians(anomaly)
    equation_min = 4 * math.degrees(
        y * math.sin(2 * l0)
        - 2 * ecc * math.sin(m)
        + 4 * ecc * y * math.sin(m) * math.cos(2 * l0)
        - 0.5 * y * y * math.sin(4 * l0)
        - 1.25 * ecc * ecc * math.sin(2 * m)
    )
    return declination, equation_min


def sun_at(when: datetime, lon: float, lat: float) -> Sun:
    """The sun over lon/lat (degrees) at a time with a zone."""
    utc = when.astimezone(UTC)
    declination, equation_min = _of_moment(utc)
    minutes = utc.hour * 60 + utc.minute + utc.second / 60
    hour = math.radians((minutes + equation_min + 4 * lon) / 4 - 180)
    phi = math.radians(lat)
    up = math.sin(phi) * math.sin(declination)
    up += math.cos(phi) * math.cos(declination) * math.cos(hour)
    east = -math.cos(declination) * math.sin(hour)
    north = math.cos(phi) * math.sin(declination)
    north -= math.sin(phi) * math.cos(declination) * math.cos(hour)
    azimuth = math.degrees(math.atan2(east, north)) % 360
    return Sun(azimuth, math.degrees(math.asin(max(-1.0, min(1.0, up)))))


def minutes_of(sun: Sun, day: datetime, lon: float, lat: float) -> float:
    """Minutes after 0 h UTC at which the sun has the hour angle that it has in `sun` on a day.

    Whether it then stands there too depends on the day: compare with `sun_at`.
    """
    east, north, up = _towards(sun)
    phi = math.radians(lat)
    # The direction turned into the plane of the equator: the hour angle counts from south.
    south = math.cos(phi) * up - math.sin(phi) * north
    hour_deg = math.degrees(math.atan2(-east, south))
    _, equation_min = _of_moment(day.astimezone(UTC))
    return (720 + 4 * (hour_deg - lon) - equation_min) % 1440
