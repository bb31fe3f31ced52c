"""Judging claims by images, and what becomes of it: the claim that the catalogue was made for."""

from dataclasses import replace

import pytest
from shapely.geometry import Point, box

from catalogue import Catalogue
from catalogue.errors import Conflict, InvalidTime, InvalidValue
from catalogue.evidence.correcting import Correction
from catalogue.ingest import Tally, take_scene
from catalogue.model import (
    Annotation,
    Assessment,
    Asset,
    Candidate,
    Look,
    Observation,
    Place,
    ReportedObject,
    Scene,
)
from catalogue.settings import Settings
from catalogue.when import event_time, parse_scene_time

AIRFIELD = Point(51.577, 33.895)
CLAIM = Observation(
    "o", "visits", "Visits to an airfield",
    place=Place((Candidate(AIRFIELD, 2000),)),
    when=event_time("{2022-06-08,2022-07-05}", zones=("Asia/Tehran",)),
    objects=(ReportedObject("Shahed-129", "uav-male", 16, 8),),
    observability="partly",
)  # fmt: skip
FINE = Scene(
    "f", "fine", footprint=box(51.4, 33.8, 51.7, 34.0),
    when=parse_scene_time("2022-06-08T07:20:00Z"), gsd_m=0.3, cloud_pct=0.0, sun_elevation_deg=60.0,
    assets=(Asset("image", "/none/a.tif", sha256="1" * 64),),
)  # fmt: skip
COARSE = replace(FINE, uid="c", id="coarse", gsd_m=10.0, assets=())


def put_scene(cat, scene):
    take_scene(cat.store, scene, "ana", Tally())
    return cat.named_scene(scene.id).uid


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "case"


@pytest.fixture
def by(folder):
    """Opens the catalogue as somebody."""
    opened = []

    def as_author(name):
        settings = Settings.read(catalogue=folder, author=name)
        opened.append(Catalogue.open(folder, create=True, settings=settings))
        return opened[-1]

    with as_author("ana") as cat:
        cat.put_observation(CLAIM)
        put_scene(cat, FINE)
        put_scene(cat, COARSE)
    yield as_author
    for cat in opened:
        cat.close()


@pytest.fixture
def cat(by):
    return by("ana")


def uids(cat, scene="fine"):
    return cat.named_observation("visits").uid, cat.named_scene(scene).uid


def test_a_verdict_keeps_score_role_and_versions_as_seen(cat):
    claim, scene = uids(cat)
    made = cat.assess(claim, scene, "object", "consistent", occurrence=0, object=0)
    assert made.score == cat.pair(claim, scene, occurrence=0, object=0).link.score
    [link] = [k for k in cat.links_for_observation(claim) if k.scene == scene]
    assert made.score.level == link.score.level
    assert (made.role, made.observation_version, made.scene_version) == ("during", 1, 1)
    assert cat.assess(claim, scene, "date", "inconclusive", occurrence=1).role == "before"
    assert (made.author, made.blind, made.version) == ("ana", False, 1)
    assert cat.assessments(claim)[0] == made
    assert list(cat.check(files=False)) == []


def test_ten_metres_cannot_speak_against_the_claim_but_for_a_reason_that_is_kept(cat):
    pair = uids(cat, "coarse")
    with pytest.raises(InvalidValue, match="pixels of 10 m"):
        cat.assess(*pair, "object", "inconsistent")
    assert cat.assessments() == []
    made = cat.assess(*pair, "object", "inconsistent", despite="the apron was a lake then")
    assert made.despite == "the apron was a lake then"


def test_a_second_verdict_of_the_same_person_is_a_version_of_another_a_record(by):
    ana, ben = by("ana"), by("ben")
    pair = uids(ana)
    first = ana.assess(*pair, "object", "inconclusive")
    assert ana.assess(*pair, "object", "inconclusive") == first
    second = ana.assess(*pair, "object", "consistent")
    assert (second.uid, second.version) == (first.uid, 2)
    other = ben.assess(*pair, "object", "inconclusive")
    assert other.uid != first.uid
    assert [a.verdict for a in ana.assessments(pair[0])] == ["consistent", "inconclusive"]
    assert [v.verdict for v in ana.store.evidence_versions(Assessment, first.uid)] == [
        "inconclusive"
    ]
    with pytest.raises(Conflict):
        ana.assess(*pair, "object", "inconclusive", base=1)


