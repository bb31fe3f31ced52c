"""One object on several images: joined by place and class, and what its strip says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from catalogue.evidence.occupancy import Searched, counts, occupancy, searched
from catalogue.evidence.tracks import sightings, tracks
from catalogue.model import Annotation, Scene, TaxonomyClass
from catalogue.space.measure import GEOD
from catalogue.when import event_time, parse_scene_time

LON, LAT = 51.577, 33.895
CLASSES = (TaxonomyClass("uav", "Aircraft/UAV", "#000000", length_m=16.0, width_m=8.0),)


def scene(day, lon=LON, lat=LAT, **more):
    known = {"gsd_m": 0.5, "cloud_pct": 0.0, **more}
    when = parse_scene_time(f"2022-06-{day:02}T07:20:00Z")
    square = box(lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05)
    return Scene(f"s{day}", f"s{day}", footprint=square, when=when, **known)


def moved(east_m, lon=LON, lat=LAT):
    x, y, _ = GEOD.fwd(lon, lat, 90, east_m)
    return Point(x, y)


def drawn(uid, day, at=None, cls="uav", **more):
    return Annotation(uid, f"s{day}", "point", cls, at or Point(LON, LAT), rev=1, **more)


def followed(annotations, scenes):
    return tracks(sightings(annotations, scenes, CLASSES))


DAYS = [scene(day) for day in range(1, 9)]


def test_the_same_place_and_class_on_several_dates_is_one_object():
    [track] = followed([drawn("b", 3), drawn("a", 5, moved(10))], DAYS)
    assert (track.id, track.scenes) == ("b", {"s3", "s5"})


def test_another_class_or_a_place_too_far_away_is_another():
    said = [drawn("a", 3), drawn("b", 5, cls="ship"), drawn("c", 5, moved(40))]
    assert [t.id for t in followed(said, DAYS)] == ["a", "b", "c"]


def test_coarse_pixels_let_it_lie_farther_apart():
    said = [drawn("a", 3), drawn("b", 5, moved(35))]
    coarse = [replace(s, gsd_m=10.0) for s in DAYS]
    assert len(followed(said, DAYS)) == 2
    assert len(followed(said, coarse)) == 1


def test_two_beside_each_other_stay_two_and_the_nearest_are_joined():
    said = [drawn("a3", 3), drawn("b3", 3, moved(18)), drawn("b5", 5, moved(16))]
    said.append(drawn("a5", 5, moved(2)))
    found = {t.id: [s.annotation for s in t.sightings] for t in followed(said, DAYS)}
    assert found == {"a3": ["a3", "a5"], "b3": ["b3", "b5"]}


def test_two_people_who_draw_the_same_thing_draw_one_object():
    said = [drawn("a", 3, author="ana"), drawn("b", 3, moved(2), author="ben")]
    assert len(followed(said, DAYS)) == 1
    assert len(followed([replace(a, author="ana") for a in said], DAYS)) == 2


def test_tiles_suggestions_and_images_without_time_are_no_sightings():
    tile = Annotation("t", "s3", "tile", "uav", box(51, 33, 52, 34), tile="WebMercatorQuad/1/1/0")
    timeless = replace(scene(9), when=None)
    said = [tile, drawn("m", 3, state="suggested"), drawn("n", 9), drawn("r", 3, retracted=True)]
    assert sightings(said, [*DAYS, timeless]) == []


def test_clouds_and_shadows_are_no_objects():
    paths = {"shadow": "Shadow", "k": "Aircraft/Shadow", "cloud": "Cloud/Thin"}
    fleeting = [TaxonomyClass(name, path, "#000000") for name, path in paths.items()]
    said = [drawn(c.id, day, cls=c.id) for c in fleeting for day in (3, 5)]
    assert sightings(said, DAYS, [*CLASSES, *fleeting]) == []
    assert [c.is_shadow for c in fleeting] == [True, True, False]


def test_it_is_followed_across_180_degrees():
    days = [scene(day, lon=180.0, lat=0) for day in (1, 2)]
    said = [drawn("a", 1, Point(179.99999, 0)), drawn("b", 2, Point(-179.99999, 0))]
    assert len(followed(said, days)) == 1


spots = st.lists(
    st.tuples(st.integers(1, 8), st.floats(-60, 60), st.sampled_from(["uav", "ship"])), max_size=12
)


@given(spots, st.randoms())
def test_every_object_is_in_one_track_in_whatever_order_it_was_drawn(given_spots, random):
    said = [drawn(f"{n}", d, moved(x), c) for n, (d, x, c) in enumerate(given_spots)]
    found = followed(said, DAYS)
    assert sorted(s.annotation for t in found for s in t.sightings) == sorted(a.uid for a in said)
    assert all(len(t.scenes) == len(t.sightings) for t in found)  # one person, once an image
    random.shuffle(said)
    assert followed(said, DAYS) == found


def looked_at(*days, classes=(), side=0.01):
    around = box(LON - side, LAT - side, LON + side, LAT + side)
    return {f"s{d}": [Searched(around, frozenset(classes))] for d in days}


def test_a_strip_tells_absent_from_all_that_is_not_known():
    scenes = [
        scene(1),
        scene(2, gsd_m=10.0),
        scene(3),
        scene(4, cloud_pct=99.0),
        scene(5, lon=LON + 0.05),
        scene(6),
        scene(7, gsd_m=None),
        scene(8),
    ]
    [track] = followed([drawn("a", 3)], scenes)
    found = occupancy(track, scenes, looked_at(1, 2, 4, 5, 7, 8))
    assert [s.state for s in found.strip] == [
        "absent", "could_not_show", "present", "clouded", "not_covered", "not_looked_at",
        "could_not_show", "absent",
    ]  # fmt: skip
    assert found.appeared == "2022-06-01T07:20:00Z/2022-06-03T07:20:00Z"
    assert found.present == "2022-06-03T07:20:00Z"
    assert found.gone == "2022-06-03T07:20:00Z/2022-06-08T07:20:00Z"


def test_without_an_image_before_it_may_have_been_there_always():
    [track] = followed([drawn("a", 3), drawn("b", 4)], DAYS)
    found = occupancy(track, DAYS, {})
    assert (found.appeared, found.gone) == ("../2022-06-03T07:20:00Z", "2022-06-04T07:20:00Z/..")
    assert found.present == "2022-06-03T07:20:00Z/2022-06-04T07:20:00Z"


@pytest.mark.parametrize("bound", ["appeared", "present", "gone"])
def test_its_bounds_are_times_that_claims_can_have(bound):
    [track] = followed([drawn("a", 3), drawn("b", 4)], DAYS)
    for looked in ({}, looked_at(1, 6)):
        edtf = getattr(occupancy(track, DAYS, looked), bound)
        assert event_time(edtf).edtf == edtf


def test_a_tile_of_its_class_counts_as_seen_and_one_of_cloud_hides_it():
    [track] = followed([drawn("a", 3)], DAYS)
    looked = looked_at(2, classes=["uav"]) | looked_at(5, classes=["cloud"])
    states = {s.scene: s.state for s in occupancy(track, DAYS, looked).strip}
    assert (states["s2"], states["s5"]) == ("present", "clouded")
    assert occupancy(track, DAYS, looked).appeared == "../2022-06-02T07:20:00Z"


def test_an_image_as_fine_as_one_that_showed_it_can_show_that_it_is_gone():
    coarse = [replace(s, gsd_m=10.0) for s in DAYS]
    [track] = followed([drawn("a", 3)], coarse)
    states = {s.scene: s.state for s in occupancy(track, coarse, looked_at(5)).strip}
    assert states["s5"] == "absent"


def test_areas_looked_at_are_tiles_and_cloud():
    square = box(51, 33, 52, 34)
    said = [
        Annotation("1", "s", "tile", None, square, tile="g/1/1/1", state="empty"),
        Annotation("2", "s", "polygon", "cloud", square),
        Annotation("3", "s", "polygon", "runway", square),
        Annotation("4", "s", "tile", "uav", square, tile="g/1/1/1", state="suggested"),
    ]
    assert [s.classes for s in searched(said)] == [frozenset(), {"cloud"}]


def test_counts_say_of_how_many_nothing_is_known():
    said = [drawn("a", 3), drawn("b", 3, moved(100)), drawn("c", 4)]
    found = [occupancy(t, DAYS[2:5], looked_at(4, 5)) for t in followed(said, DAYS)]
    assert [(c.scene, c.present, c.unknown) for c in counts(found)] == [
        ("s3", 2, 0), ("s4", 1, 0), ("s5", 0, 0),
    ]  # fmt: skip
    found = [occupancy(t, DAYS[2:5], {}) for t in followed(said, DAYS)]
    assert [(c.present, c.unknown) for c in counts(found)] == [(2, 0), (1, 1), (0, 2)]


@given(st.sets(st.integers(1, 8)), st.integers(1, 8))
def test_looking_at_more_images_never_widens_when_it_appeared(days, more):
    [track] = followed([drawn("a", 5)], DAYS)

    def since(looked):
        return occupancy(track, DAYS, looked_at(*looked)).appeared

    before = since(days)
    assert since(days | {more}) >= before or before.startswith("..")
