"""How far the work on each claim is."""

import pytest
from evidence_world import claim, column, linked, verdict

from catalogue.evidence.build import Judged, build
from catalogue.evidence.progress import standings, to_open
from catalogue.model import Search

COLUMNS = [column("a", -20), column("b", 0.3)]
DURING = linked((0, 0, 0, 0), (0, 1, 1, 0))
BEFORE = linked((0, 0, 0, 0))
SEARCH = Search("s", "Provider", "2026-01-01", "Ana", observations=("o",), found=0)


@pytest.mark.parametrize(
    ("row", "links", "judged", "is_"),
    [
        (claim(), DURING, Judged(), "unreviewed"),
        (claim(), DURING, Judged([verdict("v", "consistent", "b")]), "reviewed"),
        (claim(), DURING, Judged([verdict("v", "not_observable", "b")]), "reviewed"),
        (claim(), DURING, Judged([verdict("v", "consistent", "b", withdrawn=True)]), "unreviewed"),
        (claim(), BEFORE, Judged(), "never_searched"),
        (claim(), BEFORE, Judged([], [SEARCH]), "searched"),
        (claim(), BEFORE, Judged([verdict("v", "inconclusive", "a")]), "reviewed"),
        (claim(when=None), BEFORE, Judged(), "unlinkable"),
        (claim(observability="cannot_show"), BEFORE, Judged(), "cannot_show"),
    ],
)
def test_a_claim_is_judged_waits_or_has_no_image(row, links, judged, is_):
    assert standings(build([row], COLUMNS, links, judged)) == [is_]


def test_what_nobody_judged_is_looked_at_first():
    fresh = build([claim()], COLUMNS, DURING, Judged([verdict("v", "consistent", "a")]))
    assert to_open(fresh, 0) == "b"
    both = [verdict("v", "consistent", "a"), verdict("w", "consistent", "b")]
    assert to_open(build([claim()], COLUMNS, DURING, Judged(both)), 0) in ("a", "b")
    assert to_open(build([claim(), claim("p")], COLUMNS, DURING), 1) is None
