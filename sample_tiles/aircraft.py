"""Things that come and go: aircraft in plan view and vehicles, in true size."""

from __future__ import annotations

from sample_tiles.canvas import XY, Canvas, Frame, Reflectance, grey

UAV_SPAN_M, UAV_LENGTH_M = 16.0, 8.0


def _mirror(half: list[XY]) -> list[XY]:
    """A ring from its left half, listed nose to tail."""
    return half + [(u, -v) for u, v in reversed(half)]


def unmanned(canvas: Canvas, place: Frame) -> None:
    """A long-winged unmanned aircraft: span 16 m, length 8 m, V tail, pusher propeller."""
    skin = grey(0.50, 0.01)
    body = _mirror([(4.0, 0.0), (3.7, 0.34), (2.9, 0.52), (1.4, 0.48), (-1.6, 0.40), (-3.1, 0.26)])
    wing = _mirror(
        [(0.75, 0.0), (0.70, 1.0), (0.42, 8.0), (-0.12, 8.0), (-0.42, 1.0), (-0.45, 0.0)]
    )
    tail = _mirror([(-2.55, 0.0), (-3.2, 1.75), (-4.0, 1.9), (-3.75, 0.0)])
    canvas.fill(place.ring(wing), skin, height=1.5)
    canvas.fill(place.ring(tail), skin, height=1.9)
    canvas.fill(place.ring(body), grey(0.54), height=1.9)
    canvas.fill(place.box(2.9, 0, 0.9, 0.55), grey(0.22))  # the sensor fairing


def transport(canvas: Canvas, place: Frame) -> None:
    """A high-winged twin turboprop: span 27 m, length 23 m."""
    skin, top = grey(0.40, 0.01), grey(0.46)
    body = _mirror(
        [(11.8, 0.0), (11.2, 0.8), (9.4, 1.35), (-2.0, 1.4), (-7.5, 0.85), (-11.2, 0.35)]
    )
    wing = _mirror([(2.9, 0.0), (2.8, 5.0), (2.2, 13.5), (0.7, 13.5), (-0.3, 5.0), (-0.4, 0.0)])
    tail = _mirror([(-8.4, 0.0), (-9.0, 4.9), (-10.6, 4.9), (-11.0, 0.0)])
    canvas.fill(place.ring(body), top, height=3.4)
    canvas.fill(place.ring(tail), skin, height=4.2)
    canvas.fill(place.ring(wing), skin, height=4.4)
    for side in (-4.6, 4.6):
        canvas.fill(place.box(2.9, side, 5.2, 1.25), grey(0.33), height=4.2)
        canvas.fill(place.box(5.7, side, 0.35, 3.9), grey(0.20), alpha=0.55)  # propeller disc
    canvas.fill(place.box(-9.6, 0, 3.6, 0.35), grey(0.55), height=7.4)
    canvas.fill(place.box(10.6, 0, 0.7, 1.5), grey(0.08))  # windscreen


def light(canvas: Canvas, place: Frame) -> None:
    """A single-engined light aircraft: span 11 m, length 8 m. Not an unmanned one."""
    skin: Reflectance = (0.42, 0.43, 0.46, 0.5)
    body = _mirror([(3.9, 0.0), (3.6, 0.5), (1.0, 0.65), (-1.2, 0.5), (-4.0, 0.16)])
    tail = _mirror([(-3.1, 0.0), (-3.3, 1.7), (-4.1, 1.7), (-4.2, 0.0)])
    canvas.fill(place.ring(body), skin, height=1.5)
    canvas.fill(place.box(0.9, 0, 1.6, 11.0), skin, height=2.2)
    canvas.fill(place.ring(tail), skin, height=1.3)
    canvas.fill(place.box(1.4, 0, 0.5, 1.1), grey(0.07))
    canvas.fill(place.box(2.9, 0, 1.3, 0.9), (0.10, 0.10, 0.34, 0.4))


def car(canvas: Canvas, place: Frame, colour: Reflectance) -> None:
    """4.6 x 1.9 m, with dark glass."""
    canvas.fill(place.box(0, 0, 4.6, 1.9), colour, height=1.5)
    canvas.fill(place.box(0.7, 0, 0.8, 1.6), grey(0.06))
    canvas.fill(place.box(-1.6, 0, 0.6, 1.6), grey(0.06))


def truck(canvas: Canvas, place: Frame, colour: Reflectance) -> None:
    """8.4 x 2.5 m: a cab and a box."""
    canvas.fill(place.box(-1.0, 0, 6.2, 2.5), colour, height=3.1)
    canvas.fill(place.box(3.2, 0, 2.0, 2.4), grey(0.30), height=2.5)
    canvas.fill(place.box(3.9, 0, 0.6, 2.1), grey(0.06))
