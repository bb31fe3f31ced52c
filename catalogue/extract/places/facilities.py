"""Airfields and other works: "Saky air base", "an Iranian airfield", "the base"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.extract.places.geometry import between_m
from catalogue.extract.places.mention import Scan
from catalogue.extract.places.resolve import Weighed
from catalogue.extract.places.words import lists, phrase
from catalogue.gazetteer import Entry, Gazetteer

_NEAR_M = 40_000.0
_MILITARY = re.compile(r"(?i)\b(?:air ?base|air force|afb|military|naval|air station|raf)\b")
_NO_AIRFIELD = re.compile(r"(?i)heli(?:port|pad)|hospital|balloon|glider|seaplane")
_ADJECTIVES = lists()["airfield_adjective"]


def at_town(gazetteer: Gazetteer, town: Entry, words: str) -> list[Weighed]:
    """The airfields within 40 km of a town, those whose name says so before the others.

    The shares add up to 1 with what is left for the town itself.
    """
    if town.cc is None:
        return []
    wants = bool(_MILITARY.search(words))
    close = [
        f
        for f in gazetteer.airfields(town.cc)
        if between_m(f, town) <= _NEAR_M and not _NO_AIRFIELD.search(f.name)
    ]
    scored = []
    for field in close:
        score = 1.0 / (5.0 + between_m(field, town) / 1000.0)
        score *= 6.0 if town.name.casefold() in field.name.casefold() else 1.0
        score *= 3.0 if wants and _MILITARY.search(field.name) else 1.0
        score *= 0.1 if field.id[5:6].isdigit() else 1.0  # a local code: a private strip
        scored.append((score, field))
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    total = sum(score for score, _ in scored[:5]) or 1.0
    return [Weighed(field, score / total) for score, field in scored[:5]]


def generic(scan: Scan) -> list[tuple[int, int, str]]:
    """(first word, last word, country) of "Iranian airfield", "Iran's air bases" and the like."""
    found = []
    for i in range(len(scan.words) - 1):
        word = scan.words[i]
        if not word.capital or not scan.joined(i):
            continue
        at = i + 1
        while at < len(scan.words) and scan.words[at].low in _ADJECTIVES and not _field(scan, at):
            at += 1
        n = _field(scan, at)
        if not n or at - i > 4 or not all(scan.joined(k) for k in range(i, at + n - 1)):
            continue
        codes = scan.gazetteer.demonym(word.text) or _country(scan, i)
        if codes:
            found.append((i, at + n - 1, codes[0]))
    return found


def _field(scan: Scan, at: int) -> int:
    if at >= len(scan.words):
        return 0
    n = phrase(scan.words, at, "airfield")
    return n or _plural(scan, at)


def _plural(scan: Scan, at: int) -> int:
    for n in (3, 2, 1):
        text = " ".join(w.low for w in scan.words[at : at + n])
        if text.endswith("s") and text[:-1] in lists()["airfield"]:
            return min(n, len(scan.words) - at)
    return 0


def _country(scan: Scan, i: int) -> list[str]:
    """Of "Iran's airfield"; a name alone ("Jordan airport") is read as the facility's own."""
    after = scan.text[scan.words[i].end : scan.words[i].end + 2]
    if after[:1] not in ("'", "’"):
        return []
    found = scan.gazetteer.find(scan.words[i].text, codes=False)
    return [m.entry.cc for m in found[:1] if m.entry.kind == "country" and m.entry.cc]


def in_country(scan: Scan, mentions: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """(first word, last word, country) of "an airfield in Iran".

    `mentions`: first word and code of each country named.
    """
    found = []
    for first, cc in mentions:
        before = scan.word(first - 1)
        if before is None or before.low not in ("in", "inside", "of", "across"):
            continue
        for n in (3, 2, 1):
            at = first - 1 - n
            if at >= 0 and _field(scan, at) == n:
                lead = scan.word(at - 1)
                if lead is None or not lead.capital or lead.low in ("an", "a", "several"):
                    found.append((at, at + n - 1, cc))
                break
    return found


_THE = re.compile(
    r"(?i)\b(?:the|that|this) (?:same )?(?P<noun>air ?base|airfield|airport|base|port|shipyard|"
    r"refinery|plant|power plant|facility|depot)\b(?! of\b)"
)


def referring(text: str) -> list[tuple[int, int, str]]:
    """(start, end, noun) of "the base" and the like."""
    return [(m.start(), m.end(), m["noun"].lower()) for m in _THE.finditer(text)]


def same_sort(noun: str, phrase_: str) -> bool:
    """True when "the base" may be the place called `phrase_` ("Saky air base")."""
    low = phrase_.casefold().replace("airbase", "air base")
    noun = noun.replace("airbase", "air base")
    if noun in ("base", "facility"):
        return noun in low or (noun == "facility" and ("plant" in low or "site" in low))
    alike = ("airfield", "air base", "airport")
    return noun in low or (noun in alike and any(a in low for a in alike))
