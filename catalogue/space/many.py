"""`normalise` for many geometries at once."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.errors import InvalidGeometry
from catalogue.space.normal import normalise
from catalogue.space.rings import THIN_DEG

_POLYGON = 3


def normalise_many(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.object_], dict[int, InvalidGeometry]]:
    """(normal form of each, what was wrong with some by their row); None stays None.

    As `normalise` for each. Polygons in which there is nothing to wrap or mend, the most of
    them, are told apart and oriented in columns.
    """
    flat = shapely.force_2d(geometries) if shapely.has_z(geometries).any() else geometries
    west, south, east, north = shapely.bounds(flat).T
    with np.errstate(invalid="ignore"):
        plain = (
            (shapely.get_type_id(flat) == _POLYGON)
            & (west >= -180.0)
            & (east <= 180.0)
            & (east - west <= 180.0)
            & (south >= -90.0)
            & (north <= 90.0)
            & (np.minimum(east - west, north - south) > THIN_DEG)
        )
    some = flat if plain.all() else flat[plain]
    plain[plain] = shapely.is_valid(some)
    if plain.all():
        return shapely.orient_polygons(flat), {}
    found = flat.copy()
    found[plain] = shapely.orient_polygons(flat[plain])
    errors: dict[int, InvalidGeometry] = {}
    for row in np.flatnonzero(~plain & ~shapely.is_missing(flat)).tolist():
        try:
            found[row] = normalise(geometries[row])
        except InvalidGeometry as error:
            found[row], errors[row] = None, error
    return found, errors
