"""Could any image show this claim? Beside the score, never inside it.

The class of the event decides, and what becomes of it: no image shows a plan, a denial, a stock
level or what was said. A person's own answer wins.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.model import Observability, Observation
from catalogue.score.classes import EFFECTS, effect_of

# What an image may show of the classes that reports are read for.
SHOWS: dict[str, Observability] = {
    "strike": "can_show", "damage": "can_show", "hazard": "can_show", "deployment": "can_show",
    "construction": "can_show", "presence": "can_show",
    "launch": "partly", "inspection": "partly", "visit": "partly", "seizure": "partly",
    "movement": "partly", "training": "partly", "protest": "partly",
    "killing": "cannot_show", "transfer": "cannot_show", "stock": "cannot_show",
    "diplomacy": "cannot_show",
}  # fmt: skip
# What has not happened, or is denied.
NOT_DONE = ("planned", "capability", "negated", "no_evidence", "unknown")
_WHY_NOT = {
    "planned": "it is a plan: nothing had happened yet",
    "capability": "it says what somebody could do, not that it was done",
    "negated": "it is a denial: an image cannot show that something did not happen",
    "no_evidence": "it says that there is no evidence",
    "unknown": "it leaves open whether it happened at all",
}
_WHY_NOT_CLASS = {
    "stock": "stock levels lie out of sight",
    "transfer": "who gave what to whom does not show",
    "diplomacy": "what was said or agreed does not show",
    "killing": "deaths do not show",
}
_WHO = ("inspection", "visit", "training")


def observability(
    event_class: str | None,
    objects: Sequence[object] = (),
    status: str = "asserted",
    placed: bool = True,
) -> tuple[Observability, str]:
    """(can_show, partly or cannot_show, why) of a claim; `placed` if it says where."""
    if status in NOT_DONE:
        return "cannot_show", _WHY_NOT[status]
    shows = SHOWS.get(event_class or "")
    if shows is None:
        # A class of an import: what leaves a trace shows, a visit only what was there.
        effect = effect_of(event_class)
        shows = "can_show" if effect in EFFECTS[1:] else "partly"
    if shows == "cannot_show":
        return shows, _WHY_NOT_CLASS[event_class or ""]
    if shows == "can_show":
        return shows, "it leaves something to be seen on the ground"
    if not placed and not objects:
        return "cannot_show", "it names neither a place nor a thing that could be seen"
    if not objects:
        return shows, "the place yes, what went on there no"
    if event_class in _WHO:
        did = {"inspection": "examined", "training": "trained with"}.get(event_class, "came to")
        return shows, f"types yes, who {did} them no"
    return shows, "the things yes, what was done with them no"


def observability_of(observation: Observation) -> tuple[Observability, str]:
    """The same of an observation; what a person has set wins."""
    found, why = observability(
        observation.event_class,
        observation.objects,
        observation.status,
        observation.place is not None,
    )
    own = observation.observability
    return (found, why) if own in (None, found) else (own, "as a person set it")
