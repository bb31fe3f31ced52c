"""New scenes as columns: a table of footprints rather than items."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.interval import Interval, from_us
from catalogue.model.scene import Scene

Numbers = NDArray[np.float64]
# Where the time of such a scene came from.
SOURCE = "column"


@dataclass(frozen=True, slots=True)
class SceneSheet:
    """One row for each scene, checked: footprints in normal form, values in range.

    A time is (begin, end) in microseconds since 1970 UTC, for each that is `timed`; text is None
    and a number NaN where it is unknown. `wkb` are the footprints in ISO WKB, little-endian.
    Units are as in `catalogue.model.Scene`.
    """

    id: list[str]
    collection: list[str | None]
    footprint: NDArray[np.object_]
    wkb: list[bytes | None]
    timed: NDArray[np.bool_]
    begin_us: NDArray[np.int64]
    end_us: NDArray[np.int64]
    platform: list[str | None]
    gsd_m: Numbers
    cloud_pct: Numbers
    off_nadir_deg: Numbers
    sun_elevation_deg: Numbers
    sun_azimuth_deg: Numbers

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: NDArray[np.int64]) -> SceneSheet:
        """The rows with these numbers, in their order."""
        columns: dict[str, Any] = {}
        for field in fields(self):
            column = getattr(self, field.name)
            is_list = isinstance(column, list)
            columns[field.name] = [column[n] for n in rows.tolist()] if is_list else column[rows]
        return SceneSheet(**columns)

    def scene(self, row: int, uid: str) -> Scene:
        """One row as a scene."""
        when = None
        if self.timed[row]:
            when = Interval(from_us(int(self.begin_us[row])), from_us(int(self.end_us[row])))
        return Scene(
            uid=uid,
            id=self.id[row],
            collection=self.collection[row],
            footprint=self.footprint[row],
            when=when,
            when_source=None if when is None else SOURCE,
            platform=self.platform[row],
            gsd_m=_known(self.gsd_m[row]),
            cloud_pct=_known(self.cloud_pct[row]),
            off_nadir_deg=_known(self.off_nadir_deg[row]),
            sun_elevation_deg=_known(self.sun_elevation_deg[row]),
            sun_azimuth_deg=_known(self.sun_azimuth_deg[row]),
        )


# The fields that are numbers: their names and their limits are those of a scene.
NUMBERS = ("gsd_m", "cloud_pct", "off_nadir_deg", "sun_elevation_deg", "sun_azimuth_deg")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
