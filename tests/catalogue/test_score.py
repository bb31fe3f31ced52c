"""Could this scene have shown it? Each term, its words, and what the screen says."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from shapely.geometry import box

from catalogue.interval import Interval
from catalogue.join import overall, timing
from catalogue.model import CloudAtPlace, EventTime, Observation, Occurrence, ReportedObject, Scene
from catalogue.score import DEFAULTS, Covered, changed, score

DAY = datetime(2022, 6, 8, tzinfo=UTC)
NOON = Interval.instant(DAY + timedelta(hours=12))
ALL = Covered(1.0, 1.0, 1.0, 1.0)
UAV = ReportedObject("UAV", length_m=8, width_m=16)
HOUSE = ReportedObject("house", length_m=20, width_m=11.25)


def scene(**changes):
    given = {
        "uid": "s", "id": "S", "footprint": box(51, 33, 52, 34), "when": NOON, "gsd_m": 0.5,
        "cloud_pct": 0.0, "off_nadir_deg": 0.0, "sun_elevation_deg": 60.0,
    }  # fmt: skip
    return Scene(**(given | changes))


def days(*numbers, length=1.0):
    return tuple(
        Occurrence(((Interval(DAY + timedelta(n), DAY + timedelta(n + length)), 1.0),))
        for n in numbers
    )


def observation(*objects, event_class="visit", when=None, kind="onset"):
    time = EventTime("2022-06-08", when or days(0), kind)
    return Observation("o", "O", "two UAVs", when=time, objects=objects, event_class=event_class)


def scored(made=None, *, objects=(UAV,), covered=ALL, p=DEFAULTS, cloud=None, **told):
    made, claim = made or scene(), observation(*objects, **told)
    roles, dt_s, _ = timing(claim.when, made.when, 10_000)
    return score(made, claim, covered, overall(roles), dt_s, p, cloud)


def term(result, name):
    return next(t for t in result.terms if t.name == name)


def at(days_):
    return scene(when=Interval.instant(DAY + timedelta(days_)))


def test_a_sharp_clear_image_at_the_stated_time_is_good():
    result = scored(scene(gsd_m=0.1), when=(Occurrence(((NOON, 1.0),)),))
    assert (result.value, result.high) == (pytest.approx(1, abs=1e-3), pytest.approx(1))
    assert result.low > 0.99
    assert result.level == "good"
    assert [t.name for t in result.terms] == [
        "place", "timing", "sharpness", "clear_view", "sensor"
    ]  # fmt: skip


def test_the_words_for_pixels_that_are_too_large():
    result = scored(scene(gsd_m=10.0), objects=(ReportedObject("UAV", length_m=16, width_m=8),))
    assert result.limiting == "sharpness"
    assert result.level == "unusable"
    assert result.reasons[0] == (
        "pixels of 10 m; an object of 16 × 8 m needs 5.7 m at best to be detected (1 cycle "
        "across), 0.86 m to be surely so (reliable detection of aircraft)"
    )


@pytest.mark.parametrize(
    ("gsd", "level"), [(0.3, "good"), (0.5, "good"), (3.0, "limited"), (10.0, "unusable")]
)
def test_levels_follow_the_pixels(gsd, level):
    assert scored(scene(gsd_m=gsd)).level == level


def test_one_in_two_where_the_pixel_is_what_is_needed():
    """At nadir in full light; both rules have their own limit."""
    zenith = {"sun_elevation_deg": 90.0}
    best = math.sqrt(8 * 16) / 2
    assert term(scored(scene(gsd_m=best, **zenith)), "sharpness").high == pytest.approx(0.5)
    assert term(scored(scene(gsd_m=0.86, **zenith)), "sharpness").low == pytest.approx(0.5)
    house = term(scored(scene(gsd_m=15 / 2.5, **zenith), objects=(HOUSE,)), "sharpness")
    assert house.low == pytest.approx(0.5)
    assert "Johnson's criteria, 1.25 cycles" in house.reason


def test_the_task_asks_for_more():
    values = [
        term(scored(scene(gsd_m=1.0), p=changed(DEFAULTS, {"task": task})), "sharpness").value
        for task in ("detect", "recognise", "identify")
    ]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.6
    assert values[2] < 0.3


def test_the_smallest_object_counts():
    big = ReportedObject("ship", length_m=200, width_m=30)
    assert "8 × 16" in term(scored(scene(gsd_m=3.0), objects=(big, UAV)), "sharpness").reason


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


def test_unstated_angles_widen_the_bounds_and_are_named():
    told = term(scored(scene(gsd_m=0.8)), "sharpness")
    untold = term(scored(scene(gsd_m=0.8, off_nadir_deg=None, sun_elevation_deg=None)), "sharpness")
    assert untold.low < told.low
    assert untold.high >= told.high
    assert "(off-nadir and sun not stated)" in untold.reason
    oblique = term(scored(scene(gsd_m=0.8, off_nadir_deg=40.0)), "sharpness")
    assert oblique.value < told.value


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
    assert "whole scene" in view.reason
    assert result.level == level


def test_cloud_over_the_place_counts_before_the_scenes_and_says_who_says_so():
    made = scene(gsd_m=0.3, cloud_pct=95)
    result = scored(made, cloud=CloudAtPlace(0.0, "its cloud mask"))
    view = term(result, "clear_view")
    assert (view.low, view.value, view.high) == (1, 1, 1)
    assert "of the place (its cloud mask)" in view.reason
    assert (result.level, scored(made).level) == ("good", "unusable")
    hidden = scored(scene(cloud_pct=None), cloud=CloudAtPlace(0.9, "mask"))
    assert term(hidden, "clear_view").high == pytest.approx(0.1)


def test_night_shows_nothing_but_radar_sees():
    night = scored(scene(sun_elevation_deg=-12.0))
    assert night.level == "unusable"
    assert night.limiting == "clear_view"
    assert "12° below the horizon" in night.reasons[0]
    radar = scored(scene(sun_elevation_deg=-12.0, cloud_pct=100, platform="Sentinel-1A"))
    assert term(radar, "clear_view").value == 1
    assert term(scored(scene(cloud_pct=100, instruments=("sar",))), "clear_view").value == 1
    assert term(scored(scene(cloud_pct=100, platform="quasar-1")), "clear_view").value == 0
    heat = scored(scene(sun_elevation_deg=-12.0, instruments=("lwir",)), event_class="fire")
    assert term(heat, "clear_view").value == 1


def test_light_rises_with_the_sun():
    heights = (3.0, 5.0, 10.0, 15.0, 25.0, 70.0)
    values = [term(scored(scene(sun_elevation_deg=h)), "clear_view").value for h in heights]
    assert values == pytest.approx([0, 0, 0.25, 0.5, 1, 1])
    untold = term(scored(scene(sun_elevation_deg=None)), "clear_view")
    assert (untold.low, untold.value, untold.high) == (0.5, 1, 1)
    assert "sun's elevation was not stated" in untold.reason
    assert "dusk" in term(scored(scene(sun_elevation_deg=3.0)), "clear_view").reason


def test_an_unknown_cloud_cover_is_anything():
    view = term(scored(scene(cloud_pct=None)), "clear_view")
    assert (view.low, view.high, view.known) == (0, 1, False)
    assert "unknown" in view.reason


def test_on_the_day_of_a_visit_the_order_is_unknown_and_hours_limit():
    """Noon of the day: half of the visits had begun, most of those are over."""
    result = scored(scene(gsd_m=0.3))
    time = term(result, "timing")
    seen = 0.5 * (1 - math.exp(-0.5 / 0.5))
    assert time.value == pytest.approx(seen + DEFAULTS.baseline * 0.5)
    assert result.limiting == "timing"
    assert "same day, order unknown" in time.reason
    assert "a visit is to be seen for about 12 h" in time.reason


def test_what_lasts_is_seen_after_and_what_does_not_is_not():
    def after(event_class, days_):
        return term(scored(at(days_), event_class=event_class), "timing").value

    assert after("visit", 4) < 0.01
    assert after("construction", 300) > 0.9
    assert after("shelling", 121) == pytest.approx(math.exp(-1), rel=0.01)
    spread = -math.expm1(-1 / 60) * 60
    assert after("wildfire", 31) == pytest.approx(spread * math.exp(-30 / 60))


def test_before_it_is_a_baseline_that_fades():
    half = term(scored(at(-45)), "timing")
    assert half.value == pytest.approx(DEFAULTS.baseline * math.exp(-1))
    assert "45 days before" in half.reason


def test_a_lasting_change_takes_a_pair():
    """The image before is as necessary as the one after; what fades soon shows itself."""
    moment = (Occurrence(((Interval.instant(DAY), 1.0),)),)
    for event_class in ("wildfire", "landslide", "shelling", "construction"):
        for n in (0.1, 3, 40, 300):
            before, after = (
                term(scored(at(d), event_class=event_class, when=moment), "timing").value
                for d in (-n, n)
            )
            assert before == pytest.approx(DEFAULTS.baseline_change * math.exp(-n / 45))
            assert before <= after
    for event_class in ("visit", "parked aircraft", "flood", None):
        beside = term(scored(at(-3), event_class=event_class, when=moment), "timing")
        assert beside.value == pytest.approx(DEFAULTS.baseline * math.exp(-3 / 45))
    stays = term(scored(at(-3), event_class="landslide", kind="state", when=moment), "timing")
    assert stays.value == pytest.approx(DEFAULTS.baseline * math.exp(-3 / 45))


def test_a_state_is_true_throughout():
    month = days(0, length=30)
    inside = term(scored(at(20), when=month, kind="state"), "timing")
    assert (inside.low, inside.value) == (1, 1)
    beside = term(scored(at(75), when=month, kind="state"), "timing")
    assert beside.value == pytest.approx(DEFAULTS.baseline * math.exp(-1))


def test_an_unknown_class_may_leave_nothing_or_all():
    after = term(scored(at(11), event_class=None), "timing")
    assert (after.low, after.high, after.known) == (0, 1, False)
    assert after.value == pytest.approx(10 * -math.expm1(-0.1) * math.exp(-1))
    assert "no class of event was stated" in after.reason
    during = term(scored(event_class=None), "timing")
    assert 0 < during.low < during.value < during.high < 1


def test_an_open_begin_is_not_known():
    until = (Occurrence(((Interval(None, DAY), 1.0),)),)
    inside = term(scored(at(-3), when=until), "timing")
    assert (inside.low, inside.value, inside.high) == (0, DEFAULTS.prior, 1)
    after = term(scored(at(0.5), when=until), "timing")
    assert (after.low, after.high) == (0, pytest.approx(math.exp(-1)))


def test_alternatives_weigh_and_the_best_occurrence_counts():
    either = Occurrence(
        tuple(
            (Interval(DAY + timedelta(n), DAY + timedelta(n + 1)), w)
            for n, w in ((0, 0.3), (9, 0.7))
        )
    )
    alone = [term(scored(when=days(n)), "timing").value for n in (0, 9)]
    both = term(scored(when=(either,)), "timing").value
    assert both == pytest.approx(0.3 * alone[0] + 0.7 * alone[1])
    assert term(scored(when=days(0, 9)), "timing").value == max(alone)


def test_between_two_dates():
    result = scored(at(5), when=days(0, 27))
    assert "and between two stated times" in term(result, "timing").reason


def test_the_time_alone_makes_no_image_unusable():
    result = scored(at(-300) and replace(at(-300), gsd_m=0.3))
    assert result.value < 0.01
    assert result.level == "good"


@pytest.mark.parametrize(
    ("covered", "words", "level"),
    [
        (ALL, "shows the whole place", "good"),
        (Covered(0.62, 0.62, 0.62, 0.55), "shows 62% of the place", "good"),
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


def test_sensors():
    assert term(scored(), "sensor").value == 1
    radar = scored(scene(platform="sentinel-1a", gsd_m=0.3))
    assert term(radar, "sensor").value == DEFAULTS.radar_uav
    assert "shows an unmanned aircraft poorly" in term(radar, "sensor").reason
    assert radar.limiting in ("sensor", "timing")
    flood = scored(scene(platform="sentinel-1a"), objects=(), event_class="flood")
    assert term(flood, "sensor").value == 1
    untold = scored(scene(platform="sentinel-1a"), objects=(), event_class=None)
    assert (term(untold, "sensor").known, term(untold, "sensor").high) == (False, 1)
    both = scene(instruments=("oli", "tirs"))
    assert "optical" in term(scored(both), "sensor").reason


def test_the_score_is_the_product_of_its_terms():
    result = scored(replace(at(3), gsd_m=2.0, cloud_pct=30), covered=Covered(0.4, 0.9, 0.5, 0.5))
    for name in ("low", "value", "high"):
        assert getattr(result, name) == math.prod(getattr(t, name) for t in result.terms)
    assert result.low <= result.value <= result.high
    assert result.reasons[0] == term(result, result.limiting).reason
    assert len(result.reasons) == 5


def test_numbers_are_parameters():
    kinder = changed(DEFAULTS, {"unusable": 0, "good": 0.1, "unusable_at_best": 0, "prior": 0.9})
    dull = scene(gsd_m=None, cloud_pct=80)
    strict, kind = (scored(dull, p=p) for p in (DEFAULTS, kinder))
    assert kind.value > strict.value
    assert (strict.level, kind.level) == ("limited", "good")
