"""Times of the clock, which make a date a moment: "at 14:30 UTC", "0630 GMT", "2 p.m."."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZONES = {"utc": "Z", "gmt": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
          "pst": "-08:00", "pdt": "-07:00", "cet": "+01:00", "cest": "+02:00", "bst": "+01:00",
          "eet": "+02:00", "eest": "+03:00", "msk": "+03:00"}  # fmt: skip
CLOCK = re.compile(
    r"(?<![\w:.$-])(?:at\s+|around\s+|about\s+)?(?:"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?"
    r"|(?P<hour12>1[0-2]|0?[1-9])\s*(?P<half12>[ap]\.?m\.?)"
    r"|(?P<four>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:UTC|GMT|Z\b|hrs|hours|local|LT\b))"
    r")(?:\s*(?:hrs|hours))?(?:\s*\(?(?P<zone>UTC|GMT|Z|EST|EDT|CST|PST|PDT|CET|CEST|BST|EET|EEST|MSK"
    r"|local\s+time|LT)\b\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `zone` is an offset as EDTF has it, "" for local time or one not stated."""

    start: int
    end: int
    hour: int
    minute: int
    zone: str

    def text(self) -> str:
        """As it follows a date in EDTF."""
        return f"T{self.hour:02d}:{self.minute:02d}:00{self.zone}"


def clocks(text: str) -> list[Clock]:
    """All times of the clock in a text."""
    return [found for match in CLOCK.finditer(text) if (found := _clock(match)) is not None]


def _clock(match: re.Match[str]) -> Clock | None:
    if match["four"]:
        hour, minute = int(match["four"][:2]), int(match["four"][2:])
    elif match["hour12"]:
        hour, minute = int(match["hour12"]), 0
    else:
        hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or match["half12"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _ZONES.get((match["zone"] or "").lower(), "")
    start = match.start()
    return Clock(start, match.end(), hour, minute, zone)
