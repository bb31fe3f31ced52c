"""How far people agree, by figures that can be worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.evidence.agreement import (
    agreement,
    before_and_after,
    between_assessors,
    blind_and_informed,
)
from catalogue.model import Assessment, Look, Observation, ReportedObject

MADE = "2026-01-02T03:04:05Z"


def verdict(author, scene, verdict="consistent", **more):
    uid = f"{author}{scene}"
    return Assessment(uid, "o", 1, scene, 1, "object", verdict, author, MADE, **more)


def test_kappa_of_a_worked_example():
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: p = 0.7, e = 0.5, kappa = 0.4
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement("both", pairs)
    assert (found.n, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.sentence == "both: the same in 70% of 50, Cohen's kappa 0.40"


def test_few_answers_give_no_figure_and_say_so():
    found = agreement("both", [("y", "y")] * 9)
    assert (found.share, found.kappa) == (None, None)
    assert found.sentence == "both: 9 of the 10 judged by both that a figure needs"


def test_without_any_difference_chance_explains_all():
    found = agreement("both", [("y", "y")] * 10)
    assert (found.share, found.kappa) == (1.0, None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_at_most_one_and_does_not_depend_on_who_is_first(pairs):
    one = agreement("x", pairs, 1)
    other = agreement("x", [(b, a) for a, b in pairs], 1)
    assert one == other or one.kappa == pytest.approx(other.kappa)
    assert one.kappa is None or one.kappa <= 1
    assert agreement("x", [(a, a) for a, _ in pairs], 1).share == 1


def test_people_are_compared_on_the_same_question_only():
    made = [verdict("ana", "s"), verdict("ben", "s", "inconclusive"), verdict("ana", "t")]
    made += [replace(verdict("ben", "t"), object=0), replace(verdict("cy", "s"), withdrawn=True)]
    [found] = between_assessors(made, 1)
    assert (found.between, found.n, found.share) == ("ana and ben", 1, 0.0)


def test_blind_answers_are_compared_with_those_of_others():
    made = [
        verdict("ana", "s", blind=True),
        verdict("ben", "s"),
        verdict("cy", "s", "inconclusive"),
        verdict("ana", "t", blind=True),
    ]
    assert blind_and_informed(made, 1).n == 2
    assert blind_and_informed(made, 1).share == 0.5


def test_what_one_saw_is_compared_with_what_one_said_later():
    claim = Observation("o", "o", "it", objects=(ReportedObject("drone", "uav"),))
    looks = [
        Look("1", "o", "s", "ana", MADE, ("uav",)),
        Look("2", "o", "t", "ana", MADE, nothing=True),
        Look("3", "o", "u", "ana", MADE, ("hangar",)),
    ]
    made = [
        verdict("ana", "s", blind=True),
        verdict("ana", "t", blind=True),  # changed their mind when they knew
        verdict("ana", "u", "inconsistent", blind=True),
        verdict("ben", "t"),
    ]
    found = before_and_after(looks, made, [claim], 1)
    assert found.n == 3
    assert found.share == pytest.approx(2 / 3)
    assert before_and_after(looks, made, [], 1).n == 0
