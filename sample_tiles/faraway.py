"""Small scenes far from the island: open sea at the date line, ice near the pole, a ship."""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np

from sample_tiles import light, sea
from sample_tiles.burn import burn
from sample_tiles.canvas import Canvas, Frame, grey
from sample_tiles.ground import Floats, Window, fractal, mean_pool, ramp
from sample_tiles.place import lon_lat
from sample_tiles.sensor import COARSE, Pixels, quantise, record
from sample_tiles.story import FarShot
from sample_tiles.sun import Sun, sun_at

_FINER = 2


def far_sun(shot: FarShot) -> Sun:
    """Where the sun stood over the middle of the scene."""
    return sun_at(datetime.fromisoformat(shot.when), *lon_lat(shot.x, shot.y, shot.epsg))


def far_pixels(seed: int, shot: FarShot) -> Pixels:
    """What the 10 m sensor wrote, with SYNTHETIC burned in."""
    half = shot.size * COARSE.gsd_m / 2
    window = Window(-half, half, COARSE.gsd_m / _FINER, shot.size * _FINER, shot.size * _FINER)
    fine = _ice(seed, shot, window) if shot.kind == "ice" else _sea(seed, shot, window)
    seen = light.haze(mean_pool(fine, _FINER))
    return quantise(COARSE, burn(record(COARSE, seen, seed, shot.id)))


def _sea(seed: int, shot: FarShot, window: Window) -> Floats:
    canvas = Canvas(
        window, np.zeros((4, *window.shape), np.float32), np.zeros(window.shape, np.float32)
    )
    sea.draw_sea(seed, shot.id, window, canvas.albedo, np.full(window.shape, -900, np.float32))
    if shot.kind == "ship":
        _ship(canvas, Frame(0.0, 165.0, 58.0))
    return canvas.albedo


def _ship(canvas: Canvas, place: Frame) -> None:
    """180 x 28 m under way, with its wake."""
    for spread, tone, reach in ((19.5, 0.10, 1500), (-19.5, 0.10, 1500), (0, 0.17, 1100)):
        arm = place.inside(60 if spread else -90, 0, 180 + spread)
        for i in range(12):
            u = reach * (i + 0.5) / 12
            width = (7 + 0.012 * u) if spread else (24 + 0.02 * u)
            canvas.fill(arm.box(u, 0, reach / 12 + 4, width), grey(tone), alpha=0.55 * (1 - i / 12))
    hull = [(90, 0), (72, 12), (-84, 14), (-90, 11), (-90, -11), (-84, -14), (72, -12)]
    canvas.fill(place.ring([(float(u), float(v)) for u, v in hull]), (0.10, 0.13, 0.26, 0.3))
    canvas.fill(place.box(-72, 0, 22, 24), grey(0.62))
    for u in range(-50, 71, 24):
        canvas.fill(place.box(u, 0, 17, 22), (0.20, 0.22, 0.16, 0.2))


def _ice(seed: int, shot: FarShot, window: Window) -> Floats:
    """Floes of several sizes, ridges that catch the low sun, dark leads with new grey ice."""
    crack = np.full(window.shape, 9, np.float32)
    for cell, salt in ((1500, "lead"), (520, "crack"), (210, "chip")):
        bend = fractal(
            seed, f"{salt} {shot.id}", window, ((cell, 1.0), (cell / 3, 0.35), (40, 0.06))
        )
        crack = np.minimum(crack, np.abs(bend) * math.sqrt(cell / 150))
    lead = ramp(crack, 0.10, 0.04)
    relief = fractal(seed, f"ridges {shot.id}", window, ((120, 0.5), (45, 0.35), (18, 0.3)))
    ridge = ramp(1 - np.abs(relief), 0.82, 1.0)
    tone = fractal(seed, f"snow {shot.id}", window, ((700, 0.03), (200, 0.025), (60, 0.02)))
    down, across = np.gradient(0.9 * ridge + 0.5 * relief, np.float32(window.px))
    sun = far_sun(shot)
    a = math.radians(sun.azimuth_deg - _grid_turn(shot))
    shine = 1 - 3.0 * (across * np.float32(math.sin(a)) - down * np.float32(math.cos(a)))
    snow = np.clip((0.40 + tone) * np.clip(shine, 0.55, 1.35), 0.05, 0.75)
    colours = np.array((1.04, 1.02, 1.0, 0.92), np.float32)[:, None, None]
    water = np.array((0.055, 0.045, 0.030, 0.015), np.float32)[:, None, None]
    melt = np.array((0.28, 0.27, 0.19, 0.06), np.float32)[:, None, None]
    pond = ramp(
        fractal(seed, f"ponds {shot.id}", window, ((260, 0.6), (70, 0.6), (26, 0.4))), 0.75, 1.05
    )
    out = snow * colours
    out += 0.75 * pond * (melt - out)
    return np.asarray(out + lead * (water - out), np.float32)


def _grid_turn(shot: FarShot) -> float:
    """True north, seen from the map's up: found by a step to the north on the ground."""
    lon0, lat0 = lon_lat(shot.x, shot.y, shot.epsg)
    lon1, lat1 = lon_lat(shot.x, shot.y + 1000, shot.epsg)
    east = (lon1 - lon0) * math.cos(math.radians(lat0))
    return math.degrees(math.atan2(east, lat1 - lat0))
