"""Coordinates written in a text, in the notations that `catalogue.coordinates` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.coordinates import Spot, parse_place
from catalogue.errors import InvalidPlace

_DEG = "[°º˚\ufffd]"
_MIN = "['’′\u00b4\u2018]"
_SEC = "(?:[\"”″“]|''|’’)"
_NUM = r"\d{1,3}(?:\.\d+)?"
_GAP = r"\s{0,2}"
# 35°06'12"N, 35 06.2 N, 04:03.7N, N35.1; the hemisphere stands before or behind.
_BODY = (
    rf"{_NUM}{_GAP}(?:{_DEG}|:|deg\.?|-)?{_GAP}(?:\d{{1,2}}(?:\.\d+)?{_GAP}(?:{_MIN}|:|m)?{_GAP}"
    rf"(?:\d{{1,2}}(?:\.\d+)?{_GAP}{_SEC}?)?)?"
)
_LAT = rf"(?:[NS]{_GAP}{_BODY}|{_BODY}{_GAP}[NS](?![a-z]))"
_LON = rf"(?:[EW]{_GAP}{_BODY}|{_BODY}{_GAP}[EW](?![a-z]))"
_BETWEEN = r"\s*(?:[,;/–—\u2010\u2011\-]|and)?\s*"
_LETTERED = re.compile(rf"(?<![\w.])(?:{_LAT}{_BETWEEN}{_LON}|{_LON}{_BETWEEN}{_LAT})(?![\w])")
# With no hemisphere only numbers with at least three decimals are coordinates, or labelled ones.
_DECIMAL = re.compile(
    r"(?<![\w.,\-])[+\-\u2212]?\d{1,2}\.\d{3,}°?\s*[,;/]\s*[+\-\u2212]?\d{1,3}\.\d{3,}°?(?![\w])"
)
_LABELLED = re.compile(
    r"(?i)\blat(?:itude)?\.?\s*[:=]?\s*([+\-\u2212]?\d{1,2}(?:\.\d+)?)°?\s*(?:[,;/]|and)?\s*"
    r"lon(?:g|gitude)?\.?\s*[:=]?\s*([+\-\u2212]?\d{1,3}(?:\.\d+)?)°?"
)
_MGRS = re.compile(
    r"(?<!\w)(?:MGRS:?\s*)?\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{5}\s?\d{5}|\d{4}\s?\d{4}|"
    r"\d{3}\s?\d{3})(?!\w)"
)
_UTM = re.compile(
    r"(?i)(?<!\w)(?:UTM\s+)(?:zone\s*)?\d{1,2}\s*[C-HJ-NP-X]\s*[,:]?\s*\d{6}(?:\.\d+)?\s*(?:m?E)?"
    r"[,\s]+\d{6,8}(?:\.\d+)?\s*(?:m?N)?(?!\w)"
)
_LINK = re.compile(r"(?i)(?<!\w)(?:geo:[^\s<>\"]+|https?://[^\s<>\"]*maps?[^\s<>\"]*)")
_DASH = re.compile(r"(?<=\d)-(?=\d)")


def written_places(text: str) -> Iterator[tuple[int, int, Spot]]:
    """(start, end, position) of all coordinates in a text; what cannot be meant is left out."""
    taken: list[tuple[int, int]] = []
    for pattern in (_LINK, _MGRS, _UTM, _LABELLED, _LETTERED, _DECIMAL):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            spot = _read(match, pattern is _LETTERED)
            if spot is not None:
                taken.append((start, end))
                yield start, end, spot


def _read(match: re.Match[str], lettered: bool) -> Spot | None:
    written = match[0].strip().rstrip(".,;)")
    if match.re is _LABELLED:
        written = f"{match[1]}, {match[2]}"
    elif lettered:
        sides = _sides(written)
        if sides is None:
            return None
        written = sides
    try:
        return parse_place(written)
    except InvalidPlace:
        return None


def _sides(written: str) -> str | None:
    """The two angles parted by a semicolon, whatever dash stands between them."""
    for first, second in ((_LAT, _LON), (_LON, _LAT)):
        match = re.fullmatch(rf"({first}){_BETWEEN}({second})", written)
        if match is not None:
            pair = (re.sub(r"deg\.?", "°", _DASH.sub(" ", side)) for side in match.groups())
            return "; ".join(" ".join(side.split()) for side in pair)
    return None