def test_a_withdrawn_verdict_may_be_given_again(cat):
    pair = uids(cat)
    made = cat.assess(*pair, "object", "consistent")
    cat.withdraw(Assessment, made.uid)
    assert cat.assessments() == []
    assert cat.assess(*pair, "object", "consistent").version == 3


def annotation(scene, uid="x", **more):
    return Annotation(uid, scene, "point", "uav-male", AIRFIELD, author="ana", **more)


def test_annotations_relied_on_are_kept_with_their_revision(cat):
    claim, scene = uids(cat)
    drawn = cat.annotate(annotation(scene))
    made = cat.assess(claim, scene, "object", "consistent", annotations=["x"])
    assert made.annotations == (("x", drawn.rev),)
    with pytest.raises(InvalidValue, match="is not on coarse"):
        cat.assess(claim, uids(cat, "coarse")[1], "object", "consistent", annotations=["x"])
    cat.annotate(annotation(scene, "y", state="suggested"))
    with pytest.raises(InvalidValue, match="accept it first"):
        cat.assess(claim, scene, "object", "consistent", annotations=["y"])
    cat.retract("x")
    with pytest.raises(InvalidValue, match="was retracted"):
        cat.assess(claim, scene, "object", "consistent", annotations=["x"])


def test_only_a_look_before_by_the_same_person_makes_a_verdict_blind(by):
    ana, ben = by("ana"), by("ben")
    pair = uids(ana)
    ana.look(*pair, ["uav-male"], note="two shapes")
    assert ana.assess(*pair, "object", "consistent").blind
    assert not ben.assess(*pair, "object", "consistent").blind
    with pytest.raises(Conflict, match="no longer possible"):
        ben.look(*pair, nothing=True)
    assert not ana.assess(*uids(ana, "coarse"), "object", "inconclusive").blind


def test_a_look_says_classes_or_that_there_is_nothing(cat):
    pair = uids(cat)
    with pytest.raises(InvalidValue, match="one of both"):
        cat.look(*pair)
    with pytest.raises(InvalidValue, match="did you mean uav-male"):
        cat.look(*pair, ["uav-mael"])
    first = cat.look(*pair, nothing=True)
    again = cat.look(*pair, ["hangar"])
    assert (again.uid, again.version) == (first.uid, 2)
    cat.withdraw(Look, again.uid)
    assert not cat.assess(*pair, "object", "consistent").blind


def test_a_corrected_place_keeps_the_old_one_and_asks_for_another_look(cat):
    claim, scene = uids(cat)
    made = cat.assess(claim, scene, "object", "consistent")
    assert cat.changed_since(made) == ()
    said = Correction("Example Atlas, p. 3", Point(51.5, 33.9), 500, name="Kashan")
    new = cat.correct(claim, said, why="the only airfield there")
    assert new.version == 2
    [candidate] = new.place.candidates
    assert (candidate.author, candidate.source) == ("ana", "Example Atlas, p. 3")
    assert [v.place for v in cat.store.observation_versions(claim)] == [CLAIM.place]
    [again] = cat.needs_another_look()
    assert again.assessment == made
    assert again.changes == (
        "the place was 33.89500, 51.57700, 95 % sure within 2 km, now it is Kashan (33.90000, "
        "51.50000), 95 % sure within 500 m",
    )
    cat.assess(claim, scene, "object", "consistent")
    assert list(cat.needs_another_look()) == []
    assert list(cat.check(files=False)) == []


def test_a_corrected_date_moves_roles_and_names_old_and_new(cat):
    claim, scene = uids(cat)
    made = cat.assess(claim, scene, "date", "consistent", occurrence=0)
    new = cat.correct(claim, Correction("a later report", date="2022-06-10"))
    assert (new.when.zone, new.when.edtf) == ("Asia/Tehran", "2022-06-10")
    [change] = cat.changed_since(made)
    assert change.startswith("the time was 8 June 2022 and 5 July 2022")
    assert "now it is 10 June 2022" in change


