"""Claims, their status, sources and things, in sentences of our own."""

import pytest

from catalogue.errors import InvalidValue
from catalogue.extract.find import extract
from catalogue.extract.objects import find_objects
from catalogue.extract.values import PlaceCandidate, PlaceFound, Suggestion

PUBLISHED = "2024-05-20"


def _claims(text: str, **more) -> list[Suggestion]:
    return list(extract(text, PUBLISHED, **more).suggestions)


def _one(text: str, **more) -> Suggestion:
    (found,) = _claims(text, **more)
    return found


@pytest.mark.parametrize(
    ("text", "status", "cls"),
    [
        ("A missile struck the depot on May 8.", "asserted", "strike"),
        ("The army did not strike the depot.", "negated", "strike"),
        ("Nobody destroyed the bridge.", "negated", "strike"),
        ("The ministry plans to deploy tanks near the border.", "planned", "deployment"),
        ("Convoys will move next week with trucks.", "planned", "deployment"),
        ("A drone may have struck the hangar.", "possible", "strike"),
        ("The hangar was reportedly destroyed.", "possible", "strike"),
        ("It is unclear whether the missiles were delivered.", "unknown", "transfer"),
        ("There is no evidence that the trucks delivered rockets.", "no_evidence", "transfer"),
        ("The unit is able to launch missiles.", "capability", "launch"),
        ("A landslide buried ten houses on May 7.", "asserted", "hazard"),
        ("Officials inspected drones that can be armed.", "asserted", "inspection"),
    ],
)
def test_status_and_class(text: str, status: str, cls: str) -> None:
    found = _one(text)
    assert (found.status, found.event_class) == (status, cls)
    for start, end in found.cues:
        assert text[start:end].strip()


def test_what_is_planned_or_denied_cannot_be_shown() -> None:
    assert _one("A missile struck the depot.").observability == "can_show"
    assert _one("They plan to strike the depot.").observability == "cannot_show"
    assert _one("They did not strike the depot.").observability == "cannot_show"
    assert _one("Iran delivered drones to the port.").observability == "cannot_show"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("According to Reuters, a missile struck the depot.", ("this report", "Reuters")),
        (
            "A missile struck the depot, two officials told The New York Times.",
            ("this report", "The New York Times", "two officials"),
        ),
        (
            "Defense Minister Ana Kovač said that tanks had moved north.",
            ("this report", "Defense Minister Ana Kovač"),
        ),
        ("A missile struck the depot.", ("this report",)),
        (
            "A spokesman, Tom Arlen, said that training sessions were scheduled to begin in June.",
            ("this report", "A spokesman, Tom Arlen"),
        ),
        (
            "Two officials told the Island Herald that 24 trucks had been destroyed.",
            ("this report", "the Island Herald", "Two officials"),
        ),
        ("“The depot was destroyed,” said Governor Li Wei.", ("this report", "Governor Li Wei")),
        (
            "Anna Vale said the United Kingdom has delivered tanks to the port.",
            ("this report", "Anna Vale"),
        ),
    ],
)
def test_through_whom_it_came(text: str, chain: tuple[str, ...]) -> None:
    assert _one(text).chain == chain


def test_an_image_cited_comes_through_who_was_cited_before() -> None:
    text = (
        "According to Reuters, officials visited the hangar on May 8. According to satellite "
        "imagery, the officials inspected two drones."
    )
    first, second = _claims(text)
    assert second.chain == ("this report", "Reuters", "satellite imagery")
    assert "source" in second.inherited
    assert "time" in second.inherited
    assert second.time is not None
    assert first.time is not None
    assert second.time.edtf == first.time.edtf == "2024-05-08"
    found = extract(text, PUBLISHED)
    assert {uid for uid, grade, _ in found.locked if grade == 1} == {first.id, second.id}
    assert any("no second source" in w for w in found.warnings)


def test_a_new_paragraph_carries_no_source() -> None:
    text = (
        "According to Reuters, a missile struck the depot.\nSatellite images show that it burned."
    )
    assert _claims(text)[1].chain == ("this report", "Satellite images")


def test_two_dates_are_two_occurrences() -> None:
    time = _one("Officials visited the hangar on May 8 and May 12.").time
    assert time is not None
    assert time.edtf == "{2024-05-08,2024-05-12}"


def test_without_a_date_it_was_before_publication_or_comes_after() -> None:
    past, future = _one("A missile struck the depot."), _one("They plan to strike the depot.")
    assert past.time is not None
    assert future.time is not None
    assert (past.time.edtf, future.time.edtf) == ("../2024-05-20", "2024-05-20/..")
    assert extract("A missile struck the depot.", None).suggestions[0].time is None


@pytest.mark.parametrize(
    ("text", "name", "low", "high"),
    [
        ("They sent up to 300 drones.", "drones", None, 300),
        ("They sent more than 24 trucks.", "trucks", 25, None),
        ("They sent at least 12 trucks.", "trucks", 12, None),
        ("They sent several hundred drones.", "drones", 200, 900),
        ("They sent two helicopters.", "helicopters", 2, 2),
        ("They sent 1,200 trucks.", "trucks", 1200, 1200),
        ("They sent drones to the port.", "drones", None, None),
    ],
)
def test_how_many(text: str, name: str, low: int | None, high: int | None) -> None:
    (thing,) = _one(text).objects
    assert (thing.name, thing.count_min, thing.count_max) == (name, low, high)


def test_named_types_have_sizes() -> None:
    things = _one("Officials examined Shahed-191 and Shahed-129 drones.").objects
    assert [(t.name, t.length_m, t.width_m) for t in things][:2] == [
        ("Shahed-191", 7.3, 2.7),
        ("Shahed-129", 16.0, 8.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "UAVs are unmanned aerial vehicles, or drones.",
        "The adviser offered limited details about the assessment he provided to reporters.",
        "The weather was fine.",
    ],
)
def test_talk_and_definitions_are_no_claims(text: str) -> None:
    assert _claims(text) == []


def test_a_place_with_a_date_is_enough() -> None:
    text = "Smoke over Dorum on May 8."
    place = PlaceFound(
        11, 16, "Dorum", "location", (PlaceCandidate("Dorum", 1, 2, 500, 0.9, None),), 0.1, ()
    )
    found = _one(text, places=lambda *_: [place])
    assert (found.event_class, found.place) == ("event", 0)


def test_an_actor_is_no_place() -> None:
    text = "Moscow struck the depot."
    actor = PlaceFound(0, 6, "Moscow", "actor", (), 1.0, ())
    assert _one(text, places=lambda *_: [actor]).place is None


def test_ids_stay_the_same_and_differ_between_claims() -> None:
    text = "A missile struck the depot. A drone struck the hangar."
    first, second = _claims(text), _claims(text)
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == 2


@pytest.mark.parametrize("text", ["", "  \n ", "a\0b", "!" * 500])
def test_what_is_no_prose_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        extract(text, PUBLISHED)


def test_the_number_of_a_type_is_no_count():
    found = find_objects("They saw Shahed-129 drones and 12 Shahed-191 drones.", ())
    counts = [(o.name, o.count_min) for o in found]
    assert counts == [("Shahed-129", None), ("drones", None), ("Shahed-191", 12), ("drones", 12)]
