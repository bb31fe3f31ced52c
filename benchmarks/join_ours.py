"""Ours in `benchmarks/join.py`: the bulk join on the same files, and the limit it runs against."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from join_engines import Found

from catalogue.bulk import (
    ObservationColumns,
    SceneColumns,
    SceneIndex,
    best_pairs,
    link_pairs,
    observation_table,
    scene_index,
    shapes_of_wkb,
)

_NAMES = ("begin_us", "end_us", "gsd_m", "cloud_pct", "sun_elevation_deg")


_BATCH = 1_000_000


def _scenes(path: Path) -> SceneColumns:
    return _columns(pq.read_table(path, columns=[*_NAMES, "geometry"]), 0)


def _columns(table: pa.Table, first: int) -> SceneColumns:
    n = len(table)
    columns = {name: np.array(table[name]) for name in _NAMES}
    return SceneColumns(
        uid=np.zeros(0, dtype=object), rank=np.arange(first, first + n),
        sensor=np.zeros(n, dtype=np.int64), off_nadir_deg=np.full(n, np.nan), doubt_m=np.zeros(n),
        footprint=shapes_of_wkb(table["geometry"]), **columns,
    )  # fmt: skip


def _batches(path: Path) -> Iterator[SceneColumns]:
    """The scenes of a file, so many at a time; no batch is held when the next one is read."""
    first, waiting, size = 0, [], 0
    # Read ahead, what was read would be held until the end.
    with pq.ParquetFile(path, pre_buffer=False) as file:
        for group in file.iter_batches(_BATCH // 8, columns=[*_NAMES, "geometry"]):
            waiting.append(group)
            size += len(group)
            if size >= _BATCH:
                yield _columns(pa.Table.from_batches(waiting), first)
                first, waiting, size = first + size, [], 0
        if waiting:
            yield _columns(pa.Table.from_batches(waiting), first)


def _events(path: Path, *, discs: bool) -> ObservationColumns:
    table = pq.read_table(path)
    lon, lat, radius, begin, end, size = (
        np.array(table[name]) for name in ("lon", "lat", "r95_m", "begin_us", "end_us", "size_m")
    )
    lon = np.where(np.isnan(radius) | (not discs), np.nan, lon)
    shapes = shapes_of_wkb(table["geometry"])
    return observation_table(table["id"].to_pylist(), lon, lat, radius, shapes, begin, end, size)


def _linked(index: SceneIndex, wanted: ObservationColumns, margin: float, **how: Any) -> Found:
    found, before = [], 0
    for pairs in link_pairs(index, wanted, margin, **how):
        found.append((pairs.observation + before, pairs.scene))
        before += len(pairs.observations)
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def _ours(
    paths: tuple[Path, Path], margin: float, *, discs: bool = False, compiled: bool = True,
    **how: Any,
) -> Found:  # fmt: skip
    index = scene_index(_scenes(paths[0]), compiled=compiled)
    return _linked(index, _events(paths[1], discs=discs), margin, **how)


def plain(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours on the peers' polygons, with share and score, nothing compiled."""
    return _ours(paths, margin, compiled=False)


def compiled(paths: tuple[Path, Path], margin: float) -> Found:
    """The same by compiled functions."""
    return _ours(paths, margin)


def best(paths: tuple[Path, Path], margin: float) -> Found:
    """The best 20 of each observation, and how many there are of each role."""
    return _ours(paths, margin, top=20)


def best_alone(paths: tuple[Path, Path], margin: float) -> Found:
    """The best 20 of each observation, not counting the others."""
    return _ours(paths, margin, top=20, counted=False)


def streamed(paths: tuple[Path, Path], margin: float) -> Found:
    """The best 20 of each observation, not counting the others, a million scenes at a time."""
    wanted, found, before = _events(paths[1], discs=False), [], 0
    scenes = _batches(paths[0])
    for pairs in best_pairs(scenes, wanted, margin, top=20, counted=False):
        found.append((pairs.observation + before, pairs.scene))
        before += len(pairs.observations)
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def geodesic(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours with geodesic discs, with share and score."""
    return _ours(paths, margin, discs=True)


class Limit:
    """What no engine can do without: read both files once, look at each pair that is linked
    whether it is, write the best 20 of each. Which pairs those are is known beforehand.
    """

    def __init__(self, paths: tuple[Path, Path], margin: float) -> None:
        index = scene_index(_scenes(paths[0]), compiled=True)
        wanted = _events(paths[1], discs=False)
        self.pairs = _linked(index, wanted, margin)
        self.best = _linked(index, wanted, margin, top=20, counted=False)

    def __call__(self, paths: tuple[Path, Path], _: float) -> Found:
        """Read, look, write."""
        from catalogue.bulk.fast.area import area_glances
        from catalogue.bulk.fast.areas import areas_of

        shapes, areas = _scenes(paths[0]).footprint, _events(paths[1], discs=False).area
        given = (shapes.coords, shapes.rings, shapes.parts[shapes.shapes])  # type: ignore[union-attr]
        around = areas_of(areas).around  # type: ignore[arg-type]
        of, scene = self.pairs
        rows, codes = scene.astype(np.int32), np.empty(len(of), dtype=np.int8)
        cuts = np.searchsorted(of, np.arange(len(around) + 1)).tolist()
        for n in range(len(around)):
            area_glances(given, rows, cuts[n], cuts[n + 1], around[n], codes)
        with tempfile.TemporaryDirectory() as folder:
            columns = dict(zip(("observation", "scene"), self.best, strict=True))
            pq.write_table(pa.table(columns), Path(folder) / "links.parquet")
        return self.best


def specialised() -> int:
    """How many times the functions called from Python have been compiled for types or loaded."""
    from catalogue.bulk.fast import area, areas, grid, kernel, rank, wkb

    modules = (area, areas, grid, kernel, rank, wkb)
    found = {id(f): f for m in modules for f in vars(m).values() if hasattr(f, "signatures")}
    return sum(len(f.signatures) for f in found.values())
