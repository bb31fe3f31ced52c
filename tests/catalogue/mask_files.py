"""Small masks for tests, written through rasterio."""

import json
import warnings

import numpy as np
import pyproj
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

# Its corner in UTM zone 39N, near 51 degrees east, 33 north.
LEFT, TOP = 500_000.0, 3_700_000.0
TO_GLOBE = pyproj.Transformer.from_crs("EPSG:32639", "OGC:CRS84", always_xy=True)
SIZE = 100


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


def at(column, row):
    return TO_GLOBE.transform(LEFT + column * 20, TOP - row * 20)


def write_scene(folder, name, day, pixels, cloud_pct=50.0):
    """A STAC item with a classification beside it."""
    write_mask(folder / f"{name}_SCL.tif", pixels)
    ring = [at(c, r) for c, r in ((0, 0), (SIZE, 0), (SIZE, SIZE), (0, SIZE), (0, 0))]
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "sentinel-2-l2a",
        "bbox": [50.9, 33.3, 51.1, 33.5], "links": [],
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"datetime": f"2022-06-{day:02}T07:00:00Z", "platform": "sentinel-2a",
                       "gsd": 10, "eo:cloud_cover": cloud_pct, "view:sun_elevation": 60},
        "assets": {"SCL": {"href": f"./{name}_SCL.tif", "type": "image/tiff"}},
    }  # fmt: skip
    (folder / f"{name}.json").write_text(json.dumps(item))
