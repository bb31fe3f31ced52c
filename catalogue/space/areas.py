"""Areas of many geometries, and what share of an area footprints cover, for many pairs at once."""

from __future__ import annotations

import numpy as np
import shapely

from catalogue.space.edges import Flags, Floats, Ints, Objects, edges_of, expand, slices
from catalogue.space.measure import area_below, area_m2

_WHOLE = 1 - 1e-9
# Gauss-Legendre: with 4 nodes an edge of up to one degree of latitude is exact to rounding.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(4)
_HIGHEST_DEG = 1.0
_SLICE = 200_000


def areas_m2(geometries: Objects) -> Floats:
    """`catalogue.space.area_m2` of each of many (multi)polygons and collections."""
    edges = edges_of(_polygons(geometries))
    total = np.zeros(len(geometries))
    if not len(edges.a):  # nothing but points and lines, where all of them only touch
        return total
    counts = np.diff(edges.offsets)
    for run in slices(counts, _SLICE):
        row, place = expand(counts[run])
        edge = edges.offsets[:-1][run][row] + place
        a, b = edges.a[edge], edges.b[edge]
        # Measured from one latitude of the geometry, so that small ones keep their digits.
        base = edges.a[np.minimum(edges.offsets[:-1][run], len(edges.a) - 1), 1]
        step = np.radians(b - a)
        middle = np.radians(a[:, 1] + b[:, 1]) / 2
        below = area_below(middle[:, None] + step[:, 1:] / 2 * _NODES)
        mean = (below - area_below(np.radians(base))[row, None]) @ _WEIGHTS / 2
        # The inside is to the left: eastward edges are the lower ones.
        total[run] = np.bincount(row, weights=-mean * step[:, 0], minlength=len(counts[run]))
    height = np.zeros(len(geometries))
    owner, _ = expand(counts)
    np.maximum.at(height, owner, np.abs(edges.b[:, 1] - edges.a[:, 1]))
    for n in np.flatnonzero(height > _HIGHEST_DEG):
        total[n] = area_m2(geometries[n])
    return total


def _polygons(geometries: Objects) -> Objects:
    """The same; of collections only the polygons."""
    mixed = np.flatnonzero(
        shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION
    )
    if not len(mixed):
        return geometries
    found = geometries.copy()
    for n in mixed:
        parts = shapely.get_parts(shapely.get_parts(geometries[n]))
        found[n] = shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon"])
    return found


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
    measured, place = np.unique(of[part], return_inverse=True)
    common = shapely.intersection(footprints[which[part]], areas[of[part]])
    some = areas_m2(common) / areas_m2(areas[measured])[place]
    whole[part] = some >= _WHOLE
    share[part] = np.where(whole[part], 1.0, np.minimum(some, 1.0))
    return share, meets, whole
