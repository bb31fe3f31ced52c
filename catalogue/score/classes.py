"""What kind of trace an event leaves and what kind of thing was reported, by their words.

Classes come from imports and from people, so words decide, not a closed list; None is unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_args

from catalogue.model import Observation, ReportedObject

Effect = Literal["visit", "parked", "flood", "fire", "damage", "scar", "building"]
Kind = Literal["uav", "aircraft", "vehicle", "ship", "building", "ground", "fire", "flood"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
KINDS: tuple[Kind, ...] = get_args(Kind)

# A catalogue has few different names; ranking asks for the same ones again and again.
_MOST_NAMES = 4096
# The first that matches counts.
_EFFECTS: dict[Effect, str] = {
    "flood": r"flood|inundat|tsunami",
    "fire": r"\bfires?\b|wildfire|burn",
    "scar": r"slide|rockfall|debris|\bdams?\b|breach|hazard|quake|erupt|avalanche|sinkhole",
    "damage": r"damage|destr|strike|shell|explo|bomb|attack|crater|collapse|remote violence",
    "building": r"construct|building|excavat|expansion",
    "parked": r"presence|deploy|parked|station|build-?up|docked|moored",
    "visit": r"visit|inspect|launch|test|seiz|captur|movement|train|transfer|protest|riot|"
             r"demonstration|meeting|diplomacy|kill|battle|violence|arrest|raid|piracy",
}  # fmt: skip
_KINDS: dict[Kind, str] = {
    "uav": r"\bua[vs]s?\b|drone|unmanned|uncrewed|shahed|mohajer|bayraktar",
    "ship": r"ship|vessel|boat|\btankers?\b|barge|submarine|frigate|corvette|destroyer|ferry",
    "aircraft": r"air-?craft|plane|\bjets?\b|bomber|helicopter|fixed-wing|fighter|gunship",
    "fire": r"\bfires?\b|burn|flame",
    "flood": r"flood",
    "ground": r"crater|trench|earthwork|slide|\bpits?\b|tailings|\bmud",
    "building": r"building|hangar|depot|runway|bridge|\bdam\b|command|\bsite|camp|house|home|"
                r"hospital|school|factory|warehouse|shelter|plant|bunker",
    "vehicle": r"vehicle|\btanks?\b|truck|\bcars?\b|launcher|artillery|howitzer|convoy|\bbus",
}  # fmt: skip
_EFFECT_WORDS = {e: re.compile(words, re.IGNORECASE) for e, words in _EFFECTS.items()}
_KIND_WORDS = {k: re.compile(words, re.IGNORECASE) for k, words in _KINDS.items()}
_OF_EFFECT: dict[Effect, Kind] = {
    "flood": "flood", "fire": "fire", "scar": "ground", "damage": "building",
    "building": "building",
}  # fmt: skip


@lru_cache(_MOST_NAMES)
def effect_of(event_class: str | None) -> Effect | None:
    """What an event of this class leaves to be seen; None where its words do not say."""
    return next((e for e, words in _EFFECT_WORDS.items() if words.search(event_class or "")), None)


def kind_of(observation: Observation) -> Kind | None:
    """The kind of the thing that is hardest to see, else what the event leaves."""
    thing = smallest(observation.objects) or next(iter(observation.objects), None)
    found = _kind(thing) if thing else None
    if found is None:
        effect = effect_of(observation.event_class)
        found = _OF_EFFECT.get(effect) if effect else None
    return found


def is_aircraft(objects: Sequence[ReportedObject]) -> bool:
    """True if the smallest object of a known size flies."""
    thing = smallest(objects)
    return thing is not None and _kind(thing) in ("uav", "aircraft")


def _kind(thing: ReportedObject) -> Kind | None:
    return (_kind_in(thing.cls) if thing.cls else None) or _kind_in(thing.name)


@lru_cache(_MOST_NAMES)
def _kind_in(text: str) -> Kind | None:
    return next((kind for kind, words in _KIND_WORDS.items() if words.search(text)), None)


def critical_m(objects: Sequence[ReportedObject]) -> float | None:
    """Critical dimension in metres of the smallest object, None if no size was stated.

    It is sqrt(length x width), as Johnson's criteria are used with two-dimensional targets.
    """
    thing = smallest(objects)
    return None if thing is None else across_m(thing)


def smallest(objects: Sequence[ReportedObject]) -> ReportedObject | None:
    """The object of the smallest critical dimension, of those whose size was stated."""
    sized = [o for o in objects if o.length_m and o.width_m]
    return min(sized, key=across_m, default=None)


def across_m(thing: ReportedObject) -> float:
    """sqrt(length x width) in metres."""
    return math.sqrt((thing.length_m or 0) * (thing.width_m or 0))
