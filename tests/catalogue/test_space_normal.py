"""Any geometry in, one form out: within ±180, valid, anticlockwise, the same ground."""

import json
import math
import warnings

import antimeridian
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box, shape

from catalogue import space
from catalogue.errors import InvalidGeometry


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def assert_normal(geometry):
    west, south, east, north = geometry.bounds
    assert geometry.is_valid
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_a_plain_polygon_keeps_its_digits_and_turns_anticlockwise():
    ring = [(10.123456789012, 1.5), (10.2, 2.5), (11.3, 1.25)]
    made = space.normalise(Polygon(ring))
    assert set(made.exterior.coords) == set(ring)
    assert made.exterior.is_ccw


def test_height_is_left_out():
    assert not space.normalise(Point(1, 2, 300)).has_z


def test_an_edge_of_more_than_180_degrees_crosses_the_antimeridian():
    made = space.normalise(polygon((170, 10), (-170, 10), (-170, 20), (170, 20)))
    assert_normal(made)
    assert sorted(p.bounds for p in made.geoms) == [(-180, 10, -170, 20), (170, 10, 180, 20)]


def test_longitudes_to_540_are_wrapped():
    made = space.normalise(box(350, 0, 370, 1))
    assert made.bounds == (-10, 0, 10, 1)
    assert space.normalise(Point(190, 5)).coords[0] == (-170, 5)
    assert space.normalise(box(-190, 0, -170, 1)).equals(space.normalise(box(170, 0, 190, 1)))


def test_the_whole_world_stays_whole():
    assert space.normalise(box(-180, -90, 180, 90)).bounds == (-180, -90, 180, 90)
    assert space.normalise(box(0, -90, 360, 90)).area == pytest.approx(360 * 180)


@pytest.mark.parametrize(
    "ring",
    [
        [(-179.98, 51.0), (179.97, 51.0), (179.97, 52.5), (-179.98, 52.5)],
        [(-179.98, 51.0), (179.97, 51.3), (179.5, 50.1), (-179.2, 49.8)],
    ],
)
def test_an_aleutian_scene_declared_round_the_world_does_not_show_wales(ring):
    made = space.normalise(polygon(*ring))
    assert_normal(made)
    assert space.area_m2(made) < 2e10
    wales, cardiff = Point(-3.5, 52.3), Point(-3.18, 51.48)
    for point in (wales, cardiff):
        assert not space.covered(made, point, 20_000.0).meets
        assert not any(b[0] <= point.x <= b[2] for b in space.boxes(made))
    assert space.covered(made, Point(179.99, 51.05), 0.0).whole


def test_a_sliver_that_ends_at_the_meridian_is_kept():
    made = space.normalise(polygon((179.9999, 0), (-179.9999, 0), (-179.9999, 1), (179.9999, 1)))
    assert len(made.geoms) == 2
    assert space.area_m2(made) == pytest.approx(0.0002 * 111_320 * 110_574, rel=1e-3)


@pytest.mark.parametrize("lat", [80, -80])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_ring_round_a_pole_is_its_cap_however_it_is_wound(lat, turn):
    ring = [(lon, lat) for lon in range(-180, 180, 30)][::turn]
    made = space.normalise(polygon(*ring))
    assert_normal(made)
    assert made.contains(Point(12, math.copysign(89, lat)))
    assert not made.intersects(Point(12, 0))
    assert made.area == pytest.approx(360 * 10)


def test_a_bow_tie_becomes_two_triangles():
    made = space.normalise(polygon((0, 0), (2, 2), (2, 0), (0, 2)))
    assert_normal(made)
    assert made.area == pytest.approx(2)


def test_a_hole_across_the_meridian_stays_a_hole():
    made = space.normalise(
        Polygon(
            [(170, 40), (-170, 40), (-170, 60), (170, 60)],
            [[(175, 45), (175, 55), (-175, 55), (-175, 45)]],
        )
    )
    assert_normal(made)
    assert made.area == pytest.approx(20 * 20 - 10 * 10)
    assert not made.intersects(Point(180, 50))


def test_lines_are_wrapped_and_cut():
    made = space.normalise(LineString([(170, 0), (-170, 10)]))
    assert [list(p.coords) for p in made.geoms] == [[(170, 0), (180, 5)], [(-180, 5), (-170, 10)]]
    assert list(space.normalise(LineString([(350, 0), (370, 10)])).coords) == [(-10, 0), (10, 10)]


def test_several_points_are_wrapped_one_by_one():
    made = space.normalise(MultiPoint([(190, 1), (-200, 2), (5, 3)]))
    assert [p.coords[0] for p in made.geoms] == [(-170, 1), (160, 2), (5, 3)]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ({"type": "Point", "coordinates": [math.nan, 1.5]}, "[nan, 1.5]"),
        ({"type": "Point", "coordinates": [1.5, math.inf]}, "[1.5, inf]"),
        (polygon((0, 0), (1, math.nan), (1, 1)), "[1.0, nan]"),
        (polygon((0, 0), (1, 91.5), (1, 1)), "91.5"),
        (polygon((0, 0), (541.5, 1), (1, 1)), "541.5"),
        (polygon((3, 4), (5, 6), (7, 8)), "[3.0, 4.0]"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "Polygon"),
        ({"type": "Polygon", "coordinates": 5}, "Polygon"),
        ({"type": "Circle", "coordinates": [0, 0]}, "Circle"),
        ({"type": "LineString", "coordinates": [[1, 2], [1, 2]]}, "[1.0, 2.0]"),
        (LineString(), "empty"),
        (MultiPolygon(), "empty"),
        ("POINT (1 2)", "str"),
    ],
)
def test_what_cannot_be_a_place_is_refused_by_its_value(geometry, said):
    with pytest.raises(InvalidGeometry) as refused:
        space.normalise(geometry)
    assert said in str(refused.value)


# Rings once round the globe near the equator, or crossing themselves there: that library takes
# the side that the winding says, we the cap of the nearer pole. What is the right one is a guess.
_A_GUESS = {"issues-124", "issues-164", "overlap"}


def test_real_shapes_across_the_antimeridian(shared_data):
    """Against the library antimeridian, in square degrees. It rounds to 7 digits."""
    compared = 0
    for path in sorted((shared_data / "malformed" / "antimeridian_geometries").glob("*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        given = given.get("geometry", given)
        try:
            made = space.normalise(given)
        except InvalidGeometry:
            continue
        assert_normal(made)
        plain = shape(given)
        if plain.geom_type != "Polygon" or path.stem in _A_GUESS:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says when it turns a ring
            theirs = antimeridian.fix_polygon(plain, great_circle=False, fix_winding=True)
        assert made.area == pytest.approx(theirs.area, rel=1e-6), path.name
        compared += 1
    assert compared >= 11
