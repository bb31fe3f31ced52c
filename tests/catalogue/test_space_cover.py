"""How much of a place a footprint covers, with boxes, discs, areas and distances."""

import math

import pytest
import shapely
from pyproj import Geod
from shapely.affinity import translate
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from catalogue import space
from catalogue.errors import InvalidGeometry

GEOD = Geod(ellps="WGS84")


def half_plane(lon, lat, metres_east):
    """A box whose western edge lies `metres_east` of a position (negative: west of it)."""
    edge = GEOD.fwd(lon, lat, 90 if metres_east >= 0 else 270, abs(metres_east))[0]
    return box(edge, lat - 3, edge + 5, lat + 3)


def segment_share(offset):
    """Share of a unit disc beyond a straight line `offset` from its centre."""
    return (math.acos(offset) - offset * math.sqrt(1 - offset**2)) / math.pi


@pytest.mark.parametrize("radius", [1.0, 50.0, 1000.0, 30_000.0])
@pytest.mark.parametrize("offset", [-0.9, -0.3, 0.0, 0.5, 0.99])
def test_a_straight_edge_cuts_a_disc_as_in_the_plane(radius, offset):
    # At the equator a meridian is straight round the centre.
    cover = space.covered(half_plane(20, 0, offset * radius), Point(20, 0), radius)
    assert cover.share == pytest.approx(segment_share(offset), abs=2e-4)
    assert cover.meets
    assert not cover.whole


@pytest.mark.parametrize("radius", [1.0, 1000.0, 500_000.0])
def test_a_disc_is_met_exactly_to_its_radius(radius):
    away = GEOD.inv(20, 50, 27, 50.4)[2]
    point = Point(20, 50)
    to_corner = Polygon([(27, 50.4), (33, 50.4), (33, 50.5)])
    step = max(1e-4 * away, 0.05)
    assert not space.covered(to_corner, point, away - step).meets
    assert space.covered(to_corner, point, away + step).meets
    near = half_plane(20, 50, radius)
    assert space.covered(near, point, radius * 1.001).meets
    assert not space.covered(near, point, radius * 0.99).meets


def test_a_whole_disc_is_whole_and_one_missing_a_sliver_is_not():
    point = Point(51.4, 33.9)
    frame = box(51, 33.5, 52, 34.5)
    whole = space.covered(frame, point, 5000)
    assert (whole.share, whole.whole) == (1.0, True)
    slit = frame.difference(box(51.39, 33.9, 51.41, 33.9001))
    cut = space.covered(slit, point, 5000)
    assert not cut.whole
    assert 0.99 < cut.share < 1.0


@pytest.mark.parametrize("at", [(20.0, 50.0), (20.0, 85.0), (179.99, 10.0)])
def test_a_disc_that_a_spike_enters_is_not_whole(at):
    """Too little area to count, but too deep to be sure."""
    lon, lat = at
    spike = [
        GEOD.fwd(lon, lat, azimuth, r)[:2] for azimuth, r in ((0, 4990), (0.05, 6e3), (-0.05, 6e3))
    ]
    frame = box(lon - 1, lat - 1, lon + 1, lat + 1).difference(Polygon(spike))
    cover = space.covered(space.normalise(frame), Point(lon, lat), 5000)
    assert cover.share == pytest.approx(1.0, abs=1e-6)
    assert not cover.whole


def test_edges_that_run_towards_a_pole_are_followed():
    """About a pole such an edge is a spiral: the distance to the pole falls with the longitude."""
    frame = Polygon([(100, 90), (101, 90), (100, 89.96)])
    to = GEOD.inv(0, 89.96, 0, 90)[2]
    area = to**2 / 6 * math.radians(1)
    cover = space.covered(frame, Point(0, 90), 1.2 * to)
    assert cover.share == pytest.approx(area / (math.pi * (1.2 * to) ** 2), rel=5e-3)


