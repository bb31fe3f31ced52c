"""Small claims, scenes and links to reason about."""

from datetime import UTC, datetime, timedelta

import numpy as np
from shapely.geometry import Point, box

from catalogue.evidence.build import Linked
from catalogue.evidence.gap import Seen
from catalogue.evidence.matrix import Column
from catalogue.interval import Interval, to_us
from catalogue.join import link
from catalogue.model import (
    Assessment,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
)

DAY = datetime(2022, 6, 8, tzinfo=UTC)


def at(days: float) -> datetime:
    return DAY + timedelta(days=days)


def times(*days: tuple[float, float]) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(((Interval(at(a), at(b)), 1.0),)) for a, b in days)


def claim(uid: str = "o", *, days=((0, 1),), things=(("drone", 16, 8),), **more) -> Observation:
    dates = ",".join(at(a).date().isoformat() for a, _ in days)
    when = EventTime(f"{{{dates}}}" if len(days) > 1 else dates, times(*days), zone="UTC")
    place = Place((Candidate(Point(51.5, 33.9), 500.0),))
    objects = tuple(ReportedObject(name, None, long, wide) for name, long, wide in things)
    given = {"place": place, "when": when, "objects": objects, **more}
    return Observation(uid, f"claim-{uid}", f"Title of {uid}", **given)


def scene(uid: str, days: float, *, long: float = 0.0, **more) -> Scene:
    when = Interval(at(days), at(days + long)) if long else Interval.instant(at(days))
    given = {"gsd_m": 0.5, "cloud_pct": 0.0, "sun_elevation_deg": 60.0, **more}
    return Scene(uid, f"scene-{uid}", footprint=box(51, 33, 52, 35), when=when, **given)


def seen(observation: Observation, *scenes: Scene) -> list[Seen]:
    found = [(s, link(observation, s)) for s in scenes]
    return [Seen(s, k) for s, k in found if k is not None]


def column(uid: str, days: float) -> Column:
    return Column(uid, f"scene-{uid}", to_us(at(days)), to_us(at(days)))


def linked(*pairs: tuple[int, int, int, int]) -> Linked:
    """(row, column, role, level) of each."""
    row, col, role, level = (np.array(c, dtype=np.int64) for c in zip(*pairs, strict=True))
    some = np.ones(len(row))
    return Linked(row, col, role, level, some.astype(bool), some / 2)


def verdict(uid: str, what: str, scene: str, observation: str = "o", **more) -> Assessment:
    given = {"author": "Ana", "made": "2026-01-01T00:00:00Z", "part": "object", **more}
    part = given.pop("part")
    return Assessment(uid, observation, 1, scene, 1, part, what, **given)
