"""Made-up scenes and observations for the tests of the bulk join, plain and compiled."""

from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import numpy as np
import pytest
import shapely
from hypothesis import strategies as st
from shapely.geometry import Point

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, ReportedObject
from catalogue.model import Scene as SceneOf

T0 = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = st.integers(-3, 3)
BOTH = pytest.mark.parametrize(
    "compiled",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(
                find_spec("numba") is None, reason="the extra [fast] is not installed"
            ),
        ),
    ],
    ids=["plain", "compiled"],
)


def near(value):
    """At a value, or a little beside it, down to the last digits."""
    return st.builds(
        lambda step, sign: value + sign * step,
        st.sampled_from([0.0, 1e-13, 1e-9, 1e-5, 1e-3, 0.1, 1.0]),
        st.sampled_from([-1, 1]),
    )


lons = st.one_of(*(near(v) for v in (0.0, 100.0, 179.0, 180.0, -180.0))).map(
    lambda v: max(-180.0, min(180.0, v))
)
lats = st.one_of(*(near(v) for v in (0.0, 52.0, -17.0, 79.0, 84.9, 89.0, -89.0, 90.0))).map(
    lambda v: max(-90.0, min(90.0, v))
)
radii = st.sampled_from(
    [None, 0.0, 0.3, 1.0, 30.0, 500.0, 20_000.0, 90_000.0, 199_000.0, 400_000.0, 5e6]
)
moments = st.builds(
    lambda days, us: T0 + timedelta(days=days, microseconds=us), DAYS, st.integers(-1, 1)
)


@st.composite
def intervals(draw):
    begin, end = sorted(draw(st.tuples(moments, moments)))
    if draw(st.booleans()):
        end = begin
    return Interval(*(draw(st.sampled_from([side] * 5 + [None])) for side in (begin, end)))


@st.composite
def shapes(draw):
    """Frames, frames with a hole, pairs of frames; some corners are places themselves."""
    lon, lat = draw(lons), draw(lats)
    width, height = draw(st.sampled_from([1e-4, 0.01, 0.5, 5.0])), draw(st.floats(1e-3, 3))
    low = max(-90.0, min(lat, 90.0 - height))
    frame = shapely.box(lon, low, lon + width, low + height)
    kind = draw(st.sampled_from(["frame", "frame", "turned", "hole", "two"]))
    if kind == "turned" and abs(lat) < 80:
        frame = shapely.Polygon(
            [(lon, low), (lon + width, low + height / 3), (lon + width / 2, low + height)]
        )
    elif kind == "hole":
        inner = frame.centroid.buffer(min(width, height) / 4)
        frame = frame.difference(inner)
    elif kind == "two":
        other = shapely.box(lon + 2 * width, low, lon + 3 * width, low + height)
        frame = shapely.MultiPolygon([frame, other])
    return space.normalise(frame)


@st.composite
def candidates(draw, p):
    kind = draw(st.sampled_from(["point", "point", "point", "area", "line"]))
    if kind == "point":
        return Candidate(Point(draw(lons), draw(lats)), draw(radii), p)
    radius = draw(st.sampled_from([None, 0.0, 20_000.0]))
    shape = draw(shapes())
    if kind == "line":
        shape = space.normalise(shapely.LineString(shape.geoms[0].exterior.coords[:2])
                                if shape.geom_type == "MultiPolygon"
                                else shapely.LineString(shape.exterior.coords[:2]))  # fmt: skip
    return Candidate(shape, radius, p)


@st.composite
def observations(draw, uid="o"):
    count = draw(st.sampled_from([1, 1, 1, 2]))
    reserve = draw(st.sampled_from([0.0, 0.0, 0.2]))
    places = tuple(draw(candidates((1 - reserve) / count)) for _ in range(count))
    several = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2)]))
    occurrences = tuple(
        Occurrence(
            tuple((draw(intervals()), 1 / several[1]) for _ in range(several[1])),
            draw(st.booleans()),
        )
        for _ in range(several[0])
    )
    size = draw(st.sampled_from([None, 4.0, 60.0]))
    thing = draw(st.sampled_from(["it", "drone", "truck", "helicopter"]))
    return Observation(
        uid,
        uid,
        "it",
        place=draw(st.sampled_from([Place(places, reserve)] * 9 + [None])),
        when=EventTime("", occurrences, draw(st.sampled_from(["onset", "onset", "state"]))),
        objects=(ReportedObject(thing, length_m=size, width_m=size / 2),) if size else (),
        event_class=draw(st.sampled_from([None, "visit", "construction", "damage", "Flood", "?"])),
    )


@st.composite
def scenes(draw, uid="s"):
    return SceneOf(
        uid,
        draw(st.sampled_from("ab")),
        footprint=draw(shapes()),
        when=draw(intervals()),
        platform=draw(st.sampled_from([None, "sentinel-1a", "hotsat-1"])),
        off_nadir_deg=draw(st.sampled_from([None, 0.0, 12.3, 44.75])),
        gsd_m=draw(st.sampled_from([None, 0.5, 10.0, 1e4])),
        cloud_pct=draw(st.sampled_from([None, 0.0, 40.0, 100.0])),
        sun_elevation_deg=draw(st.sampled_from([None, -2.0, 0.0, 9.25, 14.8, 40.0])),
        kind=draw(st.sampled_from(["scene", "scene", "reference"])),
        position_error_m=draw(st.sampled_from([None, 0.0, 25.0, 8_000.0])),
    )


def world(seed, n_scenes, n_observations):
    """Scenes of many shapes round one town, and discs whose edges they cross."""
    rng = np.random.default_rng(seed)
    lat = rng.uniform(-75, 75)
    lon = rng.uniform(-170, 170)
    found = []
    for n in range(n_scenes):
        w, h = np.exp(rng.uniform(np.log(0.01), np.log(1.5), 2))
        frame = shapely.affinity.rotate(shapely.box(-w, -h, w, h), rng.uniform(0, 90))
        if n % 5 == 0:
            frame = frame.difference(Point(0, 0).buffer(min(w, h) / 2, quad_segs=2))
        x, y = rng.normal(0, 0.5, 2)
        frame = space.normalise(shapely.affinity.translate(frame, lon + x, lat + y))
        begin = T0 + timedelta(days=float(rng.uniform(-60, 60)))
        when = Interval(begin, begin + timedelta(seconds=float(rng.integers(0, 30))))
        found.append(SceneOf(f"u{n}", f"S{n % 7}", footprint=frame, when=when,
                             gsd_m=float(rng.choice([0.3, 3.0, 10.0])),
                             cloud_pct=float(rng.uniform(0, 100))))  # fmt: skip
    wanted = []
    for n in range(n_observations):
        x, y = rng.normal(0, 0.5, 2)
        radius = float(np.exp(rng.uniform(0, np.log(190_000))))
        begin = T0 + timedelta(days=float(rng.uniform(-60, 60)))
        span = Interval(begin, begin + timedelta(days=float(rng.uniform(0, 20))))
        place = Place((Candidate(Point(lon + x, lat + y), radius),))
        if n % 6 == 0:
            area = Point(lon + x, lat + y).buffer(radius / 1e5, quad_segs=3)
            place = Place((Candidate(space.normalise(area)),))
        wanted.append(
            Observation(f"o{n}", f"o{n}", "it", place=place,
                        when=EventTime("", (Occurrence(((span, 1.0),)),)))
        )  # fmt: skip
    return wanted, found
