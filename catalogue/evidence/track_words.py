"""What a strip says of an object, in words: since when and until when."""

from __future__ import annotations

from catalogue.evidence.occupancy import Occupancy, State
from catalogue.when.atom import Atom
from catalogue.when.event import split
from catalogue.when.words import describe_atom

STATE_WORDS: dict[State, str] = {
    "present": "seen",
    "absent": "looked and not seen",
    "could_not_show": "could not show it",
    "clouded": "under cloud",
    "not_covered": "not in the image",
    "not_looked_at": "not looked at",
}


def came(found: Occupancy) -> str:
    """When it came: between two images, or that nobody knows."""
    since, first = _ends(found.appeared)
    if since is None:
        return f"First seen {first}. No earlier image shows its place without it: it may be older."
    return f"It came between {since} and {first}."


def went(found: Occupancy) -> str:
    """When it went: between two images, or that nobody knows."""
    last, until = _ends(found.gone)
    if until is None:
        return (
            f"Last seen {last}. No later image shows its place without it: it may still be there."
        )
    return f"It went between {last} and {until}."


def _ends(edtf: str) -> tuple[str | None, str | None]:
    """Both ends of an interval as people say them, None where it is open."""
    (part,) = split(edtf).parts
    if isinstance(part, Atom):
        return describe_atom(part), describe_atom(part)
    return (
        None if part.begin is None else describe_atom(part.begin),
        None if part.end is None else describe_atom(part.end),
    )
