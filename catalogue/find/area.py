"""A larger area to ask for, so that a provider does not learn the place itself. Pure.

The place falls into a cell of a grid that a secret seed has shifted. Round that cell grows a
chain of boxes, each about twice as wide as the one before, which lies at one of its corners,
whichever the seed says. So:
- the same place, or one a little different, gives the same box: repeating narrows nothing down;
- a wider box holds the narrower one: asking again with another width tells no more than the
  narrowest that was asked for;
- the place is anywhere in the box with the same likelihood, but for a margin of half a cell.
Edges lie on round degrees, so that their digits tell nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from dataclasses import dataclass
from typing import Self

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue
from catalogue.space.boxes import split_box

# The least of a degree of latitude on the ellipsoid, 110.57 km, rounded down: boxes come out
# larger than asked for, never smaller.
KM_PER_DEGREE = 110.5
# A place wider than this cannot be hidden in something larger.
MOST_PLACE_KM = 2000.0
_LEAST_PLACE_KM = 1.0
_LEAST_TIMES = 4.0
_WORLD = 360.0
# Beyond this latitude degrees of longitude are too short to count in.
_POLAR_DEG = 88.0
_LONGEST_EDGE_DEG = 170.0


@dataclass(frozen=True, slots=True)
class Enlargement:
    """How much larger the area is to be, at least: `factor` times the place's, or `km` wide."""

    factor: float | None = None
    km: float | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of "10" (times the area) or "150km" (wide). Raises InvalidValue."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(km)?\s*", text, re.IGNORECASE | re.ASCII)
        if found is None or float(found[1]) > 1e6:
            raise InvalidValue(
                f"enlargement {text[:40]!r} cannot be read; write 10 for ten times the area, or "
                "150km for a box at least that wide."
            )
        number = float(found[1])
        if found[2]:
            return cls(km=number)
        if number <= 1:
            raise InvalidValue(f"enlargement {text!r} enlarges nothing; give more than 1.")
        return cls(factor=number)


@dataclass(frozen=True, slots=True)
class _Box:
    """Degrees; `west` may lie beyond ±180; a `width` of 360 is all longitudes."""

    west: float
    south: float
    width: float
    height: float


def enlarged(area: BaseGeometry, by: Enlargement, seed: bytes) -> BaseGeometry:
    """A box that contains `area` (normal form), drawn as `seed` says; two parts across 180.

    It is the smallest of its chain that is as large as asked for, at least four times the
    place. Raises InvalidValue for a place more than MOST_PLACE_KM across.
    """
    place = _bounds(area)
    reach_km = max(place.height * KM_PER_DEGREE, place.width * _km_of_longitude(place))
    if reach_km > MOST_PLACE_KM:
        raise InvalidValue(
            f"the area is {reach_km:,.0f} km across, too wide to be hidden in a larger one; choose "
            "one of its places, or ask without an enlargement."
        )
    cell_km = 2.0 ** math.ceil(math.log2(max(reach_km, _LEAST_PLACE_KM)))
    wanted_km = by.km if by.km is not None else reach_km * math.sqrt(by.factor or 1)
    box, key = _cell(place, cell_km, seed)
    least_m2 = max(by.factor or 0.0, _LEAST_TIMES) * space.area_m2(area)
    step = (box.width / 2, box.height / 2)
    for rung in range(1, 64):
        box = _grown(box, step, rung, seed, key)
        found = _snapped(box)
        made = _geometry(found)
        # A box at a pole is cut off there, so that its height alone says too much of it.
        large = found.height * KM_PER_DEGREE >= wanted_km and space.area_m2(made) >= least_m2
        if large or found.height >= 180.0:
            break
    return made


def _bounds(area: BaseGeometry) -> _Box:
    """The narrowest box round all parts, across 180 degrees where that is narrower."""
    parts = sorted((p.bounds[0], p.bounds[2]) for p in shapely.get_parts(area))
    west, east, gap_at, gap = parts[0][0], parts[0][1], 0, -1.0
    for n, (begin, end) in enumerate(parts[1:], 1):
        if begin - east > gap:
            gap_at, gap = n, begin - east
        east = max(east, end)
    _, south, _, north = area.bounds
    round_back = west + _WORLD - east
    if gap > round_back:
        west = parts[gap_at][0]
        east = max(end for _, end in parts[:gap_at]) + _WORLD
    if max(abs(south), abs(north)) >= 90.0:
        west, east = -180.0, 180.0
    return _Box(west, south, east - west, north - south)


