"""When scenes were taken, seen from observations: `catalogue.join.timing` for many pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.scoring import ROLES, Bounds
from catalogue.interval import MAX_US, MIN_US, Interval, from_us
from catalogue.join import overall, timing
from catalogue.score import SECONDS_PER_DAY, Parameters, seen
from catalogue.score import persistences as days_of_effects
from catalogue.space.edges import Flags, Floats, Ints

_BEFORE, _DURING, _AFTER = (ROLES.index(r) for r in ("before", "during", "after"))


@dataclass(frozen=True, slots=True)
class Times:
    """Of each pair: the role (index into ROLES), the signed gap in s, whether it is certain.

    `within` is False beyond the margin; the other columns say nothing there.
    """

    role: Ints
    dt_s: Floats
    exact: Flags
    within: Flags

    def of(self, pairs: Ints) -> Times:
        """Those of some pairs."""
        return Times(self.role[pairs], self.dt_s[pairs], self.exact[pairs], self.within[pairs])


def margin_in_us(margin_days: float) -> int:
    """A microsecond more: the ends of the margin belong to it."""
    return math.ceil(min(margin_days, 1e7) * 86_400 * 1e6) + 1


def times(
    wanted: ObservationColumns, of: Ints, scenes: SceneColumns, scene: Ints, margin_days: float
) -> Times:
    """Times of the pairs of rows `of` and `scene`."""
    found = _single(
        wanted.begin_us[of], wanted.end_us[of], scenes.begin_us[scene], scenes.end_us[scene]
    )
    found.exact[:] &= wanted.exact[of]
    found.within[:] = np.abs(found.dt_s) <= margin_days * 86_400
    for n in np.flatnonzero(~wanted.single[of]):
        when = wanted.values[int(of[n])].when
        begin, end = int(scenes.begin_us[scene[n]]), int(scenes.end_us[scene[n]])
        several = (
            timing(when, Interval(from_us(begin), from_us(end)), margin_days) if when else None
        )
        found.within[n] = several is not None
        if several is not None:
            roles, found.dt_s[n], found.exact[n] = several
            found.role[n] = ROLES.index(overall(roles))
    return found


def timings(
    wanted: ObservationColumns, of: Ints, scenes: SceneColumns, scene: Ints, when: Times,
    p: Parameters,
) -> Bounds:  # fmt: skip
    """The term of timing of pairs within the margin; `when` is of the same pairs."""
    tau, known = persistences(wanted.effect, p)
    found = _term(wanted, of, scenes, scene, when, tau[of], known[of], p)
    for n in np.flatnonzero(~wanted.single[of]):
        row = int(of[n])
        begin, end = int(scenes.begin_us[scene[n]]), int(scenes.end_us[scene[n]])
        times = wanted.values[row].when
        if times is not None:
            taken = Interval(from_us(begin), from_us(end))
            found.low[n], found.high[n], found.value[n] = seen(
                times, taken, float(tau[row]), bool(known[row]), p
            )
    return found


def persistences(effect: Ints, p: Parameters) -> tuple[Floats, Flags]:
    """(days in which traces fade, whether the class says so), for each observation."""
    return np.array(days_of_effects(p))[effect], effect >= 0


def baselines(wanted: ObservationColumns, p: Parameters) -> Floats:
    """What an image beside each event is worth to compare with; see `catalogue.score.baseline`."""
    tau, known = persistences(wanted.effect, p)
    lasting = known & ~wanted.state & (tau >= p.baseline_days)
    return np.where(lasting, p.baseline_change, p.baseline)


def faded(spans: Floats) -> Floats:
    """`catalogue.score.faded` of each."""
    some = np.where(spans > 0, spans, 1.0)
    return np.where(spans > 0, -np.expm1(-some) / some, 1.0)


def _term(
    wanted: ObservationColumns, of: Ints, scenes: SceneColumns, scene: Ints, when: Times,
    tau: Floats, known: Flags, p: Parameters,
) -> Bounds:  # fmt: skip
    """As `catalogue.score.timing` has it for one interval of the event."""
    begin, end, state = wanted.begin_us[of], wanted.end_us[of], wanted.state[of]
    days, span = np.abs(when.dt_s) / SECONDS_PER_DAY, (end - begin) / 1e6 / SECONDS_PER_DAY
    first = np.maximum(begin, scenes.begin_us[scene]) - begin
    last = np.minimum(end, scenes.end_us[scene]) - begin
    passed = (first + last) / 2 / np.maximum(end - begin, 1)
    compared = baselines(wanted, p)[of]
    rest = compared * (1 - passed)
    inside = passed * faded(passed * span / tau) + rest
    left = np.exp(-days / tau)
    since = faded(span / tau) * left
    beside = compared * np.exp(-days / p.baseline_days)
    during = when.role == _DURING
    no_begin = begin == MIN_US
    cases = [
        during & (state | (begin == end)),
        during & (no_begin | (end == MAX_US)),
        during,
        (when.role == _BEFORE) | state,
        no_begin,
    ]
    one, nothing, some = np.ones_like(days), np.zeros_like(days), np.full_like(days, p.prior)
    return Bounds(
        np.select(cases, [one, nothing, np.where(known, inside, rest), beside, nothing],
                  np.where(known, since, 0.0)),
        np.select(cases, [one, one, np.where(known, inside, passed + rest), beside,
                          np.where(known, left, 1.0)], np.where(known, since, 1.0)),
        np.select(cases, [one, some, inside, beside, p.prior * left], since),
    )  # fmt: skip


def _single(begin: Ints, end: Ints, taken: Ints, until: Ints) -> Times:
    """One interval of the event, [begin, end), against each scene's, [taken, until)."""
    during = _meets(begin, end, taken, until)
    gap = np.maximum(np.maximum(taken - end, begin - until), 0) / 1e6
    before = until <= begin
    role = np.where(during, _DURING, np.where(before, _BEFORE, _AFTER)).astype(np.int64)
    signed = np.where(before & (gap > 0), -gap, gap)
    inside = (taken == until) | ((begin <= taken) & (until <= end))
    return Times(role, np.where(during, 0.0, signed), ~during | inside, np.ones_like(during))


def _meets(begin: Ints, end: Ints, other: Ints, until: Ints) -> Flags:
    """`Interval.meets`: an instant counts as closed, but not at the open end of the other."""
    instant, moment = begin == end, other == until
    open_ends = (begin < until) & (other < end)
    closed = (np.maximum(begin, other) <= np.minimum(end, until)) & np.where(
        instant, begin != until, other != end
    )
    either = np.where(instant | moment, closed, open_ends)
    return np.asarray(np.where(instant & moment, begin == other, either), dtype=np.bool_)
