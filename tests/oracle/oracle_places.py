"""Seeded cases whose places are areas, lines, positions or several weighted ones."""

import numpy as np
import oracle_globe as globe
import oracle_shapes as shapes
import shapely
from oracle_cases import beside, footprint, happenings, image, radius_for
from oracle_truth import Event, Spot
from shapely.affinity import translate


def area_place(rng, lon, lat, size_km):
    """A polygon with holes, or several."""
    made = shapes.several(rng, lon, lat, size_km) if rng.random() < 0.3 else None
    return made or footprint(rng, lon, lat, size_km, holes=int(rng.integers(3)))


def drawn(rng, plane, **known):
    """A place, in one of the ways in which it may be given."""
    return Spot(plane, given=shapes.published(rng, plane), **known)


def areas(rng):
    """Places that are areas with holes, against footprints with holes; many all but touch."""
    lon = rng.choice([rng.uniform(-170, 170), 180.0, -179.99])
    lat = rng.uniform(-80, 80)
    plane = area_place(rng, lon, lat, 10 ** rng.uniform(0, 2))
    x, y = shapes.on_edge(rng, plane)
    place = area_place(rng, x, y, 10 ** rng.uniform(0, 2))
    if rng.random() < 0.6:
        u, v = shapely.get_coordinates(place)[0]
        to = shapes.away(rng, x, y, rng.choice([0.5, 4, 6, 30]))
        moved = translate(place, to[0] - u, to[1] - v)
        place = moved if max(abs(moved.bounds[0]), abs(moved.bounds[2])) < 300 else place
    event = Event((drawn(rng, place),), happenings(rng))
    return event, [image(rng, plane, event)]


def wide_areas(rng):
    """Belts, caps and countries as places, caps and large frames as footprints."""
    north = rng.random() < 0.5
    made = []
    for _ in range(2):
        which = rng.choice(["cap", "belt", "country", "world"], p=[0.35, 0.2, 0.4, 0.05])
        if which == "cap":
            made.append(shapes.cap(rng, north))
        elif which == "belt":
            low = rng.uniform(60, 85) * (1 if north else -1)
            made.append(shapely.box(-180, low, 180, min(90, low + rng.uniform(0.1, 5))))
        elif which == "world":
            made.append(shapely.box(-180, -90, 180, 90))
        else:
            lat = rng.uniform(65, 85) * (1 if north else -1)
            made.append(footprint(rng, rng.uniform(-180, 180), lat, 400))
    event = Event((drawn(rng, made[0]),), happenings(rng))
    return event, [image(rng, made[1], event)]


def _grown(rng, lon, lat, low, high):
    plane = footprint(rng, lon, lat, 10 ** rng.uniform(0, 1.7))
    at = shapes.on_edge(rng, plane)
    place = None
    while place is None:
        x, y = shapes.away(rng, *at, 10 ** rng.uniform(low, high))
        place = footprint(rng, x, y, 10 ** rng.uniform(-1, 1.3)) if abs(y) < 89 else None
    if rng.random() < 0.4:
        place = shapely.LineString(shapely.get_coordinates(place)[:3])
    apart = globe.gap(plane, place)
    radius = beside(rng, apart) if apart else float(10 ** rng.uniform(0, high - 0.5))
    event = Event((Spot(place, radius),), happenings(rng))
    return event, [image(rng, plane, event)]


def grown(rng):
    """Areas and lines with a radius of their own."""
    lon = rng.choice([rng.uniform(-170, 170), 179.9])
    return _grown(rng, lon, rng.uniform(-75, 75), 2, 5)


def grown_far(rng):
    """The same with large radii, at poles and across 180 degrees."""
    lat = rng.choice([-1, 1]) * rng.choice([rng.uniform(75, 88), rng.uniform(0, 75)])
    return _grown(rng, rng.choice([180.0, rng.uniform(-180, 180)]), lat, 4.5, 5.65)


def spots(rng):
    """Positions with no radius, of 0 m, several of them; lines."""
    lon, lat = rng.choice([rng.uniform(-170, 170), 180.0, -180.0]), rng.uniform(-80, 80)
    plane = footprint(rng, lon, lat, 10 ** rng.uniform(0, 1.7), holes=int(rng.integers(2)))
    near = [
        shapes.away(rng, *shapes.on_edge(rng, plane), 10 ** rng.uniform(0, 4)) for _ in range(3)
    ]
    which = rng.choice(["point", "points", "line"])
    if which == "point":
        spot = Spot(shapely.Point(near[0]), rng.choice([None, 0.0]))
    elif which == "points":
        spot = Spot(shapely.MultiPoint(near), rng.choice([None, 0.0, 50.0, 3000.0]))
    else:
        middle = shapes.wrap(lon)
        line = [(x + 360 * round((middle - x) / 360), y) for x, y in near]
        spot = Spot(shapely.LineString(line))
    event = Event((spot,), happenings(rng))
    return event, [image(rng, plane, event)]


def candidates(rng):
    """Several weighted places, some of no stated radius, some areas, and a reserve."""
    plane = footprint(rng, rng.uniform(-180, 180), rng.uniform(-70, 70), 30)
    weights = rng.dirichlet(np.ones(4))
    reserve = float(weights[3]) if rng.random() < 0.5 else 0.0
    share = weights[:3] / weights[:3].sum() * (1 - reserve)
    made = []
    for p in share:
        x, y = shapes.away(rng, *shapes.on_edge(rng, plane), 10 ** rng.uniform(1, 4.7))
        if rng.random() < 0.2:
            made.append(drawn(rng, footprint(rng, x, y, 10), p=float(p)))
            continue
        radius = None if rng.random() < 0.2 else radius_for(rng, plane, x, y)
        made.append(Spot(shapely.Point(x, y), radius, float(p)))
    event = Event(tuple(made), happenings(rng), reserve)
    return event, [image(rng, plane, event)]


def touching(rng):
    """Corners on a grid of whole degrees, so that touching is exact: no tolerance at all."""
    x, y = (int(v) for v in (rng.choice([0, 20, 179, -180]), rng.choice([0, 50, -60, 89, -90])))
    plane = shapely.box(x, y, x + 1, y + 1)
    if rng.random() < 0.3:
        plane = plane.difference(shapely.box(x + 0.25, y + 0.25, x + 0.75, y + 0.75))
    dx, dy = (int(v) / 4 for v in rng.integers(-2, 5, 2))
    u, low, high = x + dx, max(-90.0, y + dy), min(90.0, y + dy + 0.5)
    which = rng.choice(["box", "point", "line"])
    if which == "box" and low < high:
        place = shapely.box(u, low, u + 0.5, high)
    elif which == "line" and abs(y + dy) < 90:
        place = shapely.LineString([(u, y + dy), (u + 0.5, y + dy)])
    else:
        place = shapely.Point(shapes.wrap(u), max(-90.0, min(90.0, y + dy)))
    event = Event((Spot(place, 0.0),), happenings(rng), sharp=True)
    return event, [image(rng, plane, event)]
