"""The geometry of the globe against dense sampling with geodesics.

Shapes are made in a plane of longitudes that run on beyond 180 degrees, and the oracle stays in
that plane: it knows nothing of cutting, wrapping or projections.
"""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.affinity import translate
from shapely.geometry import Point, Polygon

from catalogue import space

GEOD = Geod(ellps="WGS84")
TURNS = (-720.0, -360.0, 0.0, 360.0, 720.0)
positions = st.tuples(
    st.sampled_from([0.0, 57.3, 179.9, 180.0, -179.95, -180.0, -100.0]),
    st.sampled_from([0.0, 33.9, -51.5, 78.0, -84.0, 88.9, -89.99]),
)
radii = st.floats(0.0, math.log10(500_000)).map(lambda x: 10**x)


@st.composite
def stars(draw, lon, lat, reach_m):
    """A star-shaped polygon about a position: some with a hole, some slivers, some on a pole."""
    corners = draw(st.integers(3, 9))
    arms = draw(st.lists(st.floats(0.2, 1.0), min_size=corners, max_size=corners))
    high = reach_m / 111_000
    # Not beyond the shape that all longitudes make; at the pole degrees of longitude are short.
    wide = min(170.0, high / max(math.cos(math.radians(lat)), 1e-3))
    thin = draw(st.sampled_from([1.0, 1.0, 1.0, 1e-4]))
    angles = np.arange(corners) * 2 * math.pi / corners + draw(st.floats(0, 1))
    x, y = np.cos(angles) * arms * wide, np.sin(angles) * arms * high * thin
    ring = np.column_stack([lon + x, np.clip(lat + y, -90, 90)])
    shape = Polygon(ring)
    if draw(st.booleans()):
        inner = np.column_stack([lon + x / 2, np.clip(lat + y / 2, -90, 90)])
        shape = Polygon(ring, [inner])
    assume(shape.is_valid)
    assume(shape.area > 1e-12)
    west, south, east, north = shape.bounds
    assume(min(east - west, north - south) > 1e-9)
    return shape


@st.composite
def pairs(draw):
    """(shape in the running plane, position, radius) near each other."""
    lon, lat = draw(positions)
    radius = draw(radii)
    away = radius * draw(st.floats(0, 2.5))
    x, y, _ = GEOD.fwd(lon, lat, draw(st.floats(0, 360)), away)
    size = min(radius * 10 ** draw(st.floats(-1, 1.5)), 2e6)
    shape = draw(stars(x, y, size))
    west, _, east, _ = shape.bounds
    assume(west > -540 and east < 540)
    assume(np.abs(np.diff(shape.exterior.xy[0])).max() < 179)
    return shape, (lon, lat), radius


def inside(shape, lons, lats):
    return np.any([shapely.intersects_xy(shape, lons + t, lats) for t in TURNS], axis=0)


def nearest_m(shape, lon, lat):
    """Geodesic metres to the outline: 500 positions on each edge, then 500 about the nearest."""
    best = math.inf
    for ring in (shape.exterior, *shape.interiors):
        path = np.array(ring.coords)
        for a, b in itertools.pairwise(path):
            low, high = 0.0, 1.0
            for _ in range(4):
                share = np.linspace(low, high, 500)[:, None]
                at = a + (b - a) * share
                n = len(at)
                away = np.asarray(GEOD.inv(np.full(n, lon), np.full(n, lat), at[:, 0], at[:, 1])[2])
                best = min(best, float(away.min()))
                middle, step = share[int(away.argmin()), 0], (high - low) / 100
                low, high = max(0.0, middle - step), min(1.0, middle + step)
    return best


def sunflower(lon, lat, radius, count):
    """Positions spread evenly over a geodesic disc."""
    k = np.arange(count) + 0.5
    chord = 2 * 6_371_007 * math.sin(radius / 2 / 6_371_007) * np.sqrt(k / count)
    reach = 2 * 6_371_007 * np.arcsin(chord / 2 / 6_371_007)
    azimuth = (k * 137.50776405) % 360 - 180
    x, y, _ = GEOD.fwd(np.full(count, lon), np.full(count, lat), azimuth, reach)
    return np.asarray(x), np.asarray(y)


@given(pairs())
@settings(max_examples=400, deadline=None)
def test_a_disc_is_met_iff_its_centre_is_within_the_radius(pair):
    shape, (lon, lat), radius = pair
    made = space.normalise(shape)
    cover = space.covered(made, Point(lon, lat), radius)
    away = 0.0 if inside(shape, np.array([lon]), np.array([lat]))[0] else nearest_m(shape, lon, lat)
    tolerance = 1e-4 * radius + 0.05
    if away < radius - tolerance:
        assert cover.meets
    if away > radius + tolerance:
        assert not cover.meets
    assert space.distance_m(made, lon, lat) == pytest.approx(away, rel=1e-4, abs=1.0)


