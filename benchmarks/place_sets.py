"""The development sets of places: what a report says of where, and where it was.

Landslides: the place phrase of the NASA Global Landslide Catalog, with its country behind it and
without. Piracy: the narrative without its written coordinates; the place is the first one said.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.extract.places import find_places
from catalogue.extract.places.radii import Calibration
from catalogue.extract.places.written import written_places
from catalogue.extract.values import PlaceFound
from catalogue.gazetteer import Gazetteer
from catalogue.space.measure import GEOD

FOLDS = 5
PLAIN = Calibration({}, {})  # radii are then the natural sizes
SETS = ("landslides", "landslides, no country", "piracy", "piracy, coordinates")
_OFFSET = re.compile(r"\b\d+(?:\.\d+)?\s*(?:nm|km|miles?)\b", re.IGNORECASE)
_POSITION = re.compile(r"Posn:?[\s,.–-]*")


@dataclass(frozen=True, slots=True)
class Event:
    """A text that says where, the truth, and the fold (0 is held back from fitting)."""

    kind: str
    text: str
    lon: float
    lat: float
    fold: int

    @property
    def by_offset(self) -> bool:
        """Its first line gives a distance from a place."""
        return self.kind == "piracy" and bool(_OFFSET.search(self.text.partition("\n")[0]))


def events(folder: Path) -> Iterator[Event]:
    """All events of the sets in `folder`."""
    for line in (folder / "landslide_places_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        fold = zlib.crc32(row["id"].encode()) % FOLDS
        at = row["lon"], row["lat"], fold
        yield Event("landslides", f"{row['place']}, {row['country']}", *at)
        yield Event("landslides, no country", row["place"], *at)
    for line in (folder / "piracy_events_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        at = row["lon"], row["lat"], zlib.crc32(row["id"].encode()) % FOLDS
        yield Event("piracy", without_coordinates(row["text"]), *at)
        if any(written_places(row["text"])):
            yield Event("piracy, coordinates", row["text"], *at)


def without_coordinates(text: str) -> str:
    """The text with the written positions cut out."""
    for start, end, _ in sorted(written_places(text), reverse=True):
        text = text[:start] + text[end:]
    return _POSITION.sub("", text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Parted at full stops and line ends: good enough for these texts."""
    found, start = [], 0
    for match in re.finditer(r"(?<=[.!?])\s+(?=[A-Z])|\n", text):
        found.append((start, match.end()))
        start = match.end()
    return [*found, (start, len(text))]


def stated_place(
    event: Event, gazetteer: Gazetteer, calibrated: Calibration | None = None
) -> PlaceFound | None:
    """The place that the text says first; of those in one sentence the smallest.

    Smallest by its natural size, so that it is the same place whatever the table of radii.
    """
    bounds = sentences(event.text) if event.kind.startswith("piracy") else [(0, len(event.text))]
    plain = find_places(event.text, bounds, gazetteer, calibrated=PLAIN)
    for start, end in bounds:
        here = [i for i, f in enumerate(plain) if f.candidates and start <= f.start < end]
        here = [i for i in here if plain[i].role not in ("context", "actor")] or here
        if here:
            at = min(here, key=lambda i: plain[i].candidates[0].r95_m)
            if calibrated is PLAIN:
                return plain[at]
            return find_places(event.text, bounds, gazetteer, calibrated=calibrated)[at]
    return None


def errors_m(event: Event, found: PlaceFound) -> Sequence[float]:
    """Metres from each candidate to the truth."""
    n = len(found.candidates)
    lons, lats = [c.lon for c in found.candidates], [c.lat for c in found.candidates]
    return list(GEOD.inv(lons, lats, [event.lon] * n, [event.lat] * n)[2])
