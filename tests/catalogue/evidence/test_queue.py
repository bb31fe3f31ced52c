"""What to judge next, and the reason given for it."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.evidence.queue import Candidate, disagreement, queue
from catalogue.model import VERDICTS, Assessment


def verdict(claim, author, verdict="consistent", **more):
    uid = f"{claim}{author}"
    return Assessment(uid, claim, 1, "s", 1, "object", verdict, author, "2026-01-02", **more)


def image(claim, scene="s", level="good", score=0.5):
    return Candidate(claim, scene, level, score)


def order(candidates, made=(), stale=()):
    return [n.observation for n in queue(candidates, made, "me", dict.fromkeys(stale, True))]


def test_fewest_reviewers_first_then_disagreement_then_the_best_image():
    made = [verdict("one", "a"), verdict("two", "a"), verdict("two", "b"), verdict("split", "a"),
            verdict("split", "b", "inconsistent")]  # fmt: skip
    every = [image("two"), image("split"), image("one"), image("none", score=0.1), image("fine")]
    assert order(every, made) == ["fine", "none", "one", "split", "two"]
    reasons = {n.observation: n.reason for n in queue(every, made, "me", {})}
    assert reasons["fine"] == "nobody has judged this claim; an image of its time is good."
    assert reasons["one"].startswith("1 person has judged this claim, you have not")
    assert "2 people have judged this claim, 50% of them otherwise than most" in reasons["split"]


def test_what_i_judged_is_left_out_until_it_changes():
    made = [verdict("mine", "me")]
    assert order([image("mine")], made) == []
    [again] = queue([image("mine", "other")], made, "me", {"mineme": True})
    assert (again.scene, again.again, again.reviewers) == ("s", True, 0)
    assert again.reason.startswith("what you judged has changed since")
    assert order([image("mine")], [verdict("mine", "me", withdrawn=True)]) == ["mine"]


def test_each_claim_comes_once_with_its_best_image():
    [found] = queue([image("c", "poor", score=0.1), image("c", "best", score=0.9)], [], "me", {})
    assert found.scene == "best"


def test_disagreement_is_about_the_same_question():
    assert disagreement([]) == 0
    assert disagreement([verdict("c", "a"), verdict("c", "b", "inconclusive", object=1)]) == 0
    assert disagreement([verdict("c", "a"), verdict("c", "b", "inconclusive")]) == 0.5


verdicts = st.lists(
    st.builds(verdict, st.sampled_from("xyz"), st.sampled_from("abcm"), st.sampled_from(VERDICTS)),
    max_size=10,
)


@given(verdicts, st.sampled_from("xyz"))
def test_another_reviewer_never_brings_a_claim_forward(made, claim):
    every = [image(name) for name in "xyz"]
    before, after = order(every, made), order(every, [*made, verdict(claim, "new")])
    assert 0 <= disagreement(made) < 1
    assert after.index(claim) >= before.index(claim)
