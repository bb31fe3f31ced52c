"""What stands on and around the airfield: hangars, shelters, tanks, houses, vehicles, guests.

u and v are those of the runway's frame, see `sample_tiles.airfield`.
"""

from __future__ import annotations

from sample_tiles.aircraft import car, light, transport, truck, unmanned
from sample_tiles.airfield import CONCRETE, GRAVEL
from sample_tiles.canvas import XY, Canvas, Frame, Reflectance, grey
from sample_tiles.ground import Floats, generator
from sample_tiles.terrain import RUNWAY

UAV_STAND = RUNWAY.inside(-8.0, 203.0, 164.0)
TOWER = RUNWAY.inside(132.0, 256.0)
TOWER_HEIGHT_M, TANK_HEIGHT_M = 19.0, 9.0


def stand(seed: int, canvas: Canvas, wear: Floats) -> None:
    """All that is built upwards, and what is parked there on every date."""
    _shelters(canvas, wear)
    _fuel(canvas)
    _buildings(seed, canvas)
    _parked(seed, canvas)


def hangar(
    canvas: Canvas, place: Frame, length: float, width: float, height: float, tone: float
) -> None:
    """A ridge roof in bands that rise to the middle; ridge along u."""
    canvas.fill(place.box(0, 0, length, width), grey(tone, 0.01))
    canvas.ridge(place, length, width, height, 0.26)
    for i in range(1, int(length // 6)):  # seams of the sheets
        canvas.fill(place.box(-length / 2 + 6 * i, 0, 0.35, width), grey(tone * 0.8), alpha=0.5)
    canvas.fill(place.box(0, 0, length, 0.8), grey(tone * 1.25), alpha=0.8)


def _shelters(canvas: Canvas, wear: Floats) -> None:
    for u, turn in ((322.0, -7.0), (376.0, -7.0), (430.0, -7.0)):
        place = RUNWAY.inside(u, 206.0 - (u - 322) * 0.02, turn)
        canvas.fill(place.box(0, -24, 20, 26), CONCRETE, texture=wear)
        bands = 9
        for i in range(bands):  # an arch of earth-coloured concrete, its mouth to the south
            x = (i + 0.5 - bands / 2) * 22 / bands
            rise = 7.2 * (1 - (x / 11.5) ** 2) ** 0.5
            canvas.fill(
                place.box(x, 2, 22 / bands + 0.2, 28), (0.105, 0.135, 0.150, 0.20), height=rise
            )
        canvas.fill(place.box(0, -11.6, 17, 1.2), grey(0.03), height=1.0)


def _fuel(canvas: Canvas) -> None:
    yard = RUNWAY.inside(-268.0, 262.0)
    canvas.fill(yard.box(0, 0, 64, 44), GRAVEL)
    for dv in (-22.0, 22.0):
        canvas.fill(yard.box(0, dv, 64, 2.2), grey(0.20, 0.08), height=1.4)
    for du in (-32.0, 32.0):
        canvas.fill(yard.box(du, 0, 2.2, 44), grey(0.20, 0.08), height=1.4)
    for du, dv, radius in ((-18, 7, 8.5), (4, 7, 8.5), (22, -8, 6.0), (-8, -12, 4.0)):
        x, y = yard.at(du, dv)
        canvas.disc(x, y, radius, grey(0.46), height=TANK_HEIGHT_M if radius > 5 else 6.0)
        canvas.disc(x, y, radius * 0.25, grey(0.36), height=TANK_HEIGHT_M if radius > 5 else 6.0)


def _buildings(seed: int, canvas: Canvas) -> None:
    road = grey(0.15, 0.05)
    for path in ROADS:
        canvas.line(path, 7.0, GRAVEL, alpha=0.5)
        canvas.line(path, 5.0, road)
    for u, length, width, tone in (
        (-160, 46, 38, 0.22),
        (-104, 46, 38, 0.25),
        (-46, 52, 42, 0.20),
        (6, 34, 30, 0.24),
    ):
        hangar(
            canvas, RUNWAY.inside(u, 264.0, 90), width, length, 12.5 if length > 40 else 9.5, tone
        )
    canvas.fill(RUNWAY.box(66, 258, 54, 22), grey(0.29, 0.02), height=7.5)  # terminal
    canvas.fill(RUNWAY.box(66, 258, 12, 8), grey(0.22), height=9.0)
    canvas.fill(TOWER.box(0, 0, 9, 9), grey(0.34), height=TOWER_HEIGHT_M - 4)
    canvas.fill(TOWER.box(0, 0, 7, 7), grey(0.16), height=TOWER_HEIGHT_M)
    canvas.fill(RUNWAY.box(112, 300, 84, 34), road)  # car park
    random = generator(seed, "barracks")
    for i in range(3):
        for j in range(3):
            roof: Reflectance = (
                (0.10, 0.13, 0.25, 0.3) if random.random() < 0.6 else grey(0.26, 0.04)
            )
            hut = RUNWAY.inside(186 + 34 * i, 268 + 30 * j)
            hangar(canvas, hut, 26, 10, 5.0, 0.25)
            canvas.fill(hut.box(0, 2.6, 26, 4.6), roof, alpha=0.75)
            canvas.fill(hut.box(0, -2.6, 26, 4.6), roof, alpha=0.75)


def _parked(seed: int, canvas: Canvas) -> None:
    """What stands there on every date."""
    random = generator(seed, "cars")
    for row in (290.0, 300.0, 311.0):
        for i in range(26):
            if random.random() < 0.45:
                tone = grey(float(random.choice([0.04, 0.08, 0.2, 0.45, 0.55])))
                car(canvas, RUNWAY.inside(74 + 3.0 * i, row, 90), tone)
    light(canvas, RUNWAY.inside(-150, 197, 172))
    truck(canvas, RUNWAY.inside(-226, 258, 10), (0.10, 0.22, 0.24, 0.3))
    truck(canvas, RUNWAY.inside(40, 232, 3), grey(0.42))


ROADS: list[list[XY]] = [
    [
        *RUNWAY.ring([(112, 318), (112, 352), (330, 372), (560, 352)]),
        *((860.0, 420.0), (1080.0, 560.0), (1260.0, 690.0), (1440.0, 735.0)),
    ],
    RUNWAY.ring([(-268, 284), (-268, 330), (-100, 352), (112, 352)]),
    [
        *RUNWAY.ring([(-100, 352)]),
        (-330.0, 420.0),
        (-420.0, 700.0),
        (-250.0, 1050.0),
        (-60.0, 1500.0),
        (120.0, 1900.0),
    ],
    RUNWAY.ring(
        [
            (-268, 284),
            (-460, 240),
            (-640, 120),
            (-650, -70),
            (-300, -78),
            (200, -78),
            (640, -72),
            (655, 130),
            (560, 352),
        ]
    ),
]
HOUSES: tuple[tuple[XY, int], ...] = (
    ((1180.0, 700.0), 34),
    ((-80.0, 1460.0), 16),
    ((130.0, 1860.0), 10),
)


def harbour(canvas: Canvas) -> None:
    """A mole, a quay and boats on the east coast."""
    mole = [(1500.0, 645.0), (1600.0, 625.0), (1680.0, 665.0), (1690.0, 740.0)]
    canvas.line(mole, 13.0, grey(0.20, 0.05), height=3.0)
    canvas.line([(1440.0, 735.0), (1545.0, 765.0)], 16.0, grey(0.24, 0.05), height=2.5)
    for x, y, heading in ((1590.0, 682.0, 100.0), (1622.0, 706.0, 80.0), (1552.0, 742.0, 70.0)):
        canvas.fill(Frame(x, y, heading).box(0, 0, 22, 6), grey(0.5), height=3.0)


def settled(seed: int, canvas: Canvas) -> None:
    """Roads, houses and the harbour beyond the airfield, for the views of the whole island."""
    for path in ROADS:
        canvas.line(path, 5.5, GRAVEL, alpha=0.85)
    random = generator(seed, "houses")
    for (x, y), count in HOUSES:
        for _ in range(count):
            at = Frame(
                x + random.normal(0, 75), y + random.normal(0, 60), float(random.choice([20, 110]))
            )
            roof: Reflectance = (0.11, 0.14, 0.28, 0.3) if random.random() < 0.5 else grey(0.42)
            canvas.fill(
                at.box(0, 0, random.uniform(9, 17), random.uniform(7, 11)), roof, height=4.5
            )


def visitors(seed: int, canvas: Canvas, day: int) -> None:
    """What is there on the two visits only: the unmanned aircraft, a transport, a motorcade."""
    unmanned(canvas, UAV_STAND)
    transport(canvas, RUNWAY.inside(-92 if day == 1 else 62, 178, 180 if day == 1 else 172))
    random = generator(seed, "motorcade", day)
    for i in range(5):
        place = RUNWAY.inside(-38 + 7.5 * i, 222 + random.normal(0, 0.5), random.normal(0, 6))
        car(canvas, place, grey(0.035 if i % 4 else 0.5))
    truck(canvas, RUNWAY.inside(12, 209, 118), grey(0.20, 0.1))
    canvas.fill(RUNWAY.box(-26, 205, 5, 5), grey(0.56), height=2.6)  # an awning
