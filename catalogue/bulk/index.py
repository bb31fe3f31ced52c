"""Which scenes may be linked to an observation: R-trees over footprints, one for each 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.space.edges import Flags, Ints, Objects

BUCKET_US = 30 * 86_400 * 10**6


@dataclass(frozen=True, slots=True)
class Bucket:
    """The parts of footprints of scenes that begin in the same 30 days; `row` is their scene."""

    tree: shapely.STRtree
    row: Ints
    begin_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class SceneIndex:
    """Scenes, and where and when to find them.

    `in_parts` is True if a footprint may be found twice for one box.
    """

    scenes: SceneColumns
    buckets: tuple[Bucket, ...]
    in_parts: bool


def scene_index(scenes: SceneColumns) -> SceneIndex:
    """Build the trees. What lasts longer than a bucket has one of its own, so none gets long."""
    parts, row = _parts(scenes.footprint)
    held = _held(parts)
    long = scenes.end_us - scenes.begin_us > BUCKET_US
    bucket = np.where(long, np.iinfo(np.int64).max, scenes.begin_us // BUCKET_US)[row]
    order = np.argsort(bucket, kind="stable")
    cuts = np.flatnonzero(np.diff(bucket[order])) + 1
    buckets = [_bucket(scenes, held, row, c) for c in np.split(order, cuts) if len(c)]
    return SceneIndex(scenes, tuple(buckets), len(parts) > len(scenes.footprint))


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


def candidates(index: SceneIndex, wanted: ObservationColumns) -> tuple[Ints, Ints]:
    """(row of the observation, row of the scene) of all pairs whose boxes and spans meet.

    A superset of the linked ones: ends that touch count. Each pair once, in no special order.
    """
    found = list(_found(index, wanted))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    of, scene = (np.concatenate(column) for column in zip(*found, strict=True))
    if index.in_parts or len(wanted.owner) > len(wanted):
        pair = np.unique(of * len(index.scenes) + scene)
        of, scene = np.divmod(pair, len(index.scenes))
    return of, scene


def _found(index: SceneIndex, wanted: ObservationColumns) -> Iterator[tuple[Ints, Ints]]:
    begin, end = index.scenes.begin_us, index.scenes.end_us
    first, last = wanted.from_us[wanted.owner], wanted.to_us[wanted.owner]
    for bucket in index.buckets:
        some = np.flatnonzero((first <= bucket.end_us) & (bucket.begin_us <= last))
        if not len(some):
            continue
        box, place = bucket.tree.query(wanted.boxes[some])
        of, scene = wanted.owner[some[box]], bucket.row[place]
        near = _meet(wanted.from_us[of], wanted.to_us[of], begin[scene], end[scene])
        yield of[near], scene[near]


def _meet(first: Ints, last: Ints, begin: Ints, end: Ints) -> Flags:
    return np.asarray((first <= end) & (begin <= last), dtype=np.bool_)
