"""The time zones of a place that is not certain."""

from __future__ import annotations

from catalogue.model import Place
from catalogue.when.zones import zones_of

# Zones are asked for so many candidates, the likeliest first; more only widen the days.
_MOST_ZONES = 20


def zones_at(place: Place | None) -> tuple[tuple[str, ...], float | None]:
    """The IANA zones that the likeliest candidates touch, and the latitude of the first."""
    if place is None:
        return (), None
    likely = sorted(place.candidates, key=lambda c: -c.p)
    zones: dict[str, None] = {}
    for candidate in likely[:_MOST_ZONES]:
        zones |= dict.fromkeys(zones_of(candidate.geometry, candidate.r95_m))
    return tuple(zones), float(likely[0].geometry.representative_point().y)
