"""`covered` for some pairs at once, as they come of one observation or one scene."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.space.areas import area_shares
from catalogue.space.cover import ALL, NOTHING, Coverage, covered
from catalogue.space.discs import are_plain, disc_boxes_of, disc_shares
from catalogue.space.edges import Flags, edges_of
from catalogue.space.spread import REACH

# (footprint, place, r95 in metres or None), as `covered` takes them.
Pair = tuple[BaseGeometry, BaseGeometry, float | None]


def covered_pairs(pairs: Sequence[Pair]) -> list[Coverage]:
    """What `covered` says of each pair; the discs among them are measured together.

    A footprint that holds the box of all that counts of a disc holds that, and one that misses
    the box of the disc misses the disc.
    """
    x, y, radius = np.array([_disc(place, r95_m) for _, place, r95_m in pairs]).reshape(-1, 3).T
    plain = are_plain(x, y, radius)
    found: list[Coverage | None] = [None] * len(pairs)
    at = np.flatnonzero(plain)
    footprints = np.array([footprint for footprint, _, _ in pairs] + [None], dtype=object)[at]
    boxes = shapely.box(*disc_boxes_of(x[at], y[at], radius[at]).T)
    # A box that touches shares its border only, and the disc lies within it.
    met: Flags = shapely.intersects(footprints, boxes)
    held = np.zeros(len(at), dtype=np.bool_)
    wide = shapely.box(*disc_boxes_of(x[at], y[at], REACH * radius[at]).T)
    held[met] = shapely.covers(footprints[met], wide[met])
    for row, meets, holds in zip(at.tolist(), met.tolist(), held.tolist(), strict=True):
        found[row] = ALL if holds else None if meets else NOTHING
    part = np.flatnonzero(met & ~held)
    if len(part):
        rows = at[part]
        edges = edges_of(footprints[part])
        shares = disc_shares(edges, np.arange(len(part)), x[rows], y[rows], radius[rows])
        each = zip(
            rows.tolist(), shares.share.tolist(), shares.meets.tolist(), shares.whole.tolist(),
            shares.mass.tolist(), shares.undecided.tolist(), strict=True,
        )  # fmt: skip
        for row, share, meets, whole, mass, undecided in each:
            found[row] = None if undecided else Coverage(share, meets, whole, mass)
    _measure_areas(pairs, found)
    return [c or covered(*pair) for c, pair in zip(found, pairs, strict=True)]


def _measure_areas(pairs: Sequence[Pair], found: list[Coverage | None]) -> None:
    """Areas as they stand, apart from those on 180 degrees and at the poles."""
    rows = [n for n, (_, place, r95_m) in enumerate(pairs) if not r95_m and _is_plain_area(place)]
    if rows:
        footprints = np.array([pairs[n][0] for n in rows] + [None], dtype=object)[:-1]
        areas = np.array([pairs[n][1] for n in rows] + [None], dtype=object)[:-1]
        each = np.arange(len(rows))
        columns = (column.tolist() for column in area_shares(footprints, each, areas, each))
        for row, share, meets, whole in zip(rows, *columns, strict=True):
            found[row] = Coverage(share, meets, whole, share)


def _is_plain_area(place: BaseGeometry) -> bool:
    if place.geom_type not in ("Polygon", "MultiPolygon") or place.is_empty:
        return False
    west, south, east, north = place.bounds
    return bool(max(-west, east) < 180.0 and max(-south, north) < 90.0)


def _disc(place: BaseGeometry, r95_m: float | None) -> tuple[float, float, float]:
    if not r95_m or place.geom_type != "Point" or place.is_empty:
        return math.nan, math.nan, math.nan
    return place.x, place.y, r95_m
