"""Where and when to search for what could have shown an observation. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.join import search_interval
from catalogue.model import Candidate, Observation

# What a point or a line without a stated radius is taken for: it has to lie in a picture.
LEAST_M = 100.0
DAYS = 30.0
MOST_DAYS = 36525.0
_DAY, _MOMENT = timedelta(days=1), timedelta(microseconds=1)


def area_of(observation: Observation) -> BaseGeometry:
    """All of where it may have happened, in normal form. Raises InvalidValue without a place."""
    if observation.place is None:
        raise InvalidValue(
            f"the place of {observation.id} is unknown, so there is nowhere to search; give it a "
            "place first."
        )
    parts = [_area(candidate) for candidate in observation.place.candidates]
    return space.normalise(shapely.union_all(parts))


def _area(candidate: Candidate) -> BaseGeometry:
    geometry, radius = candidate.geometry, candidate.r95_m or 0.0
    if geometry.geom_type == "Point":
        return space.disc(geometry.x, geometry.y, max(radius, LEAST_M))
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        radius = max(radius, LEAST_M)
    return space.grown(geometry, radius) if radius else geometry


def interval_of(observation: Observation, days: float = DAYS) -> Interval:
    """From `days` before the event to `days` after it, in whole UTC days.

    Raises InvalidValue without a time.
    """
    if not 0 <= days <= MOST_DAYS:
        raise InvalidValue(f"{days:g} days round the event; give 0 to {MOST_DAYS:g}.")
    if observation.when is None:
        raise InvalidValue(
            f"the time of {observation.id} is unknown; say what to search with --datetime A/B."
        )
    around = search_interval(observation.when, days)
    begin = None if around.begin is None else _midnight(around.begin + _MOMENT)
    end = None
    if around.end is not None and around.end.year < datetime.max.year:
        end = _midnight(around.end - 2 * _MOMENT) + _DAY
    return Interval(begin, end)


def _midnight(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def meets(footprint: BaseGeometry, area: BaseGeometry) -> bool:
    """True if a footprint shows some of the area, at poles and across 180 degrees too."""
    return space.covered(footprint, area, None).meets
