"""A store may return too much and never too little, and every store returns the same."""

import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Scene,
    SceneQuery,
)
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore
from catalogue.store.rules import scene_key

T0 = datetime(2020, 1, 1, tzinfo=UTC)
# Steps that fall beside what 32-bit floats can say: microseconds, and 1e-9 degrees.
moments = st.builds(
    lambda days, us: T0 + timedelta(days=days, microseconds=us),
    st.integers(-3, 3),
    st.integers(-2, 2),
)
degrees = st.builds(lambda whole, fine: whole + fine * 1e-9, st.integers(-4, 4), st.integers(-3, 3))


@st.composite
def intervals(draw):
    begin, end = sorted(draw(st.tuples(moments, moments)))
    return Interval(*(draw(st.sampled_from([side, side, None])) for side in (begin, end)))


@st.composite
def rectangles(draw):
    """In lon/lat; some lie across 180 degrees, some on a pole."""
    centre = draw(st.sampled_from([0.0, 90.0, 178.5]))
    north = draw(st.sampled_from([0.0, 0.0, 86.0, -86.0]))
    west, south = draw(degrees), draw(degrees)
    width, height = draw(st.floats(1e-6, 3)), draw(st.floats(1e-6, 3))
    low = max(-90.0, min(89.0, south + north))
    shape = shapely.box(west + centre, low, west + centre + width, min(90.0, low + height))
    return space.normalise(shape)


@st.composite
def boxes(draw):
    bounds = draw(rectangles()).bounds
    return BBox(*bounds)


scene_values = st.tuples(
    st.none() | rectangles(),
    st.none() | intervals(),
    st.sampled_from([None, "a", "b"]),
    st.none() | st.sampled_from([0.5, 10.0]),
)
queries = st.builds(
    SceneQuery,
    boxes=st.lists(boxes(), max_size=2).map(tuple),
    when=st.none() | intervals(),
    collections=st.sampled_from([(), (), ("a",), ("", "b")]),
    gsd_max_m=st.sampled_from([None, None, 0.5]),
)


@contextmanager
def both():
    with tempfile.TemporaryDirectory() as folder:
        memory, file = MemoryStore(), GeoPackageStore.create(Path(folder) / "catalogue.gpkg")
        try:
            yield memory, file
        finally:
            file.close()


def belongs(scene, query):
    """By geometry and interval, without any index."""
    areas = [shapely.box(p.west, p.south, p.east, p.north) for b in query.boxes for p in b.parts]
    if areas and not (scene.footprint and any(scene.footprint.intersects(a) for a in areas)):
        return False
    if query.when and not (scene.when and scene.when.meets(query.when)):
        return False
    if query.collections and (scene.collection or "") not in query.collections:
        return False
    return query.gsd_max_m is None or (scene.gsd_m is not None and scene.gsd_m <= query.gsd_max_m)


@settings(deadline=None, max_examples=60)
@given(st.lists(scene_values, max_size=12), st.lists(queries, min_size=1, max_size=4))
def test_scenes(values, wanted):
    scenes = [
        Scene(uid=f"{i:02}", id=f"{i}", footprint=f, when=w, collection=c, gsd_m=g)
        for i, (f, w, c, g) in enumerate(values)
    ]
    with both() as (memory, file):
        for store in (memory, file):
            with store.transaction():
                store.put_scenes(scenes)
        for query in [*wanted, SceneQuery()]:
            found = list(memory.scenes(query))
            assert list(file.scenes(query)) == found
            assert {s.uid for s in scenes if belongs(s, query)} <= {s.uid for s in found}
            for at in range(len(found)):
                rest = file.scenes(query, limit=2, after=scene_key(found[at]))
                assert list(rest) == found[at + 1 : at + 3]


@st.composite
def observations(draw, number):
    spot = draw(st.tuples(degrees, degrees))
    radius = draw(st.sampled_from([None, 0.0, 10.0, 50_000.0]))
    place = Place((Candidate(shapely.Point(spot), radius),)) if draw(st.booleans()) else None
    spans = draw(st.lists(intervals(), max_size=2))
    occurrences = tuple(Occurrence(((span, 1.0),)) for span in spans)
    when = EventTime("x", occurrences) if occurrences else None
    return Observation(uid=f"{number:02}", id="o", title="", place=place, when=when)


@settings(deadline=None, max_examples=60)
@given(st.data(), st.lists(boxes(), max_size=2), st.none() | intervals())
def test_observations(data, areas, when):
    records = [data.draw(observations(i)) for i in range(data.draw(st.integers(0, 8)))]
    with both() as (memory, file):
        for store in (memory, file):
            with store.transaction():
                store.put_observations(records)
        found = list(memory.observations(areas, when))
        assert list(file.observations(areas, when)) == found
        hit = {o.uid for o in records if near(o, areas) and during(o, when)}
        assert hit <= {o.uid for o in found}


def near(observation, areas):
    if not areas:
        return True
    if observation.place is None:
        return False
    candidate = observation.place.candidates[0]
    spot = candidate.geometry
    shape = space.disc(spot.x, spot.y, candidate.r95_m) if candidate.r95_m else spot
    return any(
        shape.intersects(shapely.box(p.west, p.south, p.east, p.north))
        for b in areas
        for p in b.parts
    )


def during(observation, when):
    if when is None:
        return True
    if observation.when is None:
        return False
    return any(
        interval.meets(when)
        for occurrence in observation.when.occurrences
        for interval, _ in occurrence.alternatives
    )
