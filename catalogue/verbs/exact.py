"""What stores narrowed to, tested exactly: footprints against areas, times against an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.interval import Interval, from_us
from catalogue.model import ListedScene, Scene, SceneQuery


def areas_of(query: SceneQuery) -> list[BaseGeometry]:
    """The boxes of a query as polygons, none of them across 180 degrees."""
    return [shapely.box(b.west, b.south, b.east, b.north) for q in query.boxes for b in q.parts]


def matches(scene: Scene, areas: Sequence[BaseGeometry], when: Interval | None) -> bool:
    """True if a scene meets one of the areas, if there are any, and the interval."""
    if areas and not (scene.footprint and any(scene.footprint.intersects(a) for a in areas)):
        return False
    return when is None or (scene.when is not None and scene.when.meets(when))


def matching(
    found: Sequence[ListedScene], areas: Sequence[BaseGeometry], when: Interval | None
) -> list[ListedScene]:
    """Those that match, all tested at once."""
    met = np.full(len(found), not areas)
    shapes = np.array([listed.footprint for listed in found], dtype=object)
    for area in areas:
        met |= shapely.intersects(shapes, area)
    inside = [listed for listed, meets in zip(found, met.tolist(), strict=True) if meets]
    if when is None:
        return inside
    begin, end = when.begin_us, when.end_us
    return [
        listed
        for listed in inside
        if (span := listed.summary.span) is not None
        and ((begin < span[0] and span[1] < end) or _meets(span, when))
    ]


def _meets(span: tuple[int, int], when: Interval) -> bool:
    return Interval(from_us(span[0]), from_us(span[1])).meets(when)
