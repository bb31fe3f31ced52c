"""What is cheap to know of a scene: all that ranks it, without its footprint and its record."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from catalogue.interval import Interval, from_us
from catalogue.model.scene import Scene

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# What draws and filters a footprint: uid, ISO WKB, begin and end in microseconds since 1970 UTC
# (with the sentinels of `catalogue.interval`, None if unknown), collection, platform, pixel size
# in m, cloud in %, off-nadir in degrees. A plain tuple: there may be millions of them.
SceneRow = tuple[
    str,
    bytes,
    int | None,
    int | None,
    str | None,
    str | None,
    float | None,
    float | None,
    float | None,
]


class SceneSummary(NamedTuple):
    """The columns of a scene that a score needs; `span` is (begin, end) in microseconds since
    1970 UTC, with the sentinels of `catalogue.interval` for open sides, None if unknown.
    """

    uid: str
    id: str
    collection: str | None
    span: tuple[int, int] | None
    platform: str | None
    instruments: tuple[str, ...]
    gsd_m: float | None
    cloud_pct: float | None
    sun_elevation_deg: float | None
    off_nadir_deg: float | None

    def scene(self, footprint: BaseGeometry | None = None, doubt_m: float = 0.0) -> Scene:
        """A scene with these values alone: enough to link and to score, nothing to keep.

        `doubt_m` is that of the whole scene.
        """
        when = None
        if self.span is not None:
            when = Interval(from_us(self.span[0]), from_us(self.span[1]))
        return Scene(
            uid=self.uid,
            id=self.id,
            collection=self.collection,
            footprint=footprint,
            when=when,
            kind="reference" if doubt_m else "scene",
            position_error_m=doubt_m if 0 < doubt_m < math.inf else None,
            platform=self.platform,
            instruments=self.instruments,
            gsd_m=self.gsd_m,
            cloud_pct=self.cloud_pct,
            sun_elevation_deg=self.sun_elevation_deg,
            off_nadir_deg=self.off_nadir_deg,
        )


class ListedScene(NamedTuple):
    """A scene as a list or a map shows it: its columns and its footprint (None: unknown)."""

    summary: SceneSummary
    footprint: BaseGeometry | None


def summary_of(scene: Scene) -> SceneSummary:
    """The summary of a whole scene."""
    return SceneSummary(
        uid=scene.uid,
        id=scene.id,
        collection=scene.collection,
        span=None if scene.when is None else (scene.when.begin_us, scene.when.end_us),
        platform=scene.platform,
        instruments=scene.instruments,
        gsd_m=scene.gsd_m,
        cloud_pct=scene.cloud_pct,
        sun_elevation_deg=scene.sun_elevation_deg,
        off_nadir_deg=scene.off_nadir_deg,
    )


def row_of(scene: Scene) -> SceneRow | None:
    """The row of a whole scene, None if it has no footprint."""
    if scene.footprint is None:
        return None
    begin, end = (None, None) if scene.when is None else (scene.when.begin_us, scene.when.end_us)
    limits = (scene.gsd_m, scene.cloud_pct, scene.off_nadir_deg)
    wkb = shapely.to_wkb(scene.footprint, byte_order=1, flavor="iso")
    return (scene.uid, wkb, begin, end, scene.collection, scene.platform, *limits)


@dataclass(frozen=True, slots=True)
class Sketches:
    """What is known of many scenes before any of them is read, in columns; nothing is missed.

    Each value is at its best: the span may be longer and cloud or pixels less than they are.
    `key` is what the store finds the scene by; a scene may come several times. `sensor` counts in
    `catalogue.score.SENSORS`, -1 where it may be any. `gsd_m` and `cloud_pct` are NaN where they
    are surely unknown, 0 where nothing is told; `box` holds the whole footprint (west, south, east,
    north) and is NaN where it may be larger.
    """

    key: Ints
    begin_us: Ints
    end_us: Ints
    gsd_m: Floats
    cloud_pct: Floats
    sensor: Ints
    box: Floats

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class ObservationSketches:
    """The same of observations: a row for each place and time of one, so it may come several times.

    The span may be longer than it is. `critical_m` is at least that of `catalogue.score`: NaN
    where it is surely unknown, infinite where nothing is told.
    """

    key: Ints
    begin_us: Ints
    end_us: Ints
    critical_m: Floats

    def __len__(self) -> int:
        return len(self.key)
