"""A surface to draw on: reflectance of four bands and height, with smooth-edged shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from sample_tiles.ground import Floats, Window

XY = tuple[float, float]
# Blue, green, red, near infrared; a share of the light.
Reflectance = tuple[float, float, float, float]
Slices = tuple[slice, slice]


def grey(value: float, warm: float = 0.0) -> Reflectance:
    """A grey surface, slightly warmer (> 0) or colder."""
    return value * (1 - warm), value, value * (1 + warm), value * (1.08 + warm)


@dataclass(frozen=True, slots=True)
class Frame:
    """Own axes of a thing: `u` forward along its heading (from grid north), `v` to its left."""

    x: float
    y: float
    heading_deg: float

    def at(self, u: float, v: float) -> XY:
        """Local metres of a point of this frame."""
        a = math.radians(self.heading_deg)
        fx, fy = math.sin(a), math.cos(a)
        return self.x + u * fx - v * fy, self.y + u * fy + v * fx

    def ring(self, points: Sequence[XY]) -> list[XY]:
        """Many points."""
        return [self.at(u, v) for u, v in points]

    def box(self, u: float, v: float, length: float, width: float) -> list[XY]:
        """A rectangle about (u, v), `length` along u and `width` along v."""
        du, dv = length / 2, width / 2
        return self.ring([(u - du, v - dv), (u + du, v - dv), (u + du, v + dv), (u - du, v + dv)])

    def inside(self, u: float, v: float, heading_deg: float = 0.0) -> Frame:
        """A frame within this one, turned by `heading_deg`."""
        x, y = self.at(u, v)
        return Frame(x, y, self.heading_deg + heading_deg)


@dataclass(slots=True)
class Canvas:
    """`albedo` (bands, rows, cols) of the first 3 or 4 bands; `height` (rows, cols) in metres of
    what stands on the ground.
    """

    window: Window
    albedo: Floats
    height: Floats

    def copy(self) -> Canvas:
        """To draw on without changing this one."""
        return Canvas(self.window, self.albedo.copy(), self.height.copy())

    def mask(self, ring: Sequence[XY]) -> tuple[Slices, Floats] | None:
        """Share of each pixel that a polygon covers, and where; None if it lies outside."""
        w = self.window
        cols = [(x - w.west) / w.px for x, _ in ring]
        rows = [(w.north - y) / w.px for _, y in ring]
        c0, c1 = max(math.floor(min(cols)), 0), min(math.ceil(max(cols)), w.cols)
        r0, r1 = max(math.floor(min(rows)), 0), min(math.ceil(max(rows)), w.rows)
        if c0 >= c1 or r0 >= r1:
            return None
        fine = 8 if (c1 - c0) * (r1 - r0) < 20_000 else 3
        picture = Image.new("L", ((c1 - c0) * fine, (r1 - r0) * fine))
        # Pillow fills pixels whose centre touches the outline; half a pixel back is the true edge
        points = [
            ((col - c0) * fine - 0.5, (row - r0) * fine - 0.5)
            for col, row in zip(cols, rows, strict=True)
        ]
        ImageDraw.Draw(picture).polygon(points, fill=255)
        share = np.array(picture.reduce(fine), dtype=np.float32) / np.float32(255)
        return (slice(r0, r1), slice(c0, c1)), share

    def fill(
        self,
        ring: Sequence[XY],
        colour: Reflectance,
        *,
        alpha: float = 1.0,
        height: float | None = None,
        texture: Floats | None = None,
    ) -> None:
        """Paint a polygon; `height` (m) raises it, `texture` (of the canvas) modulates it."""
        found = self.mask(ring)
        if found is None:
            return
        (rows, cols), share = found
        share = share * np.float32(alpha)
        paint = np.array(colour[: len(self.albedo)], np.float32)[:, None, None]
        if texture is not None:
            paint = paint * (1 + texture[rows, cols])
        part = self.albedo[:, rows, cols]
        part += share * (paint - part)
        if height is not None:
            lift = self.height[rows, cols]
            lift += (share > 0.5) * (np.float32(height) - lift)

    def ridge(self, frame: Frame, length: float, width: float, height: float, slope: float) -> None:
        """Raise a roof whose ridge runs along u: `height` there, falling by `slope` per metre."""
        found = self.mask(frame.box(0, 0, length, width))
        if found is None:
            return
        (rows, cols), share = found
        part = self.window.crop(rows.start, rows.stop, cols.start, cols.stop)
        x, y = part.axes()
        a = math.radians(frame.heading_deg)
        across = np.abs((y - frame.y) * math.sin(a) - (x - frame.x) * math.cos(a))
        lift = self.height[rows, cols]
        lift += (share > 0.5) * (np.float32(height) - np.float32(slope) * across - lift)

    def line(
        self,
        points: Sequence[XY],
        width: float,
        colour: Reflectance,
        *,
        alpha: float = 1.0,
        height: float | None = None,
    ) -> None:
        """A band of constant width along a polyline."""
        for (x0, y0), (x1, y1) in pairwise(points):
            frame = Frame(x0, y0, math.degrees(math.atan2(x1 - x0, y1 - y0)))
            length = math.hypot(x1 - x0, y1 - y0)
            # overlap by half a width, so that bends have no gaps
            self.fill(
                frame.box(length / 2, 0, length + 0.7 * width, width),
                colour,
                alpha=alpha,
                height=height,
            )

    def disc(
        self, x: float, y: float, radius: float, colour: Reflectance, height: float | None = None
    ) -> None:
        """A circle."""
        turn = np.linspace(0, 2 * math.pi, 28, endpoint=False)
        ring = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn]
        self.fill(ring, colour, height=height)
