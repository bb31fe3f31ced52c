"""Small masks for tests, written through rasterio."""

import warnings

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

# Its corner in UTM zone 39N, near 51 degrees east, 33 north.
LEFT, TOP = 500_000.0, 3_700_000.0


def write_mask(path, pixels, *, pixel_m=20.0, left=LEFT, top=TOP, crs="EPSG:32639", **more):
    """One band, or several as (band, row, column), north up; without a `crs` nowhere."""
    bands = np.asarray(pixels) if np.ndim(pixels) == 3 else np.asarray(pixels)[None]
    if crs is not None:
        more |= {"crs": crs, "transform": from_origin(left, top, pixel_m, pixel_m)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", count=len(bands), height=bands.shape[1],
            width=bands.shape[2], dtype=bands.dtype, **more,
        ) as out:  # fmt: skip
            out.write(bands)
    return path
