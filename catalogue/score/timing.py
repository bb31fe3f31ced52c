"""Timing: is what happened still (or at all) to be seen when the image was taken?

The event may have been at any time e of its interval [a, b]; its trace fades with the class.

    onset, image at t >= a:  1/(b-a) ∫ from a to min(t, b) of exp(-(t-e)/tau) de
                             + baseline x (b-t)/(b-a) for as far as it was taken before
    image before a:          baseline x exp(-(a-t)/baseline_days)
    state:                   1 inside its interval, beside it as before

The baseline of a lasting change, whose trace outlasts the use of a comparison, is baseline_change.
Of several alternatives the mean by their weights, of several occurrences the best. Where the class
is unknown the trace may be gone at once or stay for good. An image of a span counts as taken in
the middle of what it shares with the event.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from catalogue.interval import Interval
from catalogue.model import EventTime, Observation, Occurrence, Role, Scene, Term
from catalogue.score.classes import EFFECTS, effect_of
from catalogue.score.parameters import Parameters
from catalogue.score.terms import SECONDS_PER_DAY


class Seen(NamedTuple):
    """Bounds and value of the term."""

    low: float
    high: float
    value: float


def persistence(event_class: str | None, p: Parameters) -> tuple[float, bool]:
    """(days in which the trace falls to 1/e, whether the class says so)."""
    effect = effect_of(event_class)
    return float(getattr(p, f"persist_{effect or 'unknown'}_days")), effect is not None


def baseline(tau: float, known: bool, state: bool, p: Parameters) -> float:
    """What an image beside the event is worth to compare with, next to it in time.

    What fades sooner than a comparison is of use shows itself; a lasting change is only told from
    what was always there by the image before it.
    """
    lasting = known and not state and tau >= p.baseline_days
    return p.baseline_change if lasting else p.baseline


def persistences(p: Parameters) -> tuple[float, ...]:
    """Days in which traces fade to 1/e, by `EFFECTS`, then of an unknown class."""
    return tuple(float(getattr(p, f"persist_{name}_days")) for name in (*EFFECTS, "unknown"))


def seen(when: EventTime, taken: Interval, tau: float, known: bool, p: Parameters) -> Seen:
    """The term for an event's time and an image's; `tau` in days, `known` from its class."""
    each = [_occurrence(o, taken, when.kind == "state", tau, known, p) for o in when.occurrences]
    return Seen(*(max(column) for column in zip(*each, strict=True))) if each else Seen(0, 0, 0)


def _occurrence(
    occurrence: Occurrence, taken: Interval, state: bool, tau: float, known: bool, p: Parameters
) -> Seen:
    alternatives = occurrence.alternatives
    if len(alternatives) == 1:
        return of_interval(alternatives[0][0], taken, state, tau, known, p)
    each = [(of_interval(i, taken, state, tau, known, p), weight) for i, weight in alternatives]
    return Seen(*(min(1.0, math.fsum(s[n] * w for s, w in each)) for n in range(3)))


def of_interval(
    event: Interval, taken: Interval, state: bool, tau: float, known: bool, p: Parameters
) -> Seen:
    """The term for one interval of the event."""
    if event.meets(taken):
        return _during(event, taken, state, tau, known, p)
    days = taken.gap_s(event) / SECONDS_PER_DAY
    if taken.end_us <= event.begin_us or state:
        value = baseline(tau, known, state, p) * math.exp(-days / p.baseline_days)
        return Seen(value, value, value)
    left = math.exp(-days / tau)
    if event.begin is None:
        return Seen(0.0, left if known else 1.0, p.prior * left)
    value = faded((event.end_us - event.begin_us) / 1e6 / SECONDS_PER_DAY / tau) * left
    return Seen(value, value, value) if known else Seen(0.0, 1.0, value)


def _during(
    event: Interval, taken: Interval, state: bool, tau: float, known: bool, p: Parameters
) -> Seen:
    if state or event.is_instant:
        return Seen(1.0, 1.0, 1.0)
    if event.begin is None or event.end is None:
        return Seen(0.0, 1.0, p.prior)
    begin, end = event.begin_us, event.end_us
    days = (end - begin) / 1e6 / SECONDS_PER_DAY
    first, last = max(begin, taken.begin_us), min(end, taken.end_us)
    passed = ((first - begin) + (last - begin)) / 2 / (end - begin)
    rest = baseline(tau, known, state, p) * (1 - passed)
    value = passed * faded(passed * days / tau) + rest
    return Seen(value, value, value) if known else Seen(rest, passed + rest, value)


def faded(spans: float) -> float:
    """Mean of exp(-x) for x from 0 to `spans`: what is left of an event at an unknown time."""
    return -math.expm1(-spans) / spans if spans > 0 else 1.0


def timing(scene: Scene, observation: Observation, role: Role, dt_s: float, p: Parameters) -> Term:
    """The term with its words; `role` and `dt_s` are the link's."""
    if scene.when is None or observation.when is None:
        return Term("timing", 0.0, 1.0, p.prior, "a time is unknown", known=False)
    tau, known = persistence(observation.event_class, p)
    low, high, value = seen(observation.when, scene.when, tau, known, p)
    words = _words(scene, observation, role, dt_s)
    if value < 1 and role != "before" and observation.when.kind == "onset":
        words += _trace(observation.event_class, tau, known)
    return Term("timing", low, high, value, words, known or low == high)


def _words(scene: Scene, observation: Observation, role: Role, dt_s: float) -> str:
    taken = _moment(scene.when)
    if role == "during":
        longest = _longer(observation, scene)
        if longest is None:
            return f"taken at the stated time ({taken})"
        inside = "on the stated day" if longest <= 2 else "within the stated time"
        order = "same day, order unknown" if longest <= 2 else "order unknown"
        return f"taken {inside} ({taken}); {order}"
    days = abs(dt_s) / SECONDS_PER_DAY
    side = "before" if dt_s < 0 or role == "before" else "after"
    between = " and between two stated times" if role == "between" else ""
    return f"taken {_span(days)} {side}{between} ({taken})"


def _trace(event_class: str | None, tau: float, known: bool) -> str:
    if not known:
        return "; how long its traces last is unknown: no class of event was stated"
    what = {"visit": "a visit", "parked": "what is parked", "flood": "a flood"}
    effect = effect_of(event_class)
    name = what.get(effect or "", "its trace")
    return f"; {name} is to be seen for about {_span(tau)}"


def _longer(observation: Observation, scene: Scene) -> float | None:
    """Days of the longest stated interval that holds the image and more, None without one."""
    if observation.when is None or scene.when is None:
        return None
    spans = [
        (i.end_us - i.begin_us) / 1e6 / SECONDS_PER_DAY
        for o in observation.when.occurrences
        for i, _ in o.alternatives
        if i.contains(scene.when) and i != scene.when
    ]
    return max(spans, default=None)


def _moment(when: Interval | None) -> str:
    if when is None:
        return "time unknown"
    begin = f"{when.begin:%Y-%m-%d %H:%M} UTC" if when.begin else "open"
    if when.is_instant:
        return begin
    return f"{begin} to {f'{when.end:%Y-%m-%d %H:%M} UTC' if when.end else 'open'}"


def _span(days: float) -> str:
    if days < 1:
        return f"{days * 24:.0f} h"
    return f"{days:.0f} day{'s' if round(days) != 1 else ''}"
