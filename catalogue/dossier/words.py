"""What a dossier says of a claim, in words that people outside of the catalogue understand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalogue.dossier.picture import metres_text
from catalogue.model import Assessment, Candidate, Link, Place, ReportedObject, Span

VERDICT_WORDS = {
    "consistent": "consistent with the claim (not proof of it)",
    "inconsistent": "speaks against the claim",
    "inconclusive": "inconclusive",
    "not_observable": "this image could not show it",
}
STATUS_WORDS = {
    "asserted": "said to have happened",
    "planned": "announced or planned, not said to have happened",
    "capability": "a capability, not an event",
    "possible": "said to be possible",
    "negated": "denied",
    "no_evidence": "nothing known of it, says the source",
    "unknown": "not clear whether it is said to have happened",
}
COULD_WORDS = {
    "can_show": "An image can show this.",
    "partly": "An image can show a part of this only.",
    "cannot_show": "No image can ever show this.",
}
_MOST_CANDIDATES = 8


def segments(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """The text in pieces with the kind of each, "" where nothing was marked; inner spans win."""
    kinds = [""] * len(text)
    for span in sorted(spans, key=lambda s: (s.kind != "claim", s.start - s.end)):
        for at in range(span.start, min(span.end, len(text))):
            kinds[at] = span.kind
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            yield text[start:at], kinds[start]
            start = at


def place_lines(place: Place | None) -> Iterator[str]:
    """Where it may have been, most probable first; what was not listed is said."""
    if place is None:
        yield "No place is known."
        return
    ordered = sorted(place.candidates, key=lambda c: -c.p)
    for candidate in ordered[:_MOST_CANDIDATES]:
        yield candidate_line(candidate, alone=len(ordered) == 1)
    left = ordered[_MOST_CANDIDATES:]
    if left:
        yield f"{len(left)} more places, together {sum(c.p for c in left):.0%}."
    if place.reserve:
        yield f"{place.reserve:.0%} for somewhere that is not listed."


def candidate_line(candidate: Candidate, *, alone: bool) -> str:
    """One possible place: name, coordinates in lat, lon, how sure, who says so."""
    point = candidate.geometry.centroid
    sure = (
        "an area"
        if candidate.geometry.geom_type != "Point"
        else "how sure is not stated"
        if candidate.r95_m is None
        else f"95 % sure within {metres_text(candidate.r95_m)}"
    )
    share = "" if alone else f"{candidate.p:.0%}: "
    by = ", ".join(filter(None, [candidate.source, candidate.author]))
    name = f"{candidate.name}, " if candidate.name else ""
    return f"{share}{name}{lat_lon(point.y, point.x)}; {sure}{f' ({by})' if by else ''}"


def lat_lon(lat: float, lon: float) -> str:
    """Coordinates as one reads them: 33.89500° N, 51.57700° E."""
    return f"{abs(lat):.5f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.5f}° {'E' if lon >= 0 else 'W'}"


def object_line(thing: ReportedObject) -> str:
    """What was reported there: its name, how many, and the size in metres."""
    low, high = thing.count_min, thing.count_max
    many = "" if low is None and high is None else f" ({_count(low, high)})"
    known = thing.length_m and thing.width_m
    size = f", {thing.length_m:g} × {thing.width_m:g} m" if known else ", size not stated"
    return f"{thing.name}{many}{size}"


def _count(low: int | None, high: int | None) -> str:
    if low == high:
        return f"{low}"
    if low is None:
        return f"up to {high}"
    return f"{low} or more" if high is None else f"{low} to {high}"


def level_line(link: Link | None) -> str:
    """Could the image have shown it, and what limits it most."""
    if link is None:
        return "Not linked to the claim: out of its place or time."
    return f"{link.score.level.capitalize()}: {link.score.reasons[0]}."


def verdict_line(made: Assessment) -> str:
    """A verdict with its author and what it rests on."""
    seen = ", given after looking without knowing the claim" if made.blind else ""
    others = f" Other explanations: {'; '.join(made.alternatives)}." if made.alternatives else ""
    why = f" Although the image is poor: {made.despite}." if made.despite else ""
    note = f" {made.note}" if made.note else ""
    return (
        f"{made.part.capitalize()}: {VERDICT_WORDS[made.verdict]} ({made.author}, "
        f"{made.made[:10]}{seen}).{others}{why}{note}"
    )


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 scene, 2 scenes."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(items: Iterable[str]) -> str:
    """A list in a sentence."""
    known = [item for item in items if item]
    return ", ".join(known)
