"""The invented airfield: all that was built, in the frame of its runway.

u runs along the runway towards its heading, v to the left (north) of it, both from the middle.
"""

from __future__ import annotations

from sample_tiles.aircraft import car, light, transport, truck, unmanned
from sample_tiles.canvas import XY, Canvas, Frame, Reflectance, grey
from sample_tiles.ground import Floats, Window, fractal, generator
from sample_tiles.terrain import RUNWAY

LENGTH_M, WIDTH_M = 1180.0, 30.0
TAXI_V, APRON = 105.0, (-40.0, 182.0, 300.0, 116.0)  # (u, v, length, width)
UAV_STAND = RUNWAY.inside(-8.0, 196.0, 164.0)
TOWER = RUNWAY.inside(132.0, 256.0)
TOWER_HEIGHT_M, TANK_HEIGHT_M = 19.0, 9.0

ASPHALT, OLD_ASPHALT, CONCRETE = grey(0.105, 0.02), grey(0.135, 0.05), grey(0.235, 0.06)
PAINT: Reflectance = (0.52, 0.54, 0.55, 0.56)
YELLOW: Reflectance = (0.10, 0.30, 0.42, 0.48)
GRAVEL: Reflectance = (0.150, 0.188, 0.225, 0.29)

# Seven strokes of a digit: top, upper left, upper right, middle, lower left, lower right, bottom
_STROKES = {"0": "abcefg", "7": "acf", "2": "acdeg", "5": "abdfg"}


def built(seed: int, canvas: Canvas) -> None:
    """Draw the whole airfield on bare ground."""
    wear = fractal(
        seed, "wear", canvas.window, ((60, 0.06), (22, 0.06), (8, 0.05), (2.5, 0.05), (1, 0.05))
    )
    _strip(canvas, wear)
    _taxiways(canvas, wear)
    _apron(canvas, wear)
    _runway(canvas, wear)
    _shelters(canvas, wear)
    _fuel(canvas)
    _buildings(seed, canvas)
    _parked(seed, canvas)


def _strip(canvas: Canvas, wear: Floats) -> None:
    mown: Reflectance = (0.060, 0.098, 0.102, 0.300)
    canvas.fill(RUNWAY.box(0, 0, LENGTH_M + 100, 118), mown, alpha=0.8, texture=wear)
    for v in range(-54, 55, 12):  # the tracks of the mower
        canvas.fill(RUNWAY.box(0, v, LENGTH_M + 96, 6), mown, alpha=0.30, texture=wear + 0.25)


def _runway(canvas: Canvas, wear: Floats) -> None:
    half = LENGTH_M / 2
    canvas.fill(RUNWAY.box(0, 0, LENGTH_M + 50, WIDTH_M + 9), GRAVEL, alpha=0.7, texture=wear)
    canvas.fill(RUNWAY.box(0, 0, LENGTH_M, WIDTH_M), ASPHALT, texture=wear)
    for end in (-1, 1):
        turn = RUNWAY.ring(
            [(end * (half - 46), 14), (end * (half - 34), 34), (end * half, 34), (end * half, 14)]
        )
        canvas.fill(turn, ASPHALT, texture=wear)
        for v, dark in ((-3.4, 0.5), (3.4, 0.5), (0, 0.3)):  # rubber of the wheels
            for reach in (150, 210, 290):
                canvas.fill(
                    RUNWAY.box(end * (half - 95 - reach / 2), v, reach, 3.2),
                    grey(0.05),
                    alpha=dark / 2,
                )
    for v in (-WIDTH_M / 2 + 0.9, WIDTH_M / 2 - 0.9):
        canvas.fill(RUNWAY.box(0, v, LENGTH_M, 0.9), PAINT, alpha=0.8)
    u = -half + 95
    while u < half - 95:
        canvas.fill(RUNWAY.box(u + 15, 0, 30, 0.9), PAINT, alpha=0.85)
        u += 50
    for end, number in ((-1, "07"), (1, "25")):
        _threshold(canvas, RUNWAY.inside(end * half, 0, 0 if end < 0 else 180), number)


def _threshold(canvas: Canvas, end: Frame, number: str) -> None:
    """Stripes, number and touchdown marks as seen from `end`, whose u runs down the runway."""
    for i in range(4):
        for side in (-1, 1):
            canvas.fill(end.box(21, side * (2.6 + 3.1 * i), 30, 1.75), PAINT, alpha=0.9)
    for digit, v in zip(number, (3.7, -3.7), strict=True):
        _digit(canvas, end.inside(46, v), digit)
    for side in (-1, 1):
        canvas.fill(end.box(200, side * 7, 34, 4.5), PAINT, alpha=0.7)
        for i in range(3):
            canvas.fill(end.box(125, side * (5 + 2.6 * i), 20, 1.5), PAINT, alpha=0.7)


