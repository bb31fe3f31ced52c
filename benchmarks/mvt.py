"""CPU time of the map's vector tiles, of opening a catalogue for them, and the memory they take.

    python benchmarks/mvt.py [--scenes 100000] [--tiles 60]

Fills a catalogue with seeded scenes, loads its footprints as the server does, then asks for the
world tile and for tiles around scenes drawn at random, zoom by zoom: without a filter, and with
interval, platforms, pixel size and cloud. Beside it mapbox-vector-tile writes the same features
(only writes: ours includes the search, the cutting and the rounding), and both tiles are decoded
and compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import psutil
import search_fill
import shapely

from catalogue import Catalogue
from catalogue.interval import Interval
from catalogue.web.grids import GRIDS, world
from catalogue.web.live import LiveIndex
from catalogue.web.query import FootprintQuery
from catalogue.web.selection import Selection, encode_tile

SEED = 20150623
ZOOMS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14)
GRID = GRIDS["WebMercatorQuad"]
FILTERED = FootprintQuery(
    when=Interval(datetime(2018, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
    platforms=("sentinel-2a", "planetscope"),
    gsd_max_m=10,
    cloud_max_pct=30,
)
TWO_DAYS = FootprintQuery(
    when=Interval(datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 5, 3, tzinfo=UTC))
)
Tile = tuple[int, int, int]


def cpu_ms(work: Callable[[], Any]) -> tuple[float, Any]:
    """(CPU ms, result)."""
    begin = time.process_time()
    result = work()
    return (time.process_time() - begin) * 1000, result


def load(folder: Path, count: int) -> LiveIndex:
    """Fill a catalogue, open it as the server does, and say what that took."""
    path = search_fill.catalogue(folder, count, [])
    before = psutil.Process().memory_info().rss
    live = LiveIndex(Catalogue.open(path))
    wall, own = time.monotonic(), time.process_time()
    live.start()
    while live.status()["state"] == "loading":
        time.sleep(0.02)
    wall, own = time.monotonic() - wall, time.process_time() - own
    index = live.get().index
    arrays = [getattr(index.parts, f.name) for f in fields(index.parts)]
    arrays += [index.place, index.area, *index.bounds, *index.starts]
    held = sum(a.nbytes for a in arrays) / 1e6
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    print(f"load of {index.scenes:,} footprints: {own:.1f} s CPU, {wall:.1f} s by the clock")
    print(f"memory: {held:.0f} MB of arrays, {grown:.0f} MB more in the process")
    return live


def step(live: LiveIndex) -> None:
    """Ten more scenes, until the map has them."""
    store = live._store
    held = live.get()
    known = [scene for scene in store.scenes(limit=20) if scene.footprint is not None][:10]
    more = [replace(scene, uid=f"{n:032x}", id=f"more-{n}") for n, scene in enumerate(known)]
    with store.transaction():
        store.put_scenes(more)
    spent, _ = cpu_ms(lambda: live._merged(held.index, {scene.uid for scene in more}))
    print(f"ten new scenes: {spent:.0f} ms CPU, aside; requests go on with the index before")


def tiles_at(chosen: Selection, z: int, count: int) -> list[Tile]:
    """Tiles that hold the middle of scenes drawn at random."""
    rng = np.random.default_rng([SEED, z])
    rows = rng.integers(0, len(chosen.index), count)
    xy = np.floor(world(chosen.index.centres(rows)) * 2.0**z).astype(int)
    return [(z, int(x), int(y)) for x, y in np.clip(xy, 0, 2**z - 1)]


def measure(name: str, chosen: Selection, count: int) -> list[Tile]:
    """Print a line for each zoom; give the tiles that hold polygons."""
    drawn = []
    for z in (0, *ZOOMS):
        wanted = [(0, 0, 0)] * 9 if z == 0 else tiles_at(chosen, z, count)
        times, sizes, counts = [], [], 0
        for tile in wanted:
            spent, body = cpu_ms(lambda tile=tile: encode_tile(chosen, GRID, tile))
            times.append(spent)
            sizes.append(len(body) / 1000)
            if b"counts" in body[:24]:
                counts += 1
            elif body:
                drawn.append(tile)
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        print(
            f"{name:10}{z:5}{statistics.median(times):9.1f}{p95:9.1f}{max(times):9.1f}"
            f"{statistics.median(sizes):8.0f}{counts / len(wanted):9.0%}",
            flush=True,
        )
    return drawn


def decoded(body: bytes) -> dict[str, Any]:
    """Layers and features as plain values."""
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


def beside_peer(chosen: Selection, drawn: list[Tile]) -> None:
    """Compare tiles of polygons with what mapbox-vector-tile writes of the same features."""
    ours, theirs, features, same = [], [], 0, True
    for tile in drawn:
        spent, body = cpu_ms(lambda tile=tile: encode_tile(chosen, GRID, tile))
        layer = decoded(body)["scenes"]
        given = [
            {"geometry": shapely.geometry.shape(f["geometry"]), "properties": f["properties"]}
            for f in layer["features"]
        ]
        options = {"y_coord_down": True, "extents": layer["extent"]}
        peer, written = cpu_ms(
            lambda given=given, options=options: mapbox_vector_tile.encode(
                {"name": "scenes", "features": given}, default_options=options
            )
        )
        ours.append(spent)
        theirs.append(peer)
        features += len(given)
        same &= canonical(layer) == canonical(decoded(written)["scenes"])
    print(
        f"\n{len(drawn)} tiles with {features:,} polygons: ours {sum(ours):.0f} ms CPU for all of"
        f" it, mapbox-vector-tile {sum(theirs):.0f} ms to write them: {sum(theirs) / sum(ours):.0f}"
        f" times as much; decoded features equal: {'yes' if same else 'NO'}"
    )
    if not same:
        sys.exit(1)


def canonical(layer: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Features in one order, rings from one corner and in one direction."""
    found = []
    for feature in layer["features"]:
        shape = shapely.normalize(shapely.geometry.shape(feature["geometry"]))
        found.append((shape.wkb_hex, sorted(feature["properties"].items())))
    return sorted(found)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=lambda text: int(float(text)), default=100_000)
    parser.add_argument("--tiles", type=int, default=60, help="tiles of each zoom")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        live = load(Path(folder), asked.scenes)
        step(live)
        index = live.get().index
        print(f"\n{'filter':10}{'zoom':>5}{'p50 ms':>9}{'p95 ms':>9}{'max':>9}{'kB':>8}  counts")
        every = Selection(index, FootprintQuery())
        drawn = measure("none", every, asked.tiles)
        measure("four", Selection(index, FILTERED), asked.tiles)
        measure("two days", Selection(index, TWO_DAYS), asked.tiles)
        dense = [tile for tile in drawn if len(encode_tile(every, GRID, tile)) > 40_000]
        beside_peer(every, dense[:30])
        live._store.close()


if __name__ == "__main__":
    main()
