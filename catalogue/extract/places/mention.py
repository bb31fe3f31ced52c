"""Names in a text that the gazetteer knows, and what stands round them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.extract.places.words import Word, among, lists, phrase
from catalogue.gazetteer import Gazetteer, Match

_LONGEST = 6
_PARTICLES = lists()["particle"]
# With their name: the town of an island or a coast has it too, or the area does.
_ISLANDS = lists()["island_after"]
AREAS = ("country", "admin1", "admin2", "region", "continent")
BROAD = ("country", "region", "continent", "sea", "ocean", "strait")


@dataclass(slots=True, eq=False)
class Mention:
    """A name, words `first` to `last`, with the places it may mean and the sort it is said to be.

    `hint` is what a word beside it says: area, town, airfield, facility, feature; `end_word` is
    the last word of the whole phrase ("Saky air base").
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    matches: list[Match]
    sentence: int = 0
    hint: str | None = None
    end_word: int = -1
    sector: str | None = None
    locative: bool = False
    body: bool = False
    initial: bool = False
    doubtful: str | None = None
    inside: list[Mention] = field(default_factory=list)
    holder: bool = False
    elsewhere: str | None = None
    beyond: bool = False
    hamlet: bool = False
    why: list[str] = field(default_factory=list)

    @property
    def best(self) -> Match | None:
        """The best known place of this name."""
        return self.matches[0] if self.matches else None


class Scan:
    """A text with its words, and the names found in it."""

    def __init__(
        self, text: str, found: list[Word], bounds: Sequence[tuple[int, int]], gazetteer: Gazetteer
    ) -> None:
        """`bounds`: the sentences, start and end."""
        self.text = text
        self.words = found
        self.gazetteer = gazetteer
        self.sentence_of = _sentences(found, bounds)

    def joined(self, i: int) -> bool:
        """Word i and the next stand in one sentence with a blank (or hyphen) between them."""
        if not 0 <= i < len(self.words) - 1 or self.sentence_of[i] != self.sentence_of[i + 1]:
            return False
        gap = self.text[self.words[i].end : self.words[i + 1].start]
        return bool(gap) and gap.strip(" \u00a0'’s") in ("", "-") and "\n" not in gap

    def word(self, i: int) -> Word | None:
        """Word i, None outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else None

    def begins(self, i: int) -> bool:
        """Word i is the first of its sentence."""
        return i == 0 or self.sentence_of[i - 1] != self.sentence_of[i]

    def span(self, first: int, last: int) -> str:
        """The text from one word to another."""
        return self.text[self.words[first].start : self.words[last].end]

    def names(self) -> Iterator[Mention]:
        """The longest known names from left to right."""
        at = 0
        while at < len(self.words):
            mention = self._at(at)
            if mention is None:
                at += 1
                continue
            yield mention
            at = mention.last + 1

    def _at(self, first: int) -> Mention | None:
        word = self.words[first]
        if not _may_begin(word):
            return None
        last = first
        while last + 1 < len(self.words) and last - first < _LONGEST - 1 and self.joined(last):
            follower = self.words[last + 1]
            if not (
                _may_begin(follower) or follower.low in _PARTICLES or follower.text[0].isdigit()
            ):
                break
            last += 1
        for end in range(last, first - 1, -1):
            if end > first and not (_may_begin(self.words[end]) or self.words[end].text.isdigit()):
                continue
            matches = self._matches(first, end)
            if matches:
                return self._made(first, end, matches)
        return None

    def _matches(self, first: int, last: int) -> list[Match]:
        word = self.words[first]
        if first == last:
            if among(word, "function", "calendar") and not (word.shouted and word.low in ("us",)):
                return []
            if len(word.low.replace(".", "")) < 3 and not word.shouted and "." not in word.text:
                return []
        found = self.gazetteer.find(self.span(first, last), codes=False)
        if first < last and among(word, "calendar"):
            return []
        if first < last and among(word, "function"):
            found = [m for m in found if m.how in ("own", "exact", "name", "short")]
        if first == last and len(word.low.replace(".", "")) < 4:
            found = [m for m in found if _short_enough(m, word)]
        if word.shouted and first == last and len(word.text.replace(".", "")) < 4:
            found = [m for m in found if m.entry.kind == "country" or m.how == "own"]
        return found

    def _made(self, first: int, last: int, matches: list[Match]) -> Mention:
        start, end = self.words[first].start, self.words[last].end
        made = Mention(first, last, start, end, self.text[start:end], matches, end_word=last)
        made.sentence = self.sentence_of[first]
        made.initial = self.begins(first)
        return made

    def run(self, mention: Mention) -> tuple[int, int]:
        """First and last word of the run of capitals that the mention stands in."""
        first, last = mention.first, mention.last
        while first > 0 and self.joined(first - 1) and _may_begin(self.words[first - 1]):
            first -= 1
        while self.joined(last) and _may_begin(self.words[last + 1]):
            last += 1
        return first, last


def _short_enough(match: Match, word: Word) -> bool:
    return (
        match.how == "own"
        or match.entry.kind in BROAD
        or (
            match.how in ("exact", "name")
            and (match.entry.population or 0) >= 50_000
            and not word.shouted
        )
    )


def _may_begin(word: Word) -> bool:
    if word.capital:
        return True
    head, dash, tail = word.text.partition("-")  # al-Tanf
    return bool(dash and tail[:1].isupper() and len(head) <= 3)


def _sentences(found: list[Word], bounds: Sequence[tuple[int, int]]) -> list[int]:
    number, at = [], 0
    for word in found:
        while at + 1 < len(bounds) and word.start >= bounds[at + 1][0]:
            at += 1
        number.append(at)
    return number


def follow(scan: Scan, mention: Mention) -> None:
    """Read the words behind a name: what sort of place it is, or that it is none."""
    at = mention.last + 1
    if not scan.joined(mention.last):
        return
    for sort in ("airfield", "facility"):
        n = phrase(scan.words, at, sort)
        whole = n and all(scan.joined(i) for i in range(mention.last, mention.last + n))
        if n and whole:
            mention.hint, mention.end_word = sort, mention.last + n
            return
    word = scan.word(at)
    if word is not None and word.capital and word.low in _ISLANDS:
        mention.hint, mention.end_word = "island", at
    elif among(word, "area", "town"):
        mention.hint = "area" if among(word, "area") else "town"
        if word is not None and word.capital:
            mention.end_word = at
    elif among(word, "street") or (word is not None and word.capital and among(word, "feature")):
        other = word.text if word is not None else ""
        mention.doubtful = f"{mention.text} {other} is not {mention.text}"
    elif _longer_name(scan, mention):
        mention.doubtful = f"part of the name {scan.span(mention.first, scan.run(mention)[1])}"
    elif among(word, "body"):
        mention.body = True
    elif word is not None and word.capital and among(word, "institution"):
        mention.doubtful = f"followed by {word.text}"


def _longer_name(scan: Scan, mention: Mention) -> bool:
    """The capitals go on and end in a street, a feature or an institution: "Hill Creek Road"."""
    _, last = scan.run(mention)
    return last > mention.last + 1 and among(
        scan.words[last], "street", "feature", "institution", "generic"
    )
