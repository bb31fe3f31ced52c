"""Writes the files: cloud-optimised GeoTIFFs, STAC items and collections, the tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rasterio
from rasterio.transform import Affine

from sample_tiles.burn import WORD
from sample_tiles.place import bbox
from sample_tiles.sensor import Pixels, Sensor
from sample_tiles.studio import Mask
from sample_tiles.sun import Sun

_NOTICE = "SYNTHETIC: rendered from a seed; place, events and sensors are invented"
_LICENCE = "CC0-1.0"
_EXTENSIONS = [
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("classification/v2.0.0", "eo/v2.0.0", "projection/v2.0.0", "view/v1.0.0")
]
_MASK_CLASSES = ("clear", "cloud", "cloud_shadow")
_COMMON_NAMES = {"nir": "nir08"}


def write_cog(
    path: Path,
    pixels: Pixels,
    sensor: Sensor,
    epsg: int,
    transform: Affine,
    *,
    nodata: bool = False,
    when: str | None = None,
) -> None:
    """One cloud-optimised GeoTIFF with overviews. `when` goes into a tag if it is given."""
    lossless = nodata or sensor.depth == 16
    packing: dict[str, Any] = (
        {"compress": "DEFLATE", "predictor": 2, "level": 6}
        if lossless
        else {"compress": "JPEG", "quality": 89}
    )
    bands, rows, cols = pixels.shape
    tags = {
        WORD: "YES",
        "TIFFTAG_IMAGEDESCRIPTION": _NOTICE,
        "TIFFTAG_COPYRIGHT": _LICENCE,
        "TIFFTAG_SOFTWARE": "sample_tiles",
    }
    if when:
        tags["ACQUISITION_DATETIME"] = when
    with rasterio.open(
        path,
        "w",
        driver="COG",
        width=cols,
        height=rows,
        count=bands,
        dtype=pixels.dtype,
        crs=f"EPSG:{epsg}",
        transform=transform,
        blocksize=512,
        overview_resampling="average",
        nodata=0 if lossless else None,
        **packing,
    ) as target:
        target.write(pixels)
        target.update_tags(**tags)
        for number, name in enumerate(sensor.bands, 1):
            target.set_band_description(number, name)


def write_mask(path: Path, mask: Mask, epsg: int, transform: Affine) -> None:
    """The cloud mask of a scene on its grid, (rows, cols); numbers as in `studio.cloud_mask`."""
    rows, cols = mask.shape
    with rasterio.open(
        path, "w", driver="COG", width=cols, height=rows, count=1, dtype="uint8",
        crs=f"EPSG:{epsg}", transform=transform, blocksize=512, compress="DEFLATE",
        overview_resampling="nearest",
    ) as target:  # fmt: skip
        target.write(mask, 1)
        target.update_tags(
            **{WORD: "YES", "TIFFTAG_IMAGEDESCRIPTION": _NOTICE, "TIFFTAG_COPYRIGHT": _LICENCE}
        )


def mask_of(path: Path) -> Path:
    """Where the cloud mask of a raster lies."""
    return path.with_name(f"{path.stem}-mask.tif")


def _mask_asset(path: Path) -> dict[str, Any]:
    return {
        "href": f"./{path.name}",
        "type": "image/tiff; application=geotiff; profile=cloud-optimized",
        "title": f"{WORD} cloud mask",
        "roles": ["cloud", "cloud-shadow", "data-mask"],
        "classification:classes": [
            {"value": value, "name": name, "description": name.replace("_", " ")}
            for value, name in enumerate(_MASK_CLASSES)
        ],
    }


def write_item(
    path: Path,
    sensor: Sensor,
    when: str,
    sun: Sun,
    footprint: dict[str, Any],
    grid: tuple[int, tuple[int, int], Affine],
    cloud_pct: float,
) -> None:
    """The STAC item `path` (.json) of the raster, and of the mask if there is one, beside it.

    `grid` is (EPSG, shape, transform).
    """
    epsg, shape, transform = grid
    mask = mask_of(path)
    item = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": _EXTENSIONS,
        "id": path.stem,
        "collection": sensor.collection,
        "geometry": footprint,
        "bbox": bbox(footprint),
        "properties": {
            "title": f"{WORD} {path.stem}",
            "description": _NOTICE,
            "synthetic": True,
            "license": _LICENCE,
            "datetime": when,
            "platform": sensor.platform,
            "instruments": [sensor.instrument],
            "gsd": sensor.gsd_m,
            "eo:cloud_cover": cloud_pct,
            "view:off_nadir": sensor.off_nadir_deg,
            "view:sun_azimuth": round(sun.azimuth_deg, 3),
            "view:sun_elevation": round(sun.elevation_deg, 3),
            "proj:code": f"EPSG:{epsg}",
            "proj:shape": list(shape),
            "proj:transform": list(transform)[:6],
        },
        "links": [
            {"rel": "collection", "href": "./collection.json", "type": "application/json"},
            {"rel": "parent", "href": "./collection.json", "type": "application/json"},
        ],
        "assets": {
            "image": {
                "href": f"./{path.stem}.tif",
                "type": "image/tiff; application=geotiff; profile=cloud-optimized",
                "title": f"{WORD} image",
                "roles": ["data"],
                "bands": [
                    {"name": name, "eo:common_name": _COMMON_NAMES.get(name, name)}
                    for name in sensor.bands
                ],
            },
            **({"cloud-mask": _mask_asset(mask)} if mask.is_file() else {}),
        },
    }
    write_json(path, item)


def write_collection(folder: Path, sensor: Sensor, items: Mapping[str, str]) -> None:
    """`collection.json` of one invented sensor; `items` maps ids to their times."""
    times = sorted(items.values())
    collection = {
        "type": "Collection",
        "stac_version": "1.1.0",
        "id": sensor.collection,
        "title": f"{WORD} scenes, {sensor.gsd_m:g} m",
        "description": _NOTICE,
        "license": _LICENCE,
        "extent": {
            "spatial": {"bbox": [[-180.0, -90.0, 180.0, 90.0]]},
            "temporal": {"interval": [[times[0], times[-1]]]},
        },
        "links": [
            {"rel": "item", "href": f"./{name}.json", "type": "application/geo+json"}
            for name in items
        ],
    }
    write_json(folder / "collection.json", collection)


def write_json(path: Path, value: Any) -> None:
    """Indented, UTF-8, with a newline at the end."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_csv(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Comma-separated, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
