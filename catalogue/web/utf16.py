"""Offsets at the edge: we count code points, a browser counts UTF-16 units. Pure."""

from __future__ import annotations

from bisect import bisect_left

from catalogue.errors import InvalidValue

_LAST_OF_ONE_UNIT = 0xFFFF


class Offsets:
    """Both ways between the offsets of one text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # Code points that take two units, and the unit at which each of them begins.
        self._wide = [i for i, c in enumerate(text) if ord(c) > _LAST_OF_ONE_UNIT]
        self._units = [i + n for n, i in enumerate(self._wide)]

    def to_units(self, point: int) -> int:
        """The UTF-16 offset of a code point's offset."""
        return point + bisect_left(self._wide, point)

    def to_points(self, unit: int) -> int:
        """The code point at a UTF-16 offset. Raises InvalidValue outside or in half a character."""
        before = bisect_left(self._units, unit)
        point = unit - before
        if before and self._units[before - 1] == unit - 1:
            raise InvalidValue(f"offset {unit} lies in the middle of a character.")
        if not 0 <= point <= self._length:
            raise InvalidValue(f"offset {unit} lies outside the text.")
        return point

    def span(self, start: int, end: int) -> list[int]:
        """[start, end] in UTF-16 units."""
        return [self.to_units(start), self.to_units(end)]
