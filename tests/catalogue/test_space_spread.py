"""The 2-D normal of a place against numbers drawn from it, Owen's function and half-planes."""

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box

from catalogue import space
from catalogue.space.measure import GEOD
from catalogue.space.spread import SIGMAS, missed


def phi(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def test_r95_holds_95_in_100():
    assert 1 - math.exp(-(SIGMAS**2) / 2) == pytest.approx(0.95)


@pytest.mark.parametrize("radius", [5.0, 3000.0, 150_000.0, 600_000.0])
def test_an_image_of_the_whole_disc_and_no_more_holds_95_in_100(radius):
    disc = space.normalise(space.disc(20, 40, radius))
    found = space.covered(disc, Point(20, 40), radius)
    assert found.mass == pytest.approx(0.95, abs=5e-4)
    wide = space.normalise(space.disc(20, 40, 3 * radius))
    assert space.covered(wide, Point(20, 40), radius).mass == pytest.approx(1, abs=3e-6)


@pytest.mark.parametrize("radius", [30.0, 20_000.0, 260_000.0])
@pytest.mark.parametrize("off", [-0.9, -0.3, 0.0, 0.2, 0.7])
def test_a_straight_edge_leaves_what_phi_says(radius, off):
    """Meridians are straight on the ground; the edge lies `off` radii east of the centre."""
    lon, lat = 12.0, 0.0
    edge, _, _ = GEOD.fwd(lon, lat, 90, off * radius)
    found = space.covered(box(lon - 30, -30, edge, 30), Point(lon, lat), radius)
    assert found.mass == pytest.approx(phi(off * SIGMAS), abs=2e-4)


@pytest.mark.parametrize("lat", [0.0, 48.0, -78.0, 84.0])
def test_numbers_drawn_from_the_normal_agree(lat):
    """Also of corners and holes, and where the slow rule measures."""
    rng = np.random.default_rng(4)
    lon, radius, n = 30.0, 40_000.0, 200_000
    x, y = rng.normal(0, radius / SIGMAS, (2, n))
    azimuth, metres = np.degrees(np.arctan2(x, y)), np.hypot(x, y)
    drawn = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, metres)
    wide = 0.2 / math.cos(math.radians(lat))
    frame = box(lon - wide, lat - 0.1, lon + 3 * wide, lat + 0.5)
    frame = frame.difference(box(lon + wide / 4, lat, lon + wide / 2, lat + 0.15))
    share = shapely.contains_xy(frame, drawn[0], drawn[1]).mean()
    found = space.covered(space.normalise(frame), Point(lon, lat), radius)
    assert found.mass == pytest.approx(share, abs=5 * math.sqrt(0.25 / n))
    assert found.mass != pytest.approx(found.share, abs=0.02)


def test_owens_t_beside_a_plain_sum():
    """The corner of a quarter plane at (1, 2) holds phi times phi."""
    far = 40.0
    p = np.array([[-far, 2.0], [1.0, 2.0], [1.0, -far], [-far, -far]])[::-1]
    held = 1 - missed(p, np.roll(p, -1, axis=0)).sum()
    assert held == pytest.approx(phi(1) * phi(2), abs=1e-7)


def test_all_else_is_as_likely_everywhere():
    area = box(0, 0, 2, 1)
    found = space.covered(box(0, 0, 1, 1), area, None)
    assert found.mass == found.share == pytest.approx(0.5)


def test_a_disc_that_is_not_met_has_no_share_of_it():
    found = space.covered(box(0, 0, 1, 1), Point(1.011, 0.5), 1000.0)
    assert (found.meets, found.mass) == (False, 0.0)
