"""Renders the scenes of the island: one ground, drawn at each pixel size, lit as of its time."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from sample_tiles import airfield, buildings, light, sea, terrain
from sample_tiles.burn import burn
from sample_tiles.canvas import Canvas
from sample_tiles.ground import Floats, Window, mean_pool, ramp
from sample_tiles.place import CONVERGENCE_DEG, lon_lat
from sample_tiles.sensor import VHR, Pixels, quantise, record
from sample_tiles.story import SWATH_EDGE, Shot
from sample_tiles.sun import Sun, sun_at

# What is inserted into the wide views at 1 m; divides evenly into their 3 m and 10 m pixels.
_INSERT = Window(-630.0, 510.0, 1.0, 1260, 1020)
# Opacity from which the ground is hidden, and shade from which it counts as in shadow.
_HIDDEN, _SHADED = 0.35, 0.5

Mask = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def sun_of(shot: Shot) -> Sun:
    """Where the sun stood over the airfield."""
    return sun_at(datetime.fromisoformat(shot.when or shot.light), *lon_lat(0, 0))


class Studio:
    """Keeps the ground that scenes share. `seed` makes another island of it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._grounds: dict[tuple[Window, int], tuple[Canvas, Floats]] = {}

    def pixels(self, shot: Shot) -> Pixels:
        """What the sensor wrote, (bands, rows, cols), with SYNTHETIC burned in."""
        seen = self._near(shot) if shot.sensor is VHR else self._wide(shot)
        numbers = quantise(shot.sensor, burn(record(shot.sensor, seen, self.seed, shot.id)))
        if shot.swath:
            numbers[:, ~inside_swath(shot.window)] = 0
        return numbers

    def _ground(self, window: Window, bands: int) -> tuple[Canvas, Floats]:
        key = (window, bands)
        if key not in self._grounds:
            shape = terrain.land(self.seed, window)
            canvas = terrain.cover(self.seed, window, shape, bands)
            if window.px > 1:
                buildings.settled(self.seed, canvas)
                buildings.harbour(canvas)
            buildings.stand(self.seed, canvas, airfield.paved(self.seed, canvas))
            self._grounds[key] = canvas, shape.height
        return self._grounds[key]

    def _lit(self, window: Window, bands: int, shot: Shot) -> Floats:
        """Reflectance of a window in the light of the scene's time, before air and clouds."""
        ground, height = self._ground(window, bands)
        canvas = ground.copy()
        if shot.visit:
            buildings.visitors(self.seed, canvas, shot.visit)
        # a mole stands in the sea: what is built is no water
        shape = np.where((canvas.height > 2) & (height < 2), np.float32(2.0), height)
        water = sea.draw_sea(self.seed, shot.id, window, canvas.albedo, shape)
        surface = shape + canvas.height
        return light.lit(canvas.albedo, surface, water, window.px, sun_of(shot), CONVERGENCE_DEG)

    def _near(self, shot: Shot) -> Floats:
        full = airfield.window_of(shot.window.px)
        ground, height = self._ground(full, 3)
        col = round((shot.window.west - full.west) / full.px)
        row = round((full.north - shot.window.north) / full.px)
        rows, cols = slice(row, row + shot.window.rows), slice(col, col + shot.window.cols)
        self._grounds.setdefault(
            (shot.window, 3),
            (
                Canvas(shot.window, ground.albedo[:, rows, cols], ground.height[rows, cols]),
                height[rows, cols],
            ),
        )
        return light.haze(self._lit(shot.window, 3, shot), 0.9)

    def _wide(self, shot: Shot) -> Floats:
        final = shot.window
        bands = len(shot.sensor.bands)
        finer = 2 if final.px > 5 else 1
        drawn = Window(
            final.west, final.north, final.px / finer, final.cols * finer, final.rows * finer
        )
        seen = mean_pool(self._lit(drawn, bands, shot), finer)
        if final.west < _INSERT.west and final.south < _INSERT.south:
            self._insert(seen, final, self._lit(_INSERT, bands, shot))
        if shot.cloud:
            layers = light.clouds(
                self.seed, shot.id, final, shot.cloud, sun_of(shot), CONVERGENCE_DEG
            )
            seen = light.under_clouds(seen, *layers)
        return light.haze(seen, 1.1)

    @staticmethod
    def _insert(seen: Floats, window: Window, detail: Floats) -> None:
        """Put the averaged close view into the wide one, faded over 40 m at its edges."""
        part = mean_pool(detail, round(window.px))
        rows, cols = part.shape[-2:]
        r = round((window.north - _INSERT.north) / window.px)
        c = round((_INSERT.west - window.west) / window.px)
        x = np.minimum(np.arange(cols), np.arange(cols)[::-1])[None, :]
        y = np.minimum(np.arange(rows), np.arange(rows)[::-1])[:, None]
        share = ramp(np.minimum(x, y).astype(np.float32) * window.px, 0, 40)
        target = seen[:, r : r + rows, c : c + cols]
        target += share * (part - target)


def inside_swath(window: Window) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """True west of the edge of the swath, for each pixel's middle."""
    x, y = window.axes()
    (x0, y0), (x1, y1) = SWATH_EDGE
    return np.asarray(x < x0 + (x1 - x0) * (y - y0) / (y1 - y0))


def cloud_mask(seed: int, shot: Shot) -> Mask:
    """(rows, cols): 0 clear, 1 cloud, 2 in the shadow of a cloud; all clear without clouds."""
    if not shot.cloud:
        return np.zeros(shot.window.shape, np.uint8)
    opacity, _, shade = light.clouds(
        seed, shot.id, shot.window, shot.cloud, sun_of(shot), CONVERGENCE_DEG
    )
    shaded = np.where(shade > _SHADED, np.uint8(2), np.uint8(0))
    return np.where(opacity > _HIDDEN, np.uint8(1), shaded)


def hidden_pct(mask: Mask) -> float:
    """Per cent of a scene under cloud, rounded to 0.1."""
    return round(100 * float((mask == 1).mean()), 1)
