"""NIIRS by GIQE-5 beside pybsm's, and what objects need."""

import math

import pytest

from catalogue.model import ReportedObject, Scene
from catalogue.score import DEFAULTS, changed, giqe5, losses, needs, niirs
from catalogue.score.sharpness import sharpness

UAV_129 = ReportedObject("Shahed-129", "uav-male", 16.0, 8.0)
UAV_191 = ReportedObject("Shahed-191", "uav", 7.3, 2.7)
GRID = [
    (gsd, elevation, edge, noise)
    for gsd in (0.15, 0.3, 0.528, 1.0, 3.0, 10.0, 30.0)
    for elevation in (90.0, 75.0, 60.0, 45.0, 30.0)
    for edge in (0.2, 0.35, 0.6, 0.9)
    for noise in (5.0, 20.0, 50.0, 200.0)
]


def test_the_equations_own_test_case():
    assert giqe5(0.52832, 90.0, 0.35, 50.0) == pytest.approx(5.0, abs=0.05)


def test_it_agrees_with_pybsm_over_a_grid():
    pytest.importorskip("pybsm", reason="pybsm is not installed (pip install --no-deps pybsm)")
    from pybsm.metrics.functional import giqe5 as theirs

    for gsd, elevation, edge, noise in GRID:
        peer, _, _ = theirs(
            rer_1=edge, rer_2=edge, gsd=gsd, snr=noise, elev_angle=math.radians(elevation)
        )
        assert giqe5(gsd, elevation, edge, noise) == pytest.approx(peer, abs=0.05)


@pytest.mark.parametrize(
    ("gsd", "scale"), [(0.3, 5.8), (0.5, 5.1), (1.0, 4.1), (3.0, 2.5), (10.0, 0.8)]
)
def test_usual_images(gsd, scale):
    assert niirs(gsd) == pytest.approx(scale, abs=0.05)


def test_angle_and_low_sun_cost():
    assert niirs(1.0, 30.0) < niirs(1.0, 10.0) < niirs(1.0)
    assert niirs(1.0, 0.0, 8.0) < niirs(1.0, 0.0, 40.0) < niirs(1.0)
    most, least, usual = losses("optical", None, None, DEFAULTS)
    assert most > usual >= least == 0
    assert losses("radar", 40.0, 3.0, DEFAULTS) == (0, 0, 0)
    assert losses("thermal", 0.0, None, DEFAULTS) == (0, 0, 0)
    assert len({losses("optical", 20.0, 30.0, DEFAULTS)[n] for n in range(3)}) == 1


@pytest.mark.parametrize(
    ("thing", "metres"), [(UAV_129, (5.66, 2.83, 0.94)), (UAV_191, (2.22, 1.11, 0.37))]
)
def test_what_two_aircraft_need_for_each_task(thing, metres):
    found = needs([thing])
    assert [n.task for n in found] == ["detect", "recognise", "identify"]
    assert [n.gsd_m for n in found] == pytest.approx(metres, abs=0.005)
    for need in found:
        assert need.strict_gsd_m <= min(need.gsd_m, DEFAULTS.aircraft_gsd_m)
    assert found[0].strict_gsd_m == DEFAULTS.aircraft_gsd_m
    assert "aircraft" in found[0].strict_rule
    assert found[0].rule == "1 cycle across"


def test_other_things_have_johnsons_strict_limit():
    truck = needs([ReportedObject("truck", "vehicle", 7.0, 2.4)])
    assert truck[0].strict_gsd_m == pytest.approx(math.sqrt(7.0 * 2.4) / 2.5)
    assert "Johnson" in truck[0].strict_rule
    assert needs([ReportedObject("truck")]) == ()


@pytest.mark.parametrize("thing", [UAV_129, UAV_191])
def test_ten_metres_never_identify_either(thing):
    """Not even at nadir with the sun in the zenith."""
    identify = changed(DEFAULTS, {"task": "identify"})
    best = Scene("s", "s", gsd_m=10.0, off_nadir_deg=0.0, sun_elevation_deg=90.0)
    assert sharpness(best, [thing], identify).high < 1e-10
    assert sharpness(best, [thing], DEFAULTS).value < DEFAULTS.unusable
