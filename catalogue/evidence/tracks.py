"""One object on several images: sightings of it, joined by place and class. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.interval import Interval
from catalogue.model import Annotation, Scene, TaxonomyClass
from catalogue.space.edges import Floats
from catalogue.space.measure import A_M, GEOD, representative_point

# Metres by which an orthorectified image may lie beside the true place, 95 %. Assumption.
PLACING_M = 10.0
# Pixels by which a drawn centre may be off, 95 %. Assumption, as of the measures on screen.
POINTING_PX = 2.0
# Pixel size where it is unknown, m. Assumption.
UNKNOWN_GSD_M = 10.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """An object drawn on one image: `error_m` of its centre (95 %), `across_m` its longer side."""

    annotation: str
    rev: int
    author: str
    scene: str
    cls: str
    when: Interval
    lon: float
    lat: float
    error_m: float
    across_m: float | None = None
    gsd_m: float | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """Sightings of what is taken for one object, by time. Its id is that of the first."""

    cls: str
    sightings: tuple[Sighting, ...]

    @property
    def id(self) -> str:
        """The annotation with which it begins."""
        return self.sightings[0].annotation

    @property
    def scenes(self) -> frozenset[str]:
        """The images on which it is present."""
        return frozenset(s.scene for s in self.sightings)

    @property
    def best(self) -> Sighting:
        """The one whose place is known best."""
        return min(self.sightings, key=lambda s: (s.error_m, s.annotation))

    @property
    def across_m(self) -> float | None:
        """Its longer side in metres, where any sighting or its class says so."""
        return max((s.across_m for s in self.sightings if s.across_m), default=None)


def sightings(
    annotations: Iterable[Annotation],
    scenes: Sequence[Scene],
    classes: Sequence[TaxonomyClass] = (),
) -> list[Sighting]:
    """The objects that people drew, on images of known time.

    Not whole tiles, not suggestions, and neither clouds nor shadows.
    """
    known = {scene.uid: scene for scene in scenes}
    fleeting = {c.id for c in classes if not c.is_object}
    typical = {c.id: c.length_m for c in classes}
    found = []
    for one in annotations:
        scene = known.get(one.scene)
        if scene is None or scene.when is None or one.cls in fleeting or not _is_object(one):
            continue
        assert one.geometry is not None and one.cls is not None  # noqa: S101, PT018 - _is_object
        lon, lat = representative_point(one.geometry)
        gsd = scene.gsd_m or UNKNOWN_GSD_M
        error = math.hypot(PLACING_M, POINTING_PX * gsd)
        across = _across(one) or typical.get(one.cls)
        found.append(
            Sighting(
                one.uid, one.rev, one.author, one.scene, one.cls, scene.when, lon, lat, error,
                across, scene.gsd_m,
            )
        )  # fmt: skip
    return found


def _is_object(one: Annotation) -> bool:
    drawn = one.kind != "tile" and one.geometry is not None and one.cls is not None
    return drawn and one.state == "tagged" and not one.retracted


def _across(one: Annotation) -> float | None:
    """The diagonal of what is drawn, None of a point."""
    if one.geometry is None or one.geometry.geom_type in ("Point", "MultiPoint"):
        return None
    west, south, east, north = one.geometry.bounds
    if east - west > 180:
        return None
    return float(GEOD.inv(west, south, east, north)[2])


def near_m(one: Sighting, other: Sighting) -> float:
    """So far apart two sightings may lie and still be one object: errors and half its length."""
    across = max(one.across_m or 0.0, other.across_m or 0.0)
    return math.hypot(one.error_m, other.error_m) + across / 2


def tracks(found: Sequence[Sighting]) -> tuple[Track, ...]:
    """Objects of the same class in the same place, by time of the first sighting, then id.

    The nearest are joined first; each two of a track lie near each other, and one person draws an
    object once on an image: two drawn beside each other stay two.
    """
    ordered = sorted(found, key=lambda s: (s.cls, s.annotation))
    group = {n: [n] for n in range(len(ordered))}
    of = list(range(len(ordered)))
    for _, a, b in sorted(_pairs(ordered)):
        one, other = group[of[a]], group[of[b]]
        if of[a] == of[b] or not all(_may_join(ordered[i], ordered[j]) for i in one for j in other):
            continue
        gone = of[b]
        one.extend(other)
        for n in other:
            of[n] = of[a]
        del group[gone]
    made = [_track([ordered[n] for n in members]) for members in group.values()]
    return tuple(sorted(made, key=lambda t: (t.sightings[0].when.begin_us, t.id)))


def _track(members: Sequence[Sighting]) -> Track:
    by_time = sorted(members, key=lambda s: (s.when.begin_us, s.annotation))
    return Track(by_time[0].cls, tuple(by_time))


def _may_join(one: Sighting, other: Sighting) -> bool:
    if one.cls != other.cls or (one.scene, one.author) == (other.scene, other.author):
        return False
    return apart_m(one, other) <= near_m(one, other)


def apart_m(one: Sighting, other: Sighting) -> float:
    """Geodesic metres between the centres of two sightings."""
    return float(GEOD.inv(one.lon, one.lat, other.lon, other.lat)[2])


def _pairs(ordered: Sequence[Sighting]) -> list[tuple[float, int, int]]:
    """(metres apart, a, b) of those that may be one object, a < b."""
    if len(ordered) < 2:
        return []
    at = _on_sphere(ordered)
    # No two may be farther apart than twice this; a sphere is off by less than 1 %.
    widest = 1.01 * 2 * max(near_m(s, s) for s in ordered)
    found = []
    for a in range(len(ordered) - 1):
        chord = np.sqrt(((at[a + 1 :] - at[a]) ** 2).sum(axis=1)) * A_M
        near = (np.flatnonzero(chord <= widest) + a + 1).tolist()
        found += [
            (apart_m(ordered[a], ordered[b]), a, b)
            for b in near
            if _may_join(ordered[a], ordered[b])
        ]
    return found


def _on_sphere(ordered: Sequence[Sighting]) -> Floats:
    lon = np.radians([s.lon for s in ordered])
    lat = np.radians([s.lat for s in ordered])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
