"""Where and when a record can be found: boxes in lon/lat degrees and spans of time.

The stores index extents, never geometries. An extent may be larger than the record (a box around
a slanted footprint), never smaller. All comparisons are closed, so what touches is found too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalogue import space
from catalogue.interval import MAX_US, MIN_US, Interval
from catalogue.join import search_boxes
from catalogue.model import BBox, Observation, Scene

Box = tuple[float, float, float, float]
Span = tuple[int, int]
# More occurrences times boxes than this become one span over all of them.
MOST_EXTENTS = 64


class Extent(NamedTuple):
    """A box (west, south, east, north) and a span in microseconds; None where it is unknown."""

    box: Box | None
    span: Span | None


def scene_extents(scene: Scene) -> list[Extent]:
    """One extent for each box of the footprint; none if place and time are both unknown."""
    boxes = [] if scene.footprint is None else list(space.boxes(scene.footprint))
    spans = [] if scene.when is None else [(scene.when.begin_us, scene.when.end_us)]
    return _product(boxes, spans)


def observation_extents(observation: Observation) -> list[Extent]:
    """Every box of its place with every occurrence (the span over its alternatives)."""
    boxes: list[Box] = []
    if observation.place is not None:
        parts = (part for box in search_boxes(observation.place) for part in box.parts)
        boxes = [(b.west, b.south, b.east, b.north) for b in parts]
    spans = []
    if observation.when is not None:
        for occurrence in observation.when.occurrences:
            intervals = [interval for interval, _ in occurrence.alternatives]
            if intervals:
                spans.append(_around(intervals))
    if len(boxes) * len(spans) > MOST_EXTENTS:
        spans = [(min(s[0] for s in spans), max(s[1] for s in spans))]
    return _product(boxes, spans)


def wanted(boxes: Sequence[BBox], when: Interval | None) -> tuple[list[Box], Span | None]:
    """A query's boxes, none across 180 degrees, and its span."""
    parts = [(p.west, p.south, p.east, p.north) for box in boxes for p in box.parts]
    return parts, None if when is None else (when.begin_us, when.end_us)


def meets(extents: Iterable[Extent], boxes: Sequence[Box], span: Span | None) -> bool:
    """True if one extent meets one of the boxes (if any are given) and the span (if it is)."""
    return any(
        (not boxes or any(_boxes_meet(extent.box, box) for box in boxes))
        and (span is None or _spans_meet(extent.span, span))
        for extent in extents
    )


def _around(intervals: Sequence[Interval]) -> Span:
    begin = min(interval.begin_us for interval in intervals)
    end = max(interval.end_us for interval in intervals)
    return max(begin, MIN_US), min(end, MAX_US)


def _product(boxes: Sequence[Box], spans: Sequence[Span]) -> list[Extent]:
    if not boxes and not spans:
        return []
    every_box: Sequence[Box | None] = boxes or [None]
    every_span: Sequence[Span | None] = spans or [None]
    return [Extent(box, span) for box in every_box for span in every_span]


def _boxes_meet(a: Box | None, b: Box) -> bool:
    return a is not None and a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _spans_meet(a: Span | None, b: Span) -> bool:
    return a is not None and a[0] <= b[1] and b[0] <= a[1]
