"""Areas: of where claims may have happened, and as people state them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue
from catalogue.model import BBox, Candidate, Observation

# What a point or a line without a stated radius is taken for: it has to lie in a picture.
LEAST_M = 100.0


def area_of_claims(observations: Sequence[Observation]) -> BaseGeometry:
    """All of where they may have happened, in normal form. Raises InvalidValue without a place."""
    parts = []
    for observation in observations:
        if observation.place is None:
            raise InvalidValue(
                f"the place of {observation.id} is unknown, so there is no area; give it a place, "
                "or state the area."
            )
        parts += [_area(candidate) for candidate in observation.place.candidates]
    return space.normalise(shapely.union_all(parts))


def _area(candidate: Candidate) -> BaseGeometry:
    geometry, radius = candidate.geometry, candidate.r95_m or 0.0
    if geometry.geom_type == "Point":
        return space.disc(geometry.x, geometry.y, max(radius, LEAST_M))
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        radius = max(radius, LEAST_M)
    return space.grown(geometry, radius) if radius else geometry


def stated_area(given: BaseGeometry | Mapping[str, Any] | BBox) -> BaseGeometry:
    """A polygon, GeoJSON (geometry, feature, collection) or box as an area in normal form.

    Raises InvalidGeometry, and InvalidValue for what is no area.
    """
    if isinstance(given, BBox):
        boxes = [shapely.box(b.west, b.south, b.east, b.north) for b in given.parts]
        return space.normalise(shapely.union_all(boxes))
    if isinstance(given, Mapping):
        if given.get("type") == "Feature":
            return stated_area(given.get("geometry") or {})
        if given.get("type") == "FeatureCollection":
            each = [stated_area(feature) for feature in given.get("features") or ()]
            return space.normalise(shapely.union_all(each))
    area = space.normalise(given)
    if area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
        raise InvalidValue(
            f"a {area.geom_type} is no area; give a polygon, or a box west,south,east,north."
        )
    return area
