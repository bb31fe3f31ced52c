"""What part a place plays: where it happened, from where, to where, who acts, or a setting."""

from __future__ import annotations

from catalogue.extract.places.mention import Mention, Scan
from catalogue.extract.places.words import among, lists
from catalogue.extract.values import PlaceRole
from catalogue.gazetteer import Entry

_TO = lists()["role_to"]
_FROM = lists()["role_from"]
_IN = lists()["role_in"]
_MOTION = lists()["role_motion"]


def role(scan: Scan, mention: Mention, entry: Entry) -> tuple[PlaceRole, str | None]:
    """The role of a mention of `entry` and the reason for it, if there is one to give."""
    acts = entry.kind in ("country", "continent", "region") or entry.capital
    before, after = scan.word(mention.first - 1), scan.word(mention.end_word + 1)
    same_before = mention.first > 0 and (scan.sentence_of[mention.first - 1] == mention.sentence)
    low = before.low if before is not None and same_before else ""
    if low in ("the", "nearby", "neighboring", "neighbouring") or mention.sector:
        further = scan.word(mention.first - 2)
        low = further.low if further is not None and mention.first > 1 else low
    if mention.body:
        return "actor", "it names who acts, not where"
    if low in _IN or low == "of":
        return "location", None
    if low in _FROM:
        return "origin", f"after {low!r}"
    if low in _TO or low in _MOTION:
        return "destination", f"after {low!r}"
    if acts and scan.joined(mention.end_word) and among(after, "speech", "acts"):
        word = after.text if after is not None else ""
        return "actor", f"before {word!r} it names who acts, not where"
    if acts and low and before is not None and among(before, "given_to", "speech"):
        return "actor", f"after {low!r} it names who acts, not where"
    return "location", None
