"""A cut-out as a picture that stands alone: scale bar, north, marks, and a caption below."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

PAD, LINE = 12, 18
_INK, _PAPER, _VOID = "#16202a", "#ffffff", "#c9ced3"
_BACK = (10, 14, 19, 190)
_BOLD, _SIZE = 15, 13

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody drew: a geometry in (column, row) of the picture, a colour and a label."""

    shape: BaseGeometry
    colour: str
    label: str


def clean(rgb: Pixels, alpha: Pixels) -> Image.Image:
    """The pixels alone; grey where the scene has none."""
    picture = Image.fromarray(rgb, "RGB")
    ground = Image.new("RGB", picture.size, _VOID)
    ground.paste(picture, mask=Image.fromarray(alpha, "L"))
    return ground


def marked(
    picture: Image.Image, metres_per_pixel: float, marks: Sequence[Mark] = ()
) -> Image.Image:
    """The picture with marks, a scale bar and north, which is up."""
    whole = picture.copy()
    width, height = whole.size
    draw = ImageDraw.Draw(whole, "RGBA")
    for mark in marks:
        _draw_mark(draw, mark)
    _draw_scale(draw, height, metres_per_pixel, width)
    _draw_north(draw, width)
    return whole


def captioned(picture: Image.Image, caption: Sequence[str]) -> Image.Image:
    """The picture with lines of text below it, the first one bold."""
    width, height = picture.size
    lines = list(_wrapped(caption, width - 2 * PAD))
    whole = Image.new("RGB", (width, height + len(lines) * LINE + 2 * PAD), _PAPER)
    whole.paste(picture)
    draw = ImageDraw.Draw(whole)
    for n, (text, bold) in enumerate(lines):
        draw.text((PAD, height + PAD + n * LINE), text, _INK, font=_font(_BOLD if bold else _SIZE))
    return whole


def png(picture: Image.Image) -> bytes:
    """As PNG, without anything but the pixels in it."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def scale_bar(metres_per_pixel: float, most_px: float) -> tuple[float, float]:
    """(metres, pixels) of the longest bar of 1, 2 or 5 times a power of ten that fits."""
    most = metres_per_pixel * most_px
    power = 10.0 ** math.floor(math.log10(most))
    metres = next(n * power for n in (5, 2, 1) if n * power <= most)
    return metres, metres / metres_per_pixel


def metres_text(metres: float) -> str:
    """A length as one reads it: 250 m, 2 km, 0.5 m."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _draw_mark(draw: ImageDraw.ImageDraw, mark: Mark) -> None:
    for part in getattr(mark.shape, "geoms", (mark.shape,)):
        if part.geom_type == "Point":
            x, y = part.x, part.y
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), outline="#000000", width=4)
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), outline=mark.colour, width=2)
        else:
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                points = [(x, y) for x, y in ring.coords]
                draw.line(points, fill="#000000", width=4, joint="curve")
                draw.line(points, fill=mark.colour, width=2, joint="curve")
    if mark.label and not mark.shape.is_empty:
        west, south, _, north = mark.shape.bounds
        _label(draw, (west, min(south, north) - 18), mark.label)


def _label(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str) -> None:
    font = _font(_SIZE)
    box = draw.textbbox(at, text, font=font)
    draw.rectangle((box[0] - 3, box[1] - 2, box[2] + 3, box[3] + 2), fill=_BACK)
    draw.text(at, text, "#ffffff", font=font)


def _draw_scale(draw: ImageDraw.ImageDraw, height: int, each: float, width: int) -> None:
    metres, px = scale_bar(each, min(180, width / 3))
    x, y = PAD, height - PAD
    draw.rectangle((x - 6, y - 24, x + px + 6, y + 6), fill=_BACK)
    draw.line([(x, y - 6), (x, y), (x + px, y), (x + px, y - 6)], fill="#ffffff", width=2)
    draw.text((x + 3, y - 21), metres_text(metres), "#ffffff", font=_font(_SIZE))


def _draw_north(draw: ImageDraw.ImageDraw, width: int) -> None:
    x, y = width - 30, 30
    draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=_BACK)
    draw.polygon([(x, y - 16), (x + 6, y + 3), (x - 6, y + 3)], fill="#ffffff")
    draw.text((x - 5, y + 3), "N", "#ffffff", font=_font(_SIZE))


def _wrapped(lines: Sequence[str], width: float) -> Iterator[tuple[str, bool]]:
    for n, line in enumerate(lines):
        font, now = _font(_SIZE if n else _BOLD), ""
        for word in line.split(" "):
            longer = f"{now} {word}".strip()
            if now and font.getlength(longer) > width:
                yield now, n == 0
                now = word
            else:
                now = longer
        yield now, n == 0
