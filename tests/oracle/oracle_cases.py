"""Seeded cases of every family: an event and images near it, many within a hair of the boundary."""

import math

import numpy as np
import oracle_globe as globe
import oracle_shapes as shapes
import shapely
from oracle_time import DAY_US, Happening, Span
from oracle_truth import Event, Image, Spot, tolerance_m
from shapely.affinity import translate

MARGIN_DAYS = 30
T0 = 1_577_836_800_000_000  # 2020-01-01
YEAR_1, YEAR_9999 = -62_135_596_800_000_000, 253_402_300_799_999_999
LEAP = 1_483_228_800_000_000  # the leap second of 2016 ended here
KINDS = ("rectangle", "star", "stairs", "triangle")
HUGE_M = 500_000.0


def moments(rng, base=T0):
    """Ends that are whole days and what lies a microsecond beside them."""
    return base + int(rng.integers(-3, 4)) * DAY_US + int(rng.integers(-1, 2))


def span(rng, base=T0):
    """An interval, often a moment or open on a side."""
    begin, end = sorted((moments(rng, base), moments(rng, base)))
    if rng.random() < 0.3:
        end = begin
    return Span(None if rng.random() < 0.05 else begin, None if rng.random() < 0.05 else end)


def happenings(rng, base=T0):
    """Mostly one time; else two occurrences, or alternatives."""
    if rng.random() < 0.7:
        return (Happening((span(rng, base),), bool(rng.random() < 0.8)),)
    return tuple(
        Happening(tuple(span(rng, base) for _ in range(rng.integers(1, 3))), True)
        for _ in range(rng.integers(1, 4))
    )


def taken(rng, event, base=T0):
    """A time near, or a margin away to the microsecond."""
    if rng.random() < 0.8:
        return span(rng, base)
    ends = [e for h in event for s in h.alternatives for e in (s.begin, s.end) if e is not None]
    if not ends:
        return span(rng, base)
    at = int(rng.choice(ends)) + int(rng.choice([-1, 1])) * MARGIN_DAYS * DAY_US
    at = min(YEAR_9999, max(YEAR_1, at + int(rng.integers(-1, 2))))
    return Span(at, at) if rng.random() < 0.5 else Span(at, min(YEAR_9999, at + DAY_US))


def beside(rng, metres):
    """A radius for which a boundary that far off is missed, or met, by some tolerances."""
    off = rng.choice([0.02, 0.2, 0.7, 1.5, 3.0, 9.0]) * tolerance_m(metres)
    radius = metres + off if rng.random() < 0.5 else metres - off
    return float(np.clip(radius, 1.0, HUGE_M))


def radius_for(rng, plane, lon, lat, low=1.0, high=HUGE_M):
    """Mostly near the distance to the outline, else any (log-uniform)."""
    to = globe.to_edges(plane, lon, lat)
    if low <= to <= high and rng.random() < 0.75:
        return beside(rng, to)
    return float(10 ** rng.uniform(math.log10(low), math.log10(high)))


def event_near(rng, plane, low=1.0, high=HUGE_M):
    """A disc round a position some way off the outline of a footprint."""
    lon, lat = shapes.on_edge(rng, plane)
    lon, lat = shapes.away(rng, lon, lat, 10 ** rng.uniform(math.log10(low), math.log10(high)))
    radius = radius_for(rng, plane, lon, lat, low, high)
    return Event((Spot(shapely.Point(lon, lat), radius),), happenings(rng))


def image(rng, plane, event, base=T0):
    return Image(plane, shapes.published(rng, plane), taken(rng, event.happenings, base))


def footprint(rng, lon, lat, size_km, kinds=KINDS, holes=0):
    """A polygon, tried until chance makes a valid one."""
    while True:
        made = shapes.polygon(rng, rng.choice(kinds), lon, lat, size_km, holes)
        if made is not None:
            return made


def around(rng, lon, lat, high_m, **how):
    """A case: a footprint at a place, a disc near its outline, two more images beside it."""
    size = 10 ** rng.uniform(0, 2.3)
    plane = footprint(rng, lon, lat, size, **how)
    event = event_near(rng, plane, high=high_m)
    others = [footprint(rng, lon + rng.normal(0, 0.5), lat, size, **how) for _ in range(2)]
    return event, [image(rng, p, event) for p in (plane, *others)]


def plain(rng):
    return around(rng, rng.uniform(-150, 150), rng.uniform(-60, 60), 200_000)


def tiny(rng):
    lon, lat = rng.uniform(-179, 179), rng.uniform(-70, 70)
    plane = footprint(rng, lon, lat, 10 ** rng.uniform(-3, 1))
    event = event_near(rng, plane, high=50)
    return event, [image(rng, plane, event)]


