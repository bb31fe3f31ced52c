"""Before, during or after, in whole microseconds and plain Python: the rules as they are written.

An interval is [begin, end); None is open; begin == end is a moment, which is in an interval that
contains it and in an equal moment.
"""

from dataclasses import dataclass
from fractions import Fraction

DAY_US = 86_400_000_000
EVER = 10**19


@dataclass(frozen=True)
class Span:
    """Microseconds since 1970 UTC; None is open."""

    begin: int | None
    end: int | None

    @property
    def low(self):
        return -EVER if self.begin is None else self.begin

    @property
    def high(self):
        return EVER if self.end is None else self.end

    @property
    def is_moment(self):
        return self.begin is not None and self.begin == self.end


@dataclass(frozen=True)
class Happening:
    """One time at which it happened: alternatives of which one is true."""

    alternatives: tuple[Span, ...]
    exact: bool = True


@dataclass(frozen=True)
class When:
    """What is true of the times of a pair: role, seconds between (before: negative), certain."""

    role: str
    dt_s: float
    exact: bool


def share_a_moment(a, b):
    """Whether some moment lies in both."""
    if a.is_moment and b.is_moment:
        return a.begin == b.begin
    if a.is_moment:
        return b.low <= a.begin < b.high
    if b.is_moment:
        return a.low <= b.begin < a.high
    return a.low < b.high and b.low < a.high


def within(inner, outer):
    """Whether every moment of one lies in the other."""
    if inner.is_moment:
        return share_a_moment(inner, outer)
    return outer.low <= inner.low and inner.high <= outer.high


def _seen_from(event, taken):
    """(role, microseconds between) of a scene taken then."""
    if share_a_moment(event, taken):
        return "during", 0
    if taken.high <= event.low:
        return "before", event.low - taken.high
    return "after", taken.low - event.high


def when(happenings, taken, margin_days):
    """What is true of a scene; None where it lies farther than the margin from all."""
    nearest = []
    exact = True
    for happening in happenings:
        seen = [_seen_from(span, taken) for span in happening.alternatives]
        during = [s for s in seen if s[0] == "during"]
        nearest.append(during[0] if during else min(seen, key=lambda s: s[1]))
        one_role = len({role for role, _ in seen}) == 1
        inside = not during or all(within(taken, span) for span in happening.alternatives)
        exact = exact and happening.exact and one_role and inside
    role, us = min(nearest, key=lambda s: s[1])
    if us > Fraction(margin_days) * DAY_US:
        return None
    roles = {role for role, _ in nearest}
    shown = nearest[0][0]
    if "during" in roles:
        shown = "during"
    elif {"before", "after"} <= roles:
        shown = "between"
    seconds = us / 1e6
    return When(shown, -seconds if role == "before" and us else seconds, exact)
