"""The working copy: our own lossless, tiled file of the same pixels in the same grid.

The tile server opens only such copies. Compressing anew drops whatever else an original may
carry; its overviews are computed from the pixels and never taken over.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from catalogue.imagery.limits import Limits
from catalogue.imagery.magic import PICTURES, RASTERS

_MAX_WRITE_BYTES = 64 * 1024**3


def make_working(src: Path, dst: Path, limits: Limits | None = None) -> None:
    """Write one working copy, with a `Copier` of its own."""
    with Copier(limits) as copier:
        copier.make(src, dst)


class Copier:
    """Makes working copies; its child processes stay for the next one. Safe from many threads.

    Use as a context manager, or `close` it.
    """

    def __init__(self, limits: Limits | None = None, workers: int = 1) -> None:
        from catalogue.imagery.sandbox import Sandbox

        limits = replace(limits or Limits(), max_write_bytes=0)
        # A child that may write knows more drivers, so one that knows fewer looks first.
        self._looks = Sandbox(workers, limits)
        self._writes = Sandbox(workers, replace(limits, max_write_bytes=_MAX_WRITE_BYTES))

    def __enter__(self) -> Copier:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start a child of each kind now, so that the first copy need not wait for them."""
        self._looks.start()
        self._writes.start()

    def close(self) -> None:
        """End the child processes; twice is harmless."""
        self._looks.close()
        self._writes.close()

    def make(self, src: Path, dst: Path) -> None:
        """Write the working copy of `src` to `dst`, whole or not at all.

        A cloud-optimised GeoTIFF, lossless, in the native grid, with nodata, mask, colours and
        ground control points kept. PNG and JPEG pictures are taken as well. Raises UnreadableFile.
        """
        dst.parent.mkdir(parents=True, exist_ok=True)
        part = dst.with_name(f".{uuid.uuid4().hex}.part.tif")
        try:
            self._looks.run("check", path=str(src.resolve()))
            self._writes.run("working", src=str(src.resolve()), dst=str(part.resolve()))
            os.replace(part, dst)
        finally:
            for left in dst.parent.glob(f"{part.name}*"):
                left.unlink(missing_ok=True)


def write_copy(src: str, dst: str, limits: Limits) -> dict[str, Any]:
    """Write the copy. Runs in a child process only: it loads GDAL."""
    import rasterio.shutil

    from catalogue.imagery.probe import opened

    with opened(src, limits, RASTERS | PICTURES) as source:
        rasterio.shutil.copy(source, dst, driver="COG", **_creation(source))
    return {"bytes": os.path.getsize(dst)}


def _creation(source: Any) -> dict[str, str]:
    kinds = {np.dtype(t).kind for t in source.dtypes if t != "complex_int16"}
    complex_ = "complex_int16" in source.dtypes or "c" in kinds
    colours = {c.name for c in source.colorinterp}
    return {
        "BLOCKSIZE": "256",
        "COMPRESS": "ZSTD",
        "LEVEL": "3",
        "PREDICTOR": "NO" if complex_ else "YES",
        "BIGTIFF": "IF_SAFER",
        "OVERVIEWS": "IGNORE_EXISTING",
        # an average of class numbers or of phases is none of them
        "OVERVIEW_RESAMPLING": "NEAREST" if complex_ or "palette" in colours else "AVERAGE",
        "STATISTICS": "NO",
    }
