"""The world of `benchmarks/search.py` in every store: made once, kept under benchmarks/out.

`scenes.parquet` has one row for each box of a scene (split at 180 degrees) with its columns and
the whole footprint; the catalogue is filled by its own bulk verb from columns.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
import world

from catalogue import Catalogue, space
from catalogue.interval import Interval, from_us
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, ReportedObject
from catalogue.store.extents import observation_extents

BLOCKS = 20
COLLECTION = "made"
PLATFORMS = {10.0: "sentinel-2a", 30.0: "landsat-8", 3.0: "planetscope", 0.4: "worldview-2",
             0.7: "skysat"}  # fmt: skip


def scene_tables(count: int) -> Iterator[pa.Table]:
    """The first scenes of the world, some at a time, as a provider would hand them out."""
    import pandas

    blocks = -(-count // world.BLOCK)
    for first in range(0, blocks, BLOCKS):
        numbers = range(first, min(first + BLOCKS, blocks))
        frame = pandas.concat([world._scenes(n) for n in numbers], ignore_index=True)
        frame["platform"] = frame["gsd_m"].map(PLATFORMS)
        table = pa.table(frame.to_arrow(geometry_encoding="WKB"))
        yield table.slice(0, count - first * world.BLOCK)


def provider_file(folder: Path, count: int) -> Path:
    """GeoParquet of the scenes, a row each."""
    path = folder / f"world-{count}.parquet"
    if not path.exists():
        _written(path, scene_tables(count))
    return path


def _written(path: Path, tables: Iterator[pa.Table]) -> None:
    part = path.with_suffix(".part")
    writer = None
    for table in tables:
        writer = writer or pq.ParquetWriter(part, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    part.rename(path)


def observations(count: int) -> list[Observation]:
    """The first observations of the world."""
    found: list[Observation] = []
    for block in range(-(-count // (world.BLOCK // 10))):
        found += [_observation(row) for row in world._observations(block).itertuples()]
    return found[:count]


def _observation(row: Any) -> Observation:
    if math.isnan(row.r95_m):
        candidate = Candidate(row.geometry, None)
    else:
        spot = space.normalise({"type": "Point", "coordinates": [row.lon, row.lat]})
        candidate = Candidate(spot, row.r95_m)
    size = row.size_m
    when = Interval(from_us(row.begin_us), from_us(row.end_us))
    return Observation(
        uid=f"{int(row.id.rpartition('-')[2]):032x}",
        id=row.id,
        title=row.id,
        place=Place((candidate,)),
        when=EventTime("given", (Occurrence(((when, 1.0),)),)),
        objects=() if math.isnan(size) else (ReportedObject("vehicle", None, size, size),),
    )


def catalogue(folder: Path, scenes: int, known: list[Observation]) -> Path:
    """Our catalogue of so many scenes, and all the observations."""
    path = folder / f"catalogue-{scenes}"
    if (path / "done").exists():
        return path
    source = provider_file(folder, scenes)
    used = time.process_time()
    with Catalogue.open(path, create=True) as cat:
        outcome = cat.add_columns(source, collection=COLLECTION)
        assert outcome.added == scenes, outcome
        cpu = time.process_time() - used
        print(f"catalogue of {scenes}: {scenes / cpu:,.0f} scenes per CPU s", flush=True)
        for at in range(0, len(known), 10_000):
            with cat.store.transaction():
                cat.store.put_observations(known[at : at + 10_000])
        cat.store.pack()
    (path / "done").touch()
    return path


def peer_table(folder: Path, scenes: int) -> Path:
    """A row for each box of each scene, with the uid that our catalogue gave it."""
    path = folder / f"boxes-{scenes}.parquet"
    if not path.exists():
        _written(path, _peer_tables(folder, scenes))
    return path


def _peer_tables(folder: Path, scenes: int) -> Iterator[pa.Table]:
    with Catalogue.open(folder / f"catalogue-{scenes}") as cat:
        rows = cat.store._db.reader().execute("SELECT id, uid FROM scenes")  # type: ignore[attr-defined]
        uids = dict(rows)
    for table in pq.ParquetFile(provider_file(folder, scenes)).iter_batches(200_000):
        shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
        parts, row = shapely.get_parts(shapes, return_index=True)
        bounds = shapely.bounds(parts)
        some = pa.table(table).take(pa.array(row))
        columns = {
            "uid": [uids[i.as_py()] for i in some["id"]],
            "id": some["id"],
            "platform": some["platform"],
            "collection": pa.array(np.full(len(row), COLLECTION)),
            "gsd": some["gsd_m"], "cloud": some["cloud_pct"], "sun": some["sun_elevation_deg"],
            "begin_us": some["begin_us"], "end_us": some["end_us"],
            "west": bounds[:, 0], "south": bounds[:, 1], "east": bounds[:, 2],
            "north": bounds[:, 3], "geom": some["geometry"],
        }  # fmt: skip
        yield pa.table(columns)


def observation_table(folder: Path, known: list[Observation]) -> Path:
    """A row for each box and time of an observation."""
    path = folder / f"observation-boxes-{len(known)}.parquet"
    if not path.exists():
        found = [(o.uid, *e.box, *e.span) for o in known for e in observation_extents(o)]
        names = ("uid", "west", "south", "east", "north", "begin_us", "end_us")
        columns: dict[str, Any] = dict(zip(names, zip(*found, strict=True), strict=True))
        boxes = shapely.box(*(np.array(columns[name]) for name in names[1:5]))
        nothing = dict.fromkeys(("id", "platform", "collection", "gsd", "cloud", "sun"))
        columns |= {name: pa.nulls(len(found), pa.string()) for name in nothing}
        pq.write_table(pa.table({**columns, "geom": shapely.to_wkb(boxes)}), path)
    return path
