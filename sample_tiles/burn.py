"""SYNTHETIC, burned into the pixels so that no crop can pass as evidence.

Small words lie so close that every square of 200 pixels holds most of one; middling ones carry
it where the scene is drawn at a quarter of its size, a large one across the whole scene where it
is drawn smaller still.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_tiles.ground import Floats, ramp

WORD = "SYNTHETIC"
_STEP = (160, 100)  # pixels between words in a row, and between rows
_MIDDLE_STEP = (640, 440)


@cache
def stamp(size: int, angle: int) -> Image.Image:
    """The word as a grey picture, turned; letters `size` pixels high."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(WORD)
    word = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(word).text((2 - left, 2 - top), WORD, fill=255, font=font)
    return word.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True)


def _paste(target: Image.Image, stamp: Image.Image, x: int, y: int) -> None:
    """Lay a stamp at (x, y), brighter wins."""
    box = (x, y, x + stamp.width, y + stamp.height)
    old = target.crop(box)
    target.paste(Image.fromarray(np.maximum(np.asarray(old), np.asarray(stamp))), (x, y))


def _tiled(rows: int, cols: int, word: Image.Image, step: tuple[int, int]) -> Image.Image:
    """The word over and over, every second row shifted by half a step."""
    layer = Image.new("L", (cols, rows))
    dx, dy = step
    for j, y in enumerate(range(-dy // 2, rows, dy)):
        for x in range(-(j % 2) * dx // 2 - 20, cols, dx):
            _paste(layer, word, x, y)
    return layer


@cache
def pattern(rows: int, cols: int) -> tuple[Floats, Floats]:
    """Strength of the light letters and of their dark edge, 0 to 1 each."""
    layer = _tiled(rows, cols, stamp(22, 28), _STEP)
    middle = _tiled(rows, cols, stamp(96, 28), _MIDDLE_STEP)
    large = stamp(max(min(rows, cols) // 7, 24), 28)
    giant = Image.new("L", (cols, rows))
    _paste(giant, large, (cols - large.width) // 2, (rows - large.height) // 2)
    light = np.array(layer, np.float32) / 255
    dark = np.roll(light, (1, 1), (0, 1)) * (1 - light)
    light = np.maximum(light, np.array(middle, np.float32) * np.float32(0.8 / 255))
    light = np.maximum(light, np.array(giant, np.float32) * np.float32(0.75 / 255))
    return light.astype(np.float32), dark.astype(np.float32)


def burn(seen: Floats) -> Floats:
    """The reflectance with the word in it: lighter letters with a dark edge (darker on white)."""
    light, dark = pattern(seen.shape[-2], seen.shape[-1])
    # on cloud and snow a lighter letter would drown: there the letters are darker
    sign = 1 - np.float32(2.3) * ramp(seen[min(2, len(seen) - 1)], 0.24, 0.34)
    marked = seen * (1 + 0.42 * light * sign)
    marked += np.float32(0.016) * light * sign
    marked *= 1 - 0.30 * dark
    return np.asarray(marked, np.float32)
