"""Was it there on each image? Strips of tracks, counts by date, and when it came and went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from catalogue.evidence.tracks import Track
from catalogue.interval import Interval, format_utc, to_us
from catalogue.model import Annotation, Scene
from catalogue.space import covered

State = Literal["present", "absent", "could_not_show", "clouded", "not_covered", "not_looked_at"]
STATES: tuple[State, ...] = get_args(State)
Bound = Literal["appeared", "present", "gone"]
BOUNDS: tuple[Bound, ...] = get_args(Bound)

# From this cloud cover of a scene on, nobody is taken to have seen that nothing was there, %.
# Assumption; below it, what people tagged as cloud counts.
CLOUDED_PCT = 95.0
# Pixels across an object to detect it, at best: one cycle (Johnson 1958).
DETECT_PIXELS = 2.0
_CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Searched:
    """A part of an image that somebody looked at, with the classes they saw there."""

    area: BaseGeometry
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stay:
    """A track on one image: was it there, and why one thinks so."""

    scene: str
    when: Interval
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A track over all images of its place, by time.

    `appeared`, `present` and `gone` are EDTF: between the last image without it and the first
    with it, from the first with it to the last, and between that and the next without it.
    """

    track: Track
    strip: tuple[Stay, ...]
    appeared: str
    present: str
    gone: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many objects of a class one image shows; `unknown` are those it says nothing about."""

    scene: str
    when: Interval
    cls: str
    present: int
    unknown: int


def searched(annotations: Iterable[Annotation]) -> list[Searched]:
    """The tiles of one image that people went through, and areas of cloud."""
    return [
        Searched(one.geometry, frozenset([one.cls] if one.cls else []))
        for one in annotations
        if one.geometry is not None and one.state != "suggested" and not one.retracted
        if one.kind == "tile" or (one.cls == _CLOUD and one.geometry.area > 0)
    ]


def occupancy(
    track: Track, scenes: Sequence[Scene], looked: Mapping[str, Sequence[Searched]]
) -> Occupancy:
    """The strip of a track; `looked` is what people went through on each image (uid)."""
    timed = [scene for scene in scenes if scene.when is not None and scene.footprint is not None]
    ordered = sorted(timed, key=lambda s: (s.when.begin_us if s.when else 0, s.uid))
    strip = tuple(stay(track, scene, looked.get(scene.uid, ())) for scene in ordered)
    there = [*(s.when for s in track.sightings), *(s.when for s in strip if s.state == "present")]
    first = min(there, key=lambda w: w.begin_us)
    last = max(there, key=lambda w: w.end_us)
    absent = [s.when for s in strip if s.state == "absent"]
    before = [w.begin for w in absent if w.end_us <= first.begin_us]
    after = [w.end for w in absent if w.begin_us >= last.end_us]
    since = _edge(max(before, key=_us)) if before else ".."
    until = _edge(min(after, key=_us)) if after else ".."
    seen, left = _edge(first.begin), _edge(last.end)
    return Occupancy(
        track,
        strip,
        appeared=f"{since}/{_edge(first.end)}",
        present=seen if seen == left else f"{seen}/{left}",
        gone=f"{_edge(last.begin)}/{until}",
    )


def _us(side: datetime | None) -> int:
    return 0 if side is None else to_us(side)


def _edge(side: datetime | None) -> str:
    """EDTF to the second; `..` where an image's time is open."""
    return ".." if side is None else format_utc(side.replace(microsecond=0))


def stay(track: Track, scene: Scene, looked: Sequence[Searched]) -> Stay:
    """Was it there on one image? Nothing seen is only "absent" where it would have been seen."""
    state, why = _stay(track, scene, looked)
    assert scene.when is not None  # noqa: S101 - the caller's case
    return Stay(scene.uid, scene.when, state, why)


def _stay(track: Track, scene: Scene, looked: Sequence[Searched]) -> tuple[State, str]:
    if scene.uid in track.scenes:
        return "present", "drawn on this image"
    at = track.best
    if (
        scene.footprint is None
        or not covered(scene.footprint, Point(at.lon, at.lat), at.error_m).whole
    ):
        return "not_covered", "its place is not wholly in the image"
    here = [s for s in looked if s.area.covers(Point(at.lon, at.lat))]
    if any(track.cls in s.classes for s in here):
        return "present", "the tile is tagged with its class"
    if any(_CLOUD in s.classes for s in here):
        return "clouded", "its place is tagged as cloud"
    if scene.cloud_pct is not None and scene.cloud_pct >= CLOUDED_PCT:
        return "clouded", f"{scene.cloud_pct:.0f} % cloud over the whole image"
    if not here:
        return "not_looked_at", "nobody has looked at its place on this image"
    coarse = _too_coarse(track, scene)
    if coarse:
        return "could_not_show", coarse
    return "absent", "somebody looked at its place and tagged no such thing"


def _too_coarse(track: Track, scene: Scene) -> str | None:
    """Why an image may not have shown it; None if it is as fine as one that did, or fine enough."""
    if scene.gsd_m is None:
        return "its pixel size is not known"
    shown = max((s.gsd_m for s in track.sightings if s.gsd_m is not None), default=0.0)
    if scene.gsd_m <= max(shown, (track.across_m or 0.0) / DETECT_PIXELS):
        return None
    return f"pixels of {scene.gsd_m:.3g} m may not show it"


def counts(found: Sequence[Occupancy]) -> list[Count]:
    """By image in order of time, then class: how many were there, of how many nothing is known."""
    by: dict[tuple[int, str, str], list[Stay]] = {}
    for one in found:
        for each in one.strip:
            by.setdefault((each.when.begin_us, each.scene, one.track.cls), []).append(each)
    return [
        Count(
            scene,
            stays[0].when,
            cls,
            sum(s.state == "present" for s in stays),
            sum(s.state not in ("present", "absent") for s in stays),
        )
        for (_, scene, cls), stays in sorted(by.items(), key=lambda item: item[0])
    ]