def _km_of_longitude(place: _Box) -> float:
    """The length of a degree of longitude where the place is nearest to the equator."""
    south, north = place.south, place.south + place.height
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    if max(abs(south), abs(north)) > _POLAR_DEG:
        return 0.0  # a cap has every longitude: its height is its size
    return 1.01 * KM_PER_DEGREE * math.cos(math.radians(nearest))


def _cell(place: _Box, cell_km: float, seed: bytes) -> tuple[_Box, str]:
    """The cell with the middle of the place, and half a cell more all round; and its name."""
    high = cell_km / KM_PER_DEGREE
    shift = high * _draw(seed, f"rows {cell_km}")
    row = math.floor((place.south + place.height / 2 - shift) / high)
    south = row * high + shift - high / 2
    farthest = max(abs(south), abs(south + 2 * high))
    name = f"{cell_km} {row}"
    if farthest > _POLAR_DEG:
        return _Box(-180.0, south, _WORLD, 2 * high), name
    wide = 1.01 * high / math.cos(math.radians(farthest))
    if 4 * wide >= _WORLD:
        return _Box(-180.0, south, _WORLD, 2 * high), name
    shift = wide * _draw(seed, f"columns {name}")
    middle = (place.west + place.width / 2 + 180.0) % _WORLD - 180.0
    column = math.floor((middle - shift) / wide)
    west = column * wide + shift - wide / 2
    return _Box(west, south, 2 * wide, 2 * high), f"{name} {column}"


def _grown(box: _Box, cell: tuple[float, float], rung: int, seed: bytes, key: str) -> _Box:
    """Wider by as many cells as the place may lie in, on one side or the other.

    With one cell and half a cell more all round at first, the cell of the place may then be any
    of 2, 4, 8... in a row, each as likely as the others.
    """
    more = 2 ** (rung - 1)
    back, down = (_draw(seed, f"{axis} {rung} {key}") < 0.5 for axis in ("west", "south"))
    high, wide = more * cell[1], more * cell[0]
    south, height = box.south - down * high, box.height + high
    if box.width + wide >= _WORLD:
        return _Box(-180.0, south, _WORLD, height)
    return _Box(box.west - back * wide, south, box.width + wide, height)


def _snapped(box: _Box) -> _Box:
    """Outwards, to a round share of a degree; at a pole all longitudes.

    A power of ten, so that the wider box keeps holding the narrower one.
    """
    south, north = _outwards(box.south, box.south + box.height)
    if south <= -90.0 or north >= 90.0 or box.width >= _WORLD:
        south, north = max(south, -90.0), min(north, 90.0)
        return _Box(-180.0, south, _WORLD, north - south)
    west, east = _outwards(box.west, box.west + box.width)
    return _Box(west, south, min(east - west, _WORLD), north - south)


def _outwards(low: float, high: float) -> tuple[float, float]:
    step = 10.0 ** math.floor(math.log10((high - low) / 10))
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _geometry(box: _Box) -> BaseGeometry:
    west = box.west
    turns = math.floor((west + 180.0) / _WORLD)
    west -= turns * _WORLD
    edges = [round(v, 9) for v in (west, box.south, west + box.width, box.south + box.height)]
    edges[1], edges[3] = max(edges[1], -90.0), min(edges[3], 90.0)
    # An edge of more than 180 degrees would be read as going round the other way.
    found = [shapely.segmentize(shapely.box(*b), _LONGEST_EDGE_DEG) for b in split_box(*edges)]
    return found[0] if len(found) == 1 else shapely.MultiPolygon(found)


def _draw(seed: bytes, what: str) -> float:
    """A number in [0, 1) that only the seed's owner can tell."""
    digest = hmac.new(seed, what.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def size_words(area: BaseGeometry, sent: BaseGeometry) -> str:
    """How large what is asked for is, against the place: in km², to three digits."""
    place, asked = (space.area_m2(g) / 1e6 for g in (area, sent))
    if math.isclose(place, asked, rel_tol=0.01):  # digits are rounded to 0.1 m
        return f"asks for the place itself, {_km2(place)}"
    return f"asks for {_km2(asked)} around; the place itself is {_km2(place)}"


def _km2(area_km2: float) -> str:
    rounded = float(f"{area_km2:.3g}")
    return f"{rounded:,.0f} km²" if rounded >= 100 else f"{rounded:g} km²"
