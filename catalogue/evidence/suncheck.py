"""Does the sun of an image fit its place and time? Against what is stated, and against a shadow.

What does not fit has a wrong date, time or place, or the angles were computed for another spot.
That it fits proves nothing: on most days of the year there is a time with much the same sun.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.evidence.sun import Sun, sun_at
from catalogue.evidence.sunfit import dates_that_fit, moments_that_fit, times_that_fit
from catalogue.interval import Interval
from catalogue.space.measure import GEOD, representative_point

# Degrees by which stated angles may be off: rounding, another spot of the scene, refraction near
# the horizon. Assumption.
STATED_LIMIT_DEG = 1.5
# Minutes by which a stated time may be off: for many products it is that of a long strip's start
# (Sentinel-2: up to a quarter of an hour before the tile). Assumption.
SHIFT_MIN = 15
# Degrees by which a shadow may point elsewhere, beside the error of its ends: slopes and objects
# that lean. Assumption; the measures on screen have the same.
SHADOW_LIMIT_DEG = 3.0
# Pixels by which both ends of a line may be off together, 95 %. Assumption, as on screen.
POINTING_PX = 2.0
# Share by which a stated height may be off. Assumption.
HEIGHT_ERROR = 0.05
# Degrees of the sun's elevation that a height from a shadow may be off by itself.
ELEVATION_LIMIT_DEG = 1.0
# What took longer is not compared with one moment.
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SunCheck:
    """`sun` as computed at the place and time; `what` was compared with it.

    `off_deg` is the angle between both and `limit_deg` what is allowed; `fits` is None where
    nothing could be compared. `shift_min` is by how many minutes the stated time must be moved for
    that, 0 if it need not. `times` are those within half a day that would fit (UTC), `dates`
    the days of that year that would at the same time of day, `moments` those that would at
    another time: each in words, as ranges.
    """

    what: str
    sun: Sun | None
    off_deg: float | None = None
    limit_deg: float | None = None
    fits: bool | None = None
    shift_min: int = 0
    times: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    height_m: float | None = None

    @property
    def flag(self) -> str | None:
        """That the image may be mis-dated, shortly; None where nothing speaks for it."""
        if self.fits is not False or self.off_deg is None:
            return None
        return (
            f"The sun does not fit, by {self.off_deg:.0f}°: its date, time or place may be wrong."
        )

    @property
    def sentence(self) -> str:
        """The same in words."""
        if self.sun is None or self.fits is None:
            return self.what
        stood = f"{self.sun.elevation_deg:.1f}° high at azimuth {self.sun.azimuth_deg:.1f}°"
        found = f"{self.what}; by place and time the sun stood {stood}: {self.off_deg:.1f}° apart"
        if self.fits and self.shift_min:
            side = "later" if self.shift_min > 0 else "earlier"
            return (
                f"{found}. It fits {abs(self.shift_min)} minutes {side}: the stated time may be "
                "that of another part of the strip."
            )
        if self.fits:
            return f"{found}, within {self.limit_deg:.1f}°. It fits, which proves no date."
        else_ = [
            f"{name} {', '.join(each)}"
            for name, each in (
                ("at this place it would fit on that day at", self.times),
                ("at that time of day on", self.dates),
                ("at other times on", self.moments),
            )
            if each
        ]
        other = f" {'; '.join(else_)}." if else_ else " No time of that year would fit there."
        return (
            f"{found}, more than {self.limit_deg:.1f}°. Date, time or place is wrong, or the "
            f"angles are of another spot:{other}"
        )


def middle(when: Interval | None) -> datetime | None:
    """The moment to compute the sun for, None where the time is unknown or too long."""
    if when is None or when.begin is None or when.end is None:
        return None
    length = when.end - when.begin
    return None if length > _LONGEST else when.begin + length / 2


def check_stated(
    footprint: BaseGeometry | None,
    when: Interval | None,
    azimuth_deg: float | None,
    elevation_deg: float | None,
) -> SunCheck:
    """The sun that a scene's metadata state, against its place and time.

    The limit grows by how much the sun differs over the scene and over the time it took.
    """
    moment = middle(when)
    if footprint is None or moment is None or when is None:
        return SunCheck("its place or time is not known well enough to compute the sun", None)
    lon, lat = representative_point(footprint)
    sun = sun_at(moment, lon, lat)
    if azimuth_deg is None and elevation_deg is None:
        return SunCheck("no sun is stated", sun)
    limit = STATED_LIMIT_DEG + _spread(footprint, when, sun)
    stated = _filled(sun, azimuth_deg, elevation_deg)
    off = stated.apart_deg(sun)
    what = "stated: " + _stated_words(azimuth_deg, elevation_deg)

    def matches(other: Sun) -> bool:
        return _filled(other, azimuth_deg, elevation_deg).apart_deg(other) <= limit

    for minutes in sorted(range(-SHIFT_MIN, SHIFT_MIN + 1), key=abs):
        if matches(sun_at(moment + timedelta(minutes=minutes), lon, lat)):
            return SunCheck(what, sun, off, limit, True, minutes)

    whole = azimuth_deg is not None and elevation_deg is not None
    return SunCheck(
        what, sun, off, limit, False, 0,
        times_that_fit(moment, lon, lat, matches),
        dates_that_fit(moment, lon, lat, matches),
        moments_that_fit(stated, moment, lon, lat, limit) if whole else (),
    )  # fmt: skip


def check_shadow(
    line: BaseGeometry,
    when: Interval | None,
    gsd_m: float | None,
    height_m: float | None = None,
) -> SunCheck:
    """A drawn shadow (a line in lon/lat, either way round) against the sun of place and time.

    With the height of what casts it, its length is compared too; without, the height follows.
    Level ground and an upright object are assumed. Raises InvalidValue for another geometry.
    """
    if line.geom_type != "LineString":
        raise InvalidValue(f"a shadow is drawn as a line, not as a {line.geom_type}.")
    moment = middle(when)
    if moment is None:
        return SunCheck("its time is not known well enough to compute the sun", None)
    (x0, y0), (x1, y1) = shapely.get_coordinates(line)[[0, -1]]
    bearing, _, length = GEOD.inv(x0, y0, x1, y1)
    if length == 0:
        raise InvalidValue("the shadow has no length; draw it from the foot to the tip.")
    sun = sun_at(moment, x0, y0)
    error_m = POINTING_PX * (gsd_m or 0.0)
    limit = SHADOW_LIMIT_DEG + math.degrees(math.atan2(error_m, length))
    shadow = _Shadow(bearing % 360, length, height_m, limit, error_m)
    off, limit = shadow.worst(sun)
    what = f"a shadow of {length:.1f} m along {bearing % 180:.0f}°/{bearing % 180 + 180:.0f}°"
    if height_m is not None:
        what += f" of something {height_m:g} m high (the sun {shadow.elevation_deg:.0f}° high)"
    if gsd_m is None:
        what += ", by pixels of unknown size"
    tall = length * math.tan(math.radians(sun.elevation_deg)) if sun.elevation_deg > 0 else None
    if shadow.matches(sun):
        return SunCheck(what, sun, off, limit, True, height_m=tall)
    return SunCheck(
        what, sun, off, limit, False, 0,
        times_that_fit(moment, x0, y0, shadow.matches),
        dates_that_fit(moment, x0, y0, shadow.matches),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shadow:
    bearing_deg: float
    length_m: float
    height_m: float | None
    limit_deg: float
    error_m: float

    @property
    def elevation_deg(self) -> float:
        return math.degrees(math.atan2(self.height_m or 0.0, self.length_m))

    def worst(self, sun: Sun) -> tuple[float, float]:
        """Off by how many degrees, and the limit: of direction or elevation, as fits less."""
        turned = abs(self.bearing_deg - sun.azimuth_deg) % 180
        off, limit = min(turned, 180 - turned), self.limit_deg
        if self.height_m is not None:
            steeper, steep = abs(self.elevation_deg - sun.elevation_deg), self._steep_limit()
            if steeper / steep > off / limit:
                return steeper, steep
        return off, limit

    def _steep_limit(self) -> float:
        """By the errors of length and height: d atan(h/s) = sin(2 atan(h/s)) / 2 of their share."""
        share = math.hypot(self.error_m / self.length_m, HEIGHT_ERROR)
        slope = math.radians(self.elevation_deg)
        return ELEVATION_LIMIT_DEG + math.degrees(math.sin(2 * slope) / 2 * share)

    def matches(self, sun: Sun) -> bool:
        off, limit = self.worst(sun)
        return sun.elevation_deg > 0 and off <= limit


def _filled(sun: Sun, azimuth_deg: float | None, elevation_deg: float | None) -> Sun:
    """What is stated, and of the rest what the sun has."""
    return Sun(
        sun.azimuth_deg if azimuth_deg is None else azimuth_deg,
        sun.elevation_deg if elevation_deg is None else elevation_deg,
    )


def _stated_words(azimuth_deg: float | None, elevation_deg: float | None) -> str:
    words = []
    if elevation_deg is not None:
        words.append(f"elevation {elevation_deg:.1f}°")
    if azimuth_deg is not None:
        words.append(f"azimuth {azimuth_deg:.1f}°")
    return ", ".join(words)


def _spread(footprint: BaseGeometry, when: Interval, sun: Sun) -> float:
    west, south, east, north = footprint.bounds
    corners = [(x, y) for x in (west, east) for y in (south, north)]
    moments = [side for side in (when.begin, when.end) if side is not None]
    if east - west > 180:  # across 180 degrees: the corners of its boxes would be all round
        return 0.0
    return max(sun.apart_deg(sun_at(m, x, y)) for m in moments for x, y in corners)
