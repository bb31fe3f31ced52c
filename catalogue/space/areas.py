"""What share of an area footprints cover, for many pairs at once."""

from __future__ import annotations

import numpy as np
import shapely

from catalogue.space.edges import Flags, Floats, Ints, Objects
from catalogue.space.measure import area_m2

_WHOLE = 1 - 1e-9


def area_shares(
    footprints: Objects, which: Ints, areas: Objects, of: Ints
) -> tuple[Floats, Flags, Flags]:
    """(share, meets, whole) of pair i: `footprints[which[i]]` against `areas[of[i]]`.

    For (multi)polygons in normal form, the areas neither at a pole nor on 180 degrees: there
    `catalogue.space.covered` knows that one place has several positions.
    """
    used = np.unique(of)
    shapely.prepare(areas[used])
    meets = shapely.intersects(areas[of], footprints[which])
    share, whole = np.zeros(len(of)), np.zeros(len(of), dtype=np.bool_)
    near = np.flatnonzero(meets)
    whole[near] = shapely.covers(footprints[which[near]], areas[of[near]])
    share[whole] = 1.0
    part = near[~whole[near]]
    sizes = np.zeros(len(areas))
    for n in np.unique(of[part]):
        sizes[n] = area_m2(areas[n])
    common = shapely.intersection(footprints[which[part]], areas[of[part]])
    some = np.array([area_m2(c) for c in common], dtype=np.float64) / sizes[of[part]]
    whole[part] = some >= _WHOLE
    share[part] = np.where(whole[part], 1.0, np.minimum(some, 1.0))
    return share, meets, whole
