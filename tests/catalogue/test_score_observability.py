"""Could any image show the claim? By its class and status; a person's answer wins."""

import pytest

from catalogue.extract.lexicon.events import CLASSES
from catalogue.model import Observation, ReportedObject
from catalogue.score import observability, observability_of
from catalogue.score.observability import SHOWS

UAV = (ReportedObject("Shahed-191"),)


def test_the_classes_of_reports_are_those_of_the_rule():
    assert set(SHOWS) == set(CLASSES)


@pytest.mark.parametrize(
    ("event_class", "objects", "status", "shows", "why"),
    [
        ("inspection", UAV, "asserted", "partly", "types yes, who examined them no"),
        ("inspection", (), "asserted", "partly", "what went on there no"),
        ("strike", (), "asserted", "can_show", "on the ground"),
        ("strike", (), "planned", "cannot_show", "a plan"),
        ("strike", (), "negated", "cannot_show", "a denial"),
        ("presence", UAV, "no_evidence", "cannot_show", "no evidence"),
        ("stock", (), "asserted", "cannot_show", "stock levels"),
        ("diplomacy", (), "asserted", "cannot_show", "said or agreed"),
        ("Landslide", (), "asserted", "can_show", "on the ground"),
        ("Protests", UAV, "asserted", "partly", "the things yes"),
        (None, (), "asserted", "partly", "the place yes"),
    ],
)
def test_each_class(event_class, objects, status, shows, why):
    found, words = observability(event_class, objects, status)
    assert found == shows
    assert why in words


def test_a_claim_of_neither_a_place_nor_a_thing():
    assert observability("visit", placed=False)[0] == "cannot_show"


def test_what_a_person_set_wins():
    made = Observation("o", "o", "t", event_class="stock", observability="partly")
    assert observability_of(made) == ("partly", "as a person set it")
    assert observability_of(Observation("o", "o", "t", event_class="stock"))[0] == "cannot_show"
