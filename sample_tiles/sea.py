"""The sea of one day: swell, chop, whitecaps, shallows and surf."""

from __future__ import annotations

import math

import numpy as np

from sample_tiles.ground import Floats, Window, fractal, generator, ramp
from sample_tiles.terrain import DEEP, SHALLOW

FOAM = (0.46, 0.47, 0.46, 0.36)


def swell(seed: int, day: str, window: Window) -> Floats:
    """Slope of the waves towards the light, mean 0, about -1 to 1; other on every day."""
    random = generator(seed, "swell", day)
    x, y = window.axes()
    from_deg = random.uniform(205, 245)
    bend = fractal(seed, f"bend {day}", window, ((900, 0.9), (320, 0.55)))
    out = np.zeros(window.shape, np.float32)
    for _ in range(5):
        length = random.uniform(70, 170)
        a = math.radians(from_deg + random.normal(0, 9))
        k = 2 * math.pi / length
        phase = k * (x * math.sin(a) + y * math.cos(a)) + random.uniform(0, 6.28)
        out += np.float32(0.2) * np.cos((phase + bend).astype(np.float32))
    envelope = 0.7 + 0.35 * fractal(seed, f"sets {day}", window, ((520, 1.0),))
    chop = fractal(
        seed, f"chop {day}", window, ((26, 0.20), (12, 0.22), (6, 0.2), (3, 0.22), (1.4, 0.22))
    )
    return np.asarray(out * envelope + 0.8 * chop, np.float32)


def sea_part(depth_height: Floats) -> tuple[slice, slice] | None:
    """The rows and columns that hold all of the sea; None if there is none."""
    wet = depth_height < 1.6
    rows, cols = np.flatnonzero(wet.any(axis=1)), np.flatnonzero(wet.any(axis=0))
    if not len(rows):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(cols[0]), int(cols[-1]) + 1)


def draw_sea(seed: int, day: str, window: Window, albedo: Floats, height: Floats) -> Floats:
    """Paint the sea into `albedo` in place; returns where it is water, 0 to 1."""
    water_all = np.zeros(window.shape, np.float32)
    where = sea_part(height)
    if where is None:
        return water_all
    rows, cols = where
    part = window.crop(rows.start, rows.stop, cols.start, cols.stop)
    h = height[where]
    waves = swell(seed, day, part)
    runup = 0.35 * fractal(seed, f"runup {day}", part, ((60, 1.0), (18, 0.6), (7, 0.4)))
    water = ramp(h + runup, 0.35, -0.05)
    depth = np.maximum(-h, 0)
    bands = len(albedo)
    deep = np.array(DEEP[:bands], np.float32)[:, None, None]
    shallow = np.array(SHALLOW[:bands], np.float32)[:, None, None]
    clear = np.exp(-depth / np.float32(3.2))
    sea = deep + clear * (shallow - deep)
    glint = np.array((0.16, 0.17, 0.20, 0.30)[:bands], np.float32)[:, None, None]
    sea *= 1 + glint * waves
    caps = fractal(seed, f"caps {day}", part, ((16, 0.6), (6, 0.7), (3, 0.5)))
    foam = np.maximum(_surf(seed, day, part, h), 0.5 * ramp(caps + 0.6 * waves, 2.1, 2.9))
    sea += foam * (np.array(FOAM[:bands], np.float32)[:, None, None] - sea)
    target = albedo[:, rows, cols]
    target += water * (sea - target)
    water_all[where] = water
    return water_all


def _surf(seed: int, day: str, window: Window, height: Floats) -> Floats:
    """Share of foam: lines of breakers over the shallows and a fringe on the beach."""
    random = generator(seed, "surf", day)
    depth = -height
    phase = random.uniform(0, 6.28)
    bend = fractal(seed, f"breakers {day}", window, ((120, 1.3), (45, 0.9), (14, 0.5)))
    line = np.cos(depth * np.float32(3.3) + bend * np.float32(1.5) + np.float32(phase))
    lines = ramp(line, 0.55, 0.95) * ramp(depth, 3.4, 1.2)
    torn = fractal(seed, f"torn {day}", window, ((22, 0.5), (8, 0.55), (3, 0.5), (1.4, 0.4)))
    strength = ramp(fractal(seed, f"exposure {day}", window, ((330, 1.0),)), -0.9, 0.7)
    fringe = ramp(np.abs(depth - np.float32(0.25)), 0.55, 0.1)
    foam = np.maximum(lines * (0.35 + 0.65 * strength), 0.85 * fringe) * ramp(torn, -0.8, 0.5)
    return np.asarray(foam * ramp(depth, -0.3, 0.05), np.float32)
