"""Scenes of a store as the bulk join takes them, without their records."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalogue.bulk import SceneColumns, SceneIndex, scene_index, shapes_of_wkb
from catalogue.model import Scene
from catalogue.score import is_radar
from catalogue.space.edges import Flags, Ints
from catalogue.store.linked import LinkStore, SceneRow

_ROWS = 20_000
# Scenes that are held at a time; so many and their index take about a gigabyte.
PART = 2_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """Scenes, indexed; `numbers[row]` is what the store calls them."""

    index: SceneIndex
    numbers: Ints


def known(rows: Iterable[SceneRow]) -> Known:
    """Index some scenes of a store. Equal ones are ranked by id, then uid, as everywhere."""
    columns = [_columns(some) for some in _some(rows)]
    ids, uids = ([name for each in columns for name in each.pop(k)] for k in ("id", "uid"))
    rank = np.empty(len(ids), dtype=np.int64)
    rank[_order(ids, uids)] = np.arange(len(ids))
    return _known(columns, lambda _: rank)


class Parts:
    """All scenes of a store, at most so many at a time: each iteration reads them anew.

    Those that are there when it is made; what comes later is for a later run. Their ranks are
    counted among all scenes. There is one part at least, be it empty.
    """

    def __init__(self, links: LinkStore, at_most: int | None = None) -> None:
        self._links, self._at_most = links, at_most or PART
        self._newest = links.mark().scenes
        self.count = max(1, math.ceil(self._newest / self._at_most))

    @property
    def several(self) -> bool:
        """Whether there may be more parts than one."""
        return self.count > 1

    def __iter__(self) -> Iterator[Known]:
        numbers = np.fromiter(self._links.scene_order(), dtype=np.int64)
        ranks = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.int64)
        ranks[numbers] = np.arange(len(numbers))
        rows = takewhile(lambda row: row.number <= self._newest, self._links.scene_rows())
        first = True
        while (columns := self._some(rows)) or first:
            yield _known(columns, lambda some: ranks[some])
            first = False

    def _some(self, rows: Iterator[SceneRow]) -> list[dict[str, Any]]:
        columns = [_columns(some) for some in _some(islice(rows, self._at_most))]
        for each in columns:
            del each["id"], each["uid"]
        return columns


def _known(columns: list[dict[str, Any]], ranks: Callable[[Ints], Ints]) -> Known:
    columns = columns or [_columns([])]
    plain = (name for name in columns[0] if name not in ("id", "uid", "wkb"))
    joined = {name: np.concatenate([c[name] for c in columns]) for name in plain}
    footprint = shapes_of_wkb(pa.chunked_array([c["wkb"] for c in columns]))
    numbers = joined.pop("number")
    # Whoever joins goes by rows; uids of millions would take more than all else.
    no_uids = np.empty(0, dtype=object)
    scenes = SceneColumns(no_uids, ranks(numbers), footprint=footprint, **joined)
    return Known(indexed(scenes), numbers)


def indexed(scenes: SceneColumns, compiled: bool | None = None) -> SceneIndex:
    """The index of these scenes: made alike for many and for few, here and on every worker, so
    that their links are equal to the last bit.
    """
    return scene_index(scenes, compiled=compiled)


def _some(rows: Iterable[SceneRow]) -> Iterator[list[SceneRow]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS)):
        yield some


def _columns(rows: list[SceneRow]) -> dict[str, Any]:
    columns = SceneRow(*zip(*rows, strict=True)) if rows else SceneRow(*[()] * 12)  # type: ignore[arg-type]
    return {
        "number": np.array(columns.number, dtype=np.int64),
        "id": columns.id,
        "uid": columns.uid,
        "begin_us": np.array(columns.begin_us, dtype=np.int64),
        "end_us": np.array(columns.end_us, dtype=np.int64),
        "wkb": pa.array(columns.wkb, pa.binary()),
        "gsd_m": np.array(columns.gsd_m, dtype=np.float64),
        "cloud_pct": np.array(columns.cloud_pct, dtype=np.float64),
        "sun_elevation_deg": np.array(columns.sun_elevation_deg, dtype=np.float64),
        "radar": _radar(rows),
    }


def _radar(rows: list[SceneRow]) -> Flags:
    sensors = [(row.platform, row.collection, row.instruments) for row in rows]
    radar = {each: _is_radar(*each) for each in set(sensors)}
    return np.array([radar[each] for each in sensors], dtype=np.bool_)


def _is_radar(platform: str | None, collection: str | None, instruments: tuple[str, ...]) -> bool:
    return is_radar(Scene("-", "-", collection, platform=platform, instruments=instruments))


def _order(ids: Any, uids: Any) -> Ints:
    """Rows by (id, uid), code point by code point."""
    table = pa.table({"id": pa.array(ids, pa.string()), "uid": pa.array(uids, pa.string())})
    keys = [("id", "ascending"), ("uid", "ascending")]
    return np.asarray(pc.sort_indices(table, sort_keys=keys), dtype=np.int64)
