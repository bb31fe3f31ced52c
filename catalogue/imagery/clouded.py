"""Shares of cloud over places, counted in the pixels of a mask. Runs in a child process only.

Every pixel whose middle lies in a part of a place counts by how likely the place is there: a disc
as the 2-D normal of its radius, an area evenly. Of many pixels every n-th counts, but never one of
an overview: classes have no average. A part smaller than a pixel is the pixel that it lies in.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyproj
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window
from shapely.geometry.base import BaseGeometry

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.masks import CLEAR, CLOUD, SHADOW, UNKNOWN
from catalogue.imagery.probe import opened

# Pixels of one part that count; more would change a share by less than a percent.
MOST_PIXELS = 1 << 15
# Pixels that are decoded at a time.
_STRIP_PIXELS = 1 << 22
_EDGES = 32
_RADIUS_M = 6_371_009.0
_LONLAT = "OGC:CRS84"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]


class _Grid(NamedTuple):
    """An open mask and the way to its pixels from the globe and back."""

    source: Any
    meanings: list[dict[str, Any]]
    yes_no: bool
    there: pyproj.Transformer
    back: pyproj.Transformer


def cloud_shares(path: str, plan: str, limits: Limits) -> dict[str, Any]:
    """{"shares": (cloud, shadow, unknown) of each place, None where none of it lies there}.

    `plan` is JSON: {"meanings", "yes_no"} as in `catalogue.imagery.masks.Mask`, "places": of each
    its parts {"wkb": hex of what is to be looked at in lon/lat, "p": how likely it is there, "lon",
    "lat", "sigma_m": of a disc, else None}. Raises UnreadableFile.
    """
    asked = orjson.loads(plan)
    with opened(path, limits) as source:
        _check(source, asked["meanings"])
        grid = _Grid(
            source, asked["meanings"], asked["yes_no"],
            pyproj.Transformer.from_crs(_LONLAT, source.crs.to_wkt(), always_xy=True),
            pyproj.Transformer.from_crs(source.crs.to_wkt(), _LONLAT, always_xy=True),
        )  # fmt: skip
        return {"shares": [_place(grid, parts) for parts in asked["places"]]}


def _check(source: Any, meanings: list[dict[str, Any]]) -> None:
    if source.crs is None or source.transform.is_identity or source.transform.is_degenerate:
        raise UnreadableFile("has no place of its own, so no place can be found in it.")
    most = max(each["band"] for each in meanings)
    if source.count < most:
        raise UnreadableFile(f"has {source.count} bands; such a mask has {most}.")
    if any(np.dtype(kind).kind not in "uib" for kind in source.dtypes):
        raise UnreadableFile("has numbers with fractions; a mask has whole ones.")


def _place(grid: _Grid, parts: list[dict[str, Any]]) -> list[float] | None:
    """The mean over parts by their probability."""
    total = np.zeros(4)
    for part in parts:
        shape = shapely.from_wkb(part["wkb"])
        codes, weights = _pixels(grid, shape, part)
        each = np.bincount(codes, weights=weights, minlength=4)
        if each.sum() > 0:
            total += part["p"] * each / each.sum()
    if not total.sum() > 0:
        return None
    share = total / total.sum()
    return [float(share[code]) for code in (CLOUD, SHADOW, UNKNOWN)]


def _pixels(grid: _Grid, shape: BaseGeometry, part: dict[str, Any]) -> tuple[Codes, Floats]:
    """(class, weight) of the pixels that count."""
    columns, rows = _window(grid, shape)
    if len(columns) * len(rows) > 1:
        column, row = (axis.ravel() for axis in np.meshgrid(columns, rows))
        lon, lat = grid.back.transform(*(grid.source.transform @ (column + 0.5, row + 0.5)))
        inside = shapely.contains_xy(shape, lon, lat)
        if inside.any():
            weights = _weights(lon[inside], lat[inside], part)
            return _codes(grid, rows, columns).ravel()[inside], weights
    point = shapely.point_on_surface(shape)
    x, y = grid.there.transform(point.x, point.y)
    at = ~grid.source.transform @ (x, y)
    if not all(map(math.isfinite, at)):
        return np.array([UNKNOWN], dtype=np.uint8), np.ones(1)
    column, row = (np.array([math.floor(v)], dtype=np.int64) for v in at)
    return _codes(grid, row, column).ravel(), np.ones(1)


def _window(grid: _Grid, shape: BaseGeometry) -> tuple[Ints, Ints]:
    """The columns and rows to look at; also beside the mask, where nothing is known."""
    reach = max(np.ptp(np.reshape(shape.bounds, (2, 2)), axis=0).max() / _EDGES, 1e-9)
    ring = shapely.get_coordinates(shapely.segmentize(shape, reach))
    x, y = grid.there.transform(*ring.T)
    column, row = ~grid.source.transform @ (np.asarray(x), np.asarray(y))
    known = np.isfinite(column) & np.isfinite(row)
    if not known.any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    size = grid.source.width, grid.source.height
    spans = [
        (max(-most, math.floor(v[known].min())), min(2 * most, math.ceil(v[known].max())))
        for v, most in ((column, size[0]), (row, size[1]))
    ]
    count = math.prod(max(0, last - first) for first, last in spans)
    step = max(1, math.ceil(math.sqrt(count / MOST_PIXELS)))
    columns, rows = (np.arange(first + step // 2, last, step) for first, last in spans)
    return columns, rows


def _weights(lon: Floats, lat: Floats, part: dict[str, Any]) -> Floats:
    sigma = part["sigma_m"]
    if not sigma:
        return np.ones(len(lon))
    # On a sphere: half a percent of the distance changes no share.
    x, y, at = np.radians(lon - part["lon"]), np.radians(lat), math.radians(part["lat"])
    chord = np.sin((y - at) / 2) ** 2 + math.cos(at) * np.cos(y) * np.sin(x / 2) ** 2
    distance = 2 * _RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return np.asarray(np.exp(-((distance / sigma) ** 2) / 2), dtype=np.float64)


def _codes(grid: _Grid, rows: Ints, columns: Ints) -> Codes:
    """The class of each pixel; unknown beside the mask and where it has no data."""
    found = np.full((len(rows), len(columns)), UNKNOWN, dtype=np.uint8)
    down = np.flatnonzero((rows >= 0) & (rows < grid.source.height))
    across = np.flatnonzero((columns >= 0) & (columns < grid.source.width))
    if not len(down) or not len(across):
        return found
    first, last = int(columns[across[0]]), int(columns[across[-1]]) + 1
    height = max(1, _STRIP_PIXELS // (last - first))
    strip = (rows[down] - rows[down[0]]) // height
    for n in np.unique(strip):
        some = down[strip == n]
        top, bottom = int(rows[some[0]]), int(rows[some[-1]]) + 1
        window = Window(first, top, last - first, bottom - top)
        taken = np.ix_(rows[some] - top, columns[across] - first)
        found[np.ix_(some, across)] = _classes(grid, window, taken)
    return found


def _classes(grid: _Grid, window: Window, taken: tuple[Any, ...]) -> Codes:
    bands = sorted({each["band"] for each in grid.meanings})
    numbers = {band: grid.source.read(band, window=window)[taken] for band in bands}
    valid = grid.source.read_masks(bands[0], window=window)[taken] != 0
    if grid.yes_no:
        _check_yes_no(numbers[bands[0]][valid])
    found = np.full(valid.shape, CLEAR, dtype=np.uint8)
    for each in reversed(grid.meanings):
        values = numbers[each["band"]].astype(np.int64)
        met = np.isin(values, each["values"]) | ((values & each["bits"]) != 0)
        found[met] = each["code"]
    found[~valid] = UNKNOWN
    return found


def _check_yes_no(values: NDArray[Any]) -> None:
    other = np.unique(values[values != 0])
    if len(other) > 1:
        raise UnreadableFile(
            f"has {len(other)} numbers beside 0 here, so it is no mask of yes and no; state what "
            "they mean in the item (classification:classes)."
        )
