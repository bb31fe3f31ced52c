"""When scenes were taken, seen from observations: `catalogue.join.timing` for many pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.scoring import ROLES
from catalogue.interval import Interval, from_us
from catalogue.join import overall, timing
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
