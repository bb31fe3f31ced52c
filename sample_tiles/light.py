"""Sunlight: slopes, cast shadows, sky light, and clouds with their shadows."""

from __future__ import annotations

import math

import numpy as np

from sample_tiles.ground import Floats, Window, fractal, ramp
from sample_tiles.sun import Sun, shadow_step

_SKY = (0.36, 0.27, 0.21, 0.13)  # share of the light that comes from the sky, per band
_CLOUD_BASE_M = 700.0


def cast(height: Floats, px: float, sun: Sun, convergence_deg: float) -> Floats:
    """Shadow of a height field, 0 (lit) to 1.

    A point is in shadow if the surface towards the sun stands above the ray. The highest ray
    over the first 2n steps is the higher one of the first n and of the next n, lowered: so the
    reach doubles with every pass.
    """
    east, north, drop = shadow_step(sun, convergence_deg)
    reach_px = float(height.max() - height.min()) / drop / px
    ray = height.copy()
    n = 1
    while n <= max(reach_px, 1):
        dc, dr = round(east * n), round(-north * n)
        _raise(ray, dr, dc, n * px * drop)
        n *= 2
    return ramp(ray - height, 0.12, 0.45)


def _raise(ray: Floats, dr: int, dc: int, drop: float) -> None:
    """Ray = max(ray, ray moved by (dr, dc) rows and columns and lowered)."""
    rows, cols = ray.shape
    if abs(dr) >= rows or abs(dc) >= cols:
        return
    source = ray[max(-dr, 0) : rows - max(dr, 0), max(-dc, 0) : cols - max(dc, 0)]
    target = ray[max(dr, 0) : rows + min(dr, 0), max(dc, 0) : cols + min(dc, 0)]
    np.maximum(target, source - np.float32(drop), out=target)


def lit(
    albedo: Floats, surface: Floats, water: Floats, px: float, sun: Sun, convergence_deg: float
) -> Floats:
    """Reflectance as a sensor above the air sees it, normalised to a level ground in the sun.

    `surface` is terrain plus what stands on it, m; `water` is level whatever lies below it.
    """
    top = np.maximum(surface, 0) * (1 - water)
    east, north, rise = shadow_step(sun, convergence_deg)
    down, across = np.gradient(top, np.float32(px))
    # the sun stands at (-east, -north); rows grow to the south
    facing = 1 + (across * np.float32(east) - down * np.float32(north)) / np.float32(rise)
    steep = np.sqrt(1 + across * across + down * down)
    direct = np.clip(facing / steep, 0, 2.2)
    shade = cast(top, px, sun, convergence_deg)
    direct *= 1 - shade
    out = np.empty_like(albedo)
    for band, sky in zip(range(len(albedo)), _SKY, strict=False):
        out[band] = albedo[band] * (np.float32(sky) + np.float32(1 - sky) * direct)
    return out


def cloud_cover(seed: int, day: str, window: Window, amount: float) -> Floats:
    """Opacity of clouds, 0 to 1; `amount` is about the share of the ground they hide."""
    field = fractal(
        seed,
        f"cloud {day}",
        window,
        ((1500, 0.9), (620, 0.62), (270, 0.45), (120, 0.30), (55, 0.20), (24, 0.11)),
    )
    if amount > 0.5:  # an overcast day is one on which the airfield itself is hidden
        x, y = window.axes()
        field += np.float32(1.5) * np.exp(-(x * x + y * y) / np.float32(850.0**2))
    low = 1.55 * (0.5 - amount)
    return ramp(field, low - 0.1, low + 0.75)


def clouds(
    seed: int, day: str, window: Window, amount: float, sun: Sun, convergence_deg: float
) -> tuple[Floats, Floats, Floats]:
    """Opacity, brightness and the shadow on the ground of a day's clouds."""
    east, north, drop = shadow_step(sun, convergence_deg)
    reach = _CLOUD_BASE_M / drop
    opacity = cloud_cover(seed, day, window, amount)
    shadow = cloud_cover(seed, day, window.moved(-east * reach, -north * reach), amount)
    sunward = cloud_cover(seed, day, window.moved(-east * 60, -north * 60), amount)
    bright = 0.33 + 0.05 * opacity + 0.10 * (opacity - sunward)
    return opacity, bright.astype(np.float32), ramp(shadow, 0.05, 0.7)


def under_clouds(radiance: Floats, opacity: Floats, bright: Floats, shade: Floats) -> Floats:
    """The ground through broken cloud: shaded by it, then hidden by it."""
    seen = radiance * (1 - 0.68 * shade)
    return np.asarray(seen + opacity * (bright - seen), np.float32)


def haze(radiance: Floats, amount: float = 1.0) -> Floats:
    """Light scattered by the air into the view, strongest in blue."""
    path = np.array((0.034, 0.019, 0.010, 0.004)[: len(radiance)], np.float32) * np.float32(amount)
    return radiance * np.float32(math.exp(-0.04 * amount)) + path[:, None, None]
