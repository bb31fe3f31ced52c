"""Laws of larger areas and of requests as JSON."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import orjson
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue import space
from catalogue.errors import InvalidValue
from catalogue.find import Enlargement, SearchRequest, enlarged
from catalogue.interval import Interval
from catalogue.when import parse_search_time

SEEDS = st.binary(min_size=32, max_size=32)
LONS = st.floats(-180, 180)
LATS = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 0.0, 89.999, 90.0]))
RADII = st.floats(1.5, 5.0).map(lambda e: 10**e)
SIZES = st.one_of(
    st.floats(1.1, 5000).map(lambda f: Enlargement(factor=f)),
    st.floats(1, 5000).map(lambda km: Enlargement(km=km)),
)


# Wider than half the world: its edges must not be taken to go round the other way.
@example(1.0, -79.875, 100.0, Enlargement(km=2100.0), bytes(31) + b"\x09")
@given(LONS, LATS, RADII, SIZES, SEEDS)
def test_a_larger_area_contains_the_place(lon, lat, radius, size, seed):
    place = space.disc(lon, lat, radius)
    area = enlarged(place, size, seed)
    assert area.is_valid
    assert area.covers(place)
    assert space.normalise(area).equals(area)
    assert space.area_m2(area) >= max(size.factor or 0, 4) * space.area_m2(place) or (
        area.bounds == (-180, -90, 180, 90)
    )


@given(LONS, LATS, RADII, SIZES, SEEDS)
def test_the_same_place_gives_the_same_area(lon, lat, radius, size, seed):
    place = space.disc(lon, lat, radius)
    assert enlarged(place, size, seed).equals(enlarged(shapely.from_wkb(place.wkb), size, seed))


@given(LONS, LATS, RADII, st.floats(2, 4000), st.floats(2, 4000), SEEDS)
def test_a_wider_area_holds_a_narrower_one(lon, lat, radius, one, other, seed):
    """So that asking again with another width narrows nothing down."""
    place = space.disc(lon, lat, radius)
    small, large = (enlarged(place, Enlargement(factor=f), seed) for f in sorted((one, other)))
    assert large.covers(small)


@pytest.mark.parametrize("factor", [3, 100, 10_000])
@pytest.mark.parametrize("lat", [0.0, 47.0, -70.0])
def test_the_middle_tells_nothing(factor, lat):
    """Over many seeds the place lies anywhere in the box, its middle no likelier than the rest."""
    places = []
    for n in range(1500):
        place = space.disc(10.0, lat, 3000)
        area = enlarged(place, Enlargement(factor=factor), n.to_bytes(32, "big"))
        west, south, east, north = area.bounds
        places.append([(10.0 - west) / (east - west), (lat - south) / (north - south)])
    for share in np.array(places).T:
        counts, _ = np.histogram(share, bins=8, range=(0, 1))
        inner = counts[2:6]
        assert inner.min() > 0.75 * inner.mean(), counts
        assert inner.max() < 1.25 * inner.mean(), counts
        assert abs(share.mean() - 0.5) < 0.03
        assert share.std() > 0.18


def test_places_close_to_each_other_mostly_share_an_area():
    """A place that was moved a little, or its radius, gives nothing more away."""
    seed, size = b"s" * 32, Enlargement(factor=50)
    same = 0
    for n in range(200):
        lon = 10 + n * 0.37
        one = enlarged(space.disc(lon, 40, 3000), size, seed)
        other = enlarged(space.disc(lon + 0.002, 40.002, 3100), size, seed)
        same += one.equals(other)
    assert same > 180


def test_edges_lie_on_round_degrees():
    area = enlarged(space.disc(10.1234567, 47.7654321, 3000), Enlargement(factor=100), b"x" * 32)
    for edge in area.bounds:
        assert math.isclose(edge * 1000, round(edge * 1000), abs_tol=1e-6)


@pytest.mark.parametrize("lon", [180.0, -180.0, 179.99, -179.95])
def test_across_180_degrees_it_is_one_box_in_two_parts(lon):
    area = enlarged(space.disc(lon, 10, 20_000), Enlargement(factor=10), b"q" * 32)
    assert len(shapely.get_parts(area)) == 2
    width = sum(p.bounds[2] - p.bounds[0] for p in shapely.get_parts(area))
    assert width < 5


def test_what_is_too_wide_cannot_be_hidden():
    area = shapely.box(-100, 20, 60, 50)
    with pytest.raises(InvalidValue, match="too wide"):
        enlarged(area, Enlargement(factor=10), b"x" * 32)


@pytest.mark.parametrize("text", ["", "0", "1", "-3", "abc", "10 km2", "nan", "1e9", "9999999"])
def test_enlargements_that_are_none(text):
    with pytest.raises(InvalidValue):
        Enlargement.parse(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("10", Enlargement(factor=10)), ("150km", Enlargement(km=150)), (" 2 KM ", Enlargement(km=2))],
)
def test_enlargements(text, size):
    assert Enlargement.parse(text) == size


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
    lambda d: d.replace(tzinfo=UTC)
)


@st.composite
def intervals(draw):
    begin = draw(st.none() | MOMENTS)
    if begin is None:
        return draw(st.none() | MOMENTS.map(lambda end: Interval(None, end)))
    length = draw(st.none() | st.timedeltas(timedelta(0), timedelta(900)))
    return Interval(begin, None if length is None else begin + length)


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)


@st.composite
def requests(draw):
    lon, lat, radius = draw(LONS), draw(LATS), draw(RADII)
    place = space.disc(lon, lat, radius)
    if draw(st.booleans()):
        place = enlarged(place, draw(SIZES), draw(SEEDS))
    return SearchRequest(
        draw(st.sampled_from(["https://h.org", "https://h.org/v1/", "http://127.0.0.1:80/search"])),
        place,
        draw(intervals()),
        tuple(draw(st.lists(NAMES, max_size=3))),
        draw(st.none() | st.floats(0, 100)),
        draw(st.none() | st.floats(0, 1e6)),
        draw(st.integers(1, 1000)),
    )


@given(requests())
def test_a_request_comes_back_from_its_body(request):
    text = request.body_bytes()
    back = SearchRequest.from_body(request.endpoint, orjson.loads(text))
    assert back == request
    assert back.body_bytes() == text


@given(requests())
def test_what_is_sent_holds_what_was_meant(request):
    body = request.body()
    assert ("bbox" in body) != ("intersects" in body)
    area = space.normalise(request.aoi()["geometry"])
    assert area.buffer(1e-6).covers(request.area)
    if request.when is not None:
        assert parse_search_time(body["datetime"]).meets(request.when)
