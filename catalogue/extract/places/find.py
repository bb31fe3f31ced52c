"""Find the places of a text: the one way in."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.extract.places import facilities, placing
from catalogue.extract.places.judge import is_generic, is_place, look_after, look_before
from catalogue.extract.places.mention import Mention, Scan, follow
from catalogue.extract.places.nest import abbreviations, nest
from catalogue.extract.places.people import surnames
from catalogue.extract.places.placing import Placed
from catalogue.extract.places.radii import Calibration, calibration
from catalogue.extract.places.relation import Relation, relations
from catalogue.extract.places.resolve import Weighed, surroundings, weigh
from catalogue.extract.places.roles import role
from catalogue.extract.places.unlisted import features, finer_than, unlisted
from catalogue.extract.places.words import words
from catalogue.extract.places.written import written_places
from catalogue.extract.values import PlaceFound, PlaceRole
from catalogue.gazetteer import Gazetteer

_PHRASE_WORDS = 30
_GENERIC_RESERVE = 0.3


def find_places(
    text: str,
    sentences: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    calibrated: Calibration | None = None,
) -> tuple[PlaceFound, ...]:
    """Every place a text names, in its order, with weighted candidates and reasons.

    `sentences`: (start, end) of each. `country`: ISO 3166 code of where the report is about, if
    that is known from elsewhere. A place without candidates is named, but in no list.
    """
    table = calibrated or calibration()
    spots = list(written_places(text))
    taken = [(start, end) for start, end, _ in spots]
    found_words = [w for w in words(text) if not any(a <= w.start < b for a, b in taken)]
    scan = Scan(text, found_words, sentences or [(0, len(text))], gazetteer)
    mentions = _mentions(scan)
    led = relations(scan, mentions)
    weighed = _weighed(mentions, led, country)
    found = []
    for start, end, spot in spots:
        placed = placing.of_spot(spot, text[start:end], table)
        found.append(_found(text, start, end, "location", placed, ["written coordinates"]))
    named = {i for m in mentions for i in range(m.first, m.end_word + 1)}
    by_anchor = {id(r.anchor): r for r in led}
    for mention in mentions:
        found += _of_mention(
            scan, mention, weighed[id(mention)], by_anchor.get(id(mention)), table, named
        )
    found += _generic(scan, mentions, table)
    spans = [(f.start, f.end) for f in found]
    found += features(scan, spans)
    found += _references(text, found)
    found.sort(key=lambda f: (f.start, -f.end))
    return tuple(_unique(found))


def _mentions(scan: Scan) -> list[Mention]:
    """The names that are places here."""
    phrase = _is_phrase(scan)
    named = list(scan.names())
    covered = {m.first for m in named}
    named += [m for m in abbreviations(scan, phrase) if m.first not in covered]
    named.sort(key=lambda m: m.first)
    for mention in named:
        follow(scan, mention)
        look_before(scan, mention)
    # "Anchorage" in "Lagos Anchorage" is no place of its own, nor is "Creek".
    inner = {i for m in named for i in range(m.last + 1, m.end_word + 1)}
    named = [m for m in named if m.first not in inner and not is_generic(scan, m)]
    nest(scan, named, phrase)
    for mention in named:
        look_after(scan, mention)
        if phrase:
            mention.locative, mention.initial = True, False
    people = surnames(scan)
    lowered = {w.low for w in scan.words if not w.capital}
    kept = [m for m in named if is_place(scan, m, people, lowered)]
    gone = {id(m) for m in named} - {id(m) for m in kept}
    for mention in kept:
        mention.inside = [o for o in mention.inside if id(o) not in gone]
    return kept


def _is_phrase(scan: Scan) -> bool:
    """A text that only says where ("Lake Oswego, Oregon"): no sentence, so no verb to go by."""
    return len(scan.words) <= _PHRASE_WORDS and not scan.text.rstrip().endswith((".", "!", "?"))


def _weighed(
    mentions: Sequence[Mention], led: Sequence[Relation], country: str | None
) -> dict[int, list[Weighed]]:
    holders: dict[int, list[Mention]] = {}
    for mention in mentions:
        for outer in mention.inside:
            holders.setdefault(id(outer), []).append(mention)
            outer.holder = True
    first = {m.text: weigh(m, holders.get(id(m), ()), country, None) for m in mentions}
    about = surroundings(first, [placing.point(r, first[r.anchor.text][0].entry) for r in led])
    # What is said with its country once is meant without it, too.
    explicit = {m.text: m.inside for m in mentions if m.inside}
    for mention in mentions:
        if not mention.inside and mention.text in explicit:
            mention.inside = list(explicit[mention.text])
    return {id(m): weigh(m, holders.get(id(m), ()), country, about) for m in mentions}


def _of_mention(
    scan: Scan,
    mention: Mention,
    weighed: list[Weighed],
    relation: Relation | None,
    table: Calibration,
    named: set[int],
) -> list[PlaceFound]:
    if mention.elsewhere and not mention.inside and (relation is None or mention.beyond):
        why_not = f"no listed {mention.text} lies in {mention.elsewhere}"
        return [unlisted(scan.text, mention.start, scan.words[mention.end_word].end, why_not)]
    finer = not mention.holder and finer_than(scan, mention, named)
    part, reason = role(scan, mention, weighed[0].entry)
    before = scan.word(mention.first - 1)
    near = before is not None and before.low in ("near", "nearby", "outside", "around")
    placed: Placed | None = None
    why = [*mention.why, *([reason] if reason else [])]
    start, end = mention.start, scan.words[mention.end_word].end
    if mention.hint == "airfield" and weighed[0].entry.kind == "town":
        words_ = scan.text[start:end]
        placed = placing.of_airfields(mention, weighed[0], words_, scan.gazetteer, table)
        why.append("airfields round the town, and the town for one not listed")
    if placed is None:
        placed = placing.of_mention(mention, weighed, table, near)
    why += _reasons(weighed, finer)
    if mention.holder or relation is not None:
        part = "context" if part == "location" else part
    found = [_found(scan.text, start, end, part, placed, why)]
    if relation is not None:
        placed = placing.of_relation(relation, weighed, table)
        begin = relation.start
        why = [f"{relation.words} {mention.text}", *_reasons(weighed, False)]
        found.append(_found(scan.text, begin, end, "location", placed, why))
    return found


def _reasons(weighed: Sequence[Weighed], finer: bool) -> list[str]:
    best = weighed[0]
    why = [f"{best.entry.kind} {best.entry.name}" + (f", {best.entry.cc}" if best.entry.cc else "")]
    if len(weighed) > 1:
        why.append(f"{len(weighed)} places have the name; this one weighs {best.p:.0%}")
    if finer:
        why.append("the text names something inside it that is not listed")
    return why


def _found(
    text: str, start: int, end: int, part: PlaceRole, placed: Placed, why: Sequence[str]
) -> PlaceFound:
    reasons = (*why, f"radius: {placed.grounds.rows()[0]}")
    return PlaceFound(start, end, text[start:end], part, placed.candidates, placed.reserve, reasons)


def _generic(scan: Scan, mentions: Sequence[Mention], table: Calibration) -> list[PlaceFound]:
    countries = [
        (m.first, m.best.entry.cc)
        for m in mentions
        if m.best is not None and m.best.entry.kind == "country" and m.best.entry.cc
    ]
    found = []
    for first, last, cc in [*facilities.generic(scan), *facilities.in_country(scan, countries)]:
        fields = scan.gazetteer.airfields(cc)
        if fields:
            start, end = scan.words[first].start, scan.words[last].end
            placed = placing.of_country_fields(fields, _GENERIC_RESERVE, table)
            why = [f"an airfield without a name: all {len(fields)} of {cc}, with equal weight"]
            found.append(_found(scan.text, start, end, "location", placed, why))
    return found


def _references(text: str, found: Sequence[PlaceFound]) -> list[PlaceFound]:
    """What "the base" refers to: the last one named."""
    made = []
    for start, end, noun in facilities.referring(text):
        earlier = [f for f in found if f.end <= start and facilities.same_sort(noun, f.text)]
        inside = any(f.start <= start and end <= f.end for f in found)
        if earlier and not inside:
            last = max(earlier, key=lambda f: f.end)
            why = (f"refers to {last.text!r}",)
            made.append(
                PlaceFound(
                    start, end, text[start:end], "location", last.candidates, last.reserve, why
                )
            )
    return made


def _unique(found: Sequence[PlaceFound]) -> list[PlaceFound]:
    seen: set[tuple[int, int]] = set()
    kept = []
    for one in found:
        if (one.start, one.end) not in seen:
            seen.add((one.start, one.end))
            kept.append(one)
    return kept
