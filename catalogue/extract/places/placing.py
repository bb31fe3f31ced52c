"""From what a text says of a place to candidates with radii and a reserve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.coordinates import Spot
from catalogue.extract.places.facilities import at_town
from catalogue.extract.places.geometry import moved
from catalogue.extract.places.mention import Mention
from catalogue.extract.places.nest import level, limit_m
from catalogue.extract.places.radii import (
    Calibration,
    Grounds,
    Stated,
    held,
    offset_size_m,
    size_m,
    stated_as,
)
from catalogue.extract.places.relation import OFF_M, Relation
from catalogue.extract.places.resolve import Weighed
from catalogue.extract.values import PlaceCandidate
from catalogue.gazetteer import Entry, Gazetteer

_MOST = 5
_LEAST_P = 0.02
_WRITTEN_M = 1_000.0
_BESIDE_M = 15_000.0
_REST = 0.3  # of a facility's weight, for one that is not listed
_SECTORS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0,
            "NW": 315.0}  # fmt: skip
_SIDES = {"N": "northern", "NE": "northeastern", "E": "eastern", "SE": "southeastern",
          "S": "southern", "SW": "southwestern", "W": "western", "NW": "northwestern",
          "C": "central"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """Candidates and the probability of none of them; on what grounds, and the size taken."""

    candidates: tuple[PlaceCandidate, ...]
    reserve: float
    grounds: Grounds
    size_m: float


def of_spot(spot: Spot, text: str, calibration: Calibration) -> Placed:
    """Written coordinates: what the digits leave open, and slips of the pen."""
    grounds = Grounds("coordinates", "area", 1.0)
    size = math.hypot(spot.precision_m or 0.0, _WRITTEN_M)
    radius = spot.r95_m if spot.r95_m is not None else calibration.radius_m(grounds, size)
    reserve = calibration.reserve(grounds)
    candidate = PlaceCandidate(text, spot.lon, spot.lat, max(radius, 1.0), 1.0 - reserve, None)
    return Placed((candidate,), reserve, grounds, size)


def of_mention(
    mention: Mention, weighed: Sequence[Weighed], table: Calibration, near: bool
) -> Placed:
    """The places of a name; `near`: the text says it was beside it."""
    placed = []
    for one in weighed:
        grounds = _grounds(mention, one.entry, weighed[0].p, near)
        lon, lat, size = _sector(mention, one.entry)
        radius = min(table.radius_m(grounds, size), limit_m(mention, one.entry))
        name = f"{_SIDES[mention.sector]} {one.entry.name}" if mention.sector else one.entry.name
        placed.append(PlaceCandidate(name, lon, lat, radius, one.p, one.entry.id))
    best = weighed[0].entry
    return _shared(
        placed, _grounds(mention, best, weighed[0].p, near), _sector(mention, best)[2], table
    )


def _grounds(mention: Mention, entry: Entry, p: float, near: bool) -> Grounds:
    stated = stated_as(entry)
    if stated == "town" and mention.hint in ("facility", "airfield"):
        stated = "facility"
    elif stated == "town" and (near or mention.hint == "island"):
        stated = "near"
    return Grounds(stated, held(entry, level(mention, entry)), p)


def _sector(mention: Mention, entry: Entry) -> tuple[float, float, float]:
    """(lon, lat, size): of northern Syria, the middle of that side of it."""
    size = size_m(entry)
    if mention.sector is None or entry.kind in ("town", "airfield", "own"):
        return entry.lon, entry.lat, size
    if mention.sector == "C":
        return entry.lon, entry.lat, 0.6 * size
    lon, lat = moved(entry.lon, entry.lat, _SECTORS[mention.sector], 0.45 * size)
    return lon, lat, 0.75 * size


def of_airfields(
    mention: Mention, town: Weighed, words: str, gazetteer: Gazetteer, table: Calibration
) -> Placed | None:
    """A facility by its town: the airfields round it, and the town itself for one not listed."""
    fields = at_town(gazetteer, town.entry, words)
    if not fields:
        return None
    grounds = Grounds("airfield", held(town.entry, level(mention, town.entry)), town.p)
    spot, size = town.entry, size_m(town.entry)
    away = table.radius_m(Grounds("facility", grounds.held, town.p), size)
    rest = PlaceCandidate(spot.name, spot.lon, spot.lat, away, _REST, spot.id)
    listed = [_field(one.entry, (1.0 - _REST) * one.p, table) for one in fields]
    return _shared([*listed, rest], grounds, fields[0].entry.radius_m, table)


def of_country_fields(fields: Sequence[Entry], reserve: float, table: Calibration) -> Placed:
    """All airfields of a country, with one weight."""
    share = (1.0 - reserve) / len(fields)
    candidates = tuple(_field(entry, share, table) for entry in fields)
    return Placed(candidates, reserve, Grounds("airfield", "country", share), fields[0].radius_m)


def _field(entry: Entry, p: float, table: Calibration) -> PlaceCandidate:
    # Which airfield is open, where each one lies is not.
    radius = table.radius_m(Grounds("own", "area", 1.0), entry.radius_m)
    return PlaceCandidate(entry.name, entry.lon, entry.lat, radius, p, entry.id)


def point(relation: Relation, anchor: Entry) -> tuple[float, float]:
    """(lon, lat) that a relation leads to from `anchor`; "south of Brass" is beside it."""
    if relation.bearing_deg is None:
        return anchor.lon, anchor.lat
    away = relation.distance_m
    if away is None:
        away = max(_BESIDE_M, anchor.radius_m)
    return moved(anchor.lon, anchor.lat, relation.bearing_deg, away)


def of_relation(relation: Relation, weighed: Sequence[Weighed], table: Calibration) -> Placed:
    """So far and so directed from each place that the anchor may be."""
    way: Stated = "ring"
    if relation.bearing_deg is not None:
        way = "direction" if relation.distance_m is None else "offset"
    placed = []
    for one in weighed:
        grounds = _relation_grounds(relation, way, one.entry, weighed[0].p)
        lon, lat = point(relation, one.entry)
        radius = table.radius_m(grounds, _relation_size(relation, one.entry))
        name = f"{relation.words} {one.entry.name}"
        placed.append(PlaceCandidate(name, lon, lat, radius, one.p, one.entry.id))
    best = weighed[0]
    grounds = _relation_grounds(relation, way, best.entry, best.p)
    return _shared(placed, grounds, _relation_size(relation, best.entry), table)


def _relation_grounds(relation: Relation, way: Stated, anchor: Entry, p: float) -> Grounds:
    return Grounds(way, held(anchor, level(relation.anchor, anchor)), p)


def _relation_size(relation: Relation, anchor: Entry) -> float:
    if relation.bearing_deg is None:
        distance = OFF_M if relation.distance_m is None else relation.distance_m
        return math.hypot(distance, anchor.radius_m)
    if relation.distance_m is None:
        return math.hypot(max(_BESIDE_M, anchor.radius_m), anchor.radius_m)
    return offset_size_m(relation.distance_m, relation.spread, anchor)


def _shared(
    placed: Sequence[PlaceCandidate], grounds: Grounds, size: float, table: Calibration
) -> Placed:
    """The best candidates; what the others had goes to the reserve. All adds up to 1."""
    reserve = table.reserve(grounds)
    total = sum(c.p for c in placed)
    kept = [c for c in placed[:_MOST] if c.p >= _LEAST_P * total]
    scaled = tuple(
        PlaceCandidate(c.name, c.lon, c.lat, c.r95_m, (1.0 - reserve) * c.p / total, c.id)
        for c in kept
    )
    return Placed(scaled, max(0.0, 1.0 - sum(c.p for c in scaled)), grounds, size)
