"""The files of pictures in the catalogue's folder: the original, and one laid flat on a map."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.magic import HEAD_BYTES, NAMES, PICTURES, kind_of
from catalogue.model import PLACED, Asset, Placing

FOLDER = ("files", "pictures")
# A screenshot has a few million pixels; what is larger than this comes in with `add`.
MOST_BYTES = 64 * 1024 * 1024
_ENDINGS = {"png": ".png", "jpeg": ".jpg"}
Lay = Callable[[Asset, Placing], Asset]


def kept(data: bytes, folder: Path) -> Path:
    """Where a picture's bytes lie in the catalogue's folder, by their hash; written if they do not.

    Raises UnreadableFile for what begins like no PNG or JPEG, or is too large.
    """
    kind = kind_of(data[:HEAD_BYTES])
    if kind not in PICTURES:
        raise UnreadableFile(f"is {NAMES[kind]}, not a PNG or JPEG picture; save it as one.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile(
            f"has {len(data) // 2**20} MB, more than the {MOST_BYTES // 2**20} of a picture; take "
            "it in as imagery with `catalogue add`."
        )
    sha256 = hashlib.sha256(data).hexdigest()
    target = folder.joinpath(*FOLDER, f"{sha256}{_ENDINGS[kind]}")
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o444)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def laid(folder: Path, limits: Limits) -> Lay:
    """Makes the asset that shows a picture in its place.

    An affine placing is a transform of the file itself; a projective one is laid flat in a file
    of its own, and the original stays as it is.
    """

    def lay(asset: Asset, placing: Placing) -> Asset:
        from catalogue.imagery.copies import check_original
        from catalogue.imagery.rectify import make_rectified
        from catalogue.imagery.sandbox import Sandbox
        from catalogue.read.files import hashed
        from catalogue.read.geotiff import raster_info

        if placing.method == "affine":
            assert asset.raster is not None  # noqa: S101 - `placed` has looked
            a, b, c, d, e, f = placing.matrix[:6]
            raster = replace(
                asset.raster, crs=placing.crs, transform=(a, b, c, d, e, f), georeference="affine"
            )
            return replace(asset, key=PLACED, roles=("data", "visual"), raster=raster)
        source = Path(asset.href)
        check_original(source, asset.sha256)
        text = repr((asset.sha256, placing.crs, placing.matrix))
        name = hashlib.sha256(text.encode()).hexdigest()
        target = folder.joinpath(*FOLDER, f"{name}.tif")
        if not target.exists():
            make_rectified(source, target, placing.matrix, placing.crs, limits)
        with Sandbox(1, limits) as sandbox:
            seen = sandbox.run("probe", path=str(target))
        sha256, size = hashed(target)
        return Asset(
            PLACED, str(target), "image/tiff; application=geotiff", ("data", "visual"), size,
            sha256, raster_info(seen), asset.provenance,
        )  # fmt: skip

    return lay
