"""Words of events, and the class each belongs to.

Classes follow the spirit of PLOVER for acts between actors, with physical classes beside them:
what leaves a trace on the ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from catalogue.score import observability

EventKind = Literal["onset", "state"]


@dataclass(frozen=True, slots=True)
class EventClass:
    """A class of events, and whether it begins or lasts; what an image shows of it is told by
    `catalogue.score.observability`.
    """

    name: str
    kind: EventKind
    verbs: str
    nouns: str = ""


_CLASSES = (
    EventClass("strike", "onset",
               "struck strike strikes striking hit hits hitting shell shelled shelling bomb bombed bombing "
               "destroy destroys destroyed destroying devastate devastated attack attacked attacking raid raided "
               "torpedoed sank sunk sink blast blasted detonate detonated flatten flattened level levelled leveled "
               "target targeted ambush ambushed",
               "strike strikes airstrike airstrikes attack attacks shelling bombing bombardment explosion explosions "
               "blast raid ambush"),
    EventClass("damage", "onset",
               "damage damaged damages collapse collapsed burn burned burnt burning set ablaze wreck wrecked crater cratered",
               "damage destruction wreckage crater craters fire fires blaze collapse"),
    EventClass("hazard", "onset",
               "erupt erupted flood flooded swept buried slid breached burst overflowed triggered inundated derailed",
               "landslide landslides mudslide mudslides rockfall rockslide flood floods flooding earthquake quake "
               "eruption wildfire wildfires tsunami avalanche spill tornado cyclone hurricane typhoon sinkhole breach"),
    EventClass("deployment", "state",
               "deploy deploys deployed deploying station stationed mass massed amass amassed amassing move moves moved moving "
               "redeployed dug mobilised mobilized positioned",
               "deployment buildup build-up convoy convoys reinforcements fortifications"),
    EventClass("construction", "state",
               "build builds built building construct constructed constructing erect erected expand expanded expanding "
               "dig excavate excavated pave paved",
               "construction excavation expansion"),
    EventClass("presence", "state",
               "spotted parked seen observed photographed docked anchored moored berthed hovering gathered sighted stood",
               "presence"),
    EventClass("launch", "onset",
               "launch launched launching fire fired firing test tested test-fired",
               "launch launches test tests"),
    EventClass("inspection", "onset",
               "inspect inspected inspecting examine examined examining evaluate evaluated evaluating tour toured view viewed",
               "inspection"),
    EventClass("visit", "onset",
               "visit visited visiting travel traveled travelled travelling arrive arrived arriving landed flew",
               "visit visits trip trips tour arrival"),
    EventClass("seizure", "onset",
               "seize seized seizing capture captured board boarded boarding hijack hijacked kidnap kidnapped occupied "
               "stole stolen robbed looted detained arrested intercepted boarded approached attempted",
               "seizure capture hijacking robbery theft boarding"),
    EventClass("movement", "onset",
               "withdrew withdraw withdrawn retreat retreated evacuate evacuated fled flee crossed cross advance advanced "
               "departed sailed transited left",
               "withdrawal retreat evacuation offensive advance"),
    EventClass("killing", "onset",
               "kill killed killing wound wounded injure injured shot execute executed murdered died drowned stabbed",
               "killing killings massacre deaths casualties"),
    EventClass("training", "state",
               "train trained training rehearse exercised", "training exercise exercises drill drills"),
    EventClass("transfer", "onset",
               "provide provides provided providing supply supplies supplied supplying deliver delivers delivered delivering "
               "send sends sent sending ship ships shipped shipping sell sells sold selling source sourcing transfer "
               "transferred export exported smuggle smuggled donate donated receive received buy bought purchase purchased",
               "delivery deliveries shipment shipments transfer sale"),
    EventClass("stock", "state",
               "deplete depleted exhaust exhausted stockpile stockpiled restock replenish lack lacks lacked", "shortage"),
    EventClass("protest", "onset", "protest protested march marched rally rallied riot rioted blockade blockaded",
               "protest protests riot riots demonstration demonstrations blockade"),
    EventClass("diplomacy", "onset",
               "meet met meeting discuss discussed negotiate negotiated raise raised sign signed agree agreed",
               "talks negotiations summit agreement meeting"),
)  # fmt: skip

CLASSES = {c.name: c for c in _CLASSES}
OTHER = EventClass("event", "onset", "")
_VERB = {word: c.name for c in reversed(_CLASSES) for word in c.verbs.split()}
_NOUN = {word: c.name for c in reversed(_CLASSES) for word in c.nouns.split()}
# Nouns that look like verbs of their class where an article or a number leads to them.
_BEFORE_NOUN = re.compile(
    r"(?:\b(?:the|a|an|this|that|these|its|his|her|their|our|no|any|first|initial|new|recent|several|"
    r"two|three|more|further|of|air|scheduled|planned|deadly|heavy)\s+|['’]s\s+)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
PHYSICAL = {c.name for c in _CLASSES if observability(c.name)[0] == "can_show"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that says what happened."""

    start: int
    end: int
    word: str
    cls: str
    is_verb: bool


def triggers(text: str) -> list[Trigger]:
    """All event words, in order."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        noun_place = _BEFORE_NOUN.search(text[max(0, match.start() - 20) : match.start()])
        if word in _NOUN and (noun_place or word not in _VERB):
            found.append(Trigger(match.start(), match.end(), word, _NOUN[word], is_verb=False))
        elif word in _VERB and not noun_place:
            found.append(Trigger(match.start(), match.end(), word, _VERB[word], is_verb=True))
    return found


def event_class(name: str) -> EventClass:
    """A class by its name; "event" for one that is not known."""
    return CLASSES.get(name, OTHER)
