"""Footprints and places as they are meant, and the ways in which they are published."""

import math

import numpy as np
import shapely
from oracle_globe import GEOD
from shapely.affinity import translate

KM = 1 / 111.2


def outline(rng, kind, size_km):
    """A simple ring round (0, 0), in km: turned rectangle, star, staircase, triangle, sliver."""
    if kind == "star":
        n = int(rng.integers(5, 12))
        angle = np.sort(rng.uniform(0, 2 * math.pi, n))
        reach = rng.uniform(0.25, 1, n)
        ring = np.column_stack([np.cos(angle) * reach, np.sin(angle) * reach])
    elif kind == "stairs":
        x = np.array([0, 3, 3, 2, 2, 1, 1, 0]) / 3 - 0.5
        y = np.array([0, 0, 1, 1, 2, 2, 3, 3]) / 3 - 0.5
        ring = np.column_stack([x, y])
    elif kind == "triangle":
        ring = rng.uniform(-1, 1, (3, 2))
    else:
        thin = 10 ** rng.uniform(-7, -3) if kind == "sliver" else rng.uniform(0.2, 1)
        ring = np.array([[-1, -thin], [1, -thin], [1, thin], [-1, thin]])
    turn = rng.uniform(0, 2 * math.pi) if rng.random() < 0.8 else 0.0
    cos, sin = math.cos(turn), math.sin(turn)
    return ring @ np.array([[cos, sin], [-sin, cos]]) * size_km


def placed(ring_km, lon, lat):
    """A ring in degrees round a position: stretched there, so not at a pole."""
    stretch = math.cos(math.radians(min(abs(lat), 88.0)))
    flat = ring_km * KM / np.array([stretch, 1.0]) + [lon, lat]
    flat[:, 1] = np.clip(flat[:, 1], -90.0, 90.0)
    return flat


def polygon(rng, kind, lon, lat, size_km, holes=0):
    """A valid polygon, perhaps with holes; None where chance made none."""
    shape = shapely.Polygon(placed(outline(rng, kind, size_km), lon, lat))
    if not shape.is_valid or shape.area == 0:
        return None
    for _ in range(holes):
        at = rng.uniform(-0.4, 0.4, 2) * size_km
        inner = outline(rng, "star", size_km * rng.uniform(0.02, 0.3)) + at
        cut = shape.difference(shapely.Polygon(placed(inner, lon, lat)).buffer(0))
        shape = cut if cut.geom_type == "Polygon" and cut.area > 0 else shape
    return shapely.orient_polygons(shape)


def several(rng, lon, lat, size_km):
    """A multipolygon of two to four parts that do not touch."""
    parts = []
    for _ in range(int(rng.integers(2, 5))):
        x, y = rng.uniform(-3, 3, 2) * size_km * KM
        part = polygon(rng, "rectangle", lon + x, max(-80, min(80, lat + y)), size_km / 2)
        if part is not None and all(part.disjoint(p) for p in parts):
            parts.append(part)
    return shapely.MultiPolygon(parts) if parts else None


def cap(rng, north=True):
    """All round a pole down to an uneven ring: planar, one turn of longitude."""
    n = int(rng.integers(5, 24))
    lon = np.sort(rng.uniform(-180, 180, n))
    while np.diff(np.r_[lon, lon[0] + 360]).max() > 170:
        n += 3
        lon = np.sort(rng.uniform(-180, 180, n))
    lat = 90 - 10 ** rng.uniform(-2, 1) * rng.uniform(0.5, 1.0, n)
    ring = np.column_stack([np.r_[lon, lon[0] + 360], np.r_[lat, lat[0]]])
    plane = shapely.Polygon([*ring, (ring[-1, 0], 90), (ring[0, 0], 90)])
    return plane if north else shapely.transform(plane, lambda c: c * [1, -1])


def published(rng, plane):
    """One of the ways in which people write a geometry down."""
    west, south, east, north = plane.bounds
    if east - west >= 360 and max(north, -south) == 90 and rng.random() < 0.7:
        ring = shapely.get_coordinates(plane.exterior)
        ring = ring[np.abs(ring[:, 1]) < 90]
        if len(ring) > 4 and np.abs(np.diff(ring[:, 0])).max() < 179:
            return shapely.Polygon(wrapped(ring))
    if west >= -180 and east <= 180:
        return _turned(rng, plane) if rng.random() < 0.3 else plane
    way = rng.choice(["wrapped", "split", "on"])
    if way == "on":
        turn = 360.0 * int(rng.integers(-1, 2))
        moved = translate(plane, turn)
        return moved if max(-moved.bounds[0], moved.bounds[2]) <= 540 else plane
    if way == "wrapped" and _short_edges(plane):
        return shapely.transform(plane, wrapped)
    return split(plane)


def _short_edges(plane):
    rings = [r for p in shapely.get_parts(plane) for r in shapely.get_rings(p)]
    return all(np.abs(np.diff(shapely.get_coordinates(r)[:, 0])).max() < 179 for r in rings)


def _turned(rng, plane):
    """The same with its rings wound the other way, or with heights."""
    if rng.random() < 0.5:
        return plane.reverse()
    return shapely.force_3d(plane, 120.0)


def wrapped(coords):
    """Within ±180; of 180 itself either sign, as it comes."""
    lon = coords[:, 0]
    inside = np.abs(lon) < 180
    return np.column_stack([np.where(inside, lon, (lon + 180) % 360 - 180), coords[:, 1]])


def split(plane):
    """Cut at 180 degrees, as RFC 7946 has it."""
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        piece = translate(plane, turn).intersection(shapely.box(-180, -90, 180, 90))
        parts += [p for p in shapely.get_parts(piece) if p.geom_type == "Polygon" and p.area]
    return shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]


def on_edge(rng, plane):
    """A position on the outline: within an edge, or at a corner."""
    ring = shapely.get_parts(plane)[0].exterior
    coords = shapely.get_coordinates(ring)
    n = int(rng.integers(len(coords) - 1))
    share = rng.choice([0.0, rng.random()])
    lon, lat = coords[n] + (coords[n + 1] - coords[n]) * share
    return wrap(lon), float(lat)


def wrap(lon):
    """Within ±180."""
    return float(lon) if abs(lon) <= 180 else float((lon + 180) % 360 - 180)


def away(rng, lon, lat, by_m):
    """A position so many metres off in any direction."""
    x, y, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), by_m)
    return wrap(x), float(y)
