"""Objects followed over the images of a catalogue, and the sun of its images."""

import math
from datetime import UTC, datetime

import pytest
from shapely.geometry import LineString, Point, box

from catalogue import Catalogue, grid
from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence.sun import sun_at
from catalogue.ingest import Tally, take_scene
from catalogue.model import Annotation, Observation, Scene
from catalogue.space.measure import GEOD
from catalogue.when import event_time, parse_scene_time

LON, LAT = 51.577, 33.895
AROUND = box(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05)
# day of June 2022, who looked: a drawn drone, a tile gone through, or nobody
DAYS = {1: "tile", 3: "drone", 5: "drone", 7: None, 9: "tile"}


def key_at(z=15):
    n = 2**z
    x = int((LON + 180) / 360 * n)
    y = int((1 - math.asinh(math.tan(math.radians(LAT))) / math.pi) / 2 * n)
    return f"WebMercatorQuad/{z}/{x}/{y}"


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as opened:
        for day, said in DAYS.items():
            when = parse_scene_time(f"2022-06-{day:02}T07:20:00Z")
            sun = sun_at(when.begin, LON, LAT)
            taken = Scene(f"u{day}", f"d{day}", footprint=AROUND, when=when, gsd_m=0.5,
                          cloud_pct=0.0, sun_azimuth_deg=sun.azimuth_deg,
                          sun_elevation_deg=sun.elevation_deg)  # fmt: skip
            take_scene(opened.store, taken, "ana", Tally())
            scene = opened.named_scene(f"d{day}").uid
            if said == "drone":
                opened.annotate(Annotation(f"a{day}", scene, "point", "uav-male", Point(LON, LAT)))
            if said == "tile":
                opened.annotate(
                    Annotation(f"t{day}", scene, "tile", None, tile=key_at(), state="empty")
                )
        yield opened


def test_the_tile_of_this_test_holds_the_place():
    key = grid.parse_key(key_at())
    assert grid.tile_polygon(key.grid, key.z, key.x, key.y).covers(Point(LON, LAT))


def test_a_track_has_a_strip_of_all_images_of_its_place(cat):
    [found] = cat.tracks("uav-male")
    assert [s.state for s in found.strip] == [
        "absent", "present", "present", "not_looked_at", "absent",
    ]  # fmt: skip
    assert found.appeared == "2022-06-01T07:20:00Z/2022-06-03T07:20:00Z"
    assert found.gone == "2022-06-05T07:20:00Z/2022-06-09T07:20:00Z"
    assert len(cat.tracks(near=Point(LON, LAT), within_m=10)) == 1
    assert cat.tracks(near=Point(LON + 1, LAT)) == []
    assert cat.tracks("ship") == []
    with pytest.raises(InvalidValue, match="did you mean"):
        cat.tracks("shipp")


def test_a_track_gives_a_claim_its_time_and_the_history_says_on_what(cat):
    cat.put_observation(Observation("o", "arrival", "A drone", when=event_time("2022-06")))
    claim = cat.named_observation("arrival").uid
    new = cat.date_by_track(claim, "a3", "appeared", why="the only drone of the month")
    assert (new.version, new.when.kind) == (2, "onset")
    [occurrence] = new.when.occurrences
    assert occurrence.alternatives[0][0].begin == datetime(2022, 6, 1, 7, 20, tzinfo=UTC)
    assert cat.date_by_track(claim, "a3", "present").when.kind == "state"
    payloads = [e.payload for e in cat.history() if e.op == "correct"]
    assert b'"a3"' in payloads[0]
    assert b"the only drone" in payloads[0]
    with pytest.raises(NotFound, match="catalogue tracks"):
        cat.date_by_track(claim, "a5", "appeared")
    with pytest.raises(InvalidValue, match="'often'"):
        cat.date_by_track(claim, "a3", "often")


def test_the_sun_of_an_image_is_checked_and_a_shadow_gives_a_height(cat):
    scene = cat.named_scene("d3").uid
    assert cat.sun(scene).fits
    sun = cat.sun(scene).sun
    x, y, _ = GEOD.fwd(LON, LAT, sun.azimuth_deg + 180, 20)
    line = LineString([(LON, LAT), (x, y)])
    cat.annotate(Annotation("line", scene, "line", "shadow", line))
    found = cat.sun(scene, shadow="line")
    assert found.fits
    assert found.height_m == pytest.approx(20 * math.tan(math.radians(sun.elevation_deg)), rel=0.01)
    assert cat.sun(scene, shadow="line", height_m=3).fits is False
    with pytest.raises(InvalidValue, match="needs the shadow"):
        cat.sun(scene, height_m=3)
    with pytest.raises(InvalidValue, match="no line that stands on d5"):
        cat.sun(cat.named_scene("d5").uid, shadow="line")
    with pytest.raises(InvalidValue, match="not as a Point"):
        cat.sun(scene, shadow="a3")
