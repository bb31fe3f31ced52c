"""The picture plane: windows in local metres, noise that is the same at every pixel size.

Local metres are east (x) and north (y) of the middle of the airfield. A window is a raster on
that plane. All noise is sampled from lattices fixed to the plane, so that a place looks alike
at 0.5 m, 3 m and 10 m. Arrays are float32, rows from north to south.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]

# Lattices span this much around the airfield; those with more cells than the period repeat.
_EXTENT_M, _PERIOD = 18432.0, 509


@dataclass(frozen=True, slots=True)
class Window:
    """A raster on the plane: upper left corner (west, north), pixel size in metres, shape."""

    west: float
    north: float
    px: float
    cols: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols), as numpy has it."""
        return self.rows, self.cols

    @property
    def east(self) -> float:
        """Of the right edge, metres."""
        return self.west + self.cols * self.px

    @property
    def south(self) -> float:
        """Of the lower edge, metres."""
        return self.north - self.rows * self.px

    def axes(self) -> tuple[Floats, Floats]:
        """X of each column as (1, cols), y of each row as (rows, 1), at pixel centres."""
        x = self.west + (np.arange(self.cols, dtype=np.float32) + 0.5) * self.px
        y = self.north - (np.arange(self.rows, dtype=np.float32) + 0.5) * self.px
        return x[None, :].astype(np.float32), y[:, None].astype(np.float32)

    def crop(self, row0: int, row1: int, col0: int, col1: int) -> Window:
        """The part of rows [row0, row1) and columns [col0, col1)."""
        return Window(
            self.west + col0 * self.px,
            self.north - row0 * self.px,
            self.px,
            col1 - col0,
            row1 - row0,
        )

    def moved(self, east: float, north: float) -> Window:
        """The same raster shifted by metres."""
        return Window(self.west + east, self.north + north, self.px, self.cols, self.rows)


def generator(seed: int, *salt: object) -> np.random.Generator:
    """Random numbers that depend on the seed and on what they are for, and on nothing else."""
    return np.random.Generator(np.random.SFC64([seed, zlib.crc32(repr(salt).encode())]))


def noise(seed: int, salt: str, window: Window, cell: float) -> Floats:
    """Smooth noise with features of about `cell` metres, mean 0, deviation near 0.6."""
    n = min(int(_EXTENT_M / cell) + 6, _PERIOD)
    values = generator(seed, salt, cell).standard_normal((n, n), dtype=np.float32)
    left = (window.west + _EXTENT_M / 2) / cell
    top = (_EXTENT_M / 2 - window.north) / cell
    scale = window.px / cell
    c0, r0 = int(left) - 3, int(top) - 3
    cols = np.arange(c0, int(left + window.cols * scale) + 4)
    rows = np.arange(r0, int(top + window.rows * scale) + 4)
    part = values.take(rows, axis=0, mode="wrap").take(cols, axis=1, mode="wrap")
    box = (left - c0, top - r0, left - c0 + window.cols * scale, top - r0 + window.rows * scale)
    return _resized(part, (window.cols, window.rows), box)


def _resized(
    array: Floats, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Floats:
    picture = Image.fromarray(np.ascontiguousarray(array))
    return np.array(picture.resize(size, Image.Resampling.BICUBIC, box=box), dtype=np.float32)


def fractal(
    seed: int, salt: str, window: Window, octaves: tuple[tuple[float, float], ...]
) -> Floats:
    """Sum of noise over (cell in metres, weight); cells below 1.5 pixels are left out."""
    total = np.zeros(window.shape, np.float32)
    smooth = tuple(octave for octave in octaves if octave[0] >= 12 * window.px)
    if smooth and window.cols * window.rows > 250_000:
        # wide features look the same when they are made at four times the pixel size
        coarse, left, top = coarser(window, 4)
        total += enlarge(_summed(seed, salt, coarse, smooth), window, 4, left, top)
        octaves = tuple(octave for octave in octaves if octave not in smooth)
    rest = tuple(o for o in octaves if o[0] >= 1.5 * window.px)
    return total + _summed(seed, salt, window, rest) if rest else total


def _summed(
    seed: int, salt: str, window: Window, octaves: tuple[tuple[float, float], ...]
) -> Floats:
    total = np.zeros(window.shape, np.float32)
    for cell, weight in octaves:
        total += np.float32(weight) * noise(seed, salt, window, cell)
    return total


def coarser(window: Window, factor: int) -> tuple[Window, float, float]:
    """A window of larger pixels with a margin of 3, and where the old one begins in it."""
    px = window.px * factor
    cols, rows = -(-window.cols // factor) + 6, -(-window.rows // factor) + 6
    return Window(window.west - 3 * px, window.north + 3 * px, px, cols, rows), 3.0, 3.0


def enlarge(coarse: Floats, window: Window, factor: int, left: float, top: float) -> Floats:
    """Pixels of `window` from an array whose pixels are `factor` times as wide."""
    box = (left, top, left + window.cols / factor, top + window.rows / factor)
    return _resized(coarse, (window.cols, window.rows), box)


def ramp(value: Floats, low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between (low may lie above high)."""
    t = value - np.float32(low)
    t *= np.float32(1 / (high - low))
    np.clip(t, 0, 1, out=t)
    out = np.float32(3) - 2 * t
    out *= t
    out *= t
    return np.asarray(out, np.float32)


def mean_pool(array: Floats, factor: int) -> Floats:
    """Average of factor x factor pixels; the last two axes must be multiples of it."""
    *head, rows, cols = array.shape
    blocks = array.reshape(*head, rows // factor, factor, cols // factor, factor)
    return np.asarray(blocks.mean(axis=(-3, -1), dtype=np.float32), np.float32)


def blur(array: Floats, weight: float) -> Floats:
    """Point spread: each pixel gives `weight` to either neighbour, along rows and columns."""
    out = array * np.float32(1 - 2 * weight)
    out[..., :, 1:] += weight * array[..., :, :-1]
    out[..., :, :-1] += weight * array[..., :, 1:]
    out[..., :, 0] += weight * array[..., :, 0]
    out[..., :, -1] += weight * array[..., :, -1]
    down = out * np.float32(1 - 2 * weight)
    down[..., 1:, :] += weight * out[..., :-1, :]
    down[..., :-1, :] += weight * out[..., 1:, :]
    down[..., 0, :] += weight * out[..., 0, :]
    down[..., -1, :] += weight * out[..., -1, :]
    return down
