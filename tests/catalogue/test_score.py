"""Could this scene have shown it? Each term, its words, and what the screen says."""

import dataclasses
import math
from datetime import UTC, datetime, timedelta

import pytest
from shapely.geometry import box

from catalogue.interval import Interval
from catalogue.model import EventTime, Observation, Occurrence, ReportedObject, Scene
from catalogue.score import DEFAULTS, Covered, Parameters, score

DAY = datetime(2022, 6, 8, tzinfo=UTC)
NOON = Interval.instant(DAY + timedelta(hours=12))
ALL = Covered(1.0, 1.0, 1.0, 1.0)
UAV = ReportedObject("UAV", length_m=8, width_m=16)


def scene(**changes):
    given = {
        "uid": "s",
        "id": "S",
        "footprint": box(51, 33, 52, 34),
        "when": NOON,
        "gsd_m": 0.5,
        "cloud_pct": 0.0,
    }
    return Scene(**(given | changes))


def observation(*objects):
    when = EventTime("2022-06-08", (Occurrence(((Interval(DAY, DAY + timedelta(days=1)), 1.0),)),))
    return Observation("o", "O", "two UAVs", when=when, objects=objects)


def scored(made=None, *, objects=(UAV,), covered=ALL, role="during", dt_s=0.0, p=DEFAULTS):
    return score(made or scene(), observation(*objects), covered, role, dt_s, p)


def term(result, name):
    return next(t for t in result.terms if t.name == name)


def test_a_sharp_clear_image_of_the_day_is_good_and_surely_so():
    result = scored(scene(gsd_m=0.3))
    assert (result.low, result.value, result.high) == (1.0, 1.0, 1.0)
    assert result.level == "good"


def test_the_words_for_pixels_that_are_too_large():
    result = scored(scene(gsd_m=10.0), objects=(ReportedObject("UAV", length_m=16, width_m=8),))
    assert result.limiting == "sharpness"
    assert result.level == "unusable"
    assert result.reasons[0] == (
        "pixels of 10 m; an object of 16 × 8 m needs 5.7 m at best to be detected, "
        "0.86 m to be detected reliably"
    )


@pytest.mark.parametrize(
    ("gsd", "level"), [(0.3, "good"), (0.5, "good"), (3.0, "limited"), (10.0, "unusable")]
)
def test_levels_follow_the_pixels(gsd, level):
    assert scored(scene(gsd_m=gsd)).level == level


def test_the_transfer_function_gives_one_in_two_at_the_limit():
    best = math.sqrt(8 * 16) / 2
    sharp = term(scored(scene(gsd_m=best)), "sharpness")
    assert sharp.high == pytest.approx(0.5, rel=0.07)
    assert term(scored(scene(gsd_m=best / 2)), "sharpness").high == 1.0
    assert term(scored(scene(gsd_m=0.86)), "sharpness").low == pytest.approx(0.5, rel=0.07)


def test_sharper_never_scores_less():
    values = [term(scored(scene(gsd_m=g / 10)), "sharpness") for g in range(1, 400)]
    for name in ("low", "value", "high"):
        numbers = [getattr(t, name) for t in values]
        assert numbers == sorted(numbers, reverse=True)
    assert all(t.low <= t.value <= t.high for t in values)


def test_the_smallest_object_counts_and_a_tiny_one_has_one_rule():
    big = ReportedObject("ship", length_m=200, width_m=30)
    both = scored(scene(gsd_m=3.0), objects=(big, UAV))
    assert "16" in term(both, "sharpness").reason
    drone = ReportedObject("drone", length_m=0.5, width_m=0.5)
    tiny = term(scored(objects=(drone,)), "sharpness")
    assert "0.25 m at best to be detected, 0.25 m" in tiny.reason
    assert tiny.low == tiny.high


@pytest.mark.parametrize(
    ("made", "objects", "words"),
    [
        (scene(gsd_m=None), (UAV,), "the size of its pixels is unknown"),
        (scene(), (), "no object was stated"),
        (scene(), (ReportedObject("UAV"),), "no size of an object was stated"),
    ],
)
def test_an_unknown_sharpness_is_anything_and_named(made, objects, words):
    result = scored(made, objects=objects)
    sharp = term(result, "sharpness")
    assert (sharp.low, sharp.value, sharp.high, sharp.known) == (0, DEFAULTS.prior, 1, False)
    assert words in sharp.reason
    assert result.level == "limited"


