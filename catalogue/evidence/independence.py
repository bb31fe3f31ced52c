"""Which sources are one: five reports of one origin, or on one image, count once. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalogue.model import Observation, Report, Scene

# Texts that share so much of the shorter one's runs of words are one text. Assumption.
SHARED_TEXT = 0.5
RUN_WORDS = 6
# Fewer runs than this say nothing about copying.
_LEAST_RUNS = 20
# Images of one satellite within so many seconds are one pass. Assumption.
PASS_S = 600.0
_WORD = re.compile(r"[^\W_]+")
_LEGAL = {"inc", "ltd", "llc", "gmbh", "plc", "corp", "co", "sa", "ag", "bv", "oy", "the"}
_SUBDOMAINS = ("www.", "m.", "amp.", "mobile.")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that speaks for a claim, a report or an image, with what it shares with others.

    `marks` are (what, value): two sources with an equal mark have one origin.
    """

    uid: str
    label: str
    marks: frozenset[tuple[str, str]]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Sources that count once, and why they are taken for one (nothing for a single one)."""

    sources: tuple[Source, ...]
    reasons: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A name without case, accents, punctuation, "the" and legal forms, to be compared."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    words = _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)))
    kept = [word for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def host(url: str | None) -> str:
    """The host of an address, without the prefixes of its phone and web editions; "" for none."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    for prefix in _SUBDOMAINS:
        name = name.removeprefix(prefix)
    return name


def report_source(observation: Observation, report: Report | None) -> Source:
    """What a claim rests on, as its report says.

    Its origin is the last link of the chain of attribution; only where no chain is known, it is
    who published it, or else the site it was published on. So claims of one report may have
    different origins.
    """
    chain = observation.attribution or (report.chain if report else ())
    marks: set[tuple[str, str]] = set()
    publisher = plain(report.publisher) if report and report.publisher else ""
    site = host(report.url if report else None) or host(observation.source)
    if chain and plain(chain[-1]):
        marks.add(("origin", plain(chain[-1])))
    else:
        if publisher or site:
            marks.add(("publisher", publisher) if publisher else ("site", site))
        if report is not None:
            marks.add(("text", report.sha256))
    label = f"{observation.id} ({report.id})" if report else observation.id
    return Source(observation.uid, label, frozenset(marks), report.text if report else "")


def scene_sources(scenes: Sequence[Scene], names: Mapping[str, str]) -> list[Source]:
    """Images as sources: those that one satellite took in one pass are one.

    Two images of one provider on different passes are two looks at the ground.
    """
    ordered = sorted(scenes, key=lambda s: (plain(s.platform or ""), _begin(s), s.uid))
    found: list[Source] = []
    first = ""
    last: Scene | None = None
    for scene in ordered:
        if last is None or not _one_pass(last, scene):
            first = scene.uid
        marks = {("image", scene.uid), ("pass", first)}
        marks |= {("file", a.sha256) for a in scene.assets if a.sha256}
        found.append(Source(scene.uid, names.get(scene.uid, scene.id), frozenset(marks)))
        last = scene
    return found


def _begin(scene: Scene) -> int:
    return scene.when.begin_us if scene.when else 0


def _one_pass(one: Scene, other: Scene) -> bool:
    if not one.platform or plain(one.platform) != plain(other.platform or ""):
        return False
    return one.when is not None and other.when is not None and one.when.gap_s(other.when) <= PASS_S


def origins(sources: Iterable[Source]) -> tuple[Origin, ...]:
    """The sources by origin, each once, in the order in which they came.

    Two are one if they have a mark in common, or if much of the shorter text stands in the other.
    """
    once = {source.uid: source for source in sources}
    every = list(once.values())
    of = list(range(len(every)))
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    runs = [_runs(source.text) for source in every]
    for b in range(len(every)):
        for a in range(b):
            why = _why_one(every[a], every[b], runs[a], runs[b])
            if not why:
                continue
            old, new = max(of[a], of[b]), min(of[a], of[b])
            of = [new if n == old else n for n in of]
            reasons[new] |= reasons.pop(old, {}) if old != new else {}
            reasons[new] |= dict.fromkeys(why)
    groups: dict[int, list[Source]] = defaultdict(list)
    for n, source in zip(of, every, strict=True):
        groups[n].append(source)
    return tuple(Origin(tuple(members), tuple(reasons[n])) for n, members in groups.items())


_SAY = {
    "origin": "the same origin: {}",
    "publisher": "the same publisher: {}",
    "site": "the same site: {}",
    "text": "the same text, word for word",
    "image": "the same image",
    "pass": "images of one satellite on one pass",
    "file": "the same file",
}


def _why_one(one: Source, other: Source, runs: set[int], others: set[int]) -> list[str]:
    shared = sorted(one.marks & other.marks)
    why = [_SAY[what].format(value) for what, value in shared]
    least = min(len(runs), len(others))
    told = [{value for what, value in s.marks if what == "origin"} for s in (one, other)]
    apart = all(told) and told[0] != told[1]  # one text may quote several
    if not why and not apart and least >= _LEAST_RUNS:
        part = len(runs & others) / least
        if part >= SHARED_TEXT:
            why.append(f"{one.label} and {other.label} share {part:.0%} of the shorter text")
    return why


def _runs(text: str) -> set[int]:
    """Hashes of every run of words; equal within this process only."""
    words = plain(text).split()
    return {hash(tuple(words[n : n + RUN_WORDS])) for n in range(len(words) - RUN_WORDS + 1)}
