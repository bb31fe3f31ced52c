"""Names that stand inside one another: "Abuyog, Leyte", "Brass, Nigeria", "Helena, MT"."""

from __future__ import annotations

import re

from catalogue.extract.places.geometry import between_m, holds
from catalogue.extract.places.mention import Mention, Scan
from catalogue.extract.places.words import among, lists
from catalogue.gazetteer import Entry

# Between a place and what holds it, side by side.
_BESIDE = re.compile(r"[\s,(\"]*(?:,?\s*(?:in|of)(?: the)?|,?\s*the)?[\s\"]*", re.IGNORECASE)
# A chain of names with others between them: capitals, commas, words for sorts of places.
_CHAIN = re.compile(r"[\w\s,'’().?/\-]*,[\w\s,'’().?/\-]*")
_REACH = 90
_NEAR_M = 50_000.0
_FAR_M = 500_000.0
_ANYWHERE_M = 1_000_000.0
_LOOKED_AT = 60


def abbreviations(scan: Scan, phrase: bool) -> list[Mention]:
    """States behind a comma: "Helena, MT", "Napa, Calif."; in a phrase also "OR 138", a road."""
    found = []
    for i, word in enumerate(scan.words):
        if not word.capital or not (_behind_comma(scan, i) or (phrase and _road(scan, i))):
            continue
        if len(word.low) < 3 and not (word.shouted or word.text[-1] == "." or word.low == "wv"):
            continue
        states = [
            m
            for m in scan.gazetteer.find(word.text)
            if m.how == "code" and m.entry.kind == "admin1"
        ]
        if states:
            made = Mention(i, i, word.start, word.end, word.text, states, end_word=i)
            made.sentence, made.locative = scan.sentence_of[i], True
            found.append(made)
    return found


def _behind_comma(scan: Scan, i: int) -> bool:
    if i == 0 or scan.sentence_of[i - 1] != scan.sentence_of[i]:
        return False
    before = scan.words[i - 1]
    named = before.capital or among(before, "area", "town", "street")
    return named and scan.text[before.end : scan.words[i].start].strip() == ","


def _road(scan: Scan, i: int) -> bool:
    follower = scan.word(i + 1)
    numbered = follower is not None and follower.text[0].isdigit() and scan.joined(i)
    return scan.words[i].shouted and len(scan.words[i].text) == 2 and numbered


def nest(scan: Scan, mentions: list[Mention], phrase: bool) -> None:
    """Give each mention those that hold it, the nearest first.

    In a `phrase` that only says where, whatever comes later may hold what came before.
    """
    for i, inner in enumerate(mentions):
        for outer in mentions[i + 1 : i + (12 if phrase else 4)]:
            if outer.sentence != inner.sentence:
                break
            sort = _between(scan, inner, outer)
            if sort is None and not phrase:
                break
            if _any_holds(outer, inner):
                inner.inside.append(outer)
                inner.why.append(f"inside {outer.text}")
            elif phrase or (sort == "beside" and "," in scan.text[inner.end : outer.start]):
                beyond_m = _beyond_m(inner, outer, phrase)
                if beyond_m > 0:
                    inner.elsewhere, inner.beyond = outer.text, beyond_m > _FAR_M
                    inner.inside.clear()
                    break


def _any_holds(outer: Mention, inner: Mention) -> bool:
    return any(
        holds(o.entry, m.entry)
        for o in outer.matches[:_LOOKED_AT]
        for m in inner.matches[:_LOOKED_AT]
    )


def _beyond_m(inner: Mention, outer: Mention, phrase: bool) -> float:
    """How far outside `outer`, which is said to hold it, the nearest place named `inner` lies.

    0 where that may be right after all: the other name is no area, or the two are close.
    """
    small, large = inner.best, outer.best
    if small is None or large is None or small.entry.kind not in ("town", "admin2", "airfield"):
        return 0.0
    area = large.entry.kind in ("country", "admin1", "admin2") and large.how != "alternate"
    people = (large.entry.population or 0) > 3 * (small.entry.population or 0)
    city = phrase and large.entry.kind == "town" and people and large.how != "alternate"
    if not (area or city):
        return 0.0
    gaps = (
        between_m(o.entry, m.entry) - 2.0 * o.entry.radius_m
        for o in outer.matches[:20]
        for m in inner.matches[:_LOOKED_AT]
    )
    nearest = min(gaps)
    # A country is known by its code, so what it does not hold is not in it.
    return max(nearest, 1.0) if large.entry.kind == "country" else max(0.0, nearest - _NEAR_M)


def _between(scan: Scan, inner: Mention, outer: Mention) -> str | None:
    """Whether they stand beside or in a chain; None where they have nothing to do."""
    begin = max(scan.words[inner.end_word].end, inner.end)
    gap = scan.text[begin : outer.start]
    if _BESIDE.fullmatch(gap) and ("," in gap or "(" in gap or gap.strip() != "" or gap == " "):
        return "beside"
    if len(gap) > _REACH or not _CHAIN.fullmatch(gap) or ". " in gap:
        return None
    within = scan.words[inner.end_word + 1 : outer.first]
    plain = [w for w in within if not (w.capital or among(w, "area", "town", "feature", "street"))]
    ok = all(w.low in _LINKS or w.text[0].isdigit() for w in plain)
    return "chain" if ok else None


_LINKS = lists()["link"]


def held_by(inner: Entry, mention: Mention) -> float:
    """How strongly the names round a mention say that it is `inner`: 2 beside, 1 in a chain."""
    for rank, outer in enumerate(mention.inside):
        if any(holds(o.entry, inner) for o in outer.matches[:_LOOKED_AT]):
            return 2.0 if rank == 0 else 1.0
    return 0.0


def level(mention: Mention, entry: Entry) -> int:
    """2 where a named area smaller than a country holds `entry`, 1 a country, 0 nothing."""
    return max((1 if o.kind == "country" else 2 for o in _holders(mention, entry)), default=0)


def limit_m(mention: Mention, entry: Entry) -> float:
    """No radius need reach beyond what is said to hold the place."""
    reach = (between_m(o, entry) + o.radius_m for o in _holders(mention, entry))
    return max(min(reach, default=_ANYWHERE_M), 1.5 * entry.radius_m)


def _holders(mention: Mention, entry: Entry) -> list[Entry]:
    return [
        o.entry
        for outer in mention.inside
        for o in outer.matches[:_LOOKED_AT]
        if holds(o.entry, entry)
    ]
