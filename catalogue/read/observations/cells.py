"""One cell to one value. Each function raises BadCell with the reason and the fix."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from catalogue.coordinates import parse_place
from catalogue.errors import InvalidPlace, InvalidTime
from catalogue.model import STATUSES

_UNITS = {"": 1.0, "m": 1.0, "km": 1000.0}
_MEASURE = re.compile(r"([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-z]*)", re.IGNORECASE)
_EPOCHS = {"epoch_ms": 1000.0, "epoch_s": 1.0}


class BadCell(Exception):
    """A cell that cannot be taken: the field, its value, the reason."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


def number(field: str, text: str) -> float:
    """A finite number; a decimal comma is understood. For lon and lat in degrees."""
    plain = text.strip().replace("\u2212", "-").rstrip("°")
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    try:
        value = float(plain) if "_" not in plain else math.nan
    except ValueError:
        raise BadCell(field, text, f"{text!r} is not a number; write 51.2 or so.") from None
    if not math.isfinite(value):
        raise BadCell(field, text, f"{text!r} is not a finite number; leave it empty if unknown.")
    return value


def metres(field: str, text: str) -> float:
    """A length in metres, not negative; m and km may follow."""
    match = _MEASURE.fullmatch(text.strip())
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise BadCell(
            field, text, f"{text!r} is not a length in metres; write 250, 250 m or 1.5 km."
        )
    value = float(match[1]) * unit
    if value < 0 or not math.isfinite(value):
        raise BadCell(field, text, f"{text!r} must be 0 or more; leave it empty if unknown.")
    return value


def position(lon: str, lat: str) -> tuple[float, float]:
    """(lon, lat) in degrees from two cells, decimal or with degree signs."""
    for field, text, other in (("lon", lon, "lat"), ("lat", lat, "lon")):
        if not text:
            raise BadCell(field, text, f"{field} is empty while {other} is not; give both or none.")
    if _is_marked(lon) and _is_marked(lat):
        return written(f"{lat}; {lon}", field="lat")
    x, y = number("lon", lon), number("lat", lat)
    if abs(y) > 90:
        hint = " Are lon and lat swapped?" if abs(y) <= 180 and abs(x) <= 90 else ""
        raise BadCell("lat", lat, f"latitude {y:g} must lie between -90 and 90 degrees.{hint}")
    if abs(x) > 180:
        hint = f" Did you mean {x - 360:g}?" if 180 < x <= 360 else ""
        raise BadCell("lon", lon, f"longitude {x:g} must lie between -180 and 180 degrees.{hint}")
    return x, y


def _is_marked(text: str) -> bool:
    """True for 51°12' or 51.2E, which are more than a number."""
    return re.search(r"\d\s*[°'\"NSEW]|[NSEW]\s*\d", text, re.IGNORECASE) is not None


def written(text: str, field: str = "place") -> tuple[float, float]:
    """(lon, lat) of coordinates as people write them."""
    try:
        spot = parse_place(text)
    except InvalidPlace as error:
        raise BadCell(field, text, str(error)) from None
    return spot.lon, spot.lat


def count(text: str) -> tuple[int, int | None]:
    """Least and most: 3 is (3, 3), 3-5 is (3, 5), 3+ is (3, None)."""
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?(?:\s*(?:-|\u2013|to|\.\.)\s*(\d{1,9})|\s*(\+))?",
        text.strip())  # fmt: skip
    if match is None:
        raise BadCell("count", text, f"{text!r} is not a count; write 3, 3-5 or 3+.")
    low = int(match[1])
    high = None if match[3] else int(match[2] or low)
    if high is not None and high < low:
        raise BadCell("count", text, f"{text!r} counts downwards; write {high}-{low}.")
    return low, high


def status(text: str) -> str:
    """One of the statuses, whatever its case."""
    plain = re.sub(r"[\s-]+", "_", text.strip().lower())
    if plain not in STATUSES:
        raise BadCell("status", text, f"{text!r} is not one of {', '.join(STATUSES)}.")
    return plain


def formatted_time(text: str, time_format: str, *, dates_only: bool = False) -> str:
    """ISO text of a time written in a strptime format, or as epoch_ms / epoch_s.

    A format without an hour gives a date, one without an offset a local time. Raises InvalidTime.
    """
    if time_format in _EPOCHS:
        try:
            since = timedelta(seconds=float(text) / _EPOCHS[time_format])
            moment = datetime(1970, 1, 1, tzinfo=UTC) + since
        except (ValueError, OverflowError):
            raise InvalidTime(f"time {text!r} is not {time_format} within our years.") from None
        return moment.isoformat()
    if not re.search(r"%[YyGcxD]", time_format):
        raise InvalidTime(f"time_format {time_format!r} names no year; write %Y where it stands.")
    try:
        moment = datetime.strptime(text.strip(), time_format)
    except (ValueError, re.error) as error:
        raise InvalidTime(
            f"time {text!r} does not fit time_format {time_format!r} ({error}); correct one."
        ) from None
    hours = re.search(r"%[HIXcsT]", time_format) and not dates_only
    return moment.isoformat() if hours else moment.date().isoformat()
