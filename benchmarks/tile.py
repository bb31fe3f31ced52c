"""CPU time of one map tile, beside TiTiler: the same files, the same tiles, in process.

    python benchmarks/tile.py [--tiles 60] [--size 6000] [--striped 12000]

Makes three rasters from a seed (UTM, 0.5 m), asks both for the same tiles in the same order and
prints the median CPU time of a tile: as each does it by default, and both as 512 px WEBP; then of
a tile from the display copy, in process and through the whole application, and what it costs to
make the copies of a large striped raster without overviews. Without titiler.core installed only
our own numbers are printed.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import morecantile
import numpy as np
import rasterio
from rasterio.io import MemoryFile
from rasterio.shutil import copy
from rasterio.transform import from_origin
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from catalogue.imagery import display
from catalogue.imagery.copies import display_path, write_display
from catalogue.imagery.leaves import PyramidRequest
from catalogue.imagery.render import Layer, TileRequest, render_tile
from catalogue.imagery.tilefile import TileFile

SEED = 20220608
NATIVE = 18  # zoom at which a 512 px tile is about 0.3 m at the equator
KINDS = {
    "rgb8 DEFLATE": ("uint8", 3, "DEFLATE"),
    "rgb8 ZSTD (working copy)": ("uint8", 3, "ZSTD"),
    "4 x u16 ZSTD": ("uint16", 4, "ZSTD"),
}
Tile = tuple[int, int, int]


def make(path: Path, dtype: str, bands: int, compress: str, size: int) -> None:
    """A COG of smooth ground with grain, so that it compresses like a photograph."""
    rng = np.random.default_rng(SEED)
    top = 255 if dtype == "uint8" else 4000
    rows, cols = np.mgrid[0:size, 0:size] / size
    profile = {
        "driver": "GTiff",
        "dtype": dtype,
        "count": bands,
        "width": size,
        "height": size,
        "crs": "EPSG:32633",
        "transform": from_origin(500_000, 5_000_000, 0.5, 0.5),
        "tiled": True,
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as out:
            for band in range(bands):
                ground = 0.5 + 0.3 * np.sin(40 * rows + band) * np.cos(30 * cols)
                grain = rng.normal(0, 0.03, (size, size))
                out.write(np.clip((ground + grain) * top, 1, top).astype(dtype), band + 1)
        options = {"BLOCKSIZE": "256", "COMPRESS": compress, "PREDICTOR": "YES"}
        copy(memory.name, path, driver="COG", **options)


def tiles(path: Path, count: int) -> list[Tile]:
    """Tiles spread over four zooms and the raster, in a fixed order."""
    rng = np.random.default_rng(SEED)
    grid = morecantile.tms.get("WebMercatorQuad")
    with rasterio.open(path) as source:
        west, south, east, north = transform_bounds(source.crs, "EPSG:4326", *source.bounds)
    found = []
    for i in range(count):
        lon = west + (east - west) * (0.05 + 0.9 * rng.random())
        lat = south + (north - south) * (0.05 + 0.9 * rng.random())
        tile = grid.tile(lon, lat, NATIVE - i % 4)
        found.append((tile.z, tile.x, tile.y))
    return found


def measure(draw: Callable[[Tile], bytes], wanted: list[Tile]) -> tuple[float, float]:
    """(median CPU ms, mean kB) of a tile, after a few to warm up."""
    for tile in wanted[:4]:
        draw(tile)
    times, sizes = [], []
    for tile in wanted:
        begin = time.process_time()
        body = draw(tile)
        times.append((time.process_time() - begin) * 1000)
        sizes.append(len(body) / 1000)
    return statistics.median(times), statistics.mean(sizes)


def ours(path: Path, dtype: str, size: int) -> Callable[[Tile], bytes]:
    """Our own tile."""
    stretch = None if dtype == "uint8" else ((0.0, 4000.0),) * 3
    layer = Layer(str(path), (1, 2, 3), stretch)

    def draw(tile: Tile) -> bytes:
        return render_tile(TileRequest((layer,), "WebMercatorQuad", *tile, size, NATIVE))

    return draw


def titiler(path: Path, dtype: str, query: str, kind: str) -> Callable[[Tile], bytes] | None:
    """TiTiler's tile by its own HTTP endpoint, in process; None if it is not installed."""
    try:
        from fastapi import FastAPI
        from starlette.testclient import TestClient
        from titiler.core.factory import TilerFactory
    except ImportError:
        return None
    app = FastAPI()
    app.include_router(TilerFactory().router)
    client = TestClient(app)
    scale = "" if dtype == "uint8" else "&rescale=0,4000"

    def draw(tile: Tile) -> bytes:
        z, x, y = tile
        address = f"/tiles/WebMercatorQuad/{z}/{x}/{y}{kind}"
        bands = "&bidx=1&bidx=2&bidx=3"
        answer = client.get(f"{address}?url={path}{bands}{scale}{query}")
        answer.raise_for_status()
        return answer.content

    return draw


def empty_call() -> float:
    """CPU ms of an endpoint that does nothing: what the HTTP client in process adds."""
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.testclient import TestClient

    client = TestClient(Starlette(routes=[Route("/", lambda _: Response(b"x"))]))
    return measure(lambda _: client.get("/").content, [(0, 0, 0)] * 60)[0]


