"""The two drawings of a dossier as SVG: when the images were taken, and what ground they cover."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape

import shapely
from pyproj import CRS, Transformer

from catalogue import space
from catalogue.dossier.contents import Contents
from catalogue.dossier.picture import metres_text, scale_bar
from catalogue.interval import MAX_US, MIN_US, Interval
from catalogue.model import Candidate, Link, Scene

# Of the Okabe-Ito palette: told apart by colour-blind people, and by the shapes beside.
_ROLE_COLOURS = {
    "before": "#0072b2", "during": "#d55e00", "between": "#cc79a7", "after": "#009e73",
}  # fmt: skip
_WIDE, _TALL, _LEFT = 900, 118, 20
_SIDE = 420
# Numbers of marks nearer to each other stand in two rows.
_CLOSE = 16


def timeline(contents: Contents) -> str:
    """A line of time to scale: the claimed times shaded, a mark for each image, named by number."""
    spans = _claimed(contents)
    shown = [(n, i.scene, i.link) for n, i in enumerate(contents.images, 1)]
    shown += [(0, scene, link) for scene, link in contents.others]
    times = [t for _, s, _ in shown if s.when for t in (s.when.begin_us, s.when.end_us)]
    times += [t for span in spans for t in (span.begin_us, span.end_us)]
    times = [t for t in times if MIN_US < t < MAX_US]
    if not times:
        return ""
    axis = _Axis(min(times), max(times))
    parts = [axis.ticks()]
    for span in spans:
        x, end = axis.x(span.begin_us), axis.x(span.end_us)
        parts.append(
            f'<rect x="{x:.1f}" y="12" width="{max(end - x, 2):.1f}" height="70" fill="#f0c674"'
            ' fill-opacity=".45"/>'
        )
    last = -99.0
    for number, scene, link in shown:
        if scene.when is not None:
            x = axis.x(scene.when.begin_us)
            parts.append(_tick(x, number, link, low=number > 0 and x - last < _CLOSE))
            last = x if number else last
    return _svg(_WIDE, _TALL, "When the images were taken", parts)


def coverage(contents: Contents) -> str:
    """The place of the claim and the outlines of the images about it, north up, to scale."""
    place = contents.observation.place
    if place is None:
        return ""
    best = max(place.candidates, key=lambda c: c.p)
    lon, lat = space.representative_point(best.geometry)
    sketch = _Sketch(lon, lat, _half_side_m(best, [i.scene for i in contents.images]))
    parts = [
        sketch.outline(image.scene.footprint, _colour(image.link), str(n))
        for n, image in enumerate(contents.images, 1)
        if image.scene.footprint is not None
    ]
    parts.append(sketch.place(best))
    parts.append(sketch.scale())
    return _svg(_SIDE, _SIDE, "What ground the images cover", parts)


def _claimed(contents: Contents) -> list[Interval]:
    when = contents.observation.when
    return [i for o in (when.occurrences if when else ()) for i, _ in o.alternatives]


def _colour(link: Link | None) -> str:
    return _ROLE_COLOURS[link.role] if link else "#777777"


def _tick(x: float, number: int, link: Link | None, *, low: bool) -> str:
    colour = _colour(link)
    dim = "" if number else ' opacity=".35"'
    mark = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="36" y2="82" stroke="{colour}" stroke-width="2"/>'
    if link is not None and link.score.level == "good":
        mark += f'<circle cx="{x:.1f}" cy="36" r="5" fill="{colour}"/>'
    elif link is not None and link.score.level == "limited":
        mark += f'<circle cx="{x:.1f}" cy="36" r="4.5" fill="#fff" stroke="{colour}"/>'
    else:
        mark += f'<path d="M{x - 4:.1f} 32l8 8m0 -8l-8 8" stroke="{colour}" stroke-width="2"/>'
    label = (
        f'<text x="{x:.1f}" y="{12 if low else 26}" text-anchor="middle">{number}</text>'
        if number
        else ""
    )
    return f"<g{dim}>{mark}{label}</g>"


class _Axis:
    """Microseconds since 1970 to pixels."""

    def __init__(self, low: int, high: int) -> None:
        pad = max((high - low) * 0.04, 3.6e9)
        self._low, self._high = low - pad, high + pad

    def x(self, us: float) -> float:
        held = min(max(us, self._low), self._high)
        return _LEFT + (held - self._low) / (self._high - self._low) * (_WIDE - 2 * _LEFT)

    def ticks(self) -> str:
        parts = [f'<line x1="0" x2="{_WIDE}" y1="82" y2="82" stroke="#888"/>']
        for n in range(6):
            us = self._low + (self._high - self._low) * n / 5
            day = datetime.fromtimestamp(us / 1e6, UTC)
            form = "%Y-%m-%d" if self._high - self._low > 3e11 else "%m-%d %H:%M"
            anchor = ("start", "end", "middle")[0 if n == 0 else 1 if n == 5 else 2]
            parts.append(
                f'<text x="{self.x(us):.1f}" y="100" text-anchor="{anchor}">{day:{form}}</text>'
            )
        return "".join(parts)


class _Sketch:
    """Ground about a point as a square drawing."""

    def __init__(self, lon: float, lat: float, half_m: float) -> None:
        local = CRS.from_proj4(f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m")
        self._to = Transformer.from_crs("OGC:CRS84", local, always_xy=True)
        self._half, self._each = half_m, 2 * half_m / _SIDE

    def _rings(self, shape: shapely.Geometry) -> Iterable[str]:
        for polygon in getattr(shape, "geoms", (shape,)):
            if polygon.geom_type != "Polygon":
                continue
            for ring in (polygon.exterior, *polygon.interiors):
                dense = shapely.segmentize(ring, 0.05)
                lons, lats = shapely.get_coordinates(dense).T
                x, y = self._to.transform(lons, lats)
                pairs = zip(x, y, strict=True)
                points = [self._at(a, b) for a, b in pairs if math.isfinite(a)]
                yield "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points) + "Z"

    def _at(self, x: float, y: float) -> tuple[float, float]:
        far = 20 * _SIDE
        column, row = (x + self._half) / self._each, (self._half - y) / self._each
        return min(max(column, -far), far), min(max(row, -far), far)

    def outline(self, shape: shapely.Geometry, colour: str, label: str) -> str:
        path = "".join(self._rings(shape))
        return (
            f'<path d="{path}" fill="none" stroke-opacity=".8" stroke="{colour}"'
            f' stroke-width="1.5"><title>{escape(label)}</title></path>'
        )

    def place(self, candidate: Candidate) -> str:
        mid = _SIDE / 2
        dot = f'<circle cx="{mid}" cy="{mid}" r="3" fill="#b00020"/>'
        if candidate.geometry.geom_type != "Point":
            path = "".join(self._rings(candidate.geometry))
            return f'<path d="{path}" fill="none" stroke="#b00020" stroke-dasharray="5 3"/>{dot}'
        radius = (candidate.r95_m or 0) / self._each
        return (
            f'<circle cx="{mid}" cy="{mid}" r="{radius:.1f}" fill="none" stroke="#b00020"'
            f' stroke-dasharray="5 3"/>{dot}'
        )

    def scale(self) -> str:
        metres, px = scale_bar(self._each, 140)
        y = _SIDE - 14
        return (
            f'<path d="M12 {y - 6}v6h{px:.1f}v-6" fill="none" stroke="#222" stroke-width="2"/>'
            f'<text x="14" y="{y - 8}">{metres_text(metres)}</text>'
            f'<path d="M{_SIDE - 18} 12l5 16h-10z"/><text x="{_SIDE - 22}" y="42">N</text>'
        )


def _half_side_m(best: Candidate, scenes: Sequence[Scene]) -> float:
    radius = best.r95_m or 500.0
    if best.geometry.geom_type != "Point":
        radius += math.sqrt(space.area_m2(best.geometry))
    areas = sorted(space.area_m2(s.footprint) for s in scenes if s.footprint is not None)
    usual = math.sqrt(areas[len(areas) // 2]) if areas else 0.0
    return max(1.4 * radius, 0.8 * usual, 200.0)


def _svg(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' role="img" font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )
