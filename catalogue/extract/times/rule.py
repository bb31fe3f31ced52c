"""A rule of the time tagger: a pattern, and what its match means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from catalogue.extract.times.reading import Reading, Reference

Read = Callable[[re.Match[str], Reference], list[Reading]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`read` gives the readings of a match, the likeliest first; none if it is no time."""

    pattern: re.Pattern[str]
    read: Read


def rule(pattern: str, read: Read, *, exact_case: bool = False) -> Rule:
    """A rule whose pattern begins and ends at words."""
    flags = 0 if exact_case else re.IGNORECASE
    return Rule(re.compile(rf"(?<![\w-]){pattern}(?!\w)", flags), read)