def test_a_cap_whose_seam_is_off_by_rounding_is_one():
    west, east = -108.9604130206922, 251.03958697930778
    assert east - 360 != west
    ring = [(west, 83.3), (0, 84), (120, 85), (east, 83.3), (east, 90), (west, 90)]
    halves = [Polygon(ring) & box(-180, 80, 180, 90), Polygon(ring) & box(180, 80, 540, 90)]
    for given in (Polygon(ring), MultiPolygon([halves[0], translate(halves[1], -360)])):
        cap = space.normalise(given)
        assert cap.geom_type == "Polygon"
        assert space.covered(cap, Point(0, 90), 50_000).whole


def test_a_hole_round_the_whole_disc_leaves_nothing():
    frame = box(51, 33, 53, 35).difference(box(51.5, 33.5, 52.5, 34.5))
    assert space.covered(frame, Point(52, 34), 5000) == space.Coverage(0.0, False, False, 0.0)
    assert space.covered(frame, Point(52, 34), 60_000).meets


@pytest.mark.parametrize("centre", [180.0, -180.0, 179.97, -179.97])
def test_a_disc_across_the_antimeridian_is_one(centre):
    east, west = box(179, -17, 180, -16), box(-180, -17, -179, -16)
    both = space.normalise(box(179, -17, 181, -16))
    point = Point(centre, -16.5)
    shares = [space.covered(f, point, 20_000).share for f in (east, west)]
    assert sum(shares) == pytest.approx(1.0, abs=1e-6)
    assert min(shares) > 0.1
    assert space.covered(both, point, 20_000).whole


def test_the_antimeridian_is_one_meridian():
    for frame, lon in ((box(179, 0, 180, 1), -180), (box(-180, 0, -179, 1), 180)):
        assert space.covered(frame, Point(lon, 0.5), 0).whole
        assert space.covered(frame, LineString([(lon, 0.2), (lon, 0.8)]), None).meets
    touching = space.covered(box(179, 0, 180, 1), box(-180, 0, -179, 1), None)
    assert touching == space.Coverage(0.0, True, False, 0.0)
    assert not space.covered(box(179, 0, 180, 1), box(-180, 2, -179, 3), None).meets


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_disc_on_a_pole(pole):
    low, high = sorted((pole, math.copysign(85, pole)))
    wedge = box(0, low, 36, high)
    for lon in (0, 100, -180):
        cover = space.covered(wedge, Point(lon, pole), 10_000)
        assert cover.share == pytest.approx(0.1, abs=1e-5)
        assert space.covered(wedge, Point(lon, pole), 0).meets
        assert space.covered(box(-180, low, 180, high), Point(lon, pole), 10_000).whole
    assert space.covered(wedge, box(100, low, 120, high), None).meets


def test_a_point_without_a_radius_is_met_but_never_wholly_shown():
    frame = box(0, 0, 1, 1)
    assert space.covered(frame, Point(0.5, 0.5), None) == space.Coverage(1.0, True, False, 1.0)
    assert space.covered(frame, Point(0.5, 0.5), 0.0) == space.Coverage(1.0, True, True, 1.0)
    assert space.covered(frame, Point(1, 1), 0.0).meets
    assert space.covered(frame, Point(2, 2), None) == space.Coverage(0.0, False, False, 0.0)


def test_several_points_give_the_mean():
    points = MultiPoint([(0.5, 0.5), (5, 5), (0.2, 0.2), (7, 7)])
    assert space.covered(box(0, 0, 1, 1), points, 0.0) == space.Coverage(0.5, True, False, 0.5)
    assert space.covered(box(0, 0, 9, 9), points, 100.0).whole


def test_the_share_of_an_area_is_of_its_square_metres():
    tall = box(10, 0, 11, 80)
    north = space.covered(box(10, 40, 11, 80), tall, None)
    assert north.share == pytest.approx(
        (math.sin(math.radians(80)) - math.sin(math.radians(40))) / math.sin(math.radians(80)),
        rel=5e-3,
    )
    assert space.covered(box(9, -1, 12, 81), tall, None).whole


