"""Open one raster safely and say what it is. Runs in a child process only.

In this order: the first bytes, the one driver that fits them, nothing beside the file, no
references to other files, sizes before any pixel is read, then a decimated read of all of it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import shapely
from rasterio.errors import RasterioError

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.magic import (
    DRIVERS,
    HEAD_BYTES,
    NAMES,
    PICTURES,
    RASTERS,
    Kind,
    beyond_end,
    sniff,
)
from catalogue.imagery.place import place
from catalogue.imagery.statistics import band_statistics
from catalogue.imagery.valid import read_valid

# A file that carries one of these can make GDAL open another file or address.
_REFERRING_DOMAINS = frozenset({"OVERVIEWS", "GEOLOCATION", "xml:VRT"})
_MAX_BLOCKS_CHECKED = 4096
_MAX_TAGS = 200
_MAX_TAG_LENGTH = 2000


def probe(path: str, limits: Limits) -> dict[str, Any]:
    """Everything the catalogue keeps of one raster, as JSON values.

    Keys: driver, shape, bands, dtype, crs, transform, georeference, nodata, statistics,
    band_names, colour, tags, footprint (lon/lat WKB in hex or None), gsd_m, warnings.
    Raises UnreadableFile when the file is refused.
    """
    with opened(path, limits) as source:
        notes = _looked_through(source, path)
        valid = read_valid(source)
        placed = place(source, valid)
        nodata = source.nodata
        return {
            "driver": source.driver,
            "shape": [source.height, source.width],
            "bands": source.count,
            "dtype": source.dtypes[0],
            "crs": placed.crs,
            "transform": placed.transform,
            "georeference": placed.georeference,
            "nodata": None if nodata is None or not np.isfinite(nodata) else nodata,
            "statistics": [] if valid.empty else band_statistics(source),
            "band_names": [_clean(d) for d in source.descriptions if d],
            "colour": [c.name for c in source.colorinterp],
            "tags": _tags(source),
            "footprint": placed.footprint and shapely.to_wkb(placed.footprint, hex=True),
            "gsd_m": placed.gsd_m,
            "warnings": [*notes, *placed.warnings],
        }


def check_only(path: str, limits: Limits) -> dict[str, Any]:
    """Open and refuse as `opened` does, without reading a pixel."""
    with opened(path, limits, RASTERS | PICTURES) as source:
        return {"driver": source.driver}


@contextmanager
def opened(path: str, limits: Limits, kinds: frozenset[Kind] = RASTERS) -> Iterator[Any]:
    """The raster, opened by the one driver its first bytes ask for, and checked before reading.

    `kinds` are the kinds of file that may be opened. Raises UnreadableFile.
    """
    kind = sniff(Path(path))
    if kind not in kinds:
        wanted = " or ".join(sorted(NAMES[k] for k in kinds))
        raise UnreadableFile(f"is {NAMES[kind]}, not {wanted}.")
    with warnings.catch_warnings(), rasterio.Env():
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(path, driver=DRIVERS[kind]) as source:
                check(source, path, limits)
                yield source
        except RasterioError as error:
            raise UnreadableFile(_why_not(Path(path), kind, error)) from error


def _why_not(path: Path, kind: Kind, error: Exception) -> str:
    """Why GDAL could not open a file, in words where the reason is plain."""
    size = path.stat().st_size
    with path.open("rb") as file:
        missing = beyond_end(file.read(HEAD_BYTES), size)
    if missing is not None:
        return (
            f"is cut off: it has {size} bytes, and its directory should lie at byte {missing}; "
            "copy or download it again."
        )
    return f"cannot be read as {NAMES[kind]}: {error.__cause__ or error}"


def check(source: Any, path: str, limits: Limits) -> None:
    """Refuse before any pixel is read. Raises UnreadableFile."""
    if list(source.files) != [path]:
        raise UnreadableFile("refers to other files; only self-contained rasters are taken in.")
    found = {name for name in source.tag_namespaces() if name in _REFERRING_DOMAINS}
    for band in range(1, min(source.count, limits.max_bands) + 1):
        found |= _REFERRING_DOMAINS & set(source.tag_namespaces(band))
    if found:
        raise UnreadableFile("refers to other files; only self-contained rasters are taken in.")
    if source.width < 1 or source.height < 1 or source.count < 1:
        raise UnreadableFile("has no pixels.")
    if source.subdatasets and source.count == 0:
        raise UnreadableFile("holds several images and none of its own; export them one by one.")
    _check_sizes(source, path, limits)


def _check_sizes(source: Any, path: str, limits: Limits) -> None:
    pixels = source.width * source.height
    if pixels > limits.max_pixels:
        raise UnreadableFile(
            f"claims {source.width} x {source.height} pixels; the limit is "
            f"{limits.max_pixels} (setting max_pixels)."
        )
    if source.count > limits.max_bands:
        raise UnreadableFile(
            f"claims {source.count} bands; the limit is {limits.max_bands} (setting max_bands)."
        )
    rows, columns = source.block_shapes[0]
    if rows * columns > limits.max_block_pixels:
        raise UnreadableFile(
            f"has blocks of {columns} x {rows} pixels, which are decoded as a whole; the limit is "
            f"{limits.max_block_pixels} pixels (setting max_block_pixels)."
        )
    claimed = pixels * sum(np.dtype(t).itemsize for t in source.dtypes)
    actual = os.path.getsize(path)
    if claimed > limits.ratio_free_bytes and claimed / actual > limits.max_ratio:
        raise UnreadableFile(
            f"claims {claimed} bytes of pixels in a file of {actual} bytes; "
            "if it really is that empty, save it with fewer pixels."
        )


def _looked_through(source: Any, path: str) -> list[str]:
    """Warnings about the file; raises UnreadableFile when its blocks lie outside the file."""
    notes = []
    if source.driver == "GTiff":
        _check_blocks(source, os.path.getsize(path))
    if source.subdatasets:
        notes.append(f"holds {len(source.subdatasets)} images; only the first is taken in.")
    if os.path.exists(path + ".msk"):
        notes.append("the mask file beside it (.msk) is not used: only the raster is read.")
    if source.rpcs is not None and source.transform.is_identity and not source.gcps[0]:
        notes.append("is placed by RPCs only, which need a terrain model; orthorectify it first.")
    return notes


def _check_blocks(source: Any, size: int) -> None:
    """A decimated read may not touch the end of a file that was cut off; the block table does."""
    rows, columns = source.block_shapes[0]
    down, across = -(-source.height // rows), -(-source.width // columns)
    total = down * across
    step = max(1, total // _MAX_BLOCKS_CHECKED)
    for index in [*range(0, total, step), total - 1]:
        y, x = divmod(index, across)
        offset = source.get_tag_item(f"BLOCK_OFFSET_{x}_{y}", "TIFF", bidx=1)
        length = source.get_tag_item(f"BLOCK_SIZE_{x}_{y}", "TIFF", bidx=1)
        if offset and length and int(offset) + int(length) > size:
            raise UnreadableFile(
                f"is cut off: it has {size} bytes, and pixels should lie up to byte "
                f"{int(offset) + int(length)}; copy or download it again."
            )


def _tags(source: Any) -> dict[str, str]:
    items = list(source.tags().items())[:_MAX_TAGS]
    return {_clean(key)[:100]: _clean(value) for key, value in items}


def _clean(text: str) -> str:
    kept = "".join(c for c in str(text)[:_MAX_TAG_LENGTH] if c.isprintable() or c in "\n\t")
    return kept.encode("utf-8", "replace").decode("utf-8")
