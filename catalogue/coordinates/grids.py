"""MGRS references and UTM coordinates."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from catalogue.coordinates.spot import Spot, spot
from catalogue.errors import InvalidPlace

_MGRS = re.compile(
    r"(?P<zone>\d{1,2}\s*[C-HJ-NP-X]|[ABYZ])\s*(?P<square>[A-HJ-NP-Z]{2})\s*(?P<digits>[\d\s]*)"
)
_UTM = re.compile(
    r"(?:UTM\s*)?(?:zone\s*)?(\d{1,2})\s*([C-HJ-NP-X])\s*[,:]?\s*"
    r"(\d{6}(?:\.\d+)?)\s*(?:m?E)?[,\s]+(\d{1,8}(?:\.\d+)?)\s*(?:m?N)?",
    re.IGNORECASE,
)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"


@lru_cache(maxsize=1)
def _library() -> Any:
    import mgrs

    return mgrs.MGRS()


@lru_cache(maxsize=64)
def _projection(zone: int, north: bool) -> Any:
    """Metres to lon/lat: UTM by zone number, UPS for zone 0."""
    from pyproj import Transformer

    code = (32661 if north else 32761) if zone == 0 else (32600 if north else 32700) + zone
    return Transformer.from_crs(code, 4326, always_xy=True)


def parse_mgrs(text: str) -> Spot | None:
    """The centre of an MGRS cell, else None if it is no reference at all. Raises InvalidPlace."""
    match = _MGRS.fullmatch(text.strip().upper().removeprefix("MGRS").strip(" :"))
    if match is None:
        return None
    groups = match["digits"].split()
    digits = "".join(groups)
    if len(digits) > 10 or len(digits) % 2 or (len(groups) == 2 and len({*map(len, groups)}) > 1):
        raise InvalidPlace(
            f"MGRS {text!r} has {len(digits)} digits; it needs as many for east as for north, "
            "5 each at most, such as 39S WV 12345 67890."
        )
    half = 10.0 ** (5 - len(digits) // 2) / 2
    zone = match["zone"].replace(" ", "")
    number, band = int(zone[:-1] or 0), zone[-1]
    try:
        lat, lon = _library().toLatLon(f"{zone}{match['square']}{digits}")
        project = _projection(number, band in "NPQRSTUVWXYZ")
        x, y = project.transform(lon, lat, direction="INVERSE")
        lon, lat = project.transform(_middle(x, half), _middle(y, half))
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError("not finite")
    except Exception as error:  # the library raises bare subclasses of Exception
        raise InvalidPlace(
            f"MGRS {text!r} names no square on Earth; check the zone and the two letters."
        ) from error
    made = spot(text, lat, lon, "MGRS")
    return Spot(made.lon, made.lat, None, "MGRS", math.hypot(half, half))


def _middle(metres: float, half: float) -> float:
    """The middle of the cell, whether the library gave its corner (before 1.6) or its middle."""
    return math.floor(metres / (2 * half) + 1e-4) * 2 * half + half


def parse_utm(text: str) -> Spot | None:
    """UTM "39S 712345 3954321", else None. Raises InvalidPlace, also where S is ambiguous.

    The letter is a latitude band, or N / S for the hemisphere. 39S may be either: it is refused
    where both fit.
    """
    match = _UTM.fullmatch(text.strip())
    if match is None:
        return None
    zone, letter = int(match[1]), match[2].upper()
    if not 1 <= zone <= 60:
        raise InvalidPlace(f"UTM {text!r}: zones go from 1 to 60.")
    east, north = float(match[3]), float(match[4])
    fits = {}
    band = _BANDS.index(letter) * 8 - 80
    lon, lat = _projection(zone, band >= 0).transform(east, north)
    if band - 0.5 <= lat <= band + (12.5 if letter == "X" else 8.5):
        fits[band >= 0] = (lon, lat)
    if letter in "NS":
        lon, lat = _projection(zone, letter == "N").transform(east, north)
        if (0 <= lat <= 84.5) if letter == "N" else (-80.5 <= lat <= 0):
            fits[letter == "N"] = (lon, lat)
    if not fits:
        raise InvalidPlace(f"UTM {text!r}: the northing does not lie in band {letter}.")
    if len(fits) > 1:
        (x1, y1), (x2, y2) = fits.values()
        raise InvalidPlace(
            f"UTM {text!r}: S may be the band ({y1:.4f}, {x1:.4f}) or the southern hemisphere "
            f"({y2:.4f}, {x2:.4f}); write the latitude and longitude that is meant."
        )
    ((lon, lat),) = fits.values()
    step = max(10.0 ** -len(match[i].partition(".")[2]) for i in (3, 4))
    made = spot(text, lat, lon, "UTM")
    return Spot(made.lon, made.lat, None, "UTM", math.hypot(step, step) / 2)
