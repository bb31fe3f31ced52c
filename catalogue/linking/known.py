"""Scenes of a store as the bulk join takes them, without their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from catalogue.bulk import SceneColumns, SceneIndex, scene_index, shapes_of_wkb
from catalogue.linking.names import order_of
from catalogue.model import Scene
from catalogue.score import SENSORS, sensor_of
from catalogue.space.edges import Ints
from catalogue.store.linked import SceneRow

_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Known:
    """Scenes, indexed; `numbers[row]` is what the store calls them."""

    index: SceneIndex
    numbers: Ints


def known(rows: Iterable[SceneRow]) -> Known:
    """Index the scenes of a store. Equal ones are ranked by id, then uid, as everywhere."""
    columns = joined(list(chunks(rows)))
    numbers, ids = columns.pop("number"), columns.pop("id")
    rank = np.empty(len(numbers), dtype=np.int64)
    uids = pa.array(columns["uid"], pa.string())
    rank[order_of(pa.array(ids, pa.string()), uids)] = np.arange(len(numbers))
    return Known(indexed(SceneColumns(rank=rank, **columns)), numbers)


def chunks(rows: Iterable[SceneRow]) -> Iterator[dict[str, Any]]:
    """The rows as the columns of SceneColumns but the rank, and `number` and `id`; some at a
    time, one without rows first. Footprints are still WKB.
    """
    return map(_columns, _some(rows))


def joined(some: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The columns of chunks, one behind the other."""
    plain = {name: [c[name] for c in some] for name in some[0]}
    wkb = pa.chunked_array(plain.pop("footprint"), pa.binary())
    columns: dict[str, Any] = {name: np.concatenate(each) for name, each in plain.items()}
    return {**columns, "footprint": shapes_of_wkb(wkb)}


def indexed(scenes: SceneColumns, compiled: bool | None = None) -> SceneIndex:
    """The index of these scenes: made alike for many and for few, here and on every worker, so
    that their links are equal to the last bit.
    """
    return scene_index(scenes, compiled=compiled)


def _some(rows: Iterable[SceneRow]) -> Iterator[list[SceneRow]]:
    waiting = iter(rows)
    yield []
    while some := list(islice(waiting, _ROWS)):
        yield some


def _columns(rows: list[SceneRow]) -> dict[str, Any]:
    none: tuple[Any, ...] = ((),) * len(SceneRow._fields)
    columns = SceneRow._make(zip(*rows, strict=True) if rows else none)
    return {
        "number": np.array(columns.number, dtype=np.int64),
        "id": np.array(columns.id, dtype=object),
        "uid": np.array(columns.uid, dtype=object),
        "begin_us": np.array(columns.begin_us, dtype=np.int64),
        "end_us": np.array(columns.end_us, dtype=np.int64),
        "footprint": pa.array(columns.wkb, pa.binary()),
        "gsd_m": np.array(columns.gsd_m, dtype=np.float64),
        "cloud_pct": np.array(columns.cloud_pct, dtype=np.float64),
        "sun_elevation_deg": np.array(columns.sun_elevation_deg, dtype=np.float64),
        "off_nadir_deg": np.array(columns.off_nadir_deg, dtype=np.float64),
        "sensor": _sensors(rows),
        "doubt_m": np.array(columns.doubt_m, dtype=np.float64),
    }


def _sensors(rows: list[SceneRow]) -> Ints:
    named = [(row.platform, row.collection, row.instruments) for row in rows]
    sensor = {each: _sensor(*each) for each in set(named)}
    return np.array([sensor[each] for each in named], dtype=np.int64)


def _sensor(platform: str | None, collection: str | None, instruments: tuple[str, ...]) -> int:
    scene = Scene("-", "-", collection, platform=platform, instruments=instruments)
    return SENSORS.index(sensor_of(scene))