def large(rng):
    lon, lat = rng.uniform(-170, 170), rng.uniform(-65, 65)
    plane = footprint(rng, lon, lat, 10 ** rng.uniform(1, 3))
    event = event_near(rng, plane, low=100_000)
    return event, [image(rng, plane, event)]


def high_latitude(rng):
    lat = rng.choice([-1, 1]) * rng.uniform(60, 86)
    return around(rng, rng.uniform(-180, 180), lat, 300_000)


def antimeridian(rng):
    if rng.random() < 0.2:  # corners on the meridian itself
        plane = shapely.Polygon([(180, 1), (181, 0), (180, -1), (179.2, 0)])
        plane = translate(plane, 0, rng.uniform(-70, 70))
        event = event_near(rng, plane, high=200_000)
        return event, [image(rng, plane, event)]
    lon = rng.choice([-180, 180]) + rng.choice([0, 1e-9, 1e-3, 0.1, 1]) * rng.choice([-1, 1])
    return around(rng, lon, rng.uniform(-75, 75), 300_000, holes=int(rng.integers(2)))


def poles(rng):
    """Caps, wedges with their tip on the pole, frames beside it; discs over it or near."""
    north = rng.random() < 0.5
    which = rng.choice(["cap", "wedge", "beside"])
    if which == "cap":
        plane = shapes.cap(rng, north)
    elif which == "wedge":
        west, width = rng.uniform(-180, 180), rng.uniform(1, 175)
        low = 90 - 10 ** rng.uniform(-3, 1)
        plane = shapely.box(west, low, west + width, 90)
        plane = plane if north else shapely.transform(plane, lambda c: c * [1, -1])
    else:
        lat = (90 - 10 ** rng.uniform(-2, 0.8)) * (1 if north else -1)
        plane = footprint(rng, rng.uniform(-180, 180), lat, 10 ** rng.uniform(0, 2))
    event = event_near(rng, plane)
    if rng.random() < 0.3:
        lat = 90.0 if north else -90.0
        lat *= 1 - rng.choice([0, 1e-12, 1e-8, 1e-5])
        lon = float(rng.choice([0, 180, -180, rng.uniform(-180, 180)]))
        radius = radius_for(rng, plane, lon, lat)
        event = Event((Spot(shapely.Point(lon, lat), radius),), event.happenings)
    return event, [image(rng, plane, event)]


def slivers(rng):
    return around(rng, rng.uniform(-180, 180), rng.uniform(-70, 70), 100_000, kinds=("sliver",))


def holes(rng):
    """The event mostly in a hole, so that the nearest edge is the hole's."""
    plane = footprint(rng, rng.uniform(-170, 170), rng.uniform(-70, 70), 80, holes=4)
    event = event_near(rng, plane, high=100_000)
    if plane.interiors:
        hole = shapely.Polygon(plane.interiors[int(rng.integers(len(plane.interiors)))])
        at = hole.representative_point()
        lon = shapes.wrap(at.x)
        radius = radius_for(rng, plane, lon, at.y)
        event = Event((Spot(shapely.Point(lon, at.y), radius),), event.happenings)
    return event, [image(rng, plane, event)]


def multipolygons(rng):
    plane = None
    while plane is None:
        plane = shapes.several(rng, rng.uniform(-180, 180), rng.uniform(-70, 70), 30)
    event = event_near(rng, plane, high=200_000)
    return event, [image(rng, plane, event)]


def declared_wide(rng):
    """A footprint across 180 degrees as one ring from -179.9 to 179.9, and events all round."""
    lon, lat = rng.choice([-180, 180]) + rng.normal(0, 0.2), rng.uniform(-75, 75)
    plane = footprint(rng, lon, lat, 10 ** rng.uniform(1, 2), kinds=("rectangle", "stairs"))
    event = event_near(rng, plane, high=100_000)
    images = [image(rng, plane, event)]
    wrapped = shapely.transform(plane, shapes.wrapped)
    images.append(Image(plane, wrapped, images[0].taken))
    if rng.random() < 0.5:
        spot = shapely.Point(rng.uniform(-170, 170), lat)
        event = Event((Spot(spot, float(10 ** rng.uniform(0, 5.5))),), event.happenings)
    return event, images


def far_times(rng):
    """Year 1, year 9999, a leap second: at the ends of what a time can be."""
    base = int(rng.choice([YEAR_1 + 4 * DAY_US, YEAR_9999 - 4 * DAY_US, LEAP]))
    plane = footprint(rng, rng.uniform(-170, 170), rng.uniform(-60, 60), 30)
    event = event_near(rng, plane)
    event = Event(event.spots, happenings(rng, base))
    return event, [image(rng, plane, event, base) for _ in range(4)]
