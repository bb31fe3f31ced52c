"""Scenes and observations as they are found in real catalogues, by number and always the same.

27 % look like Sentinel-2 tiles (30 % of them cut by the edge of a swath), 10 % like Landsat, 45 %
like PlanetScope (6 % of them staircases), 12 % like WorldView strips, 6 % like SkySat; 70 % lie
on 50 hot-spots in bursts, some cross 180 degrees, 1 % are mosaics of 1 to 92 days, 2015 to 2026.
Record n depends on n alone, so a smaller collection is the beginning of a larger one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
    SceneQuery,
)

BEGIN = datetime(2015, 1, 1, tzinfo=UTC)
DAYS = 4200
# Share, platform, collection, width and height in km, pixel size in m.
FAMILIES = (
    (0.27, "sentinel-2a", "sentinel-2-l2a", 110.0, 110.0, 10.0),
    (0.37, "landsat-8", "landsat-c2-l2", 185.0, 180.0, 30.0),
    (0.82, "planetscope", "psscene", 32.0, 20.0, 3.0),
    (0.94, "worldview-2", "maxar", 16.0, 110.0, 0.5),
    (1.00, "skysat", "skysat", 6.6, 6.0, 0.7),
)
ASSETS = tuple(f"B{n:02}" for n in range(1, 13))


def _hot_spots() -> list[tuple[float, float, float, float]]:
    rng = random.Random("hot-spots")
    spots = [(rng.uniform(-179, 179), rng.uniform(-55, 68)) for _ in range(49)]
    spots.append((179.6, -16.0))
    return [(lon, lat, rng.uniform(20, 180), rng.uniform(0, DAYS)) for lon, lat in spots]


HOT_SPOTS = _hot_spots()


def _spot(rng: random.Random, share: float) -> tuple[float, float, float]:
    """(lon, lat, day)."""
    if rng.random() >= share:
        return rng.uniform(-180, 180), rng.uniform(-60, 75), rng.uniform(0, DAYS)
    lon, lat, sigma, peak = rng.choice(HOT_SPOTS)
    day = rng.gauss(peak, 60) % DAYS if rng.random() < 0.5 else rng.uniform(0, DAYS)
    east = rng.gauss(0, sigma) / (111.32 * math.cos(math.radians(lat)))
    return lon + east, lat + rng.gauss(0, sigma) / 111.32, day


def _shape(rng: random.Random, lon: float, lat: float, wide: float, high: float) -> BaseGeometry:
    if wide == 110.0:  # a fixed grid of tiles
        lon, lat = round(lon), round(lat)
    x, y = wide / 222.64 / math.cos(math.radians(lat)), high / 222.64
    ring = [(-x, -y), (x, -y), (x, y), (-x, y)]
    if wide == 110.0 and rng.random() < 0.3:
        cut = rng.uniform(-0.8, 0.8)
        ring = [(-x, -y), (cut * x, -y), (cut * x * 0.6, y), (-x, y)]
    elif wide == 32.0 and rng.random() < 0.06:
        ring = [(-x, -y), (x, -y), (x, 0), (x / 3, 0), (x / 3, y), (-x, y)]
    turn = 0.0 if wide == 110.0 else math.radians(rng.gauss(12, 2))
    cos, sin, k = math.cos(turn), math.sin(turn), math.cos(math.radians(lat))
    turned = [
        (lon + px * cos - py * sin / k, max(-89.9, min(89.9, lat + px * k * sin + py * cos)))
        for px, py in ring
    ]
    return space.normalise(Polygon(turned))


def scene(n: int) -> Scene:
    """Scene number n."""
    rng = random.Random(f"scene {n}")
    kind = rng.random()
    _, platform, collection, wide, high, gsd = next(f for f in FAMILIES if kind < f[0])
    lon, lat, day = _spot(rng, 0.7)
    begin = BEGIN + timedelta(seconds=round(day * 86_400))
    end = begin + timedelta(days=rng.randint(1, 92)) if rng.random() < 0.01 else begin
    name = f"{platform}-{begin:%Y%m%dT%H%M%S}-{n:08}"
    assets = {b: {"href": f"https://example.invalid/{name}/{b}.tif"} for b in ASSETS}
    return Scene(
        uid=f"{rng.getrandbits(128):032x}",
        id=name,
        collection=collection,
        footprint=_shape(rng, lon, lat, wide, high),
        when=Interval(begin, end),
        platform=platform,
        gsd_m=gsd,
        cloud_pct=round(min(100.0, rng.expovariate(1 / 30)), 2),
        sun_elevation_deg=round(rng.uniform(5, 80), 2),
        stac={"type": "Feature", "id": name, "collection": collection, "assets": assets},
    )


def scenes(count: int) -> Iterator[Scene]:
    """The first `count` scenes."""
    return map(scene, range(count))


def observation(n: int) -> Observation:
    """Observation number n: a point with a radius of 50 m to 50 km and a time of 1 h to 180 d."""
    rng = random.Random(f"observation {n}")
    lon, lat, day = _spot(rng, 0.88)
    begin = BEGIN + timedelta(seconds=round(day * 86_400))
    end = begin + timedelta(hours=round(math.exp(rng.uniform(0, math.log(180 * 24)))))
    spot = space.normalise({"type": "Point", "coordinates": [lon, lat]})
    place = Place((Candidate(spot, round(math.exp(rng.uniform(math.log(50), math.log(5e4))))),))
    objects = (ReportedObject("vehicle", None, 7.0, 3.0),) if rng.random() < 0.7 else ()
    return Observation(
        uid=f"{rng.getrandbits(128):032x}",
        id=f"event-{n:08}",
        title=f"Event {n}",
        place=place,
        when=EventTime("given", (Occurrence(((Interval(begin, end), 1.0),)),)),
        objects=objects,
    )


def observations(count: int) -> Iterator[Observation]:
    """The first `count` observations."""
    return map(observation, range(count))


def view(n: int, *, cloud_pct: float | None) -> SceneQuery:
    """What somebody looks at: a box of 0.2 to 8 degrees and an interval of 10 days to 4 years."""
    rng = random.Random(f"view {n}")
    lon, lat, day = _spot(rng, 0.8)
    half = math.exp(rng.uniform(math.log(0.1), math.log(4)))
    west, east = ((x + 180) % 360 - 180 for x in (lon - half, lon + half))
    begin = BEGIN + timedelta(days=round(day))
    end = begin + timedelta(days=round(math.exp(rng.uniform(math.log(10), math.log(1460)))))
    area = BBox(west, max(-90.0, lat - half), east, min(90.0, lat + half))
    return SceneQuery(boxes=(area,), when=Interval(begin, end), cloud_max_pct=cloud_pct)