@given(pairs())
@settings(max_examples=300, deadline=None)
def test_the_share_of_a_disc_is_that_of_its_positions(pair):
    shape, (lon, lat), radius = pair
    cover = space.covered(space.normalise(shape), Point(lon, lat), radius)
    sampled = inside(shape, *sunflower(lon, lat, radius, 4000))
    assert cover.share == pytest.approx(sampled.mean(), abs=0.012)
    if cover.whole:
        assert sampled.mean() > 0.9985
    assert 0.0 <= cover.share <= 1.0
    assert cover.meets or cover.share == 0.0


@given(pairs())
@settings(max_examples=150, deadline=None)
def test_what_meets_is_found_by_boxes(pair):
    shape, (lon, lat), radius = pair
    made = space.normalise(shape)
    if space.covered(made, Point(lon, lat), radius).meets:
        assert any(
            a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
            for a in space.boxes(made)
            for b in space.disc_boxes(lon, lat, radius)
        )


@given(pairs(), st.sampled_from([-360.0, 360.0]))
@settings(max_examples=100, deadline=None)
def test_a_shift_by_a_turn_changes_nothing(pair, turn):
    shape, (lon, lat), radius = pair
    west, _, east, _ = shape.bounds
    assume(west + turn > -540)
    assume(east + turn < 540)
    one, other = space.normalise(shape), space.normalise(translate(shape, xoff=turn))
    assert space.area_m2(one) == pytest.approx(space.area_m2(other), rel=1e-6, abs=1e-3)
    a, b = (space.covered(f, Point(lon, lat), radius) for f in (one, other))
    assert a.share == pytest.approx(b.share, abs=1e-4)


@given(pairs())
@settings(max_examples=100, deadline=None)
def test_the_way_a_ring_is_wound_changes_nothing(pair):
    shape, _, _ = pair
    one, other = space.normalise(shape), space.normalise(shape.reverse())
    assert one.symmetric_difference(other).area == 0


@given(pairs())
@settings(max_examples=100, deadline=None)
def test_normal_form_is_normal_and_stays(pair):
    made = space.normalise(pair[0])
    west, south, east, north = made.bounds
    assert made.is_valid
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert made.area == pytest.approx(pair[0].area, rel=1e-6, abs=1e-15)
    again = space.normalise(made)
    assert again.symmetric_difference(made).area == 0


@example((0.0, 89.0), 111_694.0 * 0.9975)
@example((0.0, -89.0), 111_694.0)
@example((0.0, -89.99), 10**2.4375)
@given(positions, radii)
@settings(max_examples=150, deadline=None)
def test_a_disc_and_its_boxes_hold_every_position_within_the_radius(position, radius):
    lon, lat = position
    made = space.disc(lon, lat, radius)
    assert made.is_valid
    azimuth = np.linspace(-180, 180, 181)
    for reach in (radius * (1 - 1e-9), radius / 2):
        n = len(azimuth)
        x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, reach))
        x, y = np.asarray(x), np.asarray(y)
        # Degrees have 1e-14 of rounding: that is 1e-9 m and more towards the poles.
        held = shapely.distance(made, shapely.points(x, y)) < 1e-9
        assert held.all()
        boxed = np.zeros(n, bool)
        for west, south, east, north in space.disc_boxes(lon, lat, radius):
            boxed |= (x >= west) & (x <= east) & (y >= south) & (y <= north)
        assert boxed.all()
    x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, radius * 1.003))
    assert not shapely.intersects_xy(made, np.asarray(x), np.asarray(y)).any()


@given(pairs(), st.floats(2.0, 5.6))
@settings(max_examples=60, deadline=None)
def test_a_grown_area_is_met_within_its_distance_only(pair, exponent):
    """A tiny scene against an area with a radius; also: the boxes of that area hold it."""
    shape, (lon, lat), _ = pair
    by_m = 10**exponent
    area = space.normalise(shape)
    assume(space.area_m2(area) > 1.0)
    away = 0.0 if inside(shape, np.array([lon]), np.array([lat]))[0] else nearest_m(shape, lon, lat)
    assume(abs(lat) < 89.9)
    dot = space.disc(lon, lat, 0.5)
    met = space.covered(dot, area, by_m).meets
    tolerance = 1e-3 * by_m + 5.0
    if away < by_m - tolerance:
        assert met
    if away > by_m + tolerance:
        assert not met
    if away <= by_m:
        x = (lon + 180) % 360 - 180
        boxes = space.grown_boxes(area, by_m)
        assert any(b[0] <= t <= b[2] and b[1] <= lat <= b[3] for b in boxes for t in {x, lon})
