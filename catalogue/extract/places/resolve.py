"""Which of the places with this name? Weights from fame, surroundings and the rest of the text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.extract.places.geometry import apart_m, between_m, holds
from catalogue.extract.places.mention import Mention
from catalogue.extract.places.nest import held_by
from catalogue.gazetteer import Entry, Match

# Weights in natural logarithms, set by hand on the development texts.
_PER_TENFOLD = 1.5  # of people
_KIND = {
    "country": 2.5, "admin1": -0.6, "admin2": -1.6, "town": 0.0, "airfield": -2.0, "own": 12.0,
    "continent": 8.0, "ocean": 8.0, "sea": 8.0, "strait": 7.0, "region": 6.5,
}  # fmt: skip
_HOW = {"own": 12.0, "exact": 0.0, "name": -0.1, "short": -0.2, "alternate": -2.2, "code": 0.0}
_CAPITAL = 3.0
_INSIDE = 4.5
_HOLDS = 2.5
_COUNTRY_GIVEN = 4.0
_SAME_COUNTRY = 2.5
_SAME_AREA = 2.0
_NEAR = 1.5
_NEAR_M = 150_000.0
_LOOKED_AT = 120
_MERGE_M = 20_000.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A place with its share among all with the name (they add up to 1)."""

    entry: Entry
    p: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole text is about: shares of countries and areas, and places named for sure."""

    countries: dict[str, float]
    areas: dict[int, float]
    spots: tuple[tuple[float, float, str], ...]


def weigh(
    mention: Mention,
    holders: Sequence[Mention],
    country: str | None,
    about: Surroundings | None,
) -> list[Weighed]:
    """The candidates of a mention, best first. `holders`: mentions that lie inside this one."""
    scored = []
    for match in mention.matches[:_LOOKED_AT]:
        score = _alone(match, mention) + _INSIDE * held_by(match.entry, mention)
        if any(holds(match.entry, m.entry) for h in holders for m in h.matches[:20]):
            score += _HOLDS
        if country is not None and match.entry.cc == country:
            score += _COUNTRY_GIVEN
        if about is not None:
            score += _fits(match.entry, mention, about)
        scored.append((score, match.entry))
    scored.sort(key=lambda pair: (-pair[0], pair[1].row))
    return _shares(scored)


def _alone(match: Match, mention: Mention) -> float:
    entry = match.entry
    score = _PER_TENFOLD * math.log10((entry.population or 0) + 100.0) + _KIND[entry.kind]
    score += _HOW.get(match.how, 0.0) + (_CAPITAL if entry.capital else 0.0)
    if mention.hint == "area":
        score += {"admin1": 3.0, "admin2": 4.0, "town": -1.5}.get(entry.kind, 0.0)
    elif mention.hint in ("town", "facility"):
        score += {"town": 2.0, "country": -1.0}.get(entry.kind, 0.0)
    elif mention.hint == "airfield":
        score += {"airfield": 7.0, "town": 2.0}.get(entry.kind, 0.0)
    return score


def _fits(entry: Entry, mention: Mention, about: Surroundings) -> float:
    score = _SAME_COUNTRY * about.countries.get(entry.cc or "", 0.0)
    score += _SAME_AREA * about.areas.get(entry.admin1 if entry.admin1 is not None else -1, 0.0)
    others = [s for s in about.spots if s[2] != mention.text]
    if entry.kind in ("town", "airfield", "admin2") and others:
        near = min(apart_m(entry.lon, entry.lat, lon, lat) for lon, lat, _ in others)
        score += _NEAR * math.exp(-near / _NEAR_M)
    return score


def _shares(scored: list[tuple[float, Entry]]) -> list[Weighed]:
    """Softmax; what lies beside a better one is counted with it."""
    if not scored:
        return []
    top = scored[0][0]
    kept: list[tuple[Entry, float]] = []
    for score, entry in scored:
        weight = math.exp(score - top)
        for i, (other, sum_) in enumerate(kept):
            if between_m(other, entry) <= max(_MERGE_M, 0.5 * other.radius_m):
                kept[i] = other, sum_ + weight
                break
        else:
            kept.append((entry, weight))
    total = sum(weight for _, weight in kept)
    ranked = sorted(kept, key=lambda pair: -pair[1])
    return [Weighed(entry, weight / total) for entry, weight in ranked]


def surroundings(
    weighed: dict[str, list[Weighed]], points: Sequence[tuple[float, float]]
) -> Surroundings:
    """What a text is about, from the first weighing of its names (each name once).

    `points`: positions it gives by distance and direction.
    """
    countries: dict[str, float] = defaultdict(float)
    areas: dict[int, float] = defaultdict(float)
    spots = [(lon, lat, "") for lon, lat in points]
    for name, candidates in weighed.items():
        for candidate in candidates[:3]:
            entry = candidate.entry
            if entry.cc:
                countries[entry.cc] += candidate.p
            area = entry.row if entry.kind == "admin1" else entry.admin1
            if area is not None:
                areas[area] += candidate.p
        if candidates and candidates[0].p > 0.6 and candidates[0].entry.kind in ("town", "admin2"):
            spots.append((candidates[0].entry.lon, candidates[0].entry.lat, name))
    total = max(1.0, sum(countries.values()))
    return Surroundings(
        {cc: n / total for cc, n in countries.items()},
        {row: n / total for row, n in areas.items()},
        tuple(spots),
    )
