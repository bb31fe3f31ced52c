"""The coverage matrix: states, flags, parts, filters, counts."""

import numpy as np
import orjson
import pytest
from evidence_world import at, claim, column, linked, verdict

from catalogue.errors import InvalidValue
from catalogue.evidence.build import Judged, Linked, build
from catalogue.evidence.filters import Filters, chosen
from catalogue.evidence.matrix_json import matrix_json
from catalogue.evidence.verdicts import STATES, names_of
from catalogue.interval import Interval
from catalogue.model import Search

BEFORE, DURING, BETWEEN, AFTER = range(4)
GOOD, LIMITED, UNUSABLE = range(3)
COLUMNS = [column("a", -20), column("b", 0.3), column("c", 12)]
LINKS = linked((0, 0, BEFORE, GOOD), (0, 1, DURING, GOOD), (0, 2, AFTER, UNUSABLE))


_NONE = np.array([], dtype=np.int64)
NO_LINKS = Linked(_NONE, _NONE, _NONE, _NONE, _NONE.astype(bool), _NONE / 1.0)


def states(matrix):
    """{(claim, scene): (state, flags)}."""
    cells = matrix.cells
    return {
        (matrix.rows[r].observation.uid, matrix.columns[c].uid): (STATES[s], names_of(f))
        for r, c, s, f in zip(
            *(x.tolist() for x in (cells.row, cells.column, cells.state, cells.flags)), strict=True
        )
    }


def test_nobody_judged_means_unreviewed_and_a_poor_image_could_not_show_it():
    found = states(build([claim()], COLUMNS, LINKS))
    assert found["o", "b"] == ("unreviewed", ())
    assert found["o", "c"] == ("could_not_show", ("image_unusable",))


def test_a_claim_that_no_image_can_show_is_told_from_an_image_that_cannot():
    found = states(build([claim(observability="cannot_show")], COLUMNS, LINKS))
    assert found["o", "b"] == ("could_not_show", ("claim_cannot_be_shown",))
    assert found["o", "c"][1] == ("claim_cannot_be_shown", "image_unusable")


@pytest.mark.parametrize(
    ("verdicts", "state", "flags"),
    [
        ([("consistent", {})], "consistent", ("assessed",)),
        ([("not_observable", {})], "could_not_show", ("assessed",)),
        ([("consistent", {}), ("consistent", {"author": "Ben"})], "consistent", ("assessed",)),
        (
            [("consistent", {}), ("inconsistent", {"author": "Ben"})],
            "inconsistent",
            ("assessed", "disagreement"),
        ),
        (
            [("consistent", {}), ("inconclusive", {"part": "count"})],
            "consistent",
            ("assessed", "mixed"),
        ),
        ([("consistent", {"withdrawn": True})], "unreviewed", ()),
        (
            [("inconsistent", {}), ("consistent", {"made": "2026-02-01T00:00:00Z"})],
            "consistent",
            ("assessed",),
        ),
        ([("inconclusive", {"blind": True})], "inconclusive", ("assessed", "blind")),
    ],
)
def test_verdicts_together(verdicts, state, flags):
    made = [verdict(f"v{n}", what, "b", **more) for n, (what, more) in enumerate(verdicts)]
    found = states(build([claim()], COLUMNS, LINKS, Judged(made)))
    assert found["o", "b"] == (state, flags)
    assert found["o", "a"] == ("unreviewed", ())


def test_what_needs_another_look_is_marked_by_the_rule_that_is_given():
    made = [verdict("v", "consistent", "b")]
    found = states(build([claim()], COLUMNS, LINKS, Judged(made, stale=lambda one: True)))
    assert found["o", "b"] == ("consistent", ("assessed", "needs_another_look"))


def test_a_judged_pair_without_a_link_is_a_cell():
    made = [verdict("v", "inconclusive", "b"), verdict("w", "consistent", "x")]
    matrix = build([claim()], COLUMNS, linked((0, 0, BEFORE, GOOD)), Judged(made))
    assert states(matrix)["o", "b"] == ("inconclusive", ("assessed", "not_linked"))
    assert len(matrix.cells) == 2
    assert matrix_json(matrix)["cells"]["score"].tolist() == [500, -1]


