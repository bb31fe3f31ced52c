"""What several verdicts on one claim and one image say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, get_args

from catalogue.model import Assessment, Link, Observation
from catalogue.score import observability_of

State = Literal["consistent", "inconsistent", "inconclusive", "could_not_show", "unreviewed"]
STATES: tuple[State, ...] = get_args(State)
# Why a cell of the matrix is as it is; the bits of its flags, in this order.
FLAGS = (
    "assessed",
    "claim_cannot_be_shown",
    "image_unusable",
    "disagreement",
    "mixed",
    "needs_another_look",
    "blind",
    "possible",
    "not_linked",
)
BIT = {name: 1 << n for n, name in enumerate(FLAGS)}
# Without a verdict, what says that nothing could be seen.
COULD_NOT = BIT["claim_cannot_be_shown"] | BIT["image_unusable"]
# True for a verdict that was made on another version of the claim or the image.
Stale = Callable[[Assessment], bool]
# What counts first where verdicts differ: what speaks against a claim must not be overlooked.
_FIRST: tuple[State, ...] = ("inconsistent", "consistent", "inconclusive", "could_not_show")


def standing(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Without what was withdrawn; of one author's verdicts on the same question the last one."""
    last: dict[tuple[object, ...], Assessment] = {}
    for one in assessments:
        key = (one.observation, one.scene, one.author, *question(one))
        known = last.get(key)
        if not one.withdrawn and (known is None or known.made <= one.made):
            last[key] = one
    return list(last.values())


def question(one: Assessment) -> tuple[str, int | None, int | None]:
    """What a verdict is about: the part of the claim, which of its times, which of its objects."""
    return one.part, one.occurrence, one.object


def together(judged: Sequence[Assessment], stale: Stale) -> tuple[State, int]:
    """The state of a cell and its flags, of the standing verdicts on a claim and an image.

    People disagree if they answer the same question otherwise; verdicts are mixed if different
    questions have different answers.
    """
    found = {_state(one) for one in judged}
    flags = BIT["assessed"]
    if len(found) > 1:
        flags |= BIT["disagreement"] if _disagree(judged) else BIT["mixed"]
    if any(stale(one) for one in judged):
        flags |= BIT["needs_another_look"]
    if any(one.blind for one in judged):
        flags |= BIT["blind"]
    return next(state for state in _FIRST if state in found), flags


def together_with(
    observation: Observation, link: Link | None, judged: Sequence[Assessment], stale: Stale
) -> tuple[State, int]:
    """The same for one pair, judged or not, with what speaks of the claim and of the image."""
    flags = 0
    if observability_of(observation)[0] == "cannot_show":
        flags |= BIT["claim_cannot_be_shown"]
    if link is None:
        flags |= BIT["not_linked"]
    else:
        flags |= BIT["image_unusable"] if link.score.level == "unusable" else 0
        flags |= BIT["possible"] if link.certainty == "possible" else 0
    if judged:
        state, more = together(judged, stale)
        return state, flags | more
    return ("could_not_show" if flags & COULD_NOT else "unreviewed"), flags


def names_of(flags: int) -> tuple[str, ...]:
    """The names of the bits."""
    return tuple(name for name, bit in BIT.items() if flags & bit)


def _disagree(judged: Sequence[Assessment]) -> bool:
    answers: dict[object, set[State]] = {}
    for one in judged:
        answers.setdefault(question(one), set()).add(_state(one))
    return any(len(states) > 1 for states in answers.values())


def _state(one: Assessment) -> State:
    return "could_not_show" if one.verdict == "not_observable" else one.verdict
