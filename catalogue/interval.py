"""Intervals of UTC time. All rules about "before", "during" and "after" stand on these.

An interval is half-open, [begin, end): two intervals that only touch do not meet. `begin ==
end` is an instant, which meets an interval that contains it and another equal instant. None on
a side means open (no limit known or none given), never "now" and never "unknown": an unknown
time is the absence of an interval.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from catalogue.errors import InvalidTime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Sentinels for open sides in integer comparisons: year 1 and year 9999 are inside them.
MIN_US = -(10**17)
MAX_US = 3 * 10**17
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """[begin, end) in UTC; None on a side is open; begin == end is an instant.

    `begin_us` and `end_us` are in microseconds since 1970-01-01 UTC, MIN_US and MAX_US for open
    sides. Raises InvalidTime when a side has no time zone or end lies before begin.
    """

    begin: datetime | None
    end: datetime | None
    # Made once: ranking asks for them many times.
    begin_us: int = field(init=False, repr=False, compare=False)
    end_us: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, open_us in (("begin", MIN_US), ("end", MAX_US)):
            value = getattr(self, name)
            if value is None:
                object.__setattr__(self, f"{name}_us", open_us)
                continue
            if value.tzinfo is None:
                raise InvalidTime(f"{name} {value.isoformat()} has no time zone; add Z for UTC.")
            if value.tzinfo is not UTC:
                value = value.astimezone(UTC)
                object.__setattr__(self, name, value)
            object.__setattr__(self, f"{name}_us", to_us(value))
        if self.begin is not None and self.end is not None and self.end < self.begin:
            raise InvalidTime(
                f"end {format_utc(self.end)} lies before begin {format_utc(self.begin)}; "
                "swap them or correct one."
            )

    @classmethod
    def instant(cls, when: datetime) -> Interval:
        """The interval that is one moment."""
        return cls(when, when)

    @property
    def is_instant(self) -> bool:
        """True for a single moment."""
        return self.begin is not None and self.begin == self.end

    def meets(self, other: Interval) -> bool:
        """True when the two share a moment. Symmetric; touching ends share none."""
        begin, end = self.begin_us, self.end_us
        obegin, oend = other.begin_us, other.end_us
        if begin == end or obegin == oend:  # an instant counts as closed
            low, high = max(begin, obegin), min(end, oend)
            if begin == end and obegin == oend:
                return begin == obegin
            # an instant at the open end of the other does not meet it
            instant, edge = (begin, oend) if begin == end else (obegin, end)
            return low <= high and instant != edge
        return begin < oend and obegin < end

    def contains(self, other: Interval) -> bool:
        """True when every moment of `other` lies in this one."""
        if other.is_instant:
            return self.meets(other)
        return self.begin_us <= other.begin_us and other.end_us <= self.end_us

    def gap_s(self, other: Interval) -> float:
        """Seconds between the two; 0 when they meet or touch."""
        gap = max(self.begin_us - other.end_us, other.begin_us - self.end_us, 0)
        return gap / 1e6

    def widened(self, before: timedelta, after: timedelta) -> Interval:
        """Grown by `before` and `after`, clamped to years 1 to 9999."""
        begin = None if self.begin is None else _shift(self.begin, -before)
        end = None if self.end is None else _shift(self.end, after)
        return Interval(begin, end)


def _shift(when: datetime, by: timedelta) -> datetime:
    try:
        return when + by
    except OverflowError:
        edge = datetime.min if by < timedelta(0) else datetime.max
        return edge.replace(tzinfo=UTC)


def to_us(when: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exact."""
    return (when - EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime | None:
    """The moment of `to_us`; None for the sentinels of open sides."""
    if us in (MIN_US, MAX_US):
        return None
    return EPOCH + timedelta(microseconds=us)


def format_utc(when: datetime) -> str:
    """ISO 8601 with Z: '2022-06-08T07:30:00Z'; microseconds only when there are some."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
