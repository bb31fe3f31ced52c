"""What verdicts mean, in sentences: imagery is consistent with a type, never proof of it."""

from __future__ import annotations

from datetime import timedelta

from catalogue.interval import Interval
from catalogue.model import Assessment, EventTime, Observation, ReportedObject
from catalogue.space.measure import representative_point
from catalogue.when import describe

VERDICT_LABELS = {
    "consistent": "consistent",
    "inconsistent": "inconsistent",
    "inconclusive": "inconclusive",
    "not_observable": "could not show",
}
_NOUNS = {
    "place": "the place given",
    "date": "the date given",
    "object": "{thing}",
    "count": "the number of {thing} reported",
    "damage": "the damage reported",
    "actor": "the actor named",
}
# What a fit leaves open, by part of the claim.
_OPEN = {
    "place": "no proof that it happened there",
    "date": "an image shows one moment, not when a thing came or went",
    "object": "consistent with a type is never proof of it: others look alike from above",
    "count": "no proof that these are the ones reported, or that there were no others out of sight",
    "damage": "no proof of what caused it, or when",
    "actor": "an image shows things, not who commands them",
}
# A local day is at most 25 h long, where clocks are set back.
_DAY = timedelta(hours=25)


def meaning(made: Assessment, observation: Observation) -> str:
    """What a verdict says and what it leaves open, in a sentence."""
    about = _NOUNS[made.part].format(thing=_thing(made.object, observation))
    if made.verdict == "consistent":
        return f"What is seen is consistent with {about}; {_OPEN[made.part]}."
    if made.verdict == "inconsistent":
        return f"What is seen does not fit {about}, at the moment of this image."
    if made.verdict == "inconclusive":
        return f"What is seen speaks neither for nor against {about}."
    return f"This image could not show {about}; that counts neither for nor against the claim."


def _thing(index: int | None, observation: Observation) -> str:
    if index is not None:
        return observation.objects[index].name
    names = dict.fromkeys(thing.name for thing in observation.objects)
    return " and ".join(names) or "what was reported"


def order_unknown(
    when: EventTime | None, taken: Interval | None, occurrence: int | None = None
) -> str | None:
    """That an image within a longer time has no order to what happened in it; None elsewhere.

    Of one occurrence (from 0) or of whichever the image falls into. For a state, which is true
    throughout, order does not matter.
    """
    if when is None or taken is None or when.kind == "state":
        return None
    wanted = (
        when.occurrences if occurrence is None else when.occurrences[occurrence : 1 + occurrence]
    )
    for one in wanted:
        for interval, _ in one.alternatives:
            if interval.is_instant or not interval.meets(taken):
                continue
            if not one.exact:
                return "within a time that is itself not certain, order unknown"
            if interval.begin and interval.end and interval.end - interval.begin <= _DAY:
                return "same day, order unknown"
            return "within the stated time, order unknown"
    return None


def place_words(observation: Observation) -> str:
    """Where a claim happened, shortly: its likeliest place and how sure, and how many others."""
    if observation.place is None:
        return "unknown"
    ordered = sorted(observation.place.candidates, key=lambda c: -c.p)
    first = ordered[0]
    lon, lat = representative_point(first.geometry)
    where = f"{lat:.5f}, {lon:.5f}"
    if first.name:
        where = f"{first.name} ({where})"
    if first.geometry.geom_type != "Point":
        sure = ", an area"
    elif first.r95_m is None:
        sure = ", how sure not stated"
    else:
        sure = f", 95 % sure within {_metres(first.r95_m)}"
    others = f", one of {len(ordered)}" if len(ordered) > 1 else ""
    return where + sure + others


def time_words(observation: Observation) -> str:
    """When a claim happened, in words."""
    return "unknown" if observation.when is None else describe(observation.when)


def object_words(thing: ReportedObject) -> str:
    """A reported thing with its size and number, as far as stated."""
    size = f", {thing.length_m:g} × {thing.width_m:g} m" if thing.length_m and thing.width_m else ""
    if thing.count_min is None and thing.count_max is None:
        return thing.name + size
    low, high = thing.count_min, thing.count_max
    count = f"{low}" if low == high else f"{'any' if low is None else low} to {high or 'more'}"
    return f"{thing.name}{size}, number {count}"


def objects_words(observation: Observation) -> str:
    """All reported things in words."""
    return "; ".join(object_words(thing) for thing in observation.objects) or "none stated"


def _metres(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
