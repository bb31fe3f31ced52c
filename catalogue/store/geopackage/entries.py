"""Numbers of the index's entries for scenes: what they say before any row is read.

A number is, from its highest bit: a counter; 1 bit for a scene that has several entries; 12 bits
of a sensor, a row of `scene_sensors`; 8 bits of cloud cover, whole per cent rounded down. All of
it only narrows: sensor ANY says nothing, and 0 % of cloud may be more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from catalogue.store.geopackage.database import Database

COUNTER, SEVERAL, SENSOR, CLOUD = 21, 20, 8, 0
ANY = 4095
# Entries renumbered at once.
CHUNK = 50_000
NO_CLOUD = 255
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
# Platform, collection, instruments as JSON, and the least and most that the pixel size may be.
Sensor = tuple[str | None, str | None, str | None, float | None, float | None]


def numbered(first: int, sensor: int, cloud_pct: float | None, parts: int) -> list[int]:
    """The numbers of a scene's `parts` entries, the counter from `first` on."""
    low = (parts > 1) << SEVERAL | sensor << SENSOR | cloud_code(cloud_pct)
    return [(first + part) << COUNTER | low for part in range(parts)]


def cloud_code(cloud_pct: float | None) -> int:
    """Whole per cent, rounded down; NO_CLOUD where it is unknown."""
    return NO_CLOUD if cloud_pct is None else int(cloud_pct)


def sensor_of(
    platform: str | None, collection: str | None, instruments: str | None, gsd_m: float | None
) -> Sensor:
    """What is told of a sensor. Pixel sizes of one camera differ a little: two digits of them."""
    if gsd_m is None:
        return platform, collection, instruments, None, None
    step = 10.0 ** (math.floor(math.log10(gsd_m)) - 1)
    least = math.floor(gsd_m / step) * step
    # A division that is a hair off must not shut the value out.
    bounds = (gsd_m, gsd_m) if math.isclose(least, gsd_m) else (least * (1 - 1e-9), least + step)
    return platform, collection, instruments, *bounds


class SensorTable:
    """The sensors, by their codes; there are at most ANY of them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: Sensors | None = None

    def code(self, sensor: Sensor) -> int:
        """The code of a sensor, given to it now if need be; ANY when there are too many."""
        found = self._db.one(
            "SELECT code FROM scene_sensors WHERE platform IS ? AND collection IS ?"
            " AND instruments IS ? AND gsd_least IS ? AND gsd_most IS ?",
            sensor,
        )
        if found is not None:
            return int(found[0])
        most = self._db.one("SELECT ifnull(max(code), -1) FROM scene_sensors")
        code = int(most[0]) + 1 if most else 0
        if code >= ANY:
            return ANY
        self._db.write("INSERT INTO scene_sensors VALUES (?, ?, ?, ?, ?, ?)", (code, *sensor))
        return code

    def all(self) -> Sensors:
        """Every sensor; kept between calls while nothing was added."""
        known = self._known
        if known is None or self._db.inside() or self._last() != known.last:
            sql = "SELECT * FROM scene_sensors ORDER BY code"
            known = Sensors.of([tuple(row) for row in self._db.rows(sql)])
            # What a transaction sees may be undone, and its codes given to others.
            self._known = None if self._db.inside() else known
        return known

    def _last(self) -> tuple[Any, ...] | None:
        row = self._db.one("SELECT * FROM scene_sensors ORDER BY code DESC LIMIT 1")
        return None if row is None else tuple(row)


@dataclass(frozen=True, slots=True)
class Sensors:
    """Columns by code; the last, of code ANY, says nothing."""

    platform: tuple[str | None, ...]
    collection: tuple[str | None, ...]
    instruments: tuple[tuple[str, ...], ...]
    gsd_least: Floats
    gsd_most: Floats
    last: tuple[Any, ...] | None

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]]) -> Sensors:
        """From the rows of `scene_sensors`, codes from 0 on."""
        columns = list(zip(*rows, strict=True)) if rows else [()] * 6
        nothing = [np.nan] * (ANY + 1 - len(rows))
        return cls(
            platform=columns[1],
            collection=columns[2],
            instruments=tuple(tuple(json.loads(i)) if i else () for i in columns[3]),
            gsd_least=np.array([*columns[4], *nothing], dtype=np.float64),
            gsd_most=np.array([*columns[5], *nothing], dtype=np.float64),
            last=rows[-1] if rows else None,
        )

    def __len__(self) -> int:
        return len(self.platform)


def sensors(numbers: Ints) -> Ints:
    """The codes in numbers."""
    return numbers >> SENSOR & ANY


def clouds(numbers: Ints) -> Ints:
    """The whole per cent in numbers, NO_CLOUD where it is unknown."""
    return numbers & 0xFF


def several(numbers: Ints) -> Flags:
    """True where the scene has other entries too."""
    return (numbers >> SEVERAL & 1).astype(np.bool_)


def renumber(db: Database, known: SensorTable) -> None:
    """Have entries that say nothing of their sensor say all; the tree is to be packed then."""
    codes: dict[Sensor, int] = {}
    after = -1
    while rows := db.rows(
        "SELECT b.id, (SELECT count(*) FROM scene_boxes AS o WHERE o.fid = b.fid),"  # noqa: S608
        " b.cloud_cover,"
        " b.platform, b.collection, b.instruments, b.gsd FROM scene_boxes AS b"
        f" WHERE b.id > ? AND b.id >> {SENSOR} & {ANY} = {ANY} ORDER BY b.id LIMIT {CHUNK}",
        (after,),
    ):
        told = []
        for number, parts, cloud_pct, *named in rows:
            sensor = sensor_of(*named)
            if sensor not in codes:
                codes[sensor] = known.code(sensor)
            new = numbered(number >> COUNTER, codes[sensor], cloud_pct, parts)[0]
            told.append((new, number))
        db.write_many("UPDATE scene_boxes SET id = ? WHERE id = ?", told)
        after = rows[-1][0] | (1 << COUNTER) - 1
