"""Observations that are columns already, without a value for each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import overload

import numpy as np
import shapely

from catalogue.bulk.columns import ObservationColumns, boxes_of, kinds_of
from catalogue.bulk.shapes import Shapes, bounds_of
from catalogue.interval import Interval, from_us
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, ReportedObject
from catalogue.space.edges import Floats, Ints, Objects


def observation_table(
    uid: Sequence[str],
    lon: Floats,
    lat: Floats,
    r95_m: Floats,
    area: Objects | Shapes,
    begin_us: Ints,
    end_us: Ints,
    critical_m: Floats,
) -> ObservationColumns:
    """The columns of observations that are columns already, each of one place and one time.

    Of each the position (degrees) with its radius (metres; NaN: not stated), or, where `lon` is
    NaN, the area: a (multi)polygon in normal form. `critical_m` as `catalogue.score` has it. Of
    what class they are is not told.
    """
    n = len(uid)
    bounds = bounds_of(area)
    is_area = np.isnan(lon) & ~np.isnan(bounds[:, 0])
    plain = (np.maximum(-bounds[:, 0], bounds[:, 2]) < 180.0) & (
        np.maximum(-bounds[:, 1], bounds[:, 3]) < 90.0
    )
    kind = kinds_of(lon, lat, np.nan_to_num(r95_m), is_area & plain)
    values = Made(uid, lon, lat, r95_m, area, begin_us, end_us, critical_m)
    boxes, owner = boxes_of(kind, lon, lat, r95_m, bounds, values)
    return ObservationColumns(
        values=values,
        at=np.arange(n),
        kind=kind,
        lon=lon,
        lat=lat,
        radius_m=np.where(np.isnan(lon), np.nan, np.nan_to_num(r95_m)),
        area=area,
        p=np.ones(n),
        reserve=np.zeros(n),
        stated=is_area | ~np.isnan(r95_m),
        single=np.ones(n, dtype=np.bool_),
        begin_us=begin_us,
        end_us=end_us,
        exact=np.ones(n, dtype=np.bool_),
        critical_m=critical_m,
        flies=np.zeros(n, dtype=np.bool_),
        effect=np.full(n, -1),
        thing=np.full(n, -1),
        state=np.zeros(n, dtype=np.bool_),
        boxes=boxes,
        owner=owner,
        first_us=begin_us,
        last_us=end_us,
        clouds=np.full(n, None),
    )


@dataclass(frozen=True, slots=True)
class Made(Sequence[Observation]):
    """The rows of `observation_table` as values, each made when it is asked for."""

    uid: Sequence[str]
    lon: Floats
    lat: Floats
    r95_m: Floats
    area: Objects | Shapes
    begin_us: Ints
    end_us: Ints
    critical_m: Floats

    def __len__(self) -> int:
        return len(self.uid)

    @overload
    def __getitem__(self, row: int) -> Observation: ...
    @overload
    def __getitem__(self, row: slice) -> Made: ...
    def __getitem__(self, row: int | slice) -> Observation | Made:
        if isinstance(row, slice):
            return Made(*(getattr(self, f.name)[row] for f in fields(self)))
        if math.isnan(self.lon[row]):
            place = Candidate(self.area[np.array([row])][0])
        else:
            radius = float(self.r95_m[row])
            place = Candidate(
                shapely.Point(self.lon[row], self.lat[row]), None if math.isnan(radius) else radius
            )
        span = Interval(from_us(int(self.begin_us[row])), from_us(int(self.end_us[row])))
        size = float(self.critical_m[row])
        things = () if math.isnan(size) else (ReportedObject("", length_m=size, width_m=size),)
        uid = self.uid[row]
        return Observation(
            uid, uid, "", place=Place((place,)),
            when=EventTime("", (Occurrence(((span, 1.0),)),)),
            objects=things,
        )  # fmt: skip
