"""Is a known name a place here? Reasons for and against, from the words round it."""

from __future__ import annotations

from catalogue.extract.places.mention import AREAS, BROAD, Mention, Scan
from catalogue.extract.places.words import Word, among, lists

_DIRECTIONS = {
    "north": "N", "northern": "N", "south": "S", "southern": "S", "east": "E", "eastern": "E",
    "west": "W", "western": "W", "northeast": "NE", "northeastern": "NE", "northwest": "NW",
    "northwestern": "NW", "southeast": "SE", "southeastern": "SE", "southwest": "SW",
    "southwestern": "SW", "north-east": "NE", "north-eastern": "NE", "north-west": "NW",
    "north-western": "NW", "south-east": "SE", "south-eastern": "SE", "south-west": "SW",
    "south-western": "SW", "central": "C",
}  # fmt: skip
_BEFORE = lists()["before_name"]
_ISLANDS = lists()["island_before"]
_NO_PLACE = lists()["not_alone"]
# The smallest places of their countries, which the lists mostly lack.
_HAMLETS = lists()["hamlet"]
_BEHIND = "followed by "
_LITTLE = 1_000
_MANY = 100_000
_ODD = 5_000
_VILLAGES = 10_000
_MILLION = 1_000_000
_GENERIC = ("generic", "street", "feature", "area", "town", "facility", "airfield", "function")


def look_before(scan: Scan, mention: Mention) -> None:
    """Read the words before a name: a locative, a direction, a title, a given name."""
    before = scan.word(mention.first - 1)
    if before is None or not _same_sentence(scan, mention.first):
        return
    touching = scan.joined(mention.first - 1)
    if touching and before.low in _DIRECTIONS:
        mention.sector = _DIRECTIONS[before.low]
        mention.locative = True
    elif touching and among(before, "locative"):
        mention.locative = True
    elif touching and before.low == "the":
        further = scan.word(mention.first - 2)
        mention.locative = among(further, "locative")
    elif touching and before.low == "of":
        _after_of(scan, mention)
    elif touching and before.capital:
        _after_capital(scan, mention, before)
    elif not touching and before.low in ("and", "or"):
        mention.locative = True


def _after_of(scan: Scan, mention: Mention) -> None:
    head = scan.word(mention.first - 2)
    if head is None:
        return
    if head.capital and (
        among(head, "institution", "title") or head.low in ("lord", "duke", "isle")
    ):
        if not among(head, "title"):
            mention.doubtful = f"part of the name {head.text} of {mention.text}"
        else:
            mention.body = True
    elif among(head, "area", "town", "locative") or head.low in (
        "coast",
        "part",
        "parts",
        "capital",
    ):
        mention.locative = True
    elif among(head, "body", "title"):
        mention.body = True


def _after_capital(scan: Scan, mention: Mention, before: Word) -> None:
    mention.hamlet = before.low in _HAMLETS
    ignored = scan.begins(mention.first - 1) and among(before, "function", "locative")
    if ignored or before.low in _BEFORE or among(before, "area", "town", "locative"):
        mention.locative = mention.locative or among(before, "area", "town", "locative")
        return
    if among(before, "title", "given"):
        mention.doubtful = f"after {before.text} it is a person's name"
    elif before.low in _ISLANDS:
        mention.hint = mention.hint or "island"
    elif before.low in _NO_PLACE:
        mention.doubtful = f"{before.text} {mention.text} is not {mention.text}"
    elif not among(before, "function"):
        mention.doubtful = f"part of the name {before.text} {mention.text}"


def _same_sentence(scan: Scan, i: int) -> bool:
    return i > 0 and scan.sentence_of[i - 1] == scan.sentence_of[i]


def look_after(scan: Scan, mention: Mention) -> None:
    """A capital right behind a name, which no list knows, makes it part of a longer name."""
    at = mention.end_word
    word = scan.word(at + 1)
    if mention.doubtful or word is None or not scan.joined(at) or not word.capital:
        return
    if (mention.hint and mention.end_word > mention.last) or among(
        word, "function", "body", "title", "given", "locative", "facility"
    ):
        return
    mention.doubtful = f"{_BEHIND}{word.text}"


def is_generic(scan: Scan, mention: Mention) -> bool:
    """Nothing but words for sorts of places: "Creek", "Forest Road"."""
    own = mention.best is not None and mention.best.how in ("own", "code")
    named = scan.words[mention.first : mention.last + 1]
    street = len(named) > 1 and among(named[-1], "street")
    return not own and (street or all(among(word, *_GENERIC) for word in named))


def is_place(scan: Scan, mention: Mention, people: set[str], lowered: set[str]) -> bool:
    """Whether to take the name for a place; the reason is added to the mention.

    `people`: surnames of the text; `lowered`: words that it also has in lower case.
    """
    best = mention.best
    if best is None:
        return False
    nested = bool(mention.inside)
    broad = best.entry.kind in BROAD
    word = scan.words[mention.first]
    single = mention.first == mention.last
    if best.how == "own":
        return True
    road = among(scan.word(mention.last + 1), "street")
    state = best.entry.kind == "admin1" and best.entry.cc == "US" and best.how == "exact"
    if mention.doubtful and state and road:
        return True  # "Oregon Highway 6" runs there
    if mention.doubtful:
        return broad and best.how != "alternate" and mention.doubtful.startswith(_BEHIND)
    if single and not broad and (among(word, "given") or word.low in people) and not nested:
        return False
    odd = best.how == "alternate" and (best.entry.population or 0) < _ODD
    area = any(o.best is not None and o.best.entry.kind != "country" for o in mention.inside)
    if nested and not (odd and single) and (area or not mention.hamlet):
        return True
    if broad and best.how != "alternate":
        return True
    if single and mention.hamlet:
        return False
    if mention.hint or mention.sector:
        return not odd
    if single and (among(word, "common") or word.low in lowered):
        return mention.locative and not mention.initial and not mention.body
    return _known_enough(mention, single)


def _known_enough(mention: Mention, single: bool) -> bool:
    best = mention.best
    assert best is not None  # noqa: S101 - the caller looked
    people = best.entry.population or 0
    if best.entry.kind == "airfield":
        return not single
    main = best.how in ("exact", "name", "short")
    if not main and single:
        least = _VILLAGES if mention.locative else _MILLION
        return people >= least or (best.entry.capital and not mention.initial)
    if mention.locative:
        return True
    if best.entry.kind in AREAS and main:
        return people >= _MANY
    if mention.initial and single:
        return main and people >= _MANY
    return people >= 20_000 or (main and not single and people >= _LITTLE)
