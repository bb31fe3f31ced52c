"""A made-up world of imagery and events to measure with: seeded, so the same every time.

Scenes: 27 % like Sentinel-2 (a fixed grid of 110 km tiles, 30 % cut by the edge of the swath),
10 % like Landsat (185 x 180 km), 45 % like PlanetScope (6 % of them concave staircases), 12 %
long strips like WorldView, 6 % small like SkySat. 70 % lie round 50 hot spots, most of those in
bursts of time; 1 % are mosaics of up to 92 days; 2015 to 2026. Observations: 88 % at the same hot
spots, within 50 m to 50 km, or (10 %) concave areas; lasting 1 h to 180 d.

The first N of a larger world are the world of N: every block of rows has a seed of its own.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue import space

SEED = 20_150_623
BLOCK = 10_000
# Blocks in a row group of a file: so much is held while one is written.
_GROUP = 12
DAY_US = 86_400 * 10**6
BEGIN_US = 16_436 * DAY_US  # 2015-01-01
DAYS = 11 * 365
SPOTS = 50
KM = 1 / 111.2

Floats = NDArray[np.float64]


def _spots() -> tuple[Floats, Floats, Floats, Floats]:
    """(lon and lat, sigma in km, three days of bursts, weight) of the hot spots."""
    rng = np.random.default_rng([SEED, 0])
    where = np.column_stack([rng.uniform(-170, 170, SPOTS), rng.uniform(-45, 62, SPOTS)])
    where[0] = 179.3, -17.5
    weight = rng.pareto(1.5, SPOTS) + 0.3
    weight[0] = 0.02 * weight.sum()
    bursts = rng.uniform(0, DAYS, (SPOTS, 3))
    return where, rng.uniform(20, 180, SPOTS), bursts, weight / weight.sum()


def _placed(rng: np.random.Generator, n: int, hot_share: float) -> tuple[Floats, Floats]:
    """(positions, days since BEGIN_US)."""
    where, sigma, bursts, weight = _spots()
    spot = rng.choice(SPOTS, n, p=weight)
    at = rng.normal(0, 1, (n, 2)) * sigma[spot, None] * KM + where[spot]
    burst = bursts[spot, rng.integers(0, 3, n)] + rng.laplace(0, 25, n)
    days = np.where(rng.random(n) < 0.4, burst, rng.uniform(0, DAYS, n))
    cold = rng.random(n) >= hot_share
    anywhere = np.column_stack([rng.uniform(-180, 180, n), rng.uniform(-58, 74, n)])
    at = np.where(cold[:, None], anywhere, at)
    days = np.where(cold, rng.uniform(0, DAYS, n), days)
    return at, np.clip(days, 0, DAYS - 1)


def _quads(at: Floats, width: Floats, height: Floats, turn: Floats) -> Floats:
    """(n, 5, 2) rings of turned rectangles, sides in km."""
    x = np.array([-1, 1, 1, -1, -1]) * width[:, None] / 2
    y = np.array([-1, -1, 1, 1, -1]) * height[:, None] / 2
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    return _on_globe(at, x * cos - y * sin, x * sin + y * cos)


def _on_globe(at: Floats, x: Floats, y: Floats) -> Floats:
    stretch = np.cos(np.radians(np.clip(at[:, 1], -75, 75)))[:, None]
    return np.stack([at[:, :1] + x * KM / stretch, at[:, 1:] + y * KM], axis=-1)


def _staircase(at: Floats, size: Floats) -> Floats:
    x = np.array([0, 3, 3, 2, 2, 1, 1, 0, 0]) / 3 - 0.5
    y = np.array([0, 0, 1, 1, 2, 2, 3, 3, 0]) / 3 - 0.5
    return _on_globe(at, x * size[:, None] * 1.5, y * size[:, None])


def _scenes(block: int) -> geopandas.GeoDataFrame:
    rng = np.random.default_rng([SEED, 1, block])
    n = BLOCK
    at, days = _placed(rng, n, 0.7)
    kind = rng.choice(5, n, p=[0.27, 0.10, 0.45, 0.12, 0.06])
    tile = np.floor(at) + 0.5
    at = np.where((kind == 0)[:, None], tile, at)
    one = rng.random(n)
    width = np.choose(kind, [110 + 0 * one, 185 + 0 * one, 24 + 8 * one, 13 + 4 * one, 5 + 5 * one])
    height = np.choose(
        kind, [110 + 0 * one, 180 + 0 * one, 8 + 12 * one, 20 + 90 * one, 5 + 5 * one]
    )
    cut = (kind == 0) & (rng.random(n) < 0.3)
    width = np.where(cut, width * (0.15 + 0.8 * one), width)
    turn = np.where(kind == 0, 0.0, np.radians(-13 + rng.normal(0, 3, n)))
    shapes = shapely.polygons(_quads(at, width, height, turn))
    stairs = np.flatnonzero((kind == 2) & (rng.random(n) < 0.06))
    shapes[stairs] = shapely.polygons(_staircase(at[stairs], width[stairs]))
    begin = (BEGIN_US + days * DAY_US).astype(np.int64)
    lasting = np.where(rng.random(n) < 0.01, rng.uniform(1, 92, n) * DAY_US, 0.0)
    number = np.arange(n) + block * n
    return geopandas.GeoDataFrame(
        {
            "id": [f"scene-{i:09d}" for i in number],
            "begin_us": begin,
            "end_us": begin + lasting.astype(np.int64),
            "gsd_m": np.choose(kind, [10.0, 30.0, 3.0, 0.4, 0.7]),
            "cloud_pct": np.round(100 * rng.beta(0.5, 0.8, n), 1),
            "sun_elevation_deg": np.round(rng.uniform(15, 75, n), 1),
        },
        geometry=_normal(shapes),
        crs="OGC:CRS84",
    )


def _observations(block: int) -> geopandas.GeoDataFrame:
    """`geometry` is the area, or the circumscribed polygon of the disc of `r95_m` metres."""
    rng = np.random.default_rng([SEED, 2, block])
    n = BLOCK // 10
    at, days = _placed(rng, n, 0.88)
    at[:, 0] = (at[:, 0] + 180) % 360 - 180
    radius = np.exp(rng.uniform(np.log(50), np.log(50_000), n))
    is_area = rng.random(n) < 0.1
    areas = _normal(shapely.polygons(_staircase(at, radius / 500)))
    discs = [space.disc(*xy, r) for xy, r in zip(at.tolist(), radius.tolist(), strict=True)]
    begin = (BEGIN_US + days * DAY_US).astype(np.int64)
    hours = np.exp(rng.uniform(0, np.log(180 * 24), n))
    return geopandas.GeoDataFrame(
        {
            "id": [f"event-{i:07d}" for i in np.arange(n) + block * n],
            "lon": at[:, 0],
            "lat": at[:, 1],
            "r95_m": np.where(is_area, np.nan, radius),
            "begin_us": begin,
            "end_us": begin + (hours * 3600).astype(np.int64) * 10**6,
            "size_m": rng.choice([np.nan, 4.0, 12.0, 60.0], n),
        },
        geometry=np.where(is_area, areas, np.array(discs, dtype=object)),
        crs="OGC:CRS84",
    )


def _normal(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """In normal form: only what crosses 180 degrees is not yet."""
    bounds = shapely.bounds(shapes)
    for n in np.flatnonzero((bounds[:, 0] < -180) | (bounds[:, 2] > 180)):
        shapes[n] = space.normalise(shapes[n])
    return shapes


def make(folder: Path, scenes: int, observations: int) -> tuple[Path, Path]:
    """Write GeoParquet files of the first scenes and observations, numbered; give their paths.

    Files that are there are left as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"scenes-{scenes}.parquet", folder / f"observations-{observations}.parquet"
    for path, count, maker, size in (
        (paths[0], scenes, _scenes, BLOCK),
        (paths[1], observations, _observations, BLOCK // 10),
    ):
        if not path.exists():
            blocks, part = range(-(-count // size)), path.with_suffix(".part")
            _write(part, (_numbered(maker(n), n * size, count) for n in blocks))
            part.rename(path)
    return paths


def _numbered(block: geopandas.GeoDataFrame, first: int, count: int) -> geopandas.GeoDataFrame:
    return block.assign(n=np.arange(first, first + len(block))).iloc[: count - first]


def _write(path: Path, blocks: Iterator[geopandas.GeoDataFrame]) -> None:
    """One file of blocks as they are made, with what geopandas says of its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    head = next(blocks)
    head.to_parquet(path, index=False)
    schema = pq.read_schema(path)
    told = json.loads(schema.metadata[b"geo"])
    told["columns"]["geometry"].pop("bbox", None)
    told["columns"]["geometry"]["geometry_types"] = []
    schema = schema.with_metadata({b"geo": json.dumps(told).encode()})
    with pq.ParquetWriter(path, schema) as writer:
        waiting: list[pa.Table] = []
        for block in itertools.chain([head], blocks):
            waiting.append(pa.table(block.to_arrow(index=False, geometry_encoding="WKB")))
            if len(waiting) >= _GROUP:
                writer.write_table(pa.concat_tables(waiting).cast(schema))
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting).cast(schema))


def first(path: Path, part: Path, count: int) -> None:
    """Write the first rows of a file of `make` to another one."""
    geopandas.read_parquet(path).iloc[:count].to_parquet(part)
