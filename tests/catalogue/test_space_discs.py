"""Shares of many discs at once, against another way to measure them."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import Point

from catalogue.space import area_m2, covered
from catalogue.space.areas import area_shares, areas_m2
from catalogue.space.discs import are_plain, disc_shares
from catalogue.space.edges import edges_of, slices


def share_on_a_map(footprint, lon, lat, radius):
    """Equal-area map about the centre, edges cut very finely, a circle of 4096 corners."""
    to_map = Transformer.from_crs(
        "OGC:CRS84", f"+proj=laea +lon_0={lon} +lat_0={lat} +ellps=WGS84", always_xy=True
    )
    fine = shapely.segmentize(footprint, radius / 111_000 / 200)
    local = shapely.transform(fine, lambda c: np.column_stack(to_map.transform(*c.T)))
    ring = Point(0, 0).buffer(2 * 6_371_007 * np.sin(radius / 2 / 6_371_007), quad_segs=1024)
    return ring.intersection(local).area / ring.area


@pytest.mark.parametrize("lat", [0.0, 45.0, -60.0, 72.0])
@pytest.mark.parametrize("radius", [5.0, 800.0, 30_000.0, 150_000.0])
def test_the_share_is_that_of_an_equal_area_map(lat, radius):
    r = radius / 111_000
    frame = shapely.affinity.rotate(shapely.box(-r, -0.6 * r, 2 * r, 3 * r), 20)
    frame = frame.difference(Point(0.1 * r, 0.4 * r).buffer(0.2 * r, quad_segs=2))
    several = [shapely.affinity.translate(frame, 10 + dx * r, lat + 0.3 * r) for dx in (0, 0.7, 2)]
    lons, lats, radii = np.full(3, 10.0), np.full(3, lat), np.full(3, radius)
    found = disc_shares(edges_of(several), np.arange(3), lons, lats, radii)
    wanted = [share_on_a_map(f, 10.0, lat, radius) for f in several]
    assert found.share == pytest.approx(wanted, abs=3e-5)
    assert not found.undecided.any()
    one = [covered(f, Point(10.0, lat), radius).share for f in several]
    assert found.share == pytest.approx(one, abs=1e-12)


def test_an_edge_through_the_centre_is_left_to_the_other_rule():
    frame = shapely.box(0, 0, 1, 1)
    radius = np.array([100.0])
    found = disc_shares(
        edges_of([frame]), np.zeros(1, int), np.array([0.5]), np.array([0.0]), radius
    )
    assert found.undecided.tolist() == [True]
    assert covered(frame, Point(0.5, 0.0), 100.0).share == pytest.approx(0.5, abs=1e-5)


def test_discs_at_poles_at_the_antimeridian_and_of_other_sizes_are_not_plain():
    lon = np.array([0.0, 0.0, 179.9, -179.9, 0.0, 0.0, np.nan])
    lat = np.array([0.0, 79.9, 0.0, 0.0, 0.0, 0.0, np.nan])
    radius = np.array([5e4, 5e4, 5e4, 5e4, 0.5, 3e5, np.nan])
    assert are_plain(lon, lat, radius).tolist() == [True] + [False] * 6


def test_what_has_no_area_has_no_edges():
    edges = edges_of([shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)])
    assert edges.offsets.tolist() == [0, 0, 4]
    assert edges_of([]).offsets.tolist() == [0]


def test_slices_hold_every_row_once_and_never_too_much():
    counts = np.array([3, 0, 9, 1, 1, 1])
    runs = list(slices(counts, 4))
    assert [n for run in runs for n in range(run.start, run.stop)] == list(range(6))
    assert all(counts[run].sum() <= 4 or run.stop - run.start == 1 for run in runs)


def test_shares_of_areas_are_those_of_one_at_a_time():
    footprints = np.array([shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 3, 1)], dtype=object)
    areas = np.array([shapely.box(0.2, 0.2, 0.8, 0.8), shapely.box(5, 5, 6, 6)], dtype=object)
    which, of = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    share, meets, whole = area_shares(footprints, which, areas, of)
    one = [covered(footprints[w], areas[o], None) for w, o in zip(which, of, strict=True)]
    assert share == pytest.approx([c.share for c in one], abs=1e-12)
    assert meets.tolist() == [True, True, False, False] == [c.meets for c in one]
    assert whole.tolist() == [True, False, False, False] == [c.whole for c in one]


def test_areas_of_many_are_those_of_each():
    hole = shapely.box(10, 60, 10.5, 60.5).difference(Point(10.2, 60.2).buffer(0.1))
    several = [
        hole,
        shapely.MultiPolygon([shapely.box(0, -1, 0.001, -0.999), shapely.box(1, 50, 1.5, 50.9)]),
        shapely.box(-30, -80, 40, 70),
        shapely.GeometryCollection([Point(0, 0), hole]),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.Polygon(),
    ]
    found = areas_m2(np.array(several, dtype=object))
    assert found == pytest.approx([area_m2(g) for g in several], rel=1e-11)
    assert found[3] == found[0]
