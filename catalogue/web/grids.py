"""The grids that footprint tiles are drawn in: web mercator, and one around each pole.

A tile is a quarter of the one above it, z 0 is all of the grid, y counts downwards. `to_tile`
places lon/lat degrees in units of one tile, EXTENT to its side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from catalogue.web.mvt import EXTENT

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
Tile = tuple[int, int, int]

MAX_LAT = math.degrees(math.atan(math.sinh(math.pi)))
# Half a side of the polar grids in metres: from the pole to about 18 degrees of latitude.
POLAR_HALF_M = 8_388_608.0
_SAMPLES = 33  # points on each edge of a polar tile, to see how far it reaches
_SLACK_DEG = 0.5


class TileGrid(Protocol):
    """What footprint tiles need of a grid."""

    @property
    def name(self) -> str:
        """How requests name it."""

    @property
    def longest_edge_deg(self) -> float:
        """Edges that span more longitude than this are drawn with further vertices."""

    def to_tile(self, lonlat: Floats, tile: Tile) -> Floats:
        """Lon/lat degrees as units of one tile; far beyond its edge for what is not in the grid."""

    def boxes(self, tile: Tile, buffer: float) -> list[Box]:
        """Lon/lat boxes that hold a tile grown by a share of its side; west <= east."""


@dataclass(frozen=True, slots=True)
class Mercator:
    """Web mercator, EPSG:3857; straight edges stay straight between their ends."""

    name: str = "WebMercatorQuad"
    longest_edge_deg: float = math.inf

    def to_tile(self, lonlat: Floats, tile: Tile) -> Floats:
        """Lon/lat degrees as units of one tile; latitudes beyond 85.05 count as 85.05."""
        z, x, y = tile
        return np.asarray((world(lonlat) * 2.0**z - (x, y)) * EXTENT)

    def boxes(self, tile: Tile, buffer: float) -> list[Box]:
        """The one box of a tile."""
        z, x, y = tile
        side = 2.0**z
        west = max((x - buffer) / side * 360 - 180, -180)
        east = min((x + 1 + buffer) / side * 360 - 180, 180)
        return [(west, _latitude((y + 1 + buffer) / side), east, _latitude((y - buffer) / side))]


def world(lonlat: Floats) -> Floats:
    """Web mercator as shares of the world's square, from its upper left corner."""
    lat = np.radians(np.clip(lonlat[:, 1], -MAX_LAT, MAX_LAT))
    return np.column_stack(
        ((lonlat[:, 0] + 180) / 360, (1 - np.arcsinh(np.tan(lat)) / math.pi) / 2)
    )


def _latitude(row: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(max(row, 0), 1)))))


@dataclass(frozen=True, slots=True)
class Polar:
    """A polar stereographic grid around one pole; `sign` is 1 for the northern one."""

    name: str
    epsg: int
    sign: int
    longest_edge_deg: float = 2.0

    def to_tile(self, lonlat: Floats, tile: Tile) -> Floats:
        """Lon/lat degrees as units of one tile; the other hemisphere lies beyond its edge."""
        z, x, y = tile
        lat = self.sign * np.maximum(self.sign * lonlat[:, 1], 0)
        east, north = _to_metres(self.epsg).transform(lonlat[:, 0], lat)
        share = np.column_stack((east + POLAR_HALF_M, POLAR_HALF_M - north)) / (2 * POLAR_HALF_M)
        return np.asarray((share * 2.0**z - (x, y)) * EXTENT)

    def boxes(self, tile: Tile, buffer: float) -> list[Box]:
        """Boxes around a tile, two where it crosses 180 degrees."""
        z, x, y = tile
        side = 2 * POLAR_HALF_M / 2.0**z
        along = np.linspace(-buffer, 1 + buffer, _SAMPLES)
        low, high = np.full(_SAMPLES, -buffer), np.full(_SAMPLES, 1 + buffer)
        edge = np.concatenate([(along, low), (along, high), (low, along), (high, along)], axis=1)
        east = (edge[0] + x) * side - POLAR_HALF_M
        north = POLAR_HALF_M - (edge[1] + y) * side
        lon, lat = _to_degrees(self.epsg).transform(east, north)
        around = east.min() <= 0 <= east.max() and north.min() <= 0 <= north.max()
        least = max((self.sign * lat).min() - _SLACK_DEG, 0.0)
        most = 90.0 if around else min((self.sign * lat).max() + _SLACK_DEG, 90.0)
        south, north_lat = (least, most) if self.sign > 0 else (-most, -least)
        if around:
            return [(-180.0, south, 180.0, north_lat)]
        middle = float(lon[_SAMPLES // 2])
        turn = (lon - middle + 180) % 360 - 180
        west, east_lon = middle + turn.min() - _SLACK_DEG, middle + turn.max() + _SLACK_DEG
        return [(w, south, e, north_lat) for w, e in _wrapped(west, east_lon)]


def _wrapped(west: float, east: float) -> list[tuple[float, float]]:
    """One span of longitudes, or two where it leaves -180 to 180."""
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


@cache
def _to_metres(epsg: int) -> Transformer:
    return Transformer.from_crs("OGC:CRS84", epsg, always_xy=True)


@cache
def _to_degrees(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, "OGC:CRS84", always_xy=True)


GRIDS: dict[str, TileGrid] = {
    grid.name: grid for grid in (Mercator(), Polar("Arctic", 3413, 1), Polar("Antarctic", 3031, -1))
}
