"""What is found in the report the product was founded on, against what an analyst recorded."""

import json
import re

import pytest

from catalogue.extract import extract
from catalogue.extract.places import find_places

PUBLISHED = "2022-07-18"
_SMALL = {"the", "a", "of", "u.s.", "us", "and", "two", "other", "direct", "quote"}


@pytest.fixture(scope="module")
def text(shared_data):
    return (shared_data / "text" / "founding_report.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def gold(shared_data):
    return json.loads((shared_data / "text" / "founding_report_gold.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found(text, gazetteer):
    return extract(text, PUBLISHED, lambda words, parts: find_places(words, parts, gazetteer))


def claim_at(found, start, end):
    best = max(found.suggestions, key=lambda s: min(s.end, end) - max(s.start, start))
    assert min(best.end, end) - max(best.start, start) >= (end - start) / 2
    return best


def test_six_times_and_no_other(found, gold):
    assert {(t.start, t.end, t.edtf) for t in found.times} == {
        (*t["span"], t["edtf"]) for t in gold["timex"]
    }


def test_thirteen_claims_with_their_status(found, gold):
    matched = [claim_at(found, *c["span"]) for c in gold["claims"]]
    assert len({m.id for m in matched}) == len(gold["claims"]) == len(found.suggestions) == 13
    assert [m.status for m in matched] == [c["polarity"] for c in gold["claims"]]


def words_of(source):
    plain = re.sub(r"\([^)]*\)", "", source.lower())
    return {w for w in re.findall(r"[\w.]+", plain) if w not in _SMALL}


def test_the_sources_of_each_claim(found, gold):
    right = 0
    for claim in gold["claims"]:
        chain = claim_at(found, *claim["span"]).chain
        wanted = [w for s in claim["sources"] if (w := words_of(s))]
        right += all(any(w & words_of(c) for c in chain) for w in wanted)
    assert right >= 12


def test_an_airfield_that_is_not_named_is_every_one_of_the_country(found):
    (place,) = [p for p in found.places if "airfield" in p.text]
    assert len(place.candidates) == 115
    assert place.reserve > 0
    assert sum(c.p for c in place.candidates) + place.reserve == pytest.approx(1)
    visit = next(s for s in found.suggestions if s.event_class == "visit" and s.place is not None)
    assert found.places[visit.place] is place
    assert visit.observability == "partly"
