"""What the images around a claim leave unproven, in sentences that each name their searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalogue.evidence.gap import Bracket, Gap
from catalogue.evidence.searched import searches_sentence
from catalogue.interval import format_utc


def gap_sentences(brackets: Sequence[Bracket]) -> tuple[str, ...]:
    """One for each time of a claim."""
    return tuple(gap_sentence(bracket) for bracket in brackets)


def gap_sentence(bracket: Bracket) -> str:
    """Whether its time is shown, what stretch no usable image shows and why, what was searched."""
    parts = [f"{bracket.name}: {_shown(bracket)}", *_stretch(bracket)]
    searches = searches_sentence(bracket.searches)
    return ". ".join([*parts, searches[0].upper() + searches[1:]]) + "."


def _shown(bracket: Bracket) -> str:
    usable = [seen for seen in bracket.inside if seen.usable]
    if usable:
        count = f"{len(usable)} usable image{'s' if len(usable) > 1 else ''} at its time"
        return count if bracket.when.is_instant else f"{count}, order to the event unknown"
    if bracket.inside:
        number = len(bracket.inside)
        return f"{number} image{'s' if number > 1 else ''} at its time, none of them usable"
    if bracket.before or bracket.after or (bracket.gap and bracket.gap.causes):
        return "no image at its time in this catalogue"
    return "no scene at all in this catalogue"


def _stretch(bracket: Bracket) -> list[str]:
    gap = bracket.gap
    if gap is None or (gap.begin is None and gap.end is None and not gap.causes):
        return []
    if gap.begin is None and gap.end is None:
        return [f"No usable image at all: {'; '.join(cause.sentence for cause in gap.causes)}"]
    what = "Without a usable image" if not bracket.shown else "Longest without a usable image"
    because = "; ".join(cause.sentence for cause in gap.causes)
    return [f"{what} {span_words(gap)}{': ' + because if because else ''}"]


def span_words(gap: Gap) -> str:
    """From when to when, and how long."""
    if gap.begin and gap.end:
        return f"from {minute(gap.begin)} to {minute(gap.end)} ({gap.length})"
    if gap.end:
        return f"before {minute(gap.end)}"
    return f"after {minute(gap.begin)}" if gap.begin else "at any time"


def minute(when: datetime) -> str:
    """To the minute: "2022-06-08 07:20 UTC"."""
    return f"{format_utc(when)[:16].replace('T', ' ')} UTC"
