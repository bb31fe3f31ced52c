"""A flat drawing of outlines and texts, written as SVG or, through Pillow, as PNG.

Lengths are pixels, y grows downwards. Many outlines of one look are one shape, so that files stay
light.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.ImageFont import ImageFont as PlainFont

Points = Sequence[tuple[float, float]]
Anchor = Literal["start", "middle", "end"]
_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf")
_FAMILY = "system-ui, 'DejaVu Sans', 'Noto Sans', Arial, sans-serif"
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines of one look. `fill` and `stroke` are #rrggbb or None; `closed` joins the ends."""

    outlines: tuple[Points, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text with its baseline at (x, y), read from the bottom up with `upwards`."""

    x: float
    y: float
    text: str
    size: float = 11.0
    colour: str = "#1a1a1a"
    anchor: Anchor = "start"
    bold: bool = False
    upwards: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """`title` is what a screen reader says first."""

    width: float
    height: float
    parts: tuple[Shape | Text, ...]
    title: str


def svg(drawing: Drawing) -> bytes:
    """The drawing as SVG 1.1, without scripts, styles from elsewhere or links."""
    size = f"{_n(drawing.width)} {_n(drawing.height)}"
    width, height = size.split()
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {size}" role="img" font-family="{_FAMILY}">',
        f"<title>{_plain(drawing.title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_shape(part) if isinstance(part, Shape) else _text(part) for part in drawing.parts),
        "</svg>\n",
    ]
    return "\n".join(lines).encode()


def _shape(shape: Shape) -> str:
    end = "z" if shape.closed else ""
    path = "".join(
        f"M{_n(x)} {_n(y)}" + "".join(f"L{_n(a)} {_n(b)}" for a, b in rest) + end
        for (x, y), *rest in shape.outlines
    )
    stroke = f' stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"' if shape.stroke else ""
    return f'<path d="{path}" fill="{shape.fill or "none"}"{stroke}/>'


def _text(text: Text) -> str:
    turn = f' transform="rotate(-90 {_n(text.x)} {_n(text.y)})"' if text.upwards else ""
    bold = ' font-weight="bold"' if text.bold else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    title = f"<title>{_plain(text.title)}</title>" if text.title else ""
    return (
        f'<text x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}" '
        f'fill="{text.colour}"{anchor}{bold}{turn}>{title}{_plain(text.text)}</text>'
    )


def _plain(text: str) -> str:
    """Escaped, and without characters that XML cannot hold."""
    return escape("".join(c for c in text if c in "\t\n" or c.isprintable()))


def _n(value: float) -> str:
    return f"{round(value, 2):g}"


def png(drawing: Drawing, scale: float = 2.0) -> Image.Image:
    """The drawing as an image, `scale` pixels for each of its own."""
    size = round(drawing.width * scale), round(drawing.height * scale)
    image = Image.new("RGB", size, "#ffffff")
    draw = ImageDraw.Draw(image)
    for part in drawing.parts:
        if isinstance(part, Text):
            _put_text(image, draw, part, scale)
            continue
        for outline in _scaled(part, scale):
            if part.closed and part.fill:
                draw.polygon(outline, fill=part.fill)
            if part.stroke:
                ring = [*outline, outline[0]] if part.closed else outline
                draw.line(ring, fill=part.stroke, width=max(1, round(part.width * scale)))
    return image


def _scaled(shape: Shape, scale: float) -> Iterator[list[tuple[float, float]]]:
    for outline in shape.outlines:
        yield [(x * scale, y * scale) for x, y in outline]


def _put_text(image: Image.Image, draw: ImageDraw.ImageDraw, text: Text, scale: float) -> None:
    font = _font(text.size * scale)
    x, y = text.x * scale, text.y * scale
    heavy = round(scale / 2.5) if text.bold else 0
    if not text.upwards:
        look = {"fill": text.colour, "font": font, "stroke_width": heavy}
        draw.text((x, y), text.text, anchor=_ANCHORS[text.anchor], **look)  # type: ignore[arg-type]
        return
    left, top, right, bottom = (round(v) for v in font.getbbox(text.text, anchor="ls"))
    if right <= left or bottom <= top:
        return
    piece = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(piece).text((-left, -top), text.text, fill=255, font=font, anchor="ls")
    turned = piece.rotate(90, expand=True)
    # The baseline, which ran along y = 0, stands at x now and is read from the bottom up.
    image.paste(text.colour, (round(x + top), round(y - right)), turned)


def _font(size: float) -> FreeTypeFont | PlainFont:
    """A font of the system with many scripts where there is one, else the one of Pillow."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
