"""Who says what: a sentence cut into what is claimed and through whom it came.

What was said before is remembered: the last person and outlet, and the document a person spoke
of. A source that is itself a document or a sensor ("according to satellite imagery") came
through whoever was cited just before, in the same paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from catalogue.extract.lexicon.speech import (
    DOCUMENT,
    NOUNS,
    OUTLET,
    OUTLET_AGAIN,
    SENSOR,
    SHOWING,
    SOMEONE,
    TITLED,
    VERBS,
)

_CLOSE = "”\"’'"
_LEADING = re.compile(
    r"^(?:But\s+|And\s+|However,\s+)?(?:According\s+to|Citing|Quoting|As\s+reported\s+by)\s+(?P<who>[^,]{2,90}),\s*",
    re.IGNORECASE,
)
_SUBJECT = r"(?P<who>(?:[^,;:.”\"]|(?<=[A-Z])\.(?=[A-Z\s])|,\s+(?:the|a|an)\s[^,;:”\"]{1,60},|,\s+[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){0,3},){2,110}?)"
# "Told the Guardian" is to whom; in "said the United States has ..." the claim has begun.
_SAYS = re.compile(
    rf"(?:^|(?P<lead>,\s+(?:and|but|while)\s+|;\s+|,\s+)){_SUBJECT}\s+(?:(?:has|have|had|also|later)\s+)*{VERBS}"
    r"(?P<to>\s+(?!that\b)(?:The\s+|(?<=told\s)the\s+)?(?:[A-Z][\w.’']*|the\s+(?:Times|Post|Journal|news\s+outlet|outlet|newspaper|paper|agency|"
    r"news\s+agency|broadcaster|network|magazine)|reporters|journalists|him|her|them|us)(?:\s+[A-Z][\w.’']*){0,4})?"
    r"(?:\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?(?P<that>\s+that\s+|,\s+[“\"]|:\s+|\s+)(?=\S)"
)
_TRAILING = re.compile(
    rf",[”\"’']?\s*(?:(?P<verb>{VERBS})\s+(?P<after>(?!that\b)[^,.;”\"]{{2,110}})|(?P<before>[^,;”\"]{{2,110}}?)\s+{VERBS}"
    r"(?P<to>\s+(?:[Tt]he\s+)?[A-Z][\w.’']*(?:\s+[A-Z][\w.’']*){0,4}|\s+(?:reporters|journalists))?"
    r"(?:\s+on\s+\w+)?|according\s+to\s+(?P<acc>[^,;”\"]{2,110}?))[.”\"’']*\s*$",
    re.IGNORECASE,
)
_OF_NOUN = re.compile(rf"\b{NOUNS}\b[^,;.]{{0,40}}?\bthat\s+", re.IGNORECASE)
_SHOWS = re.compile(rf"^[“\"]?(?P<who>[^,;:.”\"]{{2,70}}?)\s+{SHOWING}\s+that\s+", re.IGNORECASE)
_THOUGH = re.compile(r"^(?:Though|Although|While|Even\s+though|Despite)\s+(?P<clause>[^,]{10,200}),\s+", re.IGNORECASE)  # fmt: skip
_COPULA = re.compile(r"\b(?:is|was|are|were)\b")
_NO_PERSON = re.compile(r"^(?:it|there|this|that|which|who|what)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """What is claimed, [start, end) in the text, and through whom: nearest the text first."""

    start: int
    end: int
    chain: tuple[str, ...] = ()
    carried: bool = False


@dataclass(slots=True)
class Memory:
    """What later sentences may mean by "he", "the Times" and the like."""

    person: str | None = None
    outlets: list[str] = field(default_factory=list)
    document: dict[str, str] = field(default_factory=dict)
    chain: tuple[str, ...] = ()


def clauses(
    text: str, start: int, end: int, memory: Memory, *, new_paragraph: bool
) -> list[Clause]:
    """The clauses of one sentence; `memory` is brought up to date."""
    if new_paragraph:
        memory.chain = ()
    sentence = text[start:end]
    parts = _framed(sentence, memory)
    _remember(sentence, memory)
    out: list[Clause] = []
    for clause in parts:
        for piece in _pieces(sentence, clause, memory):
            trimmed = _trimmed(sentence, piece)
            if trimmed.end - trimmed.start >= 8:
                out.append(replace(trimmed, start=trimmed.start + start, end=trimmed.end + start))
    memory.chain = next((c.chain for c in reversed(out) if c.chain), ())
    return out


def _framed(sentence: str, memory: Memory) -> list[Clause]:
    """Cut at who says it; what is left are the claims."""
    begin, carried = 0, False
    chain: tuple[str, ...] = ()
    lead = _LEADING.match(sentence)
    if lead:
        begin, (chain, carried) = lead.end(), _sources(lead["who"], memory)
        if lead[0].lstrip().lower().startswith("citing"):
            chain = ()  # whoever cites comes after it
    though = _THOUGH.match(sentence[begin:])
    first: list[Clause] = []
    if though:
        a, b = though.span("clause")
        first = [Clause(begin + a, begin + b, ())]
        begin += though.end()
    tail = _TRAILING.search(sentence, begin)
    stop = len(sentence)
    if tail:
        who = tail["after"] or tail["before"] or tail["acc"] or ""
        if not _is_claim_like(who):
            found, was_carried = _sources(f"{who} {tail['to'] or ''}", memory)
            if found:
                chain, carried, stop = found, was_carried, tail.start()
    # A slice, so that "^" is where the claim may begin.
    frames = [m for m in _SAYS.finditer(sentence[begin:stop]) if _is_speaker(m["who"])]
    if not frames:
        return [*first, Clause(begin, stop, chain, carried)]
    out = list(first)
    if frames[0].start() > 12:
        out.append(Clause(begin, begin + frames[0].start(), chain, carried))
    for n, frame in enumerate(frames):
        until = begin + frames[n + 1].start() if n + 1 < len(frames) else stop
        found, was_carried = _sources(f"{frame['who']} {frame['to'] or ''}", memory)
        out.append(Clause(begin + frame.end(), until, (*chain, *(s for s in found if s not in chain)),
                          carried or was_carried))  # fmt: skip
    return out


def _is_speaker(who: str) -> bool:
    """A person, people of a kind, an outlet or a pronoun: not just any subject."""
    text = who.strip(" “\"'")
    if re.fullmatch(r"(?:he|she|they)", text, re.IGNORECASE):
        return True
    if len(text.split()) > 14 or _NO_PERSON.match(text):
        return False
    named = re.search(r"(?:^|\s)[A-Z][a-zà-ÿ’'-]{2,}", text) is not None
    return bool(named or re.search(SOMEONE, text, re.IGNORECASE) or OUTLET.search(text))


def _is_claim_like(who: str) -> bool:
    return len(who.split()) > 16


def _sources(who: str, memory: Memory) -> tuple[tuple[str, ...], bool]:
    """The chain that a phrase names: outlet, then person or people, then document or sensor."""
    text = " ".join(who.strip(" ,.“”\"'").split())
    chain: list[str] = []
    carried = False
    outlet = OUTLET.search(text)
    if outlet:
        chain.append(outlet[0])
        text = text.replace(outlet[0], " ").strip()
    elif (again := OUTLET_AGAIN.search(text)) is not None and memory.outlets:
        chain.append(_same_outlet(again[0], memory.outlets))
        text = text.replace(again[0], " ").strip()
    text = re.sub(r"\b(?:reporters|journalists|him|her|them|us)\s*$", "", text).strip(" ,")
    if re.fullmatch(r"(?:he|she|they)", text, re.IGNORECASE):
        if memory.person:
            chain.append(memory.person)
            carried = True
        return tuple(chain), carried
    if (seen := SENSOR.search(text)) is not None or DOCUMENT.fullmatch(text):
        origin = seen[0] if seen else text
        carried = bool(memory.chain)
        return (*memory.chain, *chain, origin), carried
    if text and not re.fullmatch(r"(?:the|a|an)", text, re.IGNORECASE):
        chain.append(_known_as(text, memory))
    return tuple(chain), carried


def _same_outlet(words: str, outlets: list[str]) -> str:
    """The outlet that "the Times" or "the news outlet" means: of that name, else the last one."""
    last = words.split()[-1]
    named = [o for o in outlets if o.endswith(last) and last[0].isupper()]
    # "The news outlet" is rather who was told something before than who was cited in passing.
    return (named or outlets)[-1]


def _known_as(name: str, memory: Memory) -> str:
    """The full name where only the last was given."""
    known = memory.person
    return known if known and name in known.split() else name


def _remember(sentence: str, memory: Memory) -> None:
    for match in OUTLET.finditer(sentence):
        memory.outlets = [o for o in memory.outlets if o != match[0]] + [match[0]]
    for match in OUTLET_AGAIN.finditer(sentence):
        if memory.outlets:
            again = _same_outlet(match[0], memory.outlets)
            memory.outlets = [o for o in memory.outlets if o != again] + [again]
    person = _person(sentence)
    if person is None:
        return
    memory.person = person
    document = next((m for m in DOCUMENT.finditer(sentence) if " " in m[0]), None)
    if document:
        memory.document[person] = document[0]


def _person(sentence: str) -> str | None:
    """Who is introduced with an office, or is said to say something."""
    titled = TITLED.search(sentence)
    if titled:
        return titled["name"]
    for frame in _SAYS.finditer(sentence):
        named = re.search(r"(?:^|\s)((?:[A-Z][a-zà-ÿ’'-]+\s+)+[A-Z][\wà-ÿ’'-]+)\s*$", frame["who"])
        if named and not OUTLET.search(named[1]):
            return named[1]
    return None


def _pieces(sentence: str, clause: Clause, memory: Memory) -> list[Clause]:
    """Cut "revelation that ...", "information indicates that ..." and second main clauses."""
    words = sentence[clause.start : clause.end]
    shows = _SHOWS.match(words)
    if shows:
        source = " ".join(shows["who"].strip(" “\"'").split())
        speaker = clause.chain[-1] if clause.chain else None
        if re.match(r"(?:our|their|his|her|the)\b", source, re.IGNORECASE) and speaker:
            source = memory.document.get(speaker, source)
        return [replace(clause, start=clause.start + shows.end(), chain=(*clause.chain, source))]
    noun = _OF_NOUN.search(words)
    if noun and noun.start() < len(words) / 2:
        begin = noun.end()
        verbs = list(_COPULA.finditer(words, begin))
        end = len(words)
        if len(verbs) > 1 and not re.search(
            r"[,;]|\bthat\b|\bwhich\b", words[begin : verbs[1].start()]
        ):
            end = verbs[1].start()
        return [replace(clause, start=clause.start + begin, end=clause.start + end)]
    return [clause]


def _trimmed(sentence: str, clause: Clause) -> Clause:
    start, end = clause.start, clause.end
    while start < end and sentence[start] in " ,;:“\"'\u2018—–-":
        start += 1
    while end > start and sentence[end - 1] in f" ,;:.{_CLOSE}!?—–":
        end -= 1
    match = re.match(r"(?:and|but|that|also)\s+", sentence[start:end])
    return replace(clause, start=start + (match.end() if match else 0), end=end)
