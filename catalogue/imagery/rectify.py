"""A picture in perspective, laid flat on a map. The writing runs in a child process only.

Of each pixel of the map the one of the picture that lies there, never a mixture: nothing is drawn
that was not in the picture. What lies beside it is transparent.
"""

from __future__ import annotations

import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image
from rasterio.transform import Affine

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.picture import picture

_MAX_WRITE_BYTES = 8 * 1024**3
_BLOCK = 256
# A strong perspective would have far ground in few pixels and near ground in many: the map has
# at most so many times the picture's, and at least a screen's.
_MORE, _LEAST = 4, 1_000_000
Coords = NDArray[np.float64]


def make_rectified(
    src: Path, dst: Path, matrix: tuple[float, ...], crs: str, limits: Limits
) -> None:
    """Write `dst`, a GeoTIFF in `crs`, whole or not at all. Takes a child process.

    `matrix` is that of `catalogue.model.Placing`. Raises UnreadableFile.
    """
    from catalogue.imagery.sandbox import Sandbox

    dst.parent.mkdir(parents=True, exist_ok=True)
    part = dst.with_name(f".{dst.stem}.{os.getpid()}.part.tif")
    plan = orjson.dumps({"matrix": matrix, "crs": crs}).decode()
    writing = replace(limits, max_write_bytes=_MAX_WRITE_BYTES)
    try:
        with Sandbox(1, writing) as sandbox:
            sandbox.run("rectify", src=str(src.resolve()), dst=str(part.resolve()), plan=plan)
        part.chmod(0o444)
        os.replace(part, dst)
    finally:
        part.unlink(missing_ok=True)


def write_rectified(src: str, dst: str, plan: str, limits: Limits) -> dict[str, Any]:
    """Write the file. Runs in a child process only: it decodes the picture and loads GDAL."""
    import rasterio

    about = picture(src, limits)
    if about["dtype"] != "uint8":
        raise UnreadableFile("has 16 bits; only pictures of 8 bits are laid flat, choose affine.")
    given = orjson.loads(plan)
    matrix = np.array(given["matrix"], dtype=np.float64).reshape(3, 3)
    with Image.open(src) as image:
        pixels = np.asarray(image.convert("RGBA"))
    transform, rows, columns = _grid(matrix, pixels.shape[0], pixels.shape[1])
    profile = {
        "driver": "GTiff", "width": columns, "height": rows, "count": 4, "dtype": "uint8",
        "crs": given["crs"], "transform": transform, "tiled": True, "compress": "DEFLATE",
        "photometric": "RGB", "alpha": "YES", "blockxsize": _BLOCK, "blockysize": _BLOCK,
        "bigtiff": "IF_SAFER",
    }  # fmt: skip
    inverse = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    with rasterio.open(dst, "w", **profile) as out:
        for top in range(0, rows, _BLOCK):
            height = min(_BLOCK, rows - top)
            band = _rows(pixels, inverse, transform, top, height, columns)
            out.write(band, window=((top, top + height), (0, columns)))
    return {"bytes": os.path.getsize(dst)}


def _grid(matrix: Coords, rows: int, columns: int) -> tuple[Affine, int, int]:
    """North up, with pixels as large as that in the middle, larger where that were too many."""
    across, down = np.meshgrid(np.linspace(0, columns, 9), np.linspace(0, rows, 9))
    x, y, w = matrix @ np.vstack([across.ravel(), down.ravel(), np.ones(across.size)])
    x, y = x / w, y / w
    middle = matrix @ np.array(
        [[columns / 2, columns / 2 + 1, columns / 2], [rows / 2, rows / 2, rows / 2 + 1], [1, 1, 1]]
    )
    mx, my = middle[:2] / middle[2]
    area = abs((mx[1] - mx[0]) * (my[2] - my[0]) - (mx[2] - mx[0]) * (my[1] - my[0]))
    most = max(_LEAST, _MORE * rows * columns)
    side = math.sqrt(max(area, float(np.ptp(x) * np.ptp(y)) / most))
    transform = Affine(side, 0, float(x.min()), 0, -side, float(y.max()))
    return transform, math.ceil(np.ptp(y) / side), math.ceil(np.ptp(x) / side)


def _rows(
    pixels: NDArray[np.uint8], inverse: Coords, transform: Affine, top: int, height: int, width: int
) -> NDArray[np.uint8]:
    column, row = np.meshgrid(np.arange(width) + 0.5, np.arange(top, top + height) + 0.5)
    x, y = transform.c + transform.a * column, transform.f + transform.e * row
    at_x, at_y, w = np.tensordot(inverse, np.stack([x, y, np.ones_like(x)]), axes=1)
    with np.errstate(all="ignore"):
        col, line = np.floor(at_x / w), np.floor(at_y / w)
    inside = (w > 0) & (col >= 0) & (line >= 0)
    inside &= (col < pixels.shape[1]) & (line < pixels.shape[0])
    out = np.zeros((height, width, 4), np.uint8)
    out[inside] = pixels[line[inside].astype(np.int64), col[inside].astype(np.int64)]
    return np.moveaxis(out, -1, 0)
