"""The report that the catalogue was made for: what could have shown the visits that it speaks of?

The place is not in the text: a person gives it, with how sure they are of it.
"""

import json
import re
from dataclasses import replace
from datetime import datetime

import pytest
from shapely.geometry import shape

from catalogue import join
from catalogue.extract import extract
from catalogue.extract.places import find_places
from catalogue.interval import Interval
from catalogue.model import Report, ReportedObject, Scene, text_sha256
from catalogue.score import observability_of, place_advice
from catalogue.suggesting import Edits, observation_of

LON, LAT = 51.577, 33.895
LIMIT = (
    "an object of 16 × 8 m needs 5.7 m at best to be detected (1 cycle across), "
    "0.86 m to be surely so (reliable detection of aircraft)"
)
# scene -> (time, metres a pixel, role for the two visits)
SCENES = {
    "fine-20220520": ("2022-05-20T07:12:00Z", 0.5, "before"),
    "coarse-20220520": ("2022-05-20T07:12:00Z", 10, "before"),
    "fine-20220608": ("2022-06-08T07:20:00Z", 0.5, "during"),
    "coarse-20220608": ("2022-06-08T07:25:00Z", 10, "during"),
    "night-before-0608": ("2022-06-07T19:00:00Z", 0.5, "before"),  # 23:30 on June 7 there
    "early-on-0608": ("2022-06-07T20:00:00Z", 0.5, "during"),  # 00:30 on June 8 there
    "fine-20220620": ("2022-06-20T07:12:00Z", 0.5, "between"),
    "fine-20220705": ("2022-07-05T07:12:00Z", 0.5, "during"),
    "coarse-20220720": ("2022-07-20T07:12:00Z", 10, "after"),
    "fine-20240101": ("2024-01-01T07:12:00Z", 0.5, None),  # beyond a year after
    "elsewhere-20220608": ("2022-06-08T07:20:00Z", 0.5, None),
}


def item(name, when, gsd):
    west, south = (LON - 0.05, LAT - 0.05) if "elsewhere" not in name else (10, 10)
    east, north = west + 0.1, south + 0.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "test", "links": [],
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "assets": {},
        "properties": {
            "datetime": when, "gsd": gsd, "eo:cloud_cover": 0, "view:sun_elevation": 60,
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def report(shared_data):
    return (shared_data / "text" / "founding_report.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def links(new_cli, report):
    """{scene: link} of the observation of both visits, with the claim as it stands in the text."""
    cli = new_cli("report")
    folder = cli.folder.parent
    features = [item(name, when, gsd) for name, (when, gsd, _) in SCENES.items()]
    (folder / "scenes.json").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    assert cli.json("add", folder / "scenes.json")["added"] == len(SCENES)
    [claim] = [line for line in report.splitlines() if "visited an Iranian airfield" in line]
    assert re.search(r"June 8 and July 5", claim)
    (folder / "claims.csv").write_text(
        "id,title,class,lon,lat,radius_m,time,object,length_m,width_m,claim\n"
        f"visits,Visits to an airfield,visit,{LON},{LAT},2000,"
        f'"{{2022-06-08,2022-07-05}}",drone,16,8,"{claim}"\n'
    )
    assert cli.json("observe", folder / "claims.csv")["rejected"] == []
    [observation] = cli.json("observations")
    assert observation["claim"] == claim
    assert len(observation["intervals"]) == 2
    return {k["scene"]: k for k in cli.json("scenes", "visits")}


def test_what_was_there_before_during_between_and_after(links):
    wanted = {name: role for name, (_, _, role) in SCENES.items() if role}
    assert {name: k["role"] for name, k in links.items()} == wanted


def test_the_two_dates_are_two_occurrences_with_a_role_each(links):
    assert links["fine-20220608"]["roles"] == ["during", "before"]
    assert links["fine-20220620"]["roles"] == ["after", "before"]
    assert links["fine-20220705"]["roles"] == ["after", "during"]


def test_the_local_day_counts_not_the_day_in_utc(links):
    assert links["early-on-0608"]["role"] == "during"
    assert links["night-before-0608"]["role"] == "before"
    assert {k["certainty"] for k in links.values()} == {"certain"}


def test_ten_metres_are_unusable_for_it_and_half_a_metre_is_good(links):
    coarse, fine = links["coarse-20220608"], links["fine-20220608"]
    assert coarse["level"] == "unusable"
    assert coarse["limiting"] == "sharpness"
    assert coarse["reasons"][0] == f"pixels of 10 m (off-nadir not stated); {LIMIT}"
    assert fine["level"] == "good"
    assert f"pixels of 0.5 m (off-nadir not stated); {LIMIT}" in fine["reasons"]
    assert fine["rank_score"] > coarse["rank_score"]


def test_the_best_come_first(links):
    order = list(links)
    first = set(order[:3])
    assert first == {"fine-20220608", "early-on-0608", "fine-20220705"}
    assert order[-1].startswith("coarse")


def claim(extracted, report, where):
    """The visit, as found in the report; its place as a person changed it, if any."""
    made = next(
        s for s in extracted.suggestions if s.event_class == "visit" and s.place is not None
    )
    source = Report("r", "R", report, text_sha256(report), published="2022-07-18")
    found = observation_of(source, extracted, made, where, "claim-1")
    return replace(found, objects=(ReportedObject("Shahed-129", "uav-male", 16.0, 8.0),))


@pytest.fixture(scope="module")
def extracted(report, gazetteer):
    return extract(report, "2022-07-18", lambda words, parts: find_places(words, parts, gazetteer))


@pytest.fixture(scope="module")
def acquired():
    return [
        Scene(name, name, footprint=shape(item(name, when, gsd)["geometry"]), gsd_m=gsd,
              when=Interval.instant(datetime.fromisoformat(when)), cloud_pct=0.0,
              off_nadir_deg=20.0, sun_elevation_deg=60.0)
        for name, (when, gsd, _) in SCENES.items()
    ]  # fmt: skip


def test_without_a_named_airfield_no_image_ranks_and_it_says_what_to_do(
    extracted, report, acquired
):
    unnamed = claim(extracted, report, Edits())
    assert place_advice(unnamed.place).startswith(
        "name the airfield first: it may be any of 115 listed candidates, or somewhere not listed"
    )
    found = join.links(unnamed, acquired)
    assert len(found) > 5
    assert all(k.score.value <= 0.01 for k in found)
    assert {k.score.limiting for k in found if "fine" in k.scene} <= {"place", "timing"}
    assert observability_of(unnamed) == ("partly", "types yes, who came to them no")


def test_with_the_airfield_added_the_fine_image_of_the_day_comes_first(extracted, report, acquired):
    named = claim(extracted, report, Edits(where=f"{LAT}, {LON}", radius_m=3000.0))
    assert place_advice(named.place) is None
    assert len(named.when.occurrences) == 2
    found = join.links(named, acquired)
    best = found[0]
    assert best.scene == "fine-20220608"
    assert best.score.limiting == "timing"
    assert "same day, order unknown; a visit is to be seen for about 12 h" in best.score.reasons[0]
    roles = {k.scene: k.role for k in found}
    assert roles["fine-20220620"] == "between"
    assert found[-1].scene.startswith("coarse")
