"""All footprints in memory as arrays, for the map: what is in this box, under this point?

Built from the store in one pass and built again when the store changed, also by another
process. 100,000 scenes take seconds to load and a few milliseconds to search.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.interval import MIN_US, Interval
from catalogue.journal import rows_of

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.model import Scene, SceneQuery

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Index:
    """One row per part of a footprint: two for a scene that crosses 180 degrees.

    `bounds` is (n, 4) as west, south, east, north; `main` marks one row per scene. `begin` and
    `end` are microseconds since 1970, meaningless where `timed` is False; unknown numbers are NaN.
    """

    geometry: NDArray[np.object_]
    bounds: NDArray[np.float64]
    main: Mask
    timed: Mask
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    gsd: NDArray[np.float64]
    cloud: NDArray[np.float64]
    collection: NDArray[np.object_]
    platform: NDArray[np.object_]
    properties: NDArray[np.object_]

    def matching(self, query: SceneQuery) -> Mask:
        """Rows that fulfil the query's conditions other than its boxes and ids."""
        mask = np.ones(len(self.geometry), bool)
        if query.when is not None:
            mask &= self.timed & _meets(self.begin, self.end, query.when)
        if query.collections:
            mask &= _among(self.collection, query.collections)
        if query.platforms:
            mask &= _among(self.platform, query.platforms)
        if query.gsd_max_m is not None:
            mask &= self.gsd <= query.gsd_max_m
        if query.cloud_max_pct is not None:
            mask &= self.cloud <= query.cloud_max_pct
        return mask

    def in_box(self, west: float, south: float, east: float, north: float) -> Mask:
        """Rows whose bounds meet the box; degrees, west <= east."""
        low_x, low_y, high_x, high_y = self.bounds.T
        meets = (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
        return np.asarray(meets)


def _among(values: NDArray[np.object_], wanted: Sequence[str]) -> Mask:
    # numpy.isin may sort, and None does not compare with a text
    names = frozenset(wanted)
    return np.fromiter((value in names for value in values), bool, len(values))


def _meets(begin: NDArray[np.int64], end: NDArray[np.int64], when: Interval) -> Mask:
    """`Interval.meets` for arrays."""
    first, last = when.begin_us, when.end_us
    if when.is_instant:
        return np.asarray((begin <= first) & ((first < end) | (begin == end) & (begin == first)))
    # An instant at `first` lies in [first, last), so there the end is compared as closed.
    return np.asarray((begin < last) & ((end > first) | (begin == end) & (begin == first)))


def build(scenes: Iterable[Scene]) -> Index:
    """The index of the scenes that have a footprint."""
    rows: list[tuple[Any, ...]] = []
    for scene in scenes:
        if scene.footprint is None:
            continue
        when = scene.when
        shared = (
            when is not None,
            when.begin_us if when else MIN_US,
            when.end_us if when else MIN_US,
            np.nan if scene.gsd_m is None else scene.gsd_m,
            np.nan if scene.cloud_pct is None else scene.cloud_pct,
            scene.collection,
            scene.platform,
            properties(scene),
        )
        parts = _parts(scene.footprint)
        largest = max(range(len(parts)), key=lambda i: parts[i].area)
        rows.extend((part, i == largest, *shared) for i, part in enumerate(parts))
    columns: Sequence[Any] = list(zip(*rows, strict=True)) if rows else [()] * 10
    geometry = _objects(columns[0])
    kinds = (bool, bool, np.int64, np.int64, float, float)
    arrays = [np.array(c, dtype=k) for c, k in zip(columns[1:7], kinds, strict=True)]
    bounds = shapely.bounds(geometry).reshape(-1, 4)
    return Index(geometry, bounds, *arrays, *(_objects(c) for c in columns[7:]))


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    out = np.empty(len(values), object)
    out[:] = values
    return out


def _parts(footprint: Any) -> list[Any]:
    parts = [p for p in shapely.get_parts(footprint) if p.geom_type == "Polygon"]
    return parts or [shapely.get_parts(footprint)[0]]


def properties(scene: Scene) -> dict[str, Any]:
    """What the map knows of a scene; `t` is the begin in ms since 1970."""
    when = scene.when
    return {
        "uid": scene.uid,
        "id": scene.id,
        "collection": scene.collection,
        "platform": scene.platform,
        "t": when.begin_us // 1000 if when and when.begin else None,
        "gsd": scene.gsd_m,
        "cloud": scene.cloud_pct,
        "kind": scene.kind,
    }


@dataclass(frozen=True, slots=True)
class _Held:
    """An index, the data version and journal entry up to which it is right, and its number."""

    index: Index
    version: int
    seq: int
    number: int


_SLOW_S = 0.5
_REST = 4


class IndexCache:
    """The index of one catalogue, built when first asked for and after scenes changed.

    The journal tells whether they did: tagging, which also changes the catalogue, costs nothing.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._store = catalogue.store
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._rest_until = 0.0

    def get(self) -> tuple[int, Index]:
        """(number that changes with the index, index). Blocks while it is built."""
        with self._lock:
            held = self._held
            # Both are read before the scenes, so they can be too old but never too new.
            version, head = self._store.data_version(), self._store.head()
            seq = head.seq if head else 0
            if held is not None and held.version == version:
                return held.number, held.index
            if held is not None and not self._scenes_changed(held.seq):
                self._held = replace(held, version=version, seq=seq)
                return held.number, held.index
            begin = time.monotonic()
            # While many scenes are being added, an index a little old is better than none.
            if held is None or begin > self._rest_until:
                index = build(self._store.scenes())
                held = self._held = _Held(index, version, seq, held.number + 1 if held else 1)
                spent = time.monotonic() - begin
                self._rest_until = begin + (_REST * spent if spent > _SLOW_S else 0)
            return held.number, held.index

    def _scenes_changed(self, after: int) -> bool:
        """True if a journal entry since then names a scene, or was redacted and cannot tell."""
        return any(
            entry.payload is None or any(kind == "scene" for kind, _, _ in rows_of(entry.payload))
            for entry in self._store.entries(after)
        )
