"""Areas and lines grown by metres."""

import math

import numpy as np
import pytest
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon, box

from catalogue import space

GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(("by_m", "rel"), [(100.0, 1e-3), (20_000.0, 1e-3), (500_000.0, 1e-3)])
@pytest.mark.parametrize("at", [(20, 10), (179.9, -16), (30, 88.0)])
def test_an_area_grows_by_metres(by_m, rel, at):
    """Points at 0.1 % less than the distance are within, at 0.1 % more outside."""
    lon, lat = at
    area = space.normalise(box(lon, lat, lon + 1, lat + 1))
    ring = space.normalise(area)
    rng = np.random.default_rng(7)
    for azimuth in rng.uniform(0, 360, 12):
        x, y, _ = GEOD.fwd(lon + 0.5, lat + 0.5, azimuth, by_m * rng.uniform(0.2, 1.5) + 40_000)
        away = space.distance_m(ring, x, y)
        dot = Point(x, y)
        probe = space.disc(x, y, 0.5)
        if away < by_m * (1 - rel) - 1:
            assert space.covered(probe, area, by_m).meets
        if away > by_m * (1 + rel) + 1:
            assert not space.covered(probe, area, by_m).meets
        if away < by_m:
            assert any(
                b[0] <= dot.x <= b[2] and b[1] <= dot.y <= b[3]
                for b in space.grown_boxes(area, by_m)
            )


def test_an_aslant_edge_far_north_is_grown_as_it_runs():
    """Straight in degrees, it bends 7 m away from the straight line of a map."""
    area = Polygon(
        [(152.0243646, 73.8724966), (151.8545448, 73.9759367), (151.9557851, 73.8588613)]
    )
    frame = Polygon(
        [(152.1320165, 73.9442318), (152.0628101, 73.9471367), (152.0536599, 73.9304477),
         (152.1228664, 73.9275428)]
    )  # fmt: skip
    apart = 3502.43  # by geodesics between points a metre apart along the edges
    assert not space.covered(frame, area, apart - 4).meets
    assert space.covered(frame, area, apart + 4).meets


@pytest.mark.parametrize("by_m", [9.0, 30_000.0])
def test_what_is_far_smaller_than_the_distance_is_grown_whole(by_m):
    """Of such lines the buffer comes in several pieces, of which all but one are rounding."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        path = np.array([20, 10]) + rng.normal(size=(3, 2)) * 10 ** rng.uniform(-14, -6, 2)
        made = space.grown(LineString(path), by_m)
        assert made.geom_type == "Polygon"
        assert space.area_m2(made) == pytest.approx(math.pi * by_m**2, rel=0.03)
