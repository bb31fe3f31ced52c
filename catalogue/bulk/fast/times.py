"""When scenes were taken, seen from observations: `catalogue.bulk.timing`, compiled."""

from __future__ import annotations

from catalogue.bulk.fast import compiled

# As in `catalogue.bulk.scoring.ROLES`.
BEFORE, DURING, AFTER = 0, 1, 3


@compiled
def time_of(begin, end, taken, until):
    """(role, signed gap in s, whether the role is certain) as `catalogue.bulk.timing` has them."""
    instant, moment = begin == end, taken == until
    if instant or moment:
        if instant and moment:
            during = begin == taken
        else:
            edge = begin != until if instant else end != taken
            during = max(begin, taken) <= min(end, until) and edge
    else:
        during = begin < until and taken < end
    if during:
        return DURING, 0.0, moment or (begin <= taken and until <= end)
    gap = max(max(taken - end, begin - until), 0) / 1e6
    if until <= begin:
        return BEFORE, -gap if gap > 0 else gap, True
    return AFTER, gap, True
