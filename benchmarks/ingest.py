"""How fast does imagery go in? Rasters per second and STAC items per second, and the memory.

    python benchmarks/ingest.py [--rasters 200] [--items 100000] [--columns 100000]

Each measurement runs in a process of its own. Beside ours stand two peers doing less work: for
rasters, opening each with rasterio and reading its mask; for items, parsing each line and handing
it to `pystac.Item.from_dict`. Neither stores, hashes, or indexes anything, so a ratio above 1 is
the price of what they leave out. CPU seconds include worker processes; trust ratios.

Columns: a GeoParquet of footprints into a catalogue (rows, records, index in space and time, the
history with a digest of each row), into a GeoPackage by pyogrio (rows and GDAL's R*Tree), and by
COPY into PostGIS (rows and GiST over geometry and range of time; with its backend), where one is.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED = 7


def make_rasters(folder: Path, count: int) -> None:
    """Tiled 512 x 512 three-band GeoTIFFs in UTM, each with a nodata corner."""
    import numpy as np
    import rasterio
    from rasterio.transform import from_origin

    rng = np.random.default_rng(SEED)
    for n in range(count):
        pixels = rng.integers(1, 255, (3, 512, 512), dtype=np.uint8)
        pixels[:, : n % 200, : n % 300] = 0
        with rasterio.open(
            folder / f"scene_{n:05d}.tif", "w", driver="GTiff", width=512, height=512, count=3,
            dtype="uint8", crs="EPSG:32639", nodata=0, tiled=True, blockxsize=256, blockysize=256,
            transform=from_origin(400_000 + 5120 * (n % 50), 3_900_000 - 5120 * (n // 50), 10, 10),
        ) as out:  # fmt: skip
            out.write(pixels)
            day = f"2022-{1 + n % 12:02d}-{1 + n % 28:02d}"
            out.update_tags(ACQUISITION_DATETIME=f"{day}T07:30:00Z")


def make_items(path: Path, count: int) -> None:
    """Newline-delimited STAC Items with the fields that Sentinel-2 items have."""
    rng = random.Random(SEED)
    with path.open("w") as out:
        for n in range(count):
            west, south = rng.uniform(-179, 178), rng.uniform(-80, 79)
            ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1]]
            item = {
                "type": "Feature", "stac_version": "1.0.0", "id": f"S2_{n:07d}",
                "collection": "synthetic-10m", "links": [],
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "bbox": [west, south, west + 1, south + 1],
                "properties": {
                    "datetime": f"20{15 + n % 10}-{1 + n % 12:02d}-{1 + n % 28:02d}T10:00:00Z",
                    "platform": f"synthetic-{'ab'[n % 2]}", "gsd": 10,
                    "eo:cloud_cover": round(rng.uniform(0, 100), 2),
                },
                "assets": {"B04": {"href": f"https://example.invalid/{n}/B04.tif"}},
            }  # fmt: skip
            out.write(json.dumps(item) + "\n")


def ours(source: Path, folder: Path) -> int:
    """Add everything to a fresh catalogue."""
    from catalogue import Catalogue

    with Catalogue.open(folder, create=True) as cat:
        outcome = cat.add([source])
    return outcome.added


def columns(source: Path, folder: Path) -> int:
    """Add a table of footprints to a fresh catalogue, in bulk."""
    from catalogue import Catalogue

    with Catalogue.open(folder, create=True) as cat:
        outcome = cat.add_columns(source, collection="made")
    return outcome.added


def peer_layer(source: Path, folder: Path) -> int:
    """The same table as a GeoPackage layer by GDAL."""
    import pyarrow.parquet as pq
    import pyogrio

    table = pq.read_table(source)
    pyogrio.write_arrow(
        table, folder / "peer.gpkg", layer="scenes", driver="GPKG", geometry_name="geometry",
        geometry_type="Unknown", crs="EPSG:4326",
    )  # fmt: skip
    return int(table.num_rows)


def measure_columns(folder: Path, count: int) -> None:
    """The table of columns."""
    import postgres
    import search_fill

    source = search_fill.provider_file(folder, count)
    costs = {}
    for label, job in (("columns: catalogue", columns), ("columns: pyogrio", peer_layer)):
        found, wall, cpu, rss, child = measure(job, source)
        costs[label] = found / cpu
        print(f"{label:<26}{found:>8}{wall:>9.1f}{cpu:>8.1f}{found / cpu:>10.0f}"
              f"{rss:>7.0f}{child:>7.0f}")  # fmt: skip
    if why_not := postgres.missing():
        print(f"columns: no PostGIS: {why_not}")
        return
    with postgres.cluster(folder / "postgres-ingest") as conninfo:
        search_fill.catalogue(folder, count, [])
        boxes = search_fill.peer_table(folder, count)
        copied, indexed, cpu = postgres.load(conninfo, boxes, "columns")
    print(f"{'columns: COPY to PostGIS':<26}{count:>8}{copied + indexed:>9.1f}{cpu:>8.1f}"
          f"{count / cpu:>10.0f}")  # fmt: skip


def peer_rasters(source: Path, _folder: Path) -> int:
    """Open each raster and read its mask."""
    import rasterio

    count = 0
    for path in sorted(source.glob("*.tif")):
        with rasterio.open(path) as dataset:
            dataset.dataset_mask()
        count += 1
    return count


def peer_items(source: Path, _folder: Path) -> int:
    """Parse each line and hand it to pystac."""
    import pystac

    count = 0
    with source.open() as lines:
        for line in lines:
            pystac.Item.from_dict(json.loads(line))
            count += 1
    return count


def _measure(job: Callable[[Path, Path], int], source: Path, out: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        count = job(source, Path(folder))
        wall = time.perf_counter() - start
    own, kids = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = own.ru_utime + own.ru_stime + kids.ru_utime + kids.ru_stime
    out.put((count, wall, cpu, own.ru_maxrss / 1024, kids.ru_maxrss / 1024))


def measure(
    job: Callable[[Path, Path], int], source: Path
) -> tuple[int, float, float, float, float]:
    """(count, wall s, CPU s with children, peak MB, largest child's peak MB) in a new process."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_measure, args=(job, source, out))
    process.start()
    result = out.get()
    process.join()
    return result


def main() -> None:
    """Make the input, run all four, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rasters", type=int, default=200)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--columns", type=float, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rasters, items = folder / "rasters", folder / "items.ndjson"
        rasters.mkdir()
        make_rasters(rasters, options.rasters)
        make_items(items, options.items)
        print(f"{'what':<26}{'n':>8}{'wall s':>9}{'CPU s':>8}{'n/CPU s':>10}{'MB':>7}{'child':>7}")
        for kind, source, peer, wanted in (
            ("rasters", rasters, peer_rasters, options.rasters),
            ("items", items, peer_items, options.items),
        ):
            if not wanted:
                continue
            costs = {}
            for label, job in ((f"{kind}: catalogue add", ours), (f"{kind}: peer", peer)):
                count, wall, cpu, rss, child = measure(job, source)
                costs[label] = cpu / count
                print(f"{label:<26}{count:>8}{wall:>9.1f}{cpu:>8.1f}{count / cpu:>10.0f}"
                      f"{rss:>7.0f}{child:>7.0f}")  # fmt: skip
            mine, other = costs.values()
            print(f"{kind}: {mine / other:.1f} x the CPU of the peer ({os.cpu_count()} cores)")
    out = Path(__file__).with_name("out")
    out.mkdir(exist_ok=True)
    if options.columns:
        measure_columns(out, int(options.columns))


if __name__ == "__main__":
    main()
