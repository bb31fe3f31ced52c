"""Where sentences and paragraphs are; code points, half-open."""

from __future__ import annotations

import re

# What a full stop after it does not end a sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Rev|Sen|Rep|Gov|Sr|Jr|St|Mt|Ft|"
    r"No|Nos|vs|etc|approx|ca|cf|al|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|"
    r"Dec|e\.g|i\.e)|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_END = re.compile(r"[.!?…。؟]+[\"'”’)\]]*(?=\s|$)|\n+|[。]")
_LOOK_BACK = 16


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text in order, without the blanks around them. A new line ends one."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and len(match[0]) == 1:
            before = text[max(start, match.start() - _LOOK_BACK) : match.end()]
            following = text[match.end() : match.end() + 2].strip()
            if _ABBREVIATED.search(before) or (following and following[0].islower()):
                continue
        _add(text, start, match.end(), found)
        start = match.end()
    _add(text, start, len(text), found)
    return found


def _add(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append((start, end))


def paragraph_starts(text: str) -> set[int]:
    """Where a line begins: what is carried from one sentence to the next stops there."""
    return {0, *(m.end() for m in re.finditer(r"\n\s*", text))}