def test_two_dates_and_two_types_have_four_parts_each_with_its_role():
    two = claim(days=((0, 1), (10, 11)), things=(("Shahed-129", 16, 8), ("Shahed-191", 7, 3)))
    made = [
        verdict("v", "consistent", "b", occurrence=0, object=1),
        verdict("w", "consistent", "a"),
    ]
    matrix = build(
        [two], COLUMNS, linked((0, 0, 0, 0), (0, 1, 1, 0)), Judged(made), with_parts=True
    )
    [row] = matrix.rows
    assert [p.label for p in row.parts] == [
        "8 June 2022 · Shahed-129", "8 June 2022 · Shahed-191",
        "18 June 2022 · Shahed-129", "18 June 2022 · Shahed-191",
    ]  # fmt: skip
    assert row.none_of == (False, False, True, True)
    assert not row.none
    sub = matrix.sub
    of_b = sub.of == 1
    assert [STATES[s] for s in sub.state[of_b]] == ["unreviewed", "consistent"] + ["unreviewed"] * 2
    assert sub.role[of_b].tolist() == [DURING, DURING, BEFORE, BEFORE]
    # A verdict on the claim as a whole counts for each of its parts.
    assert {STATES[s] for s in sub.state[sub.of == 0]} == {"consistent"}


def test_none_says_whether_it_was_searched_for():
    far = claim("p", days=((200, 201),))
    when = Interval(at(190), at(210))
    asked = Search("q", "X", "2022-09-01", "Ana", when=when, found=0, observations=("p",))
    never = matrix_json(build([claim(), far], COLUMNS, LINKS))
    assert [row["none"] for row in never["rows"]] == [None, "never_searched"]
    assert never["rows"][1]["sentence"] == "none in this catalogue (never searched)"
    once = matrix_json(build([claim(), far], COLUMNS, LINKS, Judged(searches=[asked])))
    assert once["rows"][1]["none"] == "searched"
    assert once["rows"][1]["sentence"] == (
        "none found (searched X on 2022-09-01: 0 found (which area was not noted))"
    )
    assert once["counts"]["none"] == {"never_searched": 0, "searched": 1}


def test_an_unknown_place_is_said_and_not_called_never_searched():
    [row] = matrix_json(build([claim(place=None)], COLUMNS, NO_LINKS))["rows"]
    assert row["sentence"] == "its place is unknown, so no image can be linked"


def test_filters_choose_cells_and_drop_scenes_without_any():
    made = [verdict("v", "consistent", "b")]
    matrix = build([claim()], COLUMNS, LINKS, Judged(made))
    assert [c.uid for c in chosen(matrix, Filters(usable=False)).columns] == ["c"]
    assert [c.uid for c in chosen(matrix, Filters(roles=("before", "after"))).columns] == ["a", "c"]
    only = chosen(matrix, Filters(states=("consistent",)))
    assert states(only) == {("o", "b"): ("consistent", ("assessed",))}
    late = chosen(matrix, Filters(when=Interval(at(5), None)))
    assert [c.uid for c in late.columns] == ["c"]
    assert late.rows == matrix.rows
    with pytest.raises(InvalidValue, match="nonsense"):
        Filters(states=("nonsense",))


def test_filtered_parts_still_belong_to_their_cells():
    two = claim(days=((0, 1), (10, 11)))
    matrix = build([two], COLUMNS, LINKS, with_parts=True)
    found = chosen(matrix, Filters(usable=False))
    assert found.sub.of.tolist() == [0, 0]
    assert found.sub.part.tolist() == [0, 1]


def test_the_json_is_columns_that_orjson_writes_and_counts_all():
    matrix = build([claim("p"), claim()], COLUMNS, LINKS, reports={})
    body = orjson.dumps(matrix_json(matrix), option=orjson.OPT_SERIALIZE_NUMPY)
    found = orjson.loads(body)
    assert found["cells"]["row"] == [0, 0, 0]
    assert found["rows"][0]["summary"] == {
        "links": 3, "usable": 2, "usable_at_its_time": 1, "consistent": 0, "inconsistent": 0,
        "inconclusive": 0, "could_not_show": 1, "unreviewed": 2,
    }  # fmt: skip
    assert found["rows"][1]["summary"]["links"] == 0
    assert found["counts"]["states"]["unreviewed"] == 2
    assert found["reports"] == [{"uid": None, "id": None, "title": None, "first": 0, "rows": 2}]


def test_no_claims_and_no_scenes_are_an_empty_matrix():
    matrix = build([], [], NO_LINKS)
    assert matrix_json(matrix)["rows"] == []
    assert len(matrix.cells) == 0