def _digit(canvas: Canvas, foot: Frame, digit: str) -> None:
    """14 m high and 5 m wide, its foot towards the threshold."""
    tall, wide, stroke = 14.0, 5.0, 1.4
    middle, left, right = tall / 2, wide / 2 - stroke / 2, -wide / 2 + stroke / 2
    bars = {
        "a": (tall - stroke / 2, 0.0, stroke, wide),
        "g": (stroke / 2, 0.0, stroke, wide),
        "d": (middle, 0.0, stroke, wide),
        "b": (0.75 * tall, left, middle, stroke),
        "c": (0.75 * tall, right, middle, stroke),
        "e": (0.25 * tall, left, middle, stroke),
        "f": (0.25 * tall, right, middle, stroke),
    }
    for name in _STROKES[digit]:
        canvas.fill(foot.box(*bars[name]), PAINT, alpha=0.92)


def _taxiways(canvas: Canvas, wear: Floats) -> None:
    half = LENGTH_M / 2
    spine: list[XY] = [(-half + 9, 10), (-half + 9, 62), (-half + 52, TAXI_V), (430, TAXI_V)]
    branches: list[list[XY]] = [
        spine,
        [(-120, 10), (-120, TAXI_V)],
        [(90, 10), (90, TAXI_V)],
        [(430, TAXI_V), (470, 70), (470, 10)],
        [(-190, TAXI_V), (-240, 150), (-300, 168)],
        [(250, TAXI_V), (290, 150), (470, 172), (540, 140), (520, 60), (470, 60)],
    ]
    for branch in branches:
        canvas.line(RUNWAY.ring(branch), 19.0, GRAVEL, alpha=0.6)
    for branch in branches:
        canvas.line(RUNWAY.ring(branch), 13.0, OLD_ASPHALT)
    for branch in branches:
        canvas.line(RUNWAY.ring(branch), 0.45, YELLOW, alpha=0.7)


def _apron(canvas: Canvas, wear: Floats) -> None:
    u0, v0, length, width = APRON
    canvas.fill(RUNWAY.box(u0, v0, length + 12, width + 12), GRAVEL, alpha=0.6, texture=wear)
    canvas.fill(RUNWAY.box(u0, v0, length, width), CONCRETE, texture=wear)
    random = generator(3, "slabs")
    for i in range(int(length // 10)):
        for j in range(int(width // 10)):
            tone = 0.235 * (1 + 0.055 * random.standard_normal())
            slab = RUNWAY.box(u0 - length / 2 + 5 + 10 * i, v0 - width / 2 + 5 + 10 * j, 10, 10)
            canvas.fill(slab, grey(float(tone), 0.06), alpha=0.6)
    for i in range(1, int(length // 10)):
        canvas.fill(RUNWAY.box(u0 - length / 2 + 10 * i, v0, 0.3, width), grey(0.10), alpha=0.55)
    for j in range(1, int(width // 10)):
        canvas.fill(RUNWAY.box(u0, v0 - width / 2 + 10 * j, length, 0.3), grey(0.10), alpha=0.55)
    for _ in range(60):  # oil
        x, y = RUNWAY.at(u0 + random.uniform(-145, 145), v0 + random.uniform(-52, 52))
        canvas.fill(
            Frame(x, y, random.uniform(0, 90)).box(
                0, 0, random.uniform(1, 4), random.uniform(1, 3)
            ),
            grey(0.08),
            alpha=0.35,
        )
    canvas.fill(RUNWAY.box(u0, v0 - 46, length - 20, 0.5), YELLOW, alpha=0.7)
    for u in (-150, -104, -58, -8, 38, 84):
        canvas.fill(RUNWAY.box(u, v0 - 16, 0.45, 60), YELLOW, alpha=0.7)
        canvas.fill(RUNWAY.box(u, v0 + 16, 7, 0.5), YELLOW, alpha=0.7)


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
        (-160, 46, 38, 0.30),
        (-104, 46, 38, 0.34),
        (-46, 52, 42, 0.27),
        (6, 34, 30, 0.32),
    ):
        hangar(
            canvas, RUNWAY.inside(u, 264.0, 90), width, length, 12.5 if length > 40 else 9.5, tone
        )
    canvas.fill(RUNWAY.box(66, 258, 54, 22), grey(0.38, 0.02), height=7.5)  # terminal
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
    RUNWAY.ring([(112, 318), (112, 352), (330, 372), (560, 352)])
    + [(860.0, 420.0), (1080.0, 560.0), (1260.0, 690.0)],
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
    mole = [(1390.0, 640.0), (1500.0, 620.0), (1590.0, 660.0), (1600.0, 730.0)]
    canvas.line(mole, 13.0, grey(0.20, 0.05), height=3.0)
    canvas.line([(1400.0, 735.0), (1480.0, 760.0)], 16.0, grey(0.24, 0.05), height=2.5)
    for x, y, heading in ((1500.0, 680.0, 100.0), (1530.0, 700.0, 80.0), (1478.0, 735.0, 70.0)):
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


def window_of(px: float) -> Window:
    """The surroundings of the airfield, 1280 x 1024 m, at a pixel size."""
    return Window(-640.0, 512.0, px, round(1280 / px), round(1024 / px))
