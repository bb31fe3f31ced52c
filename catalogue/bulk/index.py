"""Which scenes may be linked to an observation: R-trees over footprints, one for each 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import shapely

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.pairs import distinct
from catalogue.bulk.shapes import geometries
from catalogue.bulk.timing import margin_in_us
from catalogue.space.edges import Flags, Ints, Objects

if TYPE_CHECKING:
    from catalogue.bulk.fast.engine import Compiled

BUCKET_US = 30 * 86_400 * 10**6
# Whether scenes are found by the functions of the extra `[fast]`. Not a matter of how many there
# are: the two differ in the last digits of a share, and links put one by one equal those of all.
COMPILED = find_spec("numba") is not None


@dataclass(frozen=True, slots=True)
class Bucket:
    """The parts of footprints of scenes that begin in the same 30 days; `row` is their scene."""

    tree: shapely.STRtree
    row: Ints
    begin_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class SceneIndex:
    """Scenes, and where and when to find them: compiled, or in trees.

    `in_parts` is True if a footprint may be found twice for one box.
    """

    scenes: SceneColumns
    buckets: tuple[Bucket, ...] = ()
    in_parts: bool = False
    compiled: Compiled | None = None


def scene_index(scenes: SceneColumns, *, compiled: bool | None = None) -> SceneIndex:
    """Build what finds scenes.

    `compiled`: by the functions of the extra `[fast]` or not; None: where it is installed. Links
    are the same, shares of discs but for 1e-5.
    """
    if compiled is None:
        compiled = COMPILED
    if compiled:
        from catalogue.bulk.fast.engine import compiled_of

        return SceneIndex(scenes, compiled=compiled_of(scenes))
    return _with_trees(scenes)


def _with_trees(scenes: SceneColumns) -> SceneIndex:
    """What lasts longer than a bucket has one of its own, so none gets long."""
    footprints = geometries(scenes.footprint)
    parts, row = _parts(footprints)
    held = _held(parts)
    long = scenes.end_us - scenes.begin_us > BUCKET_US
    bucket = np.where(long, np.iinfo(np.int64).max, scenes.begin_us // BUCKET_US)[row]
    order = np.argsort(bucket, kind="stable")
    cuts = np.flatnonzero(np.diff(bucket[order])) + 1
    buckets = [_bucket(scenes, held, row, c) for c in np.split(order, cuts) if len(c)]
    return SceneIndex(
        replace(scenes, footprint=footprints), tuple(buckets), len(parts) > len(footprints)
    )


def _parts(footprints: Objects) -> tuple[Objects, Ints]:
    """The parts of all footprints, and whose each is; most have one and are left alone."""
    lone = shapely.get_type_id(footprints) == shapely.GeometryType.POLYGON
    single, other = np.flatnonzero(lone), np.flatnonzero(~lone)
    parts, owner = shapely.get_parts(footprints[other], return_index=True)
    return np.r_[footprints[single], parts], np.r_[single, other[owner]]


def _bucket(scenes: SceneColumns, held: Objects, row: Ints, chosen: Ints) -> Bucket:
    rows = row[chosen]
    begin, end = int(scenes.begin_us[rows].min()), int(scenes.end_us[rows].max())
    return Bucket(shapely.STRtree(held[chosen], node_capacity=10), rows, begin, end)


def _held(parts: Objects) -> Objects:
    """The parts; one that reaches a pole, which has every longitude, as a box of all of them."""
    bounds = shapely.bounds(parts)
    polar = np.flatnonzero((bounds[:, 1] <= -90.0) | (bounds[:, 3] >= 90.0))
    if len(polar):
        parts = parts.copy()
        south, north = bounds[polar][:, 1], bounds[polar][:, 3]
        parts[polar] = shapely.box(-180.0, south, 180.0, north)
    return parts


def candidates(
    index: SceneIndex, wanted: ObservationColumns, margin_days: float
) -> tuple[Ints, Ints]:
    """(row of the observation, row of the scene) of all pairs whose boxes and spans meet.

    A superset of the linked ones: ends that touch count. Each pair once, in no special order.
    """
    margin_us = margin_in_us(margin_days)
    found = list(_found(index, wanted, wanted.first_us - margin_us, wanted.last_us + margin_us))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    of, scene = (np.concatenate(column) for column in zip(*found, strict=True))
    if index.in_parts or len(wanted.owner) > len(wanted):
        return distinct(of, scene, len(index.scenes))
    return of, scene


def _found(
    index: SceneIndex, wanted: ObservationColumns, first: Ints, last: Ints
) -> Iterator[tuple[Ints, Ints]]:
    begin, end = index.scenes.begin_us, index.scenes.end_us
    boxes, owner = shapely.box(*wanted.boxes.T), wanted.owner
    for bucket in index.buckets:
        some = np.flatnonzero((first[owner] <= bucket.end_us) & (bucket.begin_us <= last[owner]))
        if not len(some):
            continue
        box, place = bucket.tree.query(boxes[some])
        of, scene = owner[some[box]], bucket.row[place]
        near = _meet(first[of], last[of], begin[scene], end[scene])
        yield of[near], scene[near]


def _meet(first: Ints, last: Ints, begin: Ints, end: Ints) -> Flags:
    return np.asarray((first <= end) & (begin <= last), dtype=np.bool_)
