"""What to judge next in a catalogue, and how many sources its claims have."""

import pytest
from shapely.geometry import Point, box

from catalogue import Catalogue
from catalogue.evidence.correcting import Correction
from catalogue.ingest import Tally, take_scene
from catalogue.model import Candidate, Observation, Place, ReportedObject, Scene, Span
from catalogue.settings import Settings
from catalogue.when import event_time, parse_scene_time

HERE = Point(51.577, 33.895)


def claim(name, day="2022-06-08", **more):
    return Observation(
        name, name, name, place=Place((Candidate(HERE, 500),)),
        when=event_time(day, zones=("Asia/Tehran",), kind="state"),
        objects=(ReportedObject("drone", "uav", 16, 8),), **more,
    )  # fmt: skip


def taken(name, gsd):
    return Scene(
        name, name, footprint=box(51.4, 33.8, 51.7, 34.0), gsd_m=gsd, cloud_pct=0.0,
        when=parse_scene_time("2022-06-08T07:20:00Z"), sun_elevation_deg=60.0, off_nadir_deg=5.0,
    )  # fmt: skip


@pytest.fixture
def cat(tmp_path):
    settings = Settings.read(catalogue=tmp_path / "case", author="me")
    with Catalogue.open(tmp_path / "case", create=True, settings=settings) as opened:
        for scene in (taken("fine-image", 0.3), taken("coarse", 30.0)):
            take_scene(opened.store, scene, "me", Tally())
        plan = claim("planned", status="planned", observability="cannot_show")
        for one in (claim("now"), claim("long-ago", "2001-06-08"), plan):
            opened.put_observation(one)
        yield opened


def test_next_is_a_claim_with_a_usable_image_of_its_time(cat):
    [found] = cat.next_to_assess()
    assert cat.observation(found.observation).id == "now"
    assert cat.scene(found.scene).id == "fine-image"
    cat.assess(found.observation, found.scene, "object", "consistent")
    assert cat.next_to_assess() == []
    [other] = cat.next_to_assess("somebody")
    assert (other.reviewers, other.again) == (1, False)
    cat.correct(found.observation, Correction("me", Point(51.58, 33.9), 400))
    assert [n.again for n in cat.next_to_assess()] == [True]


def test_reports_of_one_origin_and_their_image_count_once(cat):
    uids = []
    for n, origin in enumerate(("US officials", "the US Officials", "a ministry")):
        text = f"Report {n}: drones were seen, says {origin}; see image fine-image."
        report = cat.enter_report(text).report
        made = cat.claim(report.uid, Span(0, len(text), "claim"), {"attribution": origin})
        uids.append(made.uid)
    assert [len(o.sources) for o in cat.origins(uids)] == [2, 1]
    here = cat.named_observation("now").uid
    cat.assess(here, cat.named_scene("fine-image").uid, "object", "consistent")
    [one] = [o for o in cat.origins([here, *uids]) if len(o.sources) > 1]
    assert "the same image" in one.reasons
    assert len(one.sources) == 4
