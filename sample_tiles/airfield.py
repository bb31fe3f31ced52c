"""The invented airfield: all that was built, in the frame of its runway.

u runs along the runway towards its heading, v to the left (north) of it, both from the middle.
"""

from __future__ import annotations

from sample_tiles.canvas import XY, Canvas, Frame, Reflectance, grey
from sample_tiles.ground import Floats, Window, fractal, generator
from sample_tiles.terrain import RUNWAY

LENGTH_M, WIDTH_M = 1180.0, 30.0
TAXI_V, APRON = 105.0, (-40.0, 182.0, 300.0, 116.0)  # (u, v, length, width)

ASPHALT, OLD_ASPHALT, CONCRETE = grey(0.105, 0.02), grey(0.135, 0.05), grey(0.21, 0.06)
PAINT: Reflectance = (0.52, 0.54, 0.55, 0.56)
YELLOW: Reflectance = (0.10, 0.30, 0.42, 0.48)
GRAVEL: Reflectance = (0.150, 0.188, 0.225, 0.29)

# Seven strokes of a digit: top, upper left, upper right, middle, lower left, lower right, bottom
_STROKES = {"0": "abcefg", "7": "acf", "2": "acdeg", "5": "abdfg"}


def paved(seed: int, canvas: Canvas) -> Floats:
    """Draw runway, taxiways and apron on bare ground; returns the wear of their surface."""
    wear = fractal(
        seed, "wear", canvas.window, ((60, 0.06), (22, 0.06), (8, 0.05), (2.5, 0.05), (1, 0.05))
    )
    _strip(canvas, wear)
    _taxiways(canvas)
    _apron(canvas, wear)
    _runway(canvas, wear)
    return wear


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


def _taxiways(canvas: Canvas) -> None:
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
            tone = 0.21 * (1 + 0.055 * random.standard_normal())
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


def window_of(px: float) -> Window:
    """The surroundings of the airfield, 1280 x 1024 m, at a pixel size."""
    return Window(-640.0, 512.0, px, round(1280 / px), round(1024 / px))