def test_the_share_of_a_line_is_of_its_metres():
    line = LineString([(0, 0), (0, 10)])
    assert space.covered(box(-1, 0, 1, 5), line, None).share == pytest.approx(0.49996, abs=1e-5)
    assert space.covered(box(-1, -1, 1, 11), line, None).whole
    assert not space.covered(box(1, 0, 2, 5), line, None).meets


def test_boxes_are_few_and_on_their_own_side():
    assert space.boxes(box(1, 2, 3, 4)) == ((1, 2, 3, 4),)
    across = space.normalise(box(179, 0, 182, 1))
    assert space.boxes(across) == ((-180, 0, -178, 1), (179, 0, 180, 1))
    many = MultiPolygon([box(x, 0, x + 1, 1) for x in range(0, 100, 10)])
    assert 1 <= len(space.boxes(many)) <= 4
    assert space.boxes(box(3, 80, 4, 90)) == ((-180, 80, 180, 90),)


def test_the_boxes_of_a_place_on_the_edge_hold_both_sides():
    sides = {b[0] < 0 for b in space.grown_boxes(box(179, 0, 180, 1), 0.0)}
    assert sides == {True, False}
    assert {b[0] < 0 for b in space.disc_boxes(180, 0, 0.0)} == {True, False}
    assert space.disc_boxes(5, 90, 0.0)[0][0::2] == (-180, 180)
    assert space.grown_boxes(box(0, 0, 1, 1), 1.5e7) == ((-180, -90, 180, 90),)


def test_metres():
    assert space.area_m2(box(-180, -90, 180, 90)) == pytest.approx(5.10065621724e14, rel=1e-9)
    assert space.length_m(LineString([(0, 0), (1, 0)])) == pytest.approx(111_319.49, abs=0.01)
    square = box(10, 45, 10.01, 45.01)
    assert space.area_m2(square) == pytest.approx(
        abs(GEOD.geometry_area_perimeter(square)[0]), rel=1e-6
    )
    assert space.distance_m(box(0, 0, 1, 1), 0.5, 0.5) == 0
    assert space.distance_m(box(0, 0, 1, 1), 3, 0) == pytest.approx(
        GEOD.inv(1, 0, 3, 0)[2], rel=1e-6
    )
    assert space.distance_m(box(170, 0, 180, 1), -179, 0) == pytest.approx(111_319.5, abs=1)
    gap = space.gap_m(box(-180, 0, -179, 1), box(178, 0, 179, 1))
    assert gap == pytest.approx(GEOD.inv(179, 1, 180, 1)[2], rel=1e-3)


@pytest.mark.parametrize("radius", [4e6, 1.2e7, 2.1e7])
def test_discs_of_a_continent_and_more(radius):
    frame = box(0, 0, 10, 10)
    cover = space.covered(frame, Point(30, 20), radius)
    assert cover.meets
    circle = min(radius, math.pi * 6_371_007)
    cap = 2 * math.pi * 6_371_007**2 * (1 - math.cos(circle / 6_371_007))
    assert cover.share == pytest.approx(space.area_m2(frame) / cap, rel=0.01)


@pytest.mark.parametrize(
    ("lon", "lat", "radius"),
    [(181, 0, 1), (0, 90.1, 1), (0, 0, -1), (math.nan, 0, 1), (0, 0, math.inf)],
)
def test_a_disc_off_the_globe_is_refused(lon, lat, radius):
    with pytest.raises(InvalidGeometry):
        space.disc_boxes(lon, lat, radius)


def test_a_disc_needs_a_radius_and_a_cover_something_to_cover():
    with pytest.raises(InvalidGeometry, match="radius 0"):
        space.disc(0, 0, 0)
    with pytest.raises(InvalidGeometry, match="empty"):
        space.covered(Polygon(), Point(0, 0), 1)
    with pytest.raises(InvalidGeometry, match="empty"):
        space.representative_point(Polygon())


def test_a_representative_point_lies_in_the_largest_part():
    shape = MultiPolygon([box(0, 0, 1, 1), box(10, 0, 15, 5).difference(box(11, 1, 14, 4))])
    assert shapely.covers(shape.geoms[1], Point(space.representative_point(shape)))