def test_changed_objects_matter_to_verdicts_on_them_alone(cat):
    claim, scene = uids(cat)
    object_, place = (cat.assess(claim, scene, part, "consistent") for part in ("object", "place"))
    thing = ReportedObject("Shahed-191", None, 7.3, 2.7, 1, 2)
    cat.put_observation(replace(CLAIM, objects=(thing,)))
    assert cat.changed_since(place) == ()
    [change] = cat.changed_since(object_)
    assert change == (
        "what was reported was Shahed-129, 16 × 8 m, now it is Shahed-191, 7.3 × 2.7 m, "
        "number 1 to 2"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"footprint": box(51.5, 33.8, 51.7, 34.0)}, "the outline of the image was"),
        ({"when": parse_scene_time("2022-06-09T07:20:00Z")}, "now it is 2022-06-09T07:20:00Z"),
        ({"assets": (Asset("image", "/none/a.tif", sha256="2" * 64),)}, "now it is 222222222222"),
        ({"assets": ()}, "now it is gone"),
        ({"cloud_pct": 5.0}, None),
    ],
)
def test_a_changed_image_asks_for_another_look_where_it_matters(cat, changed, words):
    claim, scene = uids(cat)
    made = cat.assess(claim, scene, "object", "consistent")
    with cat.store.transaction():
        cat.store.put_scenes([replace(cat.scene(scene), version=2, **changed)])
    changes = cat.changed_since(made)
    assert len(changes) == (words is not None)
    assert words is None or words in changes[0]


def test_another_place_moves_the_days_of_a_bare_date(cat):
    claim, _ = uids(cat)
    new = cat.correct(claim, Correction("a reader", Point(139.7, 35.7), 1000))
    assert new.when.zone == "Asia/Tokyo"
    assert new.when.edtf == CLAIM.when.edtf


def test_a_place_of_some_probability_leaves_the_rest_to_the_others(cat):
    claim, _ = uids(cat)
    new = cat.correct(claim, Correction("a reader", Point(51.5, 33.9), 500, p=0.75))
    assert [c.p for c in new.place.candidates] == [0.75, 0.25]
    assert [c.author for c in new.place.candidates] == ["ana", None]


def test_a_correction_needs_its_source_and_changes_something(cat):
    claim, _ = uids(cat)
    with pytest.raises(InvalidValue, match="say who says so"):
        cat.correct(claim, Correction(date="2022-06-09"))
    with pytest.raises(InvalidTime):
        cat.correct(claim, Correction("me", date="June the 9th"))
    head = cat.store.head()
    assert cat.correct(claim, Correction(observability="partly")).version == 1
    assert cat.store.head() == head
    with pytest.raises(Conflict, match="made on version 7"):
        cat.correct(claim, Correction("me", date="2022-06-09"), base=7)


def test_the_same_file_again_does_not_undo_a_correction(cat, tmp_path):
    table = tmp_path / "claims.csv"
    table.write_text("id,title,lon,lat,radius_m,time\nfire,A fire,51.5,33.9,100,2022-06-08\n")
    cat.observe(table)
    claim = cat.named_observation("fire").uid
    cat.correct(claim, Correction("a reader", date="2022-06-09"))
    outcome = cat.observe(table)
    assert (outcome.unchanged, outcome.updated) == (1, 0)
    assert "a person has corrected it since" in outcome.warnings[0]
    assert cat.observation(claim).when.edtf == "2022-06-09"
    table.write_text("id,title,lon,lat,radius_m,time\nfire,A fire,51.5,33.9,100,2022-06-07\n")
    assert cat.observe(table).updated == 1


def test_agreement_needs_enough_answers(by):
    ana, ben = by("ana"), by("ben")
    for scene in ("fine", "coarse"):
        ana.assess(*uids(ana, scene), "object", "inconclusive")
        ben.assess(*uids(ben, scene), "object", "inconclusive")
    assert [a.share for a in ana.agreement()] == [None, None, None]
    assert ana.agreement(2)[-1].share == 1.0
