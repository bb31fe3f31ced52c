"""Which verdicts an image allows on a claim; the worked examples of the claim it was made for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from catalogue.errors import InvalidValue
from catalogue.evidence.alike import alike
from catalogue.evidence.judging import FLOORS, check, narrowed, out_of_sight, weaknesses
from catalogue.evidence.pair import pair
from catalogue.evidence.wording import meaning, order_unknown
from catalogue.join import link
from catalogue.model import (
    CLAIM_PARTS,
    VERDICTS,
    Assessment,
    Candidate,
    Link,
    Observation,
    Place,
    ReportedObject,
    Scene,
    Score,
    TaxonomyClass,
    Term,
)
from catalogue.taxonomy import DEFAULT_CLASSES
from catalogue.when import event_time, parse_scene_time

AIRFIELD = Point(51.577, 33.895)
DRONES = (
    ReportedObject("Shahed-129", "uav-male", 16, 8),
    ReportedObject("Shahed-191", None, 7.3, 2.7),
)
CLAIM = Observation(
    "o", "visits", "Visits to an airfield",
    place=Place((Candidate(AIRFIELD, 2000),)),
    when=event_time("{2022-06-08,2022-07-05}", zones=("Asia/Tehran",)),
    objects=DRONES,
)  # fmt: skip
AROUND = box(51.4, 33.8, 51.7, 34.0)


def image(when="2022-06-08T07:20:00Z", gsd_m=0.3, cloud_pct=0.0, footprint=AROUND):
    return Scene("s", "s", footprint=footprint, when=parse_scene_time(when), gsd_m=gsd_m,
                 cloud_pct=cloud_pct, sun_elevation_deg=60.0, off_nadir_deg=10.0)  # fmt: skip


def judged(verdict="inconsistent", part="object", **more):
    return Assessment("a", "o", 1, "s", 1, part, verdict, "ana", "2026-01-02T03:04:05Z", **more)


def scored(**values):
    terms = tuple(Term(n, v, v, v, f"because of {n}") for n, v in values.items())
    score = Score(0, 1, 0.5, "limited", "sharpness", terms)
    return Link("o", "s", "during", ("during",), "certain", 1.0, 0.0, score)


def test_ten_metre_pixels_never_speak_against_drones():
    weak = weaknesses(link(CLAIM, image(gsd_m=10)))
    [sharpness] = [text for text in weak if text.startswith("sharpness")]
    assert "is below 0.5" in sharpness
    assert "10 m" in sharpness
    with pytest.raises(InvalidValue, match="never counts against a claim") as refused:
        check(judged(), CLAIM, None, weak)
    assert "10 m" in str(refused.value)
    assert "despite" in str(refused.value)


def test_a_reason_lets_it_count_and_an_empty_reason_does_not():
    weak = ("sharpness 0.01 is below 0.5",)
    check(judged(despite="the whole apron is under construction"), CLAIM, None, weak)
    with pytest.raises(InvalidValue, match="is empty"):
        check(judged(despite="  "), CLAIM, None, weak)


@pytest.mark.parametrize("verdict", ["consistent", "inconclusive", "not_observable"])
def test_other_verdicts_need_no_good_image(verdict):
    check(judged(verdict), CLAIM, None, ("sharpness 0.01 is below 0.5",))


def test_cloud_over_the_place_forbids_it():
    weak = weaknesses(link(CLAIM, image(cloud_pct=90)))
    assert any(text.startswith("clear view") for text in weak)


def test_what_is_not_known_counts_as_too_low():
    unknown = weaknesses(link(CLAIM, image(gsd_m=None)))
    assert any("sharpness is not known" in text for text in unknown)


def test_a_place_that_is_not_wholly_in_the_image_forbids_it():
    half = link(CLAIM, image(footprint=box(51.4, 33.8, 51.577, 34.0)))
    assert any(text.startswith("place") for text in weaknesses(half))


def test_an_image_elsewhere_is_no_possible_one():
    assert link(CLAIM, image(footprint=box(10, 10, 11, 11))) is None
    [weak] = weaknesses(None, ["it misses the place by 3000 km"])
    assert weak == "it is no possible image of this claim: it misses the place by 3000 km"


def test_the_time_forbids_an_empty_image_but_not_what_was_seen():
    late = scored(place=1.0, sharpness=1.0, clear_view=1.0, timing=0.01)
    assert [text[:6] for text in weaknesses(late)] == ["timing"]
    assert weaknesses(late, relied=True) == ()


def test_a_term_that_links_may_lack_is_no_weakness():
    good = {name: 1.0 for name in FLOORS if name != "sensor"}
    assert weaknesses(scored(**good)) == ()
    [weak] = weaknesses(scored(**good, sensor=0.3))
    assert weak.startswith("sensor 0.3 is below 0.5")


@given(
    st.lists(st.floats(0, 1), min_size=5, max_size=5), st.floats(0, 1), st.sampled_from([*FLOORS])
)
def test_a_better_image_never_has_more_weaknesses(values, more, name):
    terms = dict(zip(FLOORS, values, strict=True))
    better = {**terms, name: max(terms[name], more)}
    assert len(weaknesses(scored(**better))) <= len(weaknesses(scored(**terms)))
    assert len(weaknesses(scored(**terms), relied=True)) <= len(weaknesses(scored(**terms)))


def test_no_image_judges_plans_and_stocks_but_for_their_place():
    for part in CLAIM_PARTS:
        assert bool(out_of_sight("cannot_show", part)) == (part != "place")
        assert out_of_sight("can_show", part) is None
        assert out_of_sight(None, part) is None
    assert out_of_sight("partly", "actor")
    assert out_of_sight("partly", "object") is None


@pytest.mark.parametrize("verdict", ["consistent", "inconsistent"])
def test_who_came_to_the_airfield_is_not_observable(verdict):
    with pytest.raises(InvalidValue, match="not who came to them"):
        check(judged(verdict, "actor", despite="a flag"), CLAIM, "partly", ())
    check(judged("not_observable", "actor"), CLAIM, "partly", ())


def test_a_time_or_object_that_the_claim_does_not_have_is_refused():
    with pytest.raises(InvalidValue, match="time 3 is not one of the 2 of visits"):
        narrowed(CLAIM, 2, None)
    with pytest.raises(InvalidValue, match="object 3 is not one of the 2"):
        narrowed(CLAIM, None, 2)
    with pytest.raises(InvalidValue, match="time 1 is not one of the 0"):
        narrowed(replace(CLAIM, when=None), 0, None)
    assert narrowed(CLAIM, None, None) == CLAIM


def test_an_empty_image_of_june_says_nothing_about_the_visit_in_july():
    june, july = (link(narrowed(CLAIM, n, None), image()) for n in (0, 1))
    assert (june.role, july.role) == ("during", "before")
    timing = [next(t.value for t in k.score.terms if t.name == "timing") for k in (june, july)]
    assert timing[0] > timing[1]
    assert any(text.startswith("timing") for text in weaknesses(july))


def test_a_large_object_may_show_where_a_small_one_does_not():
    links = (link(narrowed(CLAIM, None, n), image(gsd_m=2)) for n in (0, 1))
    large, small = (
        next(t.value for t in found.score.terms if t.name == "sharpness") for found in links
    )
    assert large > small


def test_an_image_of_that_day_has_no_order_to_a_visit():
    taken = image().when
    assert order_unknown(CLAIM.when, taken) == "same day, order unknown"
    assert order_unknown(CLAIM.when, taken, 1) is None  # the other visit
    assert order_unknown(CLAIM.when, parse_scene_time("2022-06-20T07:20:00Z")) is None
    month = event_time("2022-06", zones=("Asia/Tehran",))
    assert order_unknown(month, taken) == "within the stated time, order unknown"
    assert order_unknown(event_time("2022-06-08"), taken).startswith("within a time that is itself")
    state = event_time("2022-06-08", zones=("Asia/Tehran",), kind="state")
    assert order_unknown(state, taken) is None


def test_every_verdict_on_every_part_says_what_it_leaves_open():
    said = {(v, p): meaning(judged(v, p), CLAIM) for v in VERDICTS for p in CLAIM_PARTS}
    assert len(set(said.values())) == len(said)
    assert "Shahed-129 and Shahed-191" in said["consistent", "object"]
    assert "never proof" in said["consistent", "object"]
    assert "Shahed-191;" in meaning(judged("consistent", object=1), CLAIM)
    assert all("neither for nor against" in said["not_observable", p] for p in CLAIM_PARTS)


def test_types_of_like_size_or_of_the_same_parent_are_offered_once():
    classes = (
        *DEFAULT_CLASSES,
        TaxonomyClass("jet", "Aircraft/Fixed wing/Jet", "#000000", length_m=15, width_m=9),
        TaxonomyClass("small", "Aircraft/UAV/Tactical", "#000000", length_m=7, width_m=3),
    )
    found = {a.cls: a.why for a in alike(DRONES[0], classes)}
    assert found == {"jet": "15 × 9 m, much the same", "small": "also of Aircraft/UAV"}
    assert [a.cls for a in alike(DRONES[1], classes)] == ["small"]
    assert alike(ReportedObject("something"), classes) == ()


def test_a_pair_says_what_to_keep_in_mind():
    scene = image()
    seen = pair(CLAIM, scene, link(CLAIM, scene), (), DEFAULT_CLASSES, "partly")
    assert "same day, order unknown" in seen.remarks
    assert set(seen.unseen) == {"actor"}
    far = pair(replace(CLAIM, objects=()), scene, None, ["it was elsewhere"], (), None)
    assert far.remarks[0] == "it is no possible image of this claim: it was elsewhere"
