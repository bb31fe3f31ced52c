"""The value of a written place, and the checks that every notation shares."""

from __future__ import annotations

import math
from dataclasses import dataclass

from catalogue.errors import InvalidPlace

FORMS = (
    "Write latitude, longitude such as 35.1, 51.2 or 35°06'00\"N 51°12'00\"E, an MGRS reference "
    "such as 39S WV 12345 67890, or paste a maps link that holds coordinates."
)
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees (WGS 84) as somebody wrote it.

    `r95_m` is only set where the text states a radius (geo: with u=). `precision_m` is half the
    diagonal of the cell that the written digits leave open: a suggestion, not an error estimate.
    """

    lon: float
    lat: float
    r95_m: float | None
    notation: str
    precision_m: float | None = None


def spot(
    text: str,
    lat: float,
    lon: float,
    notation: str,
    *,
    step_deg: float | None = None,
    r95_m: float | None = None,
) -> Spot:
    """Check and build. `step_deg` is the size of the last written digit, in degrees.

    Raises InvalidPlace, with a hint where the two look swapped.
    """
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise InvalidPlace(f"place {text!r} is not a finite number. {FORMS}")
    if abs(lat) > 90:
        swapped = abs(lat) <= 180 and abs(lon) <= 90
        hint = f"Are the two swapped? Write {lon:g}, {lat:g}." if swapped else FORMS
        raise InvalidPlace(f"latitude {lat:g} in {text!r} lies beyond 90 degrees. {hint}")
    if abs(lon) > 180:
        raise InvalidPlace(f"longitude {lon:g} in {text!r} lies beyond 180 degrees. {FORMS}")
    precision = None
    if step_deg is not None:
        across = math.hypot(1.0, math.cos(math.radians(lat)))
        precision = step_deg * _METRES_PER_DEGREE * across / 2
    return Spot(lon, lat, r95_m, notation, precision)


def decimals(*numbers: str) -> float:
    """The size of the last digit of the least precise of some decimal numbers."""
    return max(10.0 ** -len(n.partition(".")[2]) for n in numbers)
