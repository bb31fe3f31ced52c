"""Brute force on the globe: what lies in what, and how far off, by pyproj's geodesics.

A geometry is given as it is meant: planar, in degrees, edges straight, longitudes running on
beyond ±180 where it crosses that meridian, a cap as everything up to its pole. Nothing here may
be shared with `catalogue`.
"""

import math

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.affinity import translate

GEOD = Geod(ellps="WGS84")
TURNS = (-720.0, -360.0, 0.0, 360.0, 720.0)


def metres(lon, lat, x, y):
    """Geodesic metres from one position to many."""
    n = len(x)
    return np.asarray(GEOD.inv(np.full(n, lon), np.full(n, lat), x, y)[2])


def holds(plane, lon, lat):
    """Whether a position lies in or on a geometry; a pole has every longitude."""
    if abs(lat) == 90.0:
        return lat in (plane.bounds[1], plane.bounds[3])
    return any(plane.intersects(shapely.Point(lon + turn, lat)) for turn in TURNS)


def edges(plane):
    """(a, b): ends of all edges that bound it, or run along it; of a point, twice itself.

    The seam of what goes round the whole globe is no edge, nor is what lies on a pole.
    """
    coords, part = shapely.get_coordinates(_rings(plane), return_index=True)
    if len(coords) == 1:
        return coords, coords
    same = part[1:] == part[:-1]
    a, b = coords[:-1][same], coords[1:][same]
    west, _, east, _ = plane.bounds
    away = ~((a[:, 1] == b[:, 1]) & (np.abs(a[:, 1]) == 90.0))
    if east - west >= 360.0:
        away &= ~((a[:, 0] == b[:, 0]) & ((a[:, 0] == west) | (a[:, 0] == east)))
    return a[away], b[away]


def _rings(plane):
    parts = shapely.get_parts(plane)
    return [r for p in parts for r in (shapely.get_rings(p) if p.geom_type == "Polygon" else [p])]


def _cut(a, b, pieces):
    """Each edge as `pieces[i]` equal ones."""
    edge = np.repeat(np.arange(len(a)), pieces)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step = (b - a)[edge] / pieces[edge, None]
    start = a[edge] + step * place[:, None]
    return start, start + step


def to_edges(plane, lon, lat):
    """Metres to the nearest point of any edge, to a millimetre; inf where there is none."""
    a, b = edges(plane)
    if not len(a):
        return math.inf
    a, b = _cut(a, b, np.maximum(4, np.ceil(np.abs(b - a).max(axis=1) * 2)).astype(int))
    best = math.inf
    for _ in range(40):
        to_a, to_b = metres(lon, lat, *a.T), metres(lon, lat, *b.T)
        length = np.asarray(GEOD.inv(*a.T, *b.T)[2]) * 1.001
        best = min(best, float(to_a.min()), float(to_b.min()))
        near = np.flatnonzero((to_a + to_b - length) / 2 < best)
        if not len(near) or length[near].max() < max(1e-3, 0.01 * math.sqrt(best)):
            break
        a, b = _cut(a[near], b[near], np.full(len(near), 4))
    return best


def distance(plane, lon, lat):
    """Metres from a position; 0 in or on it."""
    return 0.0 if holds(plane, lon, lat) else to_edges(plane, lon, lat)


def meet(one, other):
    """Whether two geometries share a point of the globe."""
    for end, side in ((90.0, 3), (-90.0, 1)):
        if one.bounds[side] == other.bounds[side] == end:
            return True
    return any(translate(one, turn).intersects(other) for turn in TURNS)


def local(kind, lon, lat):
    """A projection round a position: degrees in, metres out."""
    return Transformer.from_pipeline(f"+proj={kind} +lat_0={lat!r} +lon_0={lon!r} +ellps=WGS84")


def through(transformer, coords, direction="FORWARD"):
    """Coordinates through a transformer."""
    return np.column_stack(transformer.transform(*coords.T, direction=direction))


def _samples(plane):
    a, b = edges(plane)
    length = np.asarray(GEOD.inv(*a.T, *b.T)[2])
    step = max(length.sum() / 1500, 1.0)
    pieces = np.maximum(np.ceil(length / step), np.ceil(np.abs(b - a).max(axis=1)))
    start, stop = _cut(a, b, np.maximum(1, pieces).astype(int))
    return np.vstack([start, stop[-1:]])


def _ecef(points):
    lon, lat = np.radians(points).T
    n = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(lat) ** 2)
    x, y = n * np.cos(lat) * np.cos(lon), n * np.cos(lat) * np.sin(lon)
    return np.column_stack([x, y, n * (1 - GEOD.es) * np.sin(lat)])


def gap(one, other, *, exact=True):
    """Metres between two geometries, 0 where they meet; some 1e-5 too much at most.

    Not `exact`: between samples of their edges, so too much by up to the step of those.
    """
    if meet(one, other):
        return 0.0
    p, q = _samples(one), _samples(other)
    at_p, at_q = _ecef(p), _ecef(q)
    chord = np.array([((at_q - at) ** 2).sum(axis=1).min() for at in at_p])
    if not exact:
        return math.sqrt(chord.min())
    best = math.inf
    for i in np.argsort(chord)[:20:4]:
        j = int(((at_q - at_p[i]) ** 2).sum(axis=1).argmin())
        best = min(best, _gap_near(one, other, p[i], q[j]))
    return best


def _gap_near(one, other, p, q):
    """From about there: the nearest points on a map round the middle, then from foot to foot."""
    way = GEOD.inv(*p, *q)
    x, y, _ = GEOD.fwd(*p, way[0], way[2] / 2)
    even = local("aeqd", float(x), float(y))
    reach = 1.2 * way[2] + 5_000.0
    lines = [_lines_near(shape, even, float(x), float(y), reach) for shape in (one, other)]
    found = math.inf
    if not any(line.is_empty for line in lines):
        between = shapely.get_coordinates(shapely.shortest_line(*lines))
        p, q = through(even, between, "INVERSE")
    for _ in range(30):
        q, _ = _foot(other, *p)
        p, metres_off = _foot(one, *q)
        if metres_off > found - 1e-4:
            break
        found = metres_off
    return min(found, metres_off)


def _lines_near(plane, even, lon, lat, reach_m):
    """The edges near a position as lines on a map round it."""
    a, b = edges(plane)
    pieces = np.clip(np.ceil(np.abs(b - a).max(axis=1) / 0.005), 1, 5000).astype(int)
    a, b = _cut(a, b, pieces)
    near = np.minimum(metres(lon, lat, *a.T), metres(lon, lat, *b.T)) <= reach_m
    p, q = through(even, a[near]), through(even, b[near])
    return shapely.multilinestrings(np.stack([p, q], axis=1)) if near.any() else shapely.Point()


def _foot(plane, lon, lat):
    """(nearest point of the edges, metres)."""
    a, b = edges(plane)
    a, b = _cut(a, b, np.maximum(4, np.ceil(np.abs(b - a).max(axis=1) * 2)).astype(int))
    for _ in range(12):
        to_a, to_b = metres(lon, lat, *a.T), metres(lon, lat, *b.T)
        near = np.argsort(np.minimum(to_a, to_b))[:6]
        a, b = _cut(a[near], b[near], np.full(len(near), 4))
    points = np.vstack([a, b])
    to = metres(lon, lat, *points.T)
    best = int(np.argmin(to))
    return points[best], float(to[best])