def ready_tiles(folder: Path, path: Path, wanted: list[Tile]) -> None:
    """Print what a tile of a display copy costs, and the same by TiTiler as WEBP."""
    with rasterio.open(path) as source:
        box = transform_bounds(source.crs, "EPSG:3857", *source.bounds)
    request = PyramidRequest(
        (Layer(str(path), (1, 2, 3)),), "WebMercatorQuad", NATIVE - 6, NATIVE, 512, (box,)
    )
    write_display(folder / "ready.mbtiles", request)
    file = TileFile(folder / "ready.mbtiles")
    many = wanted * 50
    begin = time.process_time()
    for tile in many:
        file.tile(*tile)
    each = (time.process_time() - begin) / len(many) * 1e3
    print(f"\nfrom the display copy, in process: {each:.3f} CPU ms a tile", end="")
    peer = titiler(path, "uint8", "&tilesize=512", ".webp")
    if peer is not None:
        other = measure(peer, wanted)[0] - empty_call()
        print(f"; TiTiler's WEBP of the same COG {other:.1f}: {other / each:,.0f} times", end="")
    print()


def served(folder: Path) -> None:
    """Print how many ready tiles one process answers, through every layer of ours but Streamlit."""
    import asyncio

    from starlette.applications import Starlette

    from catalogue import Catalogue
    from catalogue.web.app import context_of, middleware, routes

    def scope(path: str, query: str) -> dict[str, Any]:
        host = [(b"host", b"127.0.0.1:8501")]
        return {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
                "query_string": query.encode(), "headers": host, "scheme": "http",
                "http_version": "1.1", "server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 1),
                "root_path": ""}  # fmt: skip

    with Catalogue.open(folder) as cat:
        app = Starlette(routes=routes(cat), middleware=middleware(cat.settings))
        scene = next(iter(cat.scenes()))
        shown = display.choose(scene)
        assert shown is not None
        file = TileFile(display_path(cat.folder, shown))
        rows = file.places()
        context = context_of(cat)

        async def one(z: int, x: int, y: int) -> None:
            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": b"", "more_body": False}

            async def send(message: Any) -> None:
                assert message.get("status", 200) == 200

            path = f"/tiles/scenes/{scene.uid}/{shown.grid}/{z}/{x}/{y}.webp"
            await app(scope(path, f"v={shown.version}"), receive, send)

        async def all_of() -> float:
            context.displays.opened(scene, shown)
            begin = time.process_time()
            for place in rows * 4:
                await one(*place)
            return len(rows) * 4 / (time.process_time() - begin)

        rate = asyncio.run(all_of())
        context.close()
    print(f"through the application (gate, routing, headers): {rate:,.0f} ready tiles a CPU second")


def striped(folder: Path, side: int) -> None:
    """Print what a large striped raster without overviews costs until it can be looked at."""
    path, cat = folder / "striped.tif", folder / "cat"
    make_striped(path, side)
    for title, command in (
        ("catalogue add", ["add", path, "--datetime", "2022-06-08"]),
        ("catalogue prepare", ["prepare"]),
    ):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "catalogue", *map(str, command), "--catalogue", str(cat)],
            check=True, capture_output=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{side} x {side} x 3 striped LZW, {title}: {cpu:.1f} CPU s")
    served(cat)


def make_striped(path: Path, side: int) -> None:
    """A striped LZW raster of smooth ground with grain, written a band of rows at a time."""
    rng = np.random.default_rng(SEED)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": side, "height": side,
               "crs": "EPSG:32633", "compress": "LZW",
               "transform": from_origin(500_000, 5_000_000, 0.5, 0.5)}  # fmt: skip
    cols = np.arange(side)[None] / side
    with rasterio.open(path, "w", **profile) as out:
        for top in range(0, side, 500):
            rows = np.arange(top, min(top + 500, side))[:, None] / side
            ground = [0.5 + 0.3 * np.sin(40 * rows + b) * np.cos(30 * cols) for b in range(3)]
            data = np.stack(ground) + rng.normal(0, 0.03, (3, len(rows), side))
            window = Window(0, top, side, len(rows))
            out.write(np.clip(data * 255, 1, 255).astype("uint8"), window=window)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tiles", type=int, default=60)
    parser.add_argument("--size", type=int, default=6000, help="pixels a side")
    parser.add_argument("--striped", type=int, default=12_000, help="pixels a side; 0: leave out")
    asked = parser.parse_args()
    overhead = empty_call()
    print(f"{asked.tiles} tiles, seed {SEED}; CPU ms, median; kB, mean. TiTiler without the")
    print(f"{overhead:.1f} ms that an empty call of the HTTP client takes.\n")
    print(f"{'raster':26}{'':22}{'ours':>8}{'kB':>6}{'TiTiler':>9}{'kB':>6}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (dtype, bands, compress) in KINDS.items():
            path = Path(folder) / "a.tif"
            make(path, dtype, bands, compress, asked.size)
            wanted = tiles(path, asked.tiles)
            for how, size, query, kind in (
                ("256 px, by default", 256, "", ""),
                ("512 px WEBP, both", 512, "&tilesize=512", ".webp"),
            ):
                own, own_kb = measure(ours(path, dtype, size), wanted)
                peer = titiler(path, dtype, query, kind)
                line = f"{name:26}{how:22}{own:8.1f}{own_kb:6.0f}"
                if peer is None:
                    print(f"{line}  titiler.core is not installed: pip install titiler.core")
                    continue
                other, other_kb = measure(peer, wanted)
                other -= overhead
                print(f"{line}{other:9.1f}{other_kb:6.0f}{own / other:7.2f}", flush=True)
            if name == "rgb8 DEFLATE":
                ready = Path(folder) / "deflate.tif"
                path.rename(ready)
        ready_tiles(Path(folder), ready, tiles(ready, asked.tiles))
        if asked.striped:
            striped(Path(folder), asked.striped)


if __name__ == "__main__":
    main()
