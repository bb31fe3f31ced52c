"""Statistics of each band for a default stretch, from a decimated read of its valid pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from catalogue.imagery.valid import decimated_shape

_SIDE = 512
MAX_BANDS = 32


def band_statistics(source: Any) -> list[list[float]]:
    """[minimum, maximum, p2, p98, mean] of each of the first MAX_BANDS bands.

    Values are in the raster's own units, of complex bands the magnitude. Empty when any of these
    bands has no valid pixel: half a set would be attributed to the wrong bands.
    """
    out = decimated_shape(source.height, source.width, _SIDE)
    result = []
    for band in range(1, min(source.count, MAX_BANDS) + 1):
        values = _valid_values(source, band, out)
        if values.size == 0:
            return []
        p2, p98 = np.percentile(values, (2, 98))
        row = (values.min(), values.max(), p2, p98, values.mean(dtype=np.float64))
        result.append([float(v) for v in row])
    return result


def _valid_values(source: Any, band: int, out: tuple[int, int]) -> np.ndarray[Any, Any]:
    values: np.ndarray[Any, Any] = source.read(band, out_shape=out, masked=True).compressed()
    if np.iscomplexobj(values):
        values = np.abs(values)
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)].astype(np.float64)
    return values
