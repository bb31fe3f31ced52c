"""Every way of linking against brute force, and brute force against rules broken on purpose."""

from itertools import pairwise

import numpy as np
import oracle_run
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_cases import MARGIN_DAYS
from oracle_check import bulk, judged, single
from oracle_time import DAY_US, Happening, Span
from oracle_truth import Event, Image, Spot
from shapely.geometry import Point, Polygon

from catalogue import join, space
from catalogue.space.measure import GEOD


@pytest.mark.parametrize("family", oracle_run.FAMILIES)
def test_links_are_those_of_brute_force(family):
    tally = oracle_run.batch(family, 2, 0, through_store=True)
    assert not tally.differences, "\n".join(tally.differences[:3])
    assert tally.pairs >= tally.cases / 2


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**31), st.sampled_from(sorted(oracle_run.FAMILIES)))
def test_any_case(seed, family):
    tally = oracle_run.batch(family, seed, 1, size=2)
    assert not tally.differences, "\n".join(tally.differences[:3])


def test_a_ring_from_179_west_to_179_east_is_not_the_whole_globe():
    """As an item over the Aleutians is published: it does not show Wales."""
    plane = Polygon([(179.97, 51.9), (180.02, 51.9), (180.02, 52.4), (179.97, 52.4)])
    wide = Polygon([(179.97, 51.9), (-179.98, 51.9), (-179.98, 52.4), (179.97, 52.4)])
    image = Image(plane, wide, Span(0, 0))
    wales, there = (Event((Spot(Point(x, 52.2), 5000.0),), (Happening((Span(0, 0),)),))
                    for x in (-3.9, 179.99))  # fmt: skip
    tally = judged([(wales, [image]), (there, [])], {"single": single, "bulk": bulk})
    assert not tally.differences
    assert tally.links == 1


def _of_polygon(corners):
    def covered(footprint, geometry, r95_m):
        if geometry.geom_type != "Point" or not r95_m:
            return REAL(footprint, geometry, r95_m)
        disc = space.normalise(Polygon(corners(geometry.x, geometry.y, r95_m)))
        share = space.area_m2(footprint.intersection(disc)) / space.area_m2(disc)
        return space.Coverage(share, footprint.intersects(disc), footprint.covers(disc), share)

    return covered


def _inscribed(lon, lat, r95_m):
    azimuth = np.arange(0, 360, 360 / 32)
    n = len(azimuth)
    return np.column_stack(GEOD.fwd([lon] * n, [lat] * n, azimuth, [r95_m] * n)[:2])


def _in_degrees(lon, lat, r95_m):
    return shapely.get_coordinates(Point(lon, lat).buffer(r95_m / 111_320, quad_segs=64))


def _geodesic_edges(footprint, geometry, r95_m):
    def fine(coords):
        ring = [p for a, b in pairwise(coords) for p in (a, *GEOD.npts(*a, *b, 20))]
        return [*ring, ring[0]]

    if footprint.geom_type != "Polygon":
        return REAL(footprint, geometry, r95_m)
    return REAL(Polygon(fine(list(footprint.exterior.coords))), geometry, r95_m)


def _a_little_more(footprint, geometry, r95_m):
    return REAL(footprint, geometry, r95_m and r95_m * 1.003 + 10)


REAL = space.covered


@pytest.mark.parametrize(
    ("broken", "family"),
    [
        (_of_polygon(_inscribed), "plain"),
        (_of_polygon(_in_degrees), "plain"),
        (_geodesic_edges, "large"),
        (_a_little_more, "plain"),
    ],
)
def test_a_broken_rule_of_place_is_seen(broken, family, monkeypatch):
    monkeypatch.setattr(space, "covered_pairs", lambda pairs: [broken(*pair) for pair in pairs])
    cases = oracle_run.cases_of(family, 3, 0, 30)
    assert judged(cases, {"single": single}).differences


def test_a_broken_rule_of_time_is_seen(monkeypatch):
    """A microsecond beyond the margin there is no link; with a margin a little wider there is."""
    plane = shapely.box(0, 0, 1, 1)
    event = Event((Spot(Point(0.5, 0.5), 100.0),), (Happening((Span(0, 0),)),))
    ends = [sign * (MARGIN_DAYS * DAY_US + us) for sign in (-1, 1) for us in (0, 1)]
    cases = [(event, [Image(plane, plane, Span(at, at)) for at in ends])]
    right = judged(cases, {"single": single, "bulk": bulk})
    assert (right.links, right.differences) == (2, [])
    real = join.timing
    monkeypatch.setattr(join, "timing", lambda when, taken, days: real(when, taken, days + 1e-10))
    assert len(judged(cases, {"single": single}).differences) == 2