@pytest.mark.parametrize(
    ("cloud", "low", "value", "high", "level"),
    [
        (0, 1, 1, 1, "good"),
        (10, 0.8, 0.9, 1, "good"),
        (50, 0, 0.5, 1, "limited"),
        (90, 0, 0.1, 0.2, "unusable"),
        (100, 0, 0, 0, "unusable"),
    ],
)
def test_cloud(cloud, low, value, high, level):
    result = scored(scene(gsd_m=0.3, cloud_pct=cloud))
    view = term(result, "clear_view")
    assert (view.low, view.value, view.high) == pytest.approx((low, value, high))
    assert result.level == level


def test_night_shows_nothing_but_radar_sees():
    night = scored(scene(sun_elevation_deg=-12.0))
    assert night.level == "unusable"
    assert night.limiting == "clear_view"
    assert "12° below the horizon" in night.reasons[0]
    radar = scored(scene(sun_elevation_deg=-12.0, cloud_pct=100, platform="Sentinel-1A"))
    assert term(radar, "clear_view").value == 1
    assert term(scored(scene(cloud_pct=100, instruments=("sar",))), "clear_view").value == 1
    assert term(scored(scene(cloud_pct=100, platform="quasar-1")), "clear_view").value == 0


def test_an_unknown_cloud_cover_is_anything():
    view = term(scored(scene(cloud_pct=None)), "clear_view")
    assert (view.low, view.high, view.known) == (0, 1, False)
    assert "unknown" in view.reason


def test_timing_halves_with_the_days_and_says_the_side():
    during = term(scored(), "timing")
    beside = term(scored(role="after", dt_s=60.0), "timing")
    month = term(scored(role="before", dt_s=-30 * 86_400.0), "timing")
    assert (during.value, month.value) == (1.0, pytest.approx(DEFAULTS.beside_event / 2))
    assert beside.value == pytest.approx(DEFAULTS.beside_event, rel=1e-4)
    assert "30 days before" in month.reason
    assert "0 h after" in beside.reason
    assert "1 day after" in term(scored(role="after", dt_s=86_400.0), "timing").reason
    assert "0 h before" in term(scored(role="before", dt_s=0.0), "timing").reason
    between = term(scored(role="between", dt_s=-86_400.0), "timing")
    assert "1 day before and between two stated times" in between.reason


def test_within_a_stated_day_the_order_is_unknown():
    assert "order unknown" in term(scored(), "timing").reason


def test_the_time_alone_makes_no_image_unusable():
    result = scored(scene(gsd_m=0.3), role="before", dt_s=-300 * 86_400.0)
    assert result.value < 0.01
    assert result.level == "good"


@pytest.mark.parametrize(
    ("covered", "words", "level"),
    [
        (ALL, "shows the whole place", "good"),
        (Covered(0.62, 0.62, 0.62, 0.62), "shows 62% of the place", "good"),
        (Covered(0.3, 0.3, 0.3, 0.3), "shows 30% of the place", "limited"),
        (Covered(0.001, 0.001, 0.001, 0.001), "shows less than 1% of the place", "unusable"),
        (Covered(0.2, 0.2, 0.2, 0.2), "shows 20% of the place", "unusable"),
        (Covered(0.2, 0.6, 0.2, 0.2), "shows 20% of the place", "limited"),
        (Covered(0, 1, 0.5, 1, known=False), "how sure that position is was not stated", "limited"),
    ],
)
def test_place(covered, words, level):
    result = scored(scene(gsd_m=0.3), covered=covered)
    place = term(result, "place")
    assert words in place.reason
    assert (place.low, place.value, place.high) == (covered.low, covered.value, covered.high)
    assert place.known == covered.known
    assert result.level == level


def test_the_score_is_the_product_of_its_terms():
    result = scored(
        scene(gsd_m=2.0, cloud_pct=30), covered=Covered(0.4, 0.9, 0.5, 0.5), role="after", dt_s=1e6
    )
    for name in ("low", "value", "high"):
        assert getattr(result, name) == math.prod(getattr(t, name) for t in result.terms)
    assert result.low <= result.value <= result.high
    assert result.reasons[0] == term(result, result.limiting).reason
    assert len(result.reasons) == 4


def test_every_number_is_a_parameter():
    kinder = Parameters(prior=0.9, beside_event=0.8, half_life_days=300, unusable=0, good=0.1)
    kinder = dataclasses.replace(kinder, unusable_at_best=0.0, cloud_factor=1.0)
    dull = scene(gsd_m=None, cloud_pct=80)
    strict, kind = (scored(dull, role="after", dt_s=2e6, p=p) for p in (DEFAULTS, kinder))
    assert kind.value > strict.value
    assert (strict.level, kind.level) == ("limited", "good")
    assert term(kind, "clear_view").low == pytest.approx(0.2)
