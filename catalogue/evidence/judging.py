"""Which verdicts an image allows on a claim, and why not others.

An empty image never counts against a claim: "inconsistent" needs an image that would have shown
it. A person may give it all the same, with a reason, which is kept. What no image can show cannot
be judged by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from catalogue.errors import InvalidValue
from catalogue.model import Assessment, Link, Observation, Term
from catalogue.model.observation import Observability


@dataclass(frozen=True, slots=True)
class Floor:
    """What a term of the score must reach, at its `by`, for an image to speak against a claim."""

    least: float
    by: Literal["low", "value"]
    label: str
    why: str


# Every number of the rules, by term of the score. All are assumptions: a half is "rather seen
# than not". Of the place the surely covered share counts: what may lie outside was not seen.
FLOORS: Mapping[str, Floor] = MappingProxyType(
    {
        "place": Floor(0.9, "low", "place", "what lies outside of the image was not seen"),
        "sharpness": Floor(0.5, "value", "sharpness", "it may be too small for this image"),
        "clear_view": Floor(0.5, "value", "clear view", "cloud or dark may hide it"),
        "sensor": Floor(0.5, "value", "sensor", "this sensor may not show such a thing"),
        "timing": Floor(0.5, "value", "timing", "it may have been gone again, or not yet there"),
    }
)
_WAY_OUT = (
    "Judge it inconclusive or not_observable, or say with `despite` why this image counts "
    "against the claim all the same; the reason is kept."
)


def weaknesses(
    link: Link | None, why_not: Sequence[str] = (), *, relied: bool = False
) -> tuple[str, ...]:
    """Why an image cannot speak against a claim, a sentence for each term; empty if it can.

    A term that is not known counts as too low. With `relied` something was seen on the image,
    so that its time may speak against a claim by what was there, not by what was not.
    """
    if link is None:
        reasons = "; ".join(why_not) or "it is linked to no time and place of the claim"
        return (f"it is no possible image of this claim: {reasons}",)
    found = [_weakness(term, relied=relied) for term in link.score.terms]
    return tuple(text for text in found if text)


def _weakness(term: Term, *, relied: bool) -> str | None:
    floor = FLOORS.get(term.name)
    if floor is None or (relied and term.name == "timing"):
        return None
    if not term.known:
        return f"{floor.label} is not known: {term.reason}"
    reached = term.low if floor.by == "low" else term.value
    if reached >= floor.least:
        return None
    return f"{floor.label} {reached:.2g} is below {floor.least:g} ({floor.why}): {term.reason}"


def out_of_sight(observability: Observability | None, part: str) -> str | None:
    """Why no image can show this part of such a claim, None if one may.

    None as observability is not known, which forbids nothing.
    """
    if observability == "cannot_show" and part != "place":
        return "no image can show a claim of this kind (plans, denials, stocks, what was said)"
    if observability == "partly" and part == "actor":
        return "an image shows things, not who came to them or what for"
    return None


def check(
    made: Assessment,
    observation: Observation,
    observability: Observability | None,
    weak: Sequence[str],
) -> None:
    """Raise InvalidValue unless the rules allow this verdict; `weak` as of `weaknesses`."""
    if made.despite is not None and not made.despite.strip():
        raise InvalidValue("the reason why an image counts all the same is empty; give one.")
    if made.verdict in ("inconclusive", "not_observable"):
        return
    unseen = out_of_sight(observability, made.part)
    if unseen:
        raise InvalidValue(
            f"{made.verdict} is refused for the {made.part} of {observation.id}: {unseen}. Judge "
            "it not_observable, or correct what imagery can show of the claim."
        )
    if made.verdict == "inconsistent" and weak and made.despite is None:
        raise InvalidValue(
            "inconsistent is refused: an image that may not have shown it never counts against "
            f"a claim. {'. '.join(text[0].upper() + text[1:] for text in weak)}. {_WAY_OUT}"
        )


def narrowed(observation: Observation, occurrence: int | None, object: int | None) -> Observation:
    """The claim of one of its times and one of its objects alone, as far as these are named.

    What an image says about a visit in June says nothing about the one in July, and a large
    object shows where a small one does not. Raises InvalidValue for one that is not there.
    """
    when, objects = observation.when, observation.objects
    _check_index("time", occurrence, len(when.occurrences) if when else 0, observation)
    _check_index("object", object, len(objects), observation)
    if occurrence is not None and when is not None:
        when = replace(when, occurrences=when.occurrences[occurrence : occurrence + 1])
    if object is not None:
        objects = objects[object : object + 1]
    return replace(observation, when=when, objects=objects)


def _check_index(what: str, index: int | None, count: int, observation: Observation) -> None:
    if index is not None and not 0 <= index < count:
        raise InvalidValue(
            f"{what} {index + 1} is not one of the {count} of {observation.id}; "
            f"leave it out to judge the claim as a whole."
        )
