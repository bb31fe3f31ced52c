"""Scenes and observations as columns: all that linking needs to know, NaN where unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import shapely

from catalogue import space
from catalogue.bulk.shapes import Shapes
from catalogue.join import is_stated, search_boxes
from catalogue.model import (
    Candidate,
    Clouds,
    Observation,
    Scene,
)
from catalogue.score import (
    EFFECTS,
    KINDS,
    SENSORS,
    critical_m,
    effect_of,
    is_aircraft,
    kind_of,
    sensor_of,
)
from catalogue.space.discs import are_plain, disc_reach
from catalogue.space.edges import Flags, Floats, Ints, Objects

# Gives what masks say of the places of observations (uids); without those nothing is said of.
CloudsOf = Callable[[Sequence[str]], Mapping[str, Clouds]]
# How the place of an observation is held against footprints: many discs, positions or areas at
# once, or one pair after the other.
DISC, SPOT, AREA, EACH = range(4)


@dataclass(frozen=True, slots=True)
class SceneColumns:
    """One row for each scene with place and time; times in UTC microseconds since 1970.

    `rank` orders by id, then uid; `sensor` counts in `catalogue.score.SENSORS`; `doubt_m` is
    `Scene.doubt_m`. Footprints are in normal form (`catalogue.space.normalise`).
    """

    uid: Objects
    rank: Ints
    begin_us: Ints
    end_us: Ints
    footprint: Objects | Shapes
    gsd_m: Floats
    cloud_pct: Floats
    sun_elevation_deg: Floats
    off_nadir_deg: Floats
    sensor: Ints
    doubt_m: Floats

    def __len__(self) -> int:
        return len(self.rank)


def scene_columns(scenes: Iterable[Scene]) -> SceneColumns:
    """The columns of those scenes that can be linked, in the order given."""
    rows = [
        (s.id, s.uid, s.when.begin_us, s.when.end_us, s.footprint, s.gsd_m, s.cloud_pct,
         s.sun_elevation_deg, s.off_nadir_deg, SENSORS.index(sensor_of(s)), s.doubt_m)
        for s in scenes if s.footprint is not None and s.when is not None
    ]  # fmt: skip
    order = sorted(range(len(rows)), key=lambda n: rows[n][:2])
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    return SceneColumns(
        uid=_objects(columns[1]),
        rank=rank,
        begin_us=np.array(columns[2], dtype=np.int64),
        end_us=np.array(columns[3], dtype=np.int64),
        footprint=_objects(columns[4]),
        gsd_m=np.array(columns[5], dtype=np.float64),
        cloud_pct=np.array(columns[6], dtype=np.float64),
        sun_elevation_deg=np.array(columns[7], dtype=np.float64),
        off_nadir_deg=np.array(columns[8], dtype=np.float64),
        sensor=np.array(columns[9], dtype=np.int64),
        doubt_m=np.array(columns[10], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class ObservationColumns:
    """One row for each observation with place and time; `at` is its place among those given.

    `lon`, `lat`, `radius_m`, `area` are of its only candidate, as `kind` needs them. `begin_us`,
    `end_us`, `exact` are of its only time; `single` is False where there are several. `boxes`
    (west, south, east, north) and `owner` (a row) are where to search, `first_us` and `last_us`
    the ends of all its times. `effect` and `thing` count in `EFFECTS` and `KINDS` of
    `catalogue.score`, -1 where unknown; `flies` is of the object of the critical dimension.
    `clouds` is what masks say of its place, None where they say nothing.
    """

    values: Sequence[Observation]
    at: Ints
    kind: Ints
    lon: Floats
    lat: Floats
    radius_m: Floats
    area: Objects | Shapes
    p: Floats
    reserve: Floats
    stated: Flags
    single: Flags
    begin_us: Ints
    end_us: Ints
    exact: Flags
    critical_m: Floats
    flies: Flags
    effect: Ints
    thing: Ints
    state: Flags
    boxes: Floats
    owner: Ints
    first_us: Ints
    last_us: Ints
    clouds: Objects

    def __len__(self) -> int:
        return len(self.at)

    @property
    def clouded(self) -> Flags:
        """Where masks tell of the place."""
        return np.asarray(self.clouds != None, dtype=np.bool_)  # noqa: E711 (element by element)

    def part(self, start: int, stop: int) -> ObservationColumns:
        """The rows from `start` to `stop`, counted from `start`."""
        first, last = np.searchsorted(self.owner, (start, stop))
        taken = {
            f.name: getattr(self, f.name)[start:stop]
            for f in fields(self)
            if f.name not in ("boxes", "owner", "at", "values")
        }
        at = self.at[start:stop]
        return ObservationColumns(
            values=self.values[start:stop], at=at - (at[0] if len(at) else 0),
            boxes=self.boxes[first:last], owner=self.owner[first:last] - start, **taken,
        )  # fmt: skip


def observation_columns(
    observations: Sequence[Observation], clouds: CloudsOf | None = None
) -> ObservationColumns:
    """The columns of those observations that can be linked, in the order given."""
    at = [n for n, o in enumerate(observations) if o.place is not None and o.when is not None]
    rows = [observations[n] for n in at]
    lone = [_lone(o) for o in rows]
    lon, lat, radius = np.array([_disc(c) for c in lone]).reshape(-1, 3).T
    area = _objects([_area(c) for c in lone])
    kind = kinds_of(lon, lat, radius, np.array([a is not None for a in area], dtype=np.bool_))
    times = [_time(o) for o in rows]
    boxes, owner = boxes_of(kind, lon, lat, radius, shapely.bounds(area), rows)
    told = clouds([o.uid for o in rows]) if clouds else {}
    spans = [[i for o in r.when.occurrences for i, _ in o.alternatives] for r in rows if r.when]
    return ObservationColumns(
        values=rows,
        at=np.array(at, dtype=np.int64),
        kind=kind,
        lon=lon,
        lat=lat,
        radius_m=radius,
        area=area,
        p=np.array([c.p if c else np.nan for c in lone], dtype=np.float64),
        reserve=np.array([o.place.reserve if o.place else 0.0 for o in rows], dtype=np.float64),
        stated=np.array([c is not None and is_stated(c) for c in lone], dtype=np.bool_),
        single=np.array([t is not None for t in times], dtype=np.bool_),
        begin_us=np.array([t[0] if t else 0 for t in times], dtype=np.int64),
        end_us=np.array([t[1] if t else 0 for t in times], dtype=np.int64),
        exact=np.array([bool(t and t[2]) for t in times], dtype=np.bool_),
        critical_m=np.array([critical_m(o.objects) or np.nan for o in rows], dtype=np.float64),
        flies=np.array([is_aircraft(o.objects) for o in rows], dtype=np.bool_),
        effect=_codes(EFFECTS, [effect_of(o.event_class) for o in rows]),
        thing=_codes(KINDS, [kind_of(o) for o in rows]),
        state=np.array([bool(o.when and o.when.kind == "state") for o in rows], dtype=np.bool_),
        boxes=boxes,
        owner=owner,
        first_us=np.array([min(i.begin_us for i in s) for s in spans], dtype=np.int64),
        last_us=np.array([max(i.end_us for i in s) for s in spans], dtype=np.int64),
        clouds=_objects([told.get(o.uid) for o in rows]),
    )


def boxes_of(
    kind: Ints, lon: Floats, lat: Floats, radius: Floats, bounds: Floats,
    values: Sequence[Observation],
) -> tuple[Floats, Ints]:  # fmt: skip
    """(west, south, east, north) that surely hold each place, and whose they are, in order."""
    band, wide = disc_reach(lat, radius)
    boxes = np.column_stack([lon - wide, lat - band, lon + wide, lat + band])
    spot, area = kind == SPOT, kind == AREA
    boxes[spot] = np.column_stack([lon, lat, lon, lat])[spot]
    boxes[area] = bounds[area]
    other = np.flatnonzero(kind == EACH)
    if not len(other):
        return boxes, np.arange(len(kind))
    places = (values[int(n)].place for n in other)
    found = [search_boxes(place) if place else () for place in places]
    more = [(b.west, b.south, b.east, b.north) for some in found for b in some]
    owner = np.r_[np.flatnonzero(kind != EACH), np.repeat(other, [len(some) for some in found])]
    order = np.argsort(owner, kind="stable")
    everything = np.vstack([boxes[kind != EACH], np.array(more).reshape(-1, 4)])
    return everything[order], owner[order].astype(np.int64)


def _lone(observation: Observation) -> Candidate | None:
    candidates = observation.place.candidates if observation.place else ()
    return candidates[0] if len(candidates) == 1 else None


def _disc(candidate: Candidate | None) -> tuple[float, float, float]:
    """(lon, lat, r95 or 0) of a point, else NaN."""
    if candidate is None or candidate.geometry.geom_type != "Point":
        return math.nan, math.nan, math.nan
    return candidate.geometry.x, candidate.geometry.y, candidate.r95_m or 0.0


def _area(candidate: Candidate | None) -> object:
    """The area, grown by its r95, unless it lies at a pole or on 180 degrees."""
    if candidate is None or candidate.geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    area = candidate.geometry
    if candidate.r95_m:
        area = space.grown(area, candidate.r95_m)
    west, south, east, north = area.bounds
    return area if max(-west, east) < 180.0 and max(-south, north) < 90.0 else None


def kinds_of(lon: Floats, lat: Floats, radius: Floats, is_area: Flags) -> Ints:
    """How each place is held against footprints."""
    kind = np.full(len(lon), EACH, dtype=np.int64)
    # Not on 180 degrees nor at a pole, where one place has several positions.
    kind[(radius == 0) & (np.abs(lon) < 180.0) & (np.abs(lat) < 90.0)] = SPOT
    kind[are_plain(lon, lat, radius)] = DISC
    kind[is_area] = AREA
    return kind


def _time(observation: Observation) -> tuple[int, int, bool] | None:
    """(begin, end, exact) where there is one occurrence with one interval."""
    occurrences = observation.when.occurrences if observation.when else ()
    if len(occurrences) != 1 or len(occurrences[0].alternatives) != 1:
        return None
    interval, _ = occurrences[0].alternatives[0]
    return interval.begin_us, interval.end_us, occurrences[0].exact


def _codes(names: Sequence[str], found: Sequence[str | None]) -> Ints:
    """Where each stands among `names`; -1 for None."""
    return np.array([-1 if f is None else names.index(f) for f in found], dtype=np.int64)


def _objects(values: Sequence[object]) -> Objects:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
