"""The invented island: its height, its coast and what grows on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_tiles.canvas import Canvas, Frame
from sample_tiles.ground import Floats, Window, coarser, enlarge, fractal, generator, ramp

CENTRE = (150.0, 810.0)  # of the island, local metres
RUNWAY = Frame(0.0, -150.0, 74.0)  # middle and heading of the runway, on the map grid
_RADII = (1480.0, 1290.0)

SHALLOW = (0.105, 0.125, 0.055, 0.012)
DEEP = (0.050, 0.040, 0.021, 0.008)
SAND = (0.215, 0.275, 0.330, 0.400)
WET_SAND = (0.120, 0.150, 0.175, 0.190)
ROCK = (0.105, 0.122, 0.140, 0.190)
SOIL = (0.095, 0.128, 0.172, 0.255)
DRY_GRASS = (0.066, 0.100, 0.118, 0.265)
GREEN_GRASS = (0.036, 0.077, 0.051, 0.330)
SCRUB = (0.026, 0.046, 0.034, 0.260)


@dataclass(frozen=True, slots=True)
class Land:
    """Height above the sea in metres (negative: depth) and how dense the scrub is, 0 to 1."""

    height: Floats
    scrub: Floats


def _flat(window: Window, fade: float) -> Floats:
    """1 on the levelled ground of the airfield, 0 more than `fade` metres away from it."""
    x, y = window.axes()
    a = np.radians(RUNWAY.heading_deg)
    dx, dy = x - RUNWAY.x, y - RUNWAY.y
    u = dx * np.sin(a) + dy * np.cos(a)
    v = -dx * np.cos(a) + dy * np.sin(a)
    outside = np.hypot(np.maximum(np.abs(u) - 610, 0), np.maximum(np.abs(v - 145) - 215, 0))
    return ramp(outside.astype(np.float32), fade, 0)


def land(seed: int, window: Window) -> Land:
    """Shape of the island in a window."""
    if window.px > 1:
        return _land(seed, window)
    factor = round(2 / window.px)  # its finest features are 9 m wide: 2 m is enough
    coarse, left, top = coarser(window, factor)
    found = _land(seed, coarse)
    return Land(
        enlarge(found.height, window, factor, left, top),
        np.clip(enlarge(found.scrub, window, factor, left, top), 0, 1),
    )


def _land(seed: int, window: Window) -> Land:
    x, y = window.axes()
    warp = ((760, 130.0), (310, 62.0), (130, 24.0))
    wx = x + fractal(seed, "warp east", window, warp)
    wy = y + fractal(seed, "warp north", window, warp)
    r = np.hypot((wx - CENTRE[0]) / _RADII[0], (wy - CENTRE[1]) / _RADII[1]).astype(np.float32)
    rough = ((620, 0.085), (260, 0.042), (110, 0.020), (48, 0.0095), (20, 0.004), (9, 0.0016))
    base = 1 - r + fractal(seed, "coast", window, rough)
    flat = _flat(window, 320)
    base = base * (1 - flat) + (0.105 + 0.25 * np.clip(base - 0.105, -0.09, 0.25)) * flat

    ridge = 1 - np.abs(
        fractal(seed, "ridge", window, ((540, 0.8), (250, 0.4), (115, 0.2), (52, 0.1)))
    )
    hills = ramp(base, 0.14, 0.85) * (42 + 66 * ridge) * (1 - _flat(window, 900))
    detail = fractal(seed, "detail", window, ((60, 2.2), (26, 1.2), (12, 0.55)))
    shelf = np.where(base > 0, base * 75, base * 62)
    level = np.where(flat > 0, np.minimum(shelf, 7.5), shelf) * flat + shelf * (1 - flat)
    height = level + hills + detail * ramp(base, 0.0, 0.12) * (1 - flat)
    patches = fractal(seed, "scrub", window, ((340, 0.75), (120, 0.5), (45, 0.36), (18, 0.2)))
    scrub = ramp(patches + 0.012 * np.clip(hills, 0, 60), 0.12, 0.75) * ramp(base, 0.03, 0.09)
    return Land(height.astype(np.float32), (scrub * (1 - 0.93 * flat)).astype(np.float32))


def _mix(albedo: Floats, colour: tuple[float, ...], share: Floats) -> None:
    for band, value in zip(albedo, colour, strict=False):
        band += share * (np.float32(value) - band)


def cover(seed: int, window: Window, ground: Land, bands: int = 4) -> Canvas:
    """Bare, grown and sandy ground as a canvas of 3 or 4 bands; the sea is drawn per date."""
    tone = fractal(seed, "tone", window, ((420, 0.5), (150, 0.45), (55, 0.4), (21, 0.3), (8, 0.25)))
    albedo = np.empty((bands, *window.shape), np.float32)
    albedo[:] = np.array(DRY_GRASS[:bands], np.float32)[:, None, None]
    _mix(albedo, GREEN_GRASS, ramp(tone, -0.35, 0.85))
    bare = fractal(seed, "bare", window, ((190, 0.5), (70, 0.5), (25, 0.35), (7, 0.3)))
    _mix(albedo, SOIL, 0.8 * ramp(bare, 0.35, 1.1))
    _mix(albedo, SCRUB, (0.85 if window.px > 2 else 0.5) * ground.scrub)
    drop = np.hypot(*np.gradient(ground.height, window.px)).astype(np.float32)
    _mix(albedo, ROCK, ramp(drop, 0.55, 1.0) * ramp(ground.height, 0.5, 4))
    edge = ground.height + 0.9 * fractal(seed, "beach", window, ((90, 1.0), (30, 0.5), (9, 0.25)))
    _mix(albedo, SAND, ramp(edge, 3.6, 2.4))
    _mix(albedo, WET_SAND, ramp(edge, 1.25, 0.5))
    grain = fractal(seed, "grain", window, ((6, 0.05), (3, 0.05), (1.5, 0.05), (0.8, 0.05)))
    albedo *= 1 + grain
    canvas = Canvas(window, albedo, np.zeros(window.shape, np.float32))
    if window.px <= 1:
        _plant(seed, canvas, ground)
    return canvas


def _plant(seed: int, canvas: Canvas, ground: Land) -> None:
    """Single bushes and trees, where they are large enough to be seen."""
    random = generator(seed, "plants")
    w = canvas.window
    n = 15_000
    x, y = random.uniform(-640, 640, n), random.uniform(-512, 512, n)
    radius, chance = 1.0 + 2.4 * random.random(n) ** 2, random.random(n)
    col, row = ((x - w.west) / w.px).astype(int), ((w.north - y) / w.px).astype(int)
    here = (col >= 0) & (col < w.cols) & (row >= 0) & (row < w.rows)
    for i in np.flatnonzero(here):
        if chance[i] < ground.scrub[row[i], col[i]] * 0.9 and not _mown(x[i], y[i]):
            _bush(canvas, x[i], y[i], radius[i], 0.75 + 0.5 * chance[i])


def _mown(x: float, y: float) -> bool:
    """True where the airfield keeps the ground free."""
    a = np.radians(RUNWAY.heading_deg)
    dx, dy = x - RUNWAY.x, y - RUNWAY.y
    u, v = dx * np.sin(a) + dy * np.cos(a), -dx * np.cos(a) + dy * np.sin(a)
    return bool(abs(u) < 665 and -72 < v < 345)


def _bush(canvas: Canvas, x: float, y: float, radius: float, tone: float) -> None:
    """A dome of leaves about as high as it is wide."""
    w = canvas.window
    reach = int(radius / w.px) + 1
    c, r = (x - w.west) / w.px - 0.5, (w.north - y) / w.px - 0.5
    c0, r0 = round(c), round(r)
    if not (reach < c0 < w.cols - reach and reach < r0 < w.rows - reach):
        return
    rows, cols = slice(r0 - reach, r0 + reach + 1), slice(c0 - reach, c0 + reach + 1)
    span = np.arange(-reach, reach + 1, dtype=np.float32)
    d2 = ((span[None, :] + c0 - c) ** 2 + (span[:, None] + r0 - r) ** 2) * (w.px / radius) ** 2
    dome = np.sqrt(np.clip(1 - d2, 0, 1)).astype(np.float32)
    share = ramp(dome, 0.1, 0.5)
    part = canvas.albedo[:, rows, cols]
    part += share * (np.array(SCRUB[: len(part)], np.float32)[:, None, None] * tone - part)
    lift = canvas.height[rows, cols]
    np.maximum(lift, dome * np.float32(1.7 * radius), out=lift)
