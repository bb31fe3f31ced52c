"""What the samples tell: an invented place, its scenes, its observations, and which could match.

Nothing here is real. Orrelune is an island nobody will find: it stands in the open South
Pacific, more than 1,200 km from the nearest land. The story has the shape of a real report: a
delegation is said to have visited an airfield twice, four weeks apart, to look at unmanned
aircraft. Both dates are bare dates, so they mean the local day: the zone of the place is 11 h
behind UTC, and 2024-06-11 is 2024-06-11T11:00Z until 2024-06-12T11:00Z.

Places, in metres east and north of the middle of the airfield (the disc is what is 95 % sure)::

    A  the stand on the apron    (-64, 43)     150 m
    B  the harbour, east coast   (1400, 700)   250 m
    C  boats off the north cape  (200, 2430)   150 m, 2.4 km from A

What the scenes of the island cover (whole disc: x, half: /, none: -)::

    windows in metres (west..east, south..north)              A   B   C   A within 5 km
    0.5 m   -640..640, -512..512 (or 1024 m square)           x   -   -   /
    3 m    -1950..2250, -1290..2910                           x   x   x   /
    3 m, swath edge: east of a line through B is no data      x   /   x   /
    3 m, misses: -900..1500, 2040..4140                       -   -   x   /
    10 m   -3350..3650, -2690..4310                           x   x   x   /

No edge comes nearer to a disc than 180 m, except where it is meant to cut it, and no scene comes
nearer to the border of a local day than 9 h. `EXPECTED` follows from this table and the
times alone. It was reasoned out by hand and must never be made by the code that it tests.
The observations are in `sample_tiles.claims`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sample_tiles.ground import Window
from sample_tiles.sensor import COARSE, MEDIUM, VHR, Sensor

ISLAND = "Orrelune"
EPSG = 32704
ORIGIN = (387390.0, 6392310.0)  # UTM zone 4 south of local (0, 0)

A, B, C = (-64.0, 43.0), (1400.0, 700.0), (200.0, 2430.0)

NEAR = Window(-640.0, 512.0, 0.5, 2560, 2048)
SQUARE = Window(-574.0, 512.0, 0.5, 2048, 2048)
PAN_3M = Window(-1950.0, 2910.0, 3.0, 1400, 1400)
PAN_10M = Window(-3350.0, 4310.0, 10.0, 700, 700)
MISS_3M = Window(-900.0, 4140.0, 3.0, 800, 700)
# Two points of the line, through B, east of which the swath scene has no data.
SWATH_EDGE = ((1628.0, -1200.0), (1148.0, 2800.0))


@dataclass(frozen=True, slots=True)
class Shot:
    """One scene of the island. `when` is UTC, None if nobody knows; `visit` 1 or 2 shows guests.

    `cloud` is the share of cloud to draw; `lone` leaves out the STAC item.
    """

    id: str
    sensor: Sensor
    window: Window
    when: str | None
    visit: int = 0
    cloud: float = 0.0
    swath: bool = False
    lone: bool = False
    light: str = ""  # the time to light an undated scene by; it is written nowhere


SHOTS: tuple[Shot, ...] = (
    Shot("SYNTHETIC-050cm-20240520", VHR, SQUARE, "2024-05-20T21:29:00Z"),
    Shot("SYNTHETIC-050cm-20240611", VHR, NEAR, "2024-06-11T21:34:00Z", visit=1),
    Shot("SYNTHETIC-050cm-20240625", VHR, SQUARE, "2024-06-25T21:31:00Z"),
    Shot("SYNTHETIC-050cm-20240709", VHR, NEAR, "2024-07-09T21:41:00Z", visit=2),
    # 13:52 on 11 June over there, already 12 June in UTC: still during the first visit
    Shot("SYNTHETIC-3m-20240612", MEDIUM, PAN_3M, "2024-06-12T00:52:00Z", visit=1),
    Shot("SYNTHETIC-3m-20240617-cloud", MEDIUM, PAN_3M, "2024-06-17T23:20:00Z", cloud=0.8),
    # 13:41 on 8 July over there, 9 July in UTC: the day before the second visit
    Shot("SYNTHETIC-3m-20240709-swath", MEDIUM, PAN_3M, "2024-07-09T00:41:00Z", swath=True),
    Shot("SYNTHETIC-3m-20240712-miss", MEDIUM, MISS_3M, "2024-07-12T23:15:00Z"),
    Shot("SYNTHETIC-3m-undated", MEDIUM, PAN_3M, None, lone=True, light="2024-05-02T23:40:00Z"),
    Shot("SYNTHETIC-10m-20240605", COARSE, PAN_10M, "2024-06-05T22:02:00Z"),
    Shot("SYNTHETIC-10m-20240611", COARSE, PAN_10M, "2024-06-11T21:58:00Z", visit=1),
    Shot("SYNTHETIC-10m-20240703", COARSE, PAN_10M, "2024-07-03T22:01:00Z", cloud=0.2),
    Shot("SYNTHETIC-10m-20240723", COARSE, PAN_10M, "2024-07-23T22:03:00Z", lone=True),
)


@dataclass(frozen=True, slots=True)
class FarShot:
    """A small scene elsewhere: (x, y) is its middle in the CRS, metres; 10 m pixels."""

    id: str
    epsg: int
    x: float
    y: float
    size: int
    when: str
    kind: Literal["sea", "ice", "ship"]


# Middles: 180 E 40.2 N seen from the zones on either side; 30 E 86.5 N; 21 W 38 S.
FAR_SHOTS: tuple[FarShot, ...] = (
    FarShot(
        "SYNTHETIC-10m-antimeridian-east",
        32660,
        755430,
        4454480,
        512,
        "2024-06-20T23:10:00Z",
        "sea",
    ),
    FarShot(
        "SYNTHETIC-10m-antimeridian-west",
        32601,
        244570,
        4454480,
        512,
        "2024-06-24T22:55:00Z",
        "sea",
    ),
    FarShot("SYNTHETIC-10m-polar", 3413, 367200, -98400, 512, "2024-06-23T11:20:00Z", "ice"),
    FarShot(
        "SYNTHETIC-10m-south-atlantic", 32727, 500000, 5794020, 400, "2024-06-30T12:40:00Z", "ship"
    ),
)
