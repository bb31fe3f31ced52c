"""Scenes and observations as GeoParquet partitions in space and time, and the join of one.

A scene lies in one partition, so each pair is found in one and no pair twice. Which observations
may meet a partition is told by its bounds; each worker picks them from files of all, in blocks.
A partition's answer is an Arrow file with one batch for each block; it appears whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from catalogue.bulk import CloudsOf, Pairs, SceneColumns, link_pairs
from catalogue.bulk.shapes import bounds_of
from catalogue.join import search_boxes, search_interval
from catalogue.linking.known import Known, indexed
from catalogue.linking.packed import LINK, LinkRows, ranked, rows_of
from catalogue.model import Observation
from catalogue.score import DEFAULTS, Parameters
from catalogue.space.edges import Floats, Ints
from catalogue.store.codec import dumps, loads, observation_from_json, observation_to_json
from catalogue.write.atomic import atomic
from catalogue.write.geoparquet import geo_metadata

# What the cloud of workers shares out: scenes in a partition, observations in a block.
SCENES = 25_000
BLOCK = 2_000
_PLAIN = (
    "rank", "begin_us", "end_us", "gsd_m", "cloud_pct", "sun_elevation_deg", "off_nadir_deg",
    "sensor", "doubt_m",
)  # fmt: skip
# An answer: the rows of `packed.LINK`, each with the place of its observation in the block and the
# rank of its scene.
_ANSWER = pa.schema(
    [
        ("of", pa.int64()),
        ("rank", pa.int64()),
        *((name, pa.from_numpy_dtype(LINK[name])) for name in LINK.names or ()),
    ]
)


@dataclass(frozen=True, slots=True)
class Partition:
    """A file of scenes and what holds them all: degrees, microseconds."""

    path: Path
    west: float
    south: float
    east: float
    north: float
    begin_us: int
    end_us: int


# -- writing -------------------------------------------------------------------------------------
def write_scenes(parts: Iterable[Known], folder: Path, at_most: int = SCENES) -> list[Partition]:
    """Of each part slabs of time, each parted by longitude, with about as many scenes each."""
    found: list[Partition] = []
    for part in parts:
        for rows, bounds in _slabs(part.index.scenes, at_most):
            path = folder / f"scenes-{len(found):05}.parquet"
            found.append(_partition(part, rows, bounds, path))
    return found


def _slabs(scenes: SceneColumns, at_most: int) -> Iterator[tuple[Ints, Floats]]:
    """(rows, their bounds) of each partition."""
    bounds = bounds_of(scenes.footprint)
    polar = (bounds[:, 1] <= -90.0) | (bounds[:, 3] >= 90.0)
    bounds[polar, 0], bounds[polar, 2] = -180.0, 180.0  # a pole has every longitude
    count = math.ceil(len(scenes) / at_most)
    slabs = np.array_split(np.argsort(scenes.begin_us, kind="stable"), max(1, round(count**0.5)))
    for slab in slabs:
        eastwards = slab[np.argsort(bounds[slab, 0], kind="stable")]
        for rows in np.array_split(eastwards, max(1, math.ceil(count / len(slabs)))):
            if len(rows):
                yield rows, bounds[rows]


def _partition(part: Known, rows: Ints, bounds: Floats, path: Path) -> Partition:
    scenes = part.index.scenes
    columns: dict[str, Any] = {name: pa.array(getattr(scenes, name)[rows]) for name in _PLAIN}
    columns["geometry"] = pa.array(shapely.to_wkb(scenes.footprint[rows]), type=pa.binary())
    _write(pa.table({"number": pa.array(part.numbers[rows]), **columns}), path)
    west, south, _, _ = bounds.min(axis=0).tolist()
    _, _, east, north = bounds.max(axis=0).tolist()
    begin_us, end_us = int(scenes.begin_us[rows].min()), int(scenes.end_us[rows].max())
    return Partition(path, west, south, east, north, begin_us, end_us)


def write_block(some: Sequence[Observation], margin_days: float, path: Path) -> None:
    """Observations with their records, and the boxes and spans to search for each.

    `at` is the place among `some`; those that cannot be linked are left out.
    """
    at = [n for n, o in enumerate(some) if o.place is not None and o.when is not None]
    spans = [search_interval(o.when, margin_days) for o in some if o.place and o.when]
    boxes = [search_boxes(o.place) for o in some if o.place and o.when]
    flat = [[v for b in each for v in (b.west, b.south, b.east, b.north)] for each in boxes]
    places = [o.place.candidates[0].geometry for o in some if o.place and o.when]
    columns = {
        "at": pa.array(at, pa.int64()),
        "from_us": pa.array([s.begin_us for s in spans], pa.int64()),
        "to_us": pa.array([s.end_us for s in spans], pa.int64()),
        "boxes": pa.array(flat, pa.list_(pa.float64())),
        "record": pa.array([dumps(observation_to_json(some[n])) for n in at], pa.string()),
        "geometry": pa.array(shapely.to_wkb(places) if places else [], pa.binary()),
    }
    _write(pa.table(columns), path)


def _write(table: pa.Table, path: Path) -> None:
    with atomic(path) as draft:
        pq.write_table(table.replace_schema_metadata(geo_metadata()), draft, compression="zstd")


# -- on a worker ---------------------------------------------------------------------------------
def join_partition(
    scenes: Partition,
    blocks: Sequence[Path],
    answer: Path,
    margin_days: float,
    parameters: Parameters = DEFAULTS,
    compiled: bool | None = None,
) -> int:
    """Join one partition with all blocks; returns how many pairs `answer` holds.

    `compiled` as whoever asks is, not as this worker could be. The same whoever does it, and how
    often: a worker that dies is replaced by another one.
    """
    table = pq.read_table(scenes.path)
    numbers = table["number"].to_numpy()
    columns = {name: table[name].to_numpy() for name in _PLAIN}
    footprints = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    mine = SceneColumns(uid=numbers.astype(object), footprint=footprints, **columns)
    part = Known(indexed(mine, compiled), numbers)
    met = (_meeting(scenes, block) for block in blocks)
    return join(part, met, answer, margin_days, parameters)


def join(
    part: Known, blocks: Iterable[tuple[Ints, Sequence[Observation]]], answer: Path,
    margin_days: float, parameters: Parameters = DEFAULTS, clouds: CloudsOf | None = None,
) -> int:  # fmt: skip
    """Join scenes with each block: observations, and their places among those of the block.

    Returns how many pairs `answer` holds, which appears whole. `clouds` as in `link_pairs`.
    """
    count = 0
    with (
        atomic(answer, overwrite=True) as draft,
        pa.OSFile(str(draft), "wb") as sink,
        pa.ipc.new_file(sink, _ANSWER) as out,
    ):
        for at, observations in blocks:
            pairs = link_pairs(part.index, observations, margin_days, parameters, clouds=clouds)
            batch = _batch(part, pairs, at)
            out.write_batch(batch)
            count += batch.num_rows
    return count


def _meeting(scenes: Partition, block: Path) -> tuple[Ints, list[Observation]]:
    """The observations of a block that may meet a partition, and their places in the block."""
    table = pq.read_table(block)
    boxes = table["boxes"].combine_chunks()
    west, south, east, north = boxes.flatten().to_numpy().reshape(-1, 4).T
    owner = np.repeat(np.arange(len(table)), np.diff(boxes.offsets.to_numpy()) // 4)
    near = (west <= scenes.east) & (scenes.west <= east)
    near &= (south <= scenes.north) & (scenes.south <= north)
    meets = np.zeros(len(table), dtype=np.bool_)
    meets[owner[near]] = True
    meets &= table["from_us"].to_numpy() <= scenes.end_us
    meets &= scenes.begin_us <= table["to_us"].to_numpy()
    some = table.filter(pa.array(meets))
    records = some["record"].to_pylist()
    return some["at"].to_numpy(), [observation_from_json(loads(record)) for record in records]


def _batch(part: Known, found: Iterable[Pairs], at: Ints) -> pa.RecordBatch:
    """The links of a block, by the places of their observations in it."""
    of, rank, rows, start = [at[:0]], [at[:0]], [np.empty(0, dtype=LINK)], 0
    for pairs in found:
        of.append(at[start + pairs.observation])
        rank.append(part.index.scenes.rank[pairs.scene])
        rows.append(rows_of(pairs, part.numbers).rows)
        start += len(pairs.observations)
    every = np.concatenate(rows)
    links = [every[name].copy() for name in LINK.names or ()]
    columns = [np.concatenate(of), np.concatenate(rank), *links]
    return pa.RecordBatch.from_arrays([pa.array(c) for c in columns], schema=_ANSWER)


# -- reading the answers -------------------------------------------------------------------------
def merged(answers: Sequence[Path], blocks: Sequence[Sequence[Observation]]) -> Iterator[LinkRows]:
    """The links of all partitions, block by block, as one join of all scenes would give them."""
    files = [pa.ipc.open_file(pa.memory_map(str(path))) for path in answers]
    for n, some in enumerate(blocks):
        table = pa.Table.from_batches([f.get_batch(n) for f in files], schema=_ANSWER)
        rows = np.empty(len(table), dtype=LINK)
        for name in LINK.names or ():
            rows[name] = table[name].to_numpy()
        of = table["of"].to_numpy()
        order = ranked(of, rows, table["rank"].to_numpy())
        yield LinkRows([o.uid for o in some], of[order], rows[order])
