"""Rings in a projected system that run through a pole, where there is no longitude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import Point, Polygon

from catalogue.space.rings import Pole

Coords = NDArray[np.float64]

# What is this near, as a share of the coordinates' size, is the same point.
_SAME = 1e-8


@dataclass(frozen=True, slots=True)
class PolePoint:
    """A pole that is a single point (x, y) of a projected system."""

    name: Pole
    lat: float
    x: float
    y: float


def poles_of(transformer: Transformer) -> tuple[PolePoint, ...]:
    """The poles that the system shows as a point (a cylindrical one shows none)."""
    found = []
    for name, lat in (("north", 90.0), ("south", -90.0)):
        xs, ys = transformer.transform([0.0, 90.0, -90.0], [lat] * 3, direction="INVERSE")
        if not (np.isfinite(xs).all() and np.isfinite(ys).all()):
            continue
        scale = max(1.0, abs(xs[0]), abs(ys[0]))
        if max(np.ptp(xs), np.ptp(ys)) > _SAME * scale:
            continue
        # Some projections answer with a place for a pole they do not show: ask back.
        back = transformer.transform(xs[0], ys[0])[1]
        if np.isfinite(back) and abs(back - lat) < 1e-6:
            pole: Pole = "north" if name == "north" else "south"
            found.append(PolePoint(pole, lat, float(xs[0]), float(ys[0])))
    return tuple(found)


def with_vertex_at(ring: Coords, pole: PolePoint) -> Coords:
    """A closed ring with a vertex exactly at the pole, if it runs through it."""
    at = np.array([pole.x, pole.y])
    near = _SAME * max(float(np.ptp(ring, axis=0).max()), float(np.abs(ring).max()))
    step = np.diff(ring, axis=0)
    square = (step**2).sum(axis=1)
    along = ((at - ring[:-1]) * step).sum(axis=1) / np.where(square > 0, square, 1.0)
    foot = ring[:-1] + step * np.clip(along, 0.0, 1.0)[:, None]
    through = np.hypot(*(foot - at).T) <= near
    if not through.any():
        return ring
    snapped = ring.copy()
    snapped[np.hypot(*(ring - at).T) <= near] = at
    ends = (snapped[:-1] == at).all(axis=1) | (snapped[1:] == at).all(axis=1)
    return np.insert(snapped, np.flatnonzero(through & ~ends) + 1, at, axis=0)


def turned_at(ring: Coords, lonlat: Coords, pole: PolePoint, transformer: Transformer) -> Coords:
    """The ring in lon/lat, going along the pole's latitude from one meridian to the next.

    `ring` is the same in the projected system. Of the two ways round, the one within the ring.
    """
    at = (ring == [pole.x, pole.y]).all(axis=1)
    if not at.any() or at.all():
        return lonlat
    start = int(np.flatnonzero(~at)[0])
    # Begin beside the pole, so that every vertex at it has one before and one after.
    turn = np.r_[start : len(ring) - 1, 0 : start + 1]
    region = Polygon(ring)
    shapely.prepare(region)
    out: list[tuple[float, float]] = []
    for i, index in enumerate(turn):
        if not at[index]:
            out.append((float(lonlat[index, 0]), float(lonlat[index, 1])))
            continue
        before, after = lonlat[turn[i - 1]], lonlat[turn[i + 1]]
        out += _sweep(before, after, pole, region, transformer)
    return np.array(out)


def _sweep(
    before: Coords, after: Coords, pole: PolePoint, region: Polygon, transformer: Transformer
) -> list[tuple[float, float]]:
    first, last = float(before[0]), float(after[0])
    short = (last - first + 180.0) % 360.0 - 180.0
    way = short
    distance = min(abs(pole.lat - before[1]), abs(pole.lat - after[1])) / 1000
    lat = pole.lat - np.copysign(distance, pole.lat)
    middle = (first + short / 2 + 180.0) % 360.0 - 180.0
    if not region.contains(Point(*transformer.transform(middle, lat, direction="INVERSE"))):
        way = short - np.copysign(360.0, short)
    return [(first + way * k / 4, pole.lat) for k in range(5)]
