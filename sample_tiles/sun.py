"""Where the sun stands, from place and time, by the equations of NOAA's solar calculator.

Source: the spreadsheet equations of the NOAA Global Monitoring Laboratory (after Meeus,
Astronomical Algorithms). Good to some hundredths of a degree between 1901 and 2099; refraction
is left out, as shadows do not need it.
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

    def shadow_step(self, convergence_deg: float) -> tuple[float, float, float]:
        """East, north and drop (m) of a shadow ray, per metre over ground, on a map grid.

        `convergence_deg` is grid north minus true north, clockwise positive.
        """
        away = math.radians(self.azimuth_deg + 180 - convergence_deg)
        return math.sin(away), math.cos(away), math.tan(math.radians(self.elevation_deg))


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


def sun_at(when: datetime, lon: float, lat: float) -> Sun:
    """The sun over lon/lat (degrees) at a time with a zone."""
    utc = when.astimezone(UTC)
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
