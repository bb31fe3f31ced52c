"""From a PNG or JPEG to a reference scene: a picture whose place and time are only stated."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from catalogue.imagery.sandbox import Sandbox
from catalogue.model import Asset, RasterInfo, Scene
from catalogue.read import dates
from catalogue.read.files import hashed
from catalogue.read.geotiff import MEDIA_TYPES, NO_TIME, given, written_asset
from catalogue.read.names import read_name
from catalogue.read.options import ReadOptions

# Endings of the file of six numbers that places a picture, beside picture.png or picture.jpg.
_WORLD_ENDINGS = (".pgw", ".pngw", ".jgw", ".jpgw", ".jpegw", ".wld")


def reference_scene(
    path: Path, sandbox: Sandbox, options: ReadOptions, name: str | None = None
) -> Scene:
    """Read one picture. Its footprint is None: a picture states no coordinate system.

    `name` is what it was called where the file now has another name. Raises UnreadableFile,
    without the path.
    """
    sha256, size = hashed(path)
    seen = sandbox.run("picture", path=str(path))
    transform = world_file(path)
    asset = Asset(
        key="data",
        href=str(path),
        media_type=MEDIA_TYPES[seen["driver"]],
        roles=("data",),
        size=size,
        sha256=sha256,
        raster=RasterInfo(
            shape=(seen["shape"][0], seen["shape"][1]),
            bands=seen["bands"],
            dtype=seen["dtype"],
            crs=None,
            transform=transform,
            georeference="affine" if transform else "none",
            colour=tuple(seen["colour"]),
        ),
        provenance=options.provenance,
    )
    called = path.stem if name is None else name
    when, warnings = _time(called, seen.get("stated_date"), options)
    warnings.insert(0, _place_warning(transform))
    return Scene(
        uid=uuid.uuid4().hex,
        id=path.stem,
        collection=options.collection,
        when=when.when if when else None,
        when_source=when.source if when else None,
        kind="reference",
        assets=(asset,),
        stac=_item(path.stem, asset, options),
        warnings=tuple(warnings),
    )


def _place_warning(transform: tuple[float, ...] | None) -> str:
    if transform is None:
        return "came as a picture without a place, so it is a reference scene."
    return (
        "came as a picture with a world file that names no coordinate system, so it is a reference "
        "scene and its place is unknown until it is placed."
    )


def _time(
    called: str, stated: str | None, options: ReadOptions
) -> tuple[dates.Found | None, list[str]]:
    warnings: list[str] = []
    if options.when is not None:
        return given(options.when), warnings
    if stated:
        warnings.append(
            f"states {stated!r} as its date (EXIF), which anyone can write and which has no time "
            "zone; it is not used. Give the date you trust with --datetime."
        )
    when = read_name(called).when
    if when is None:
        warnings.append(NO_TIME)
    elif when.warning:
        warnings.append(when.warning)
    return when, warnings


def world_file(path: Path) -> tuple[float, float, float, float, float, float] | None:
    """The affine transform in the world file beside `path`; None without a readable one.

    A world file gives a, d, b, e and the centre of the upper left pixel; the result is of that
    pixel's corner, in the order (a, b, c, d, e, f).
    """
    for suffix in _WORLD_ENDINGS:
        for candidate in (path.with_suffix(suffix), path.with_name(path.name + suffix)):
            numbers = _six_numbers(candidate)
            if numbers is not None:
                a, d, b, e, x, y = numbers
                return (a, b, x - a / 2 - b / 2, d, e, y - d / 2 - e / 2)
    return None


def _six_numbers(path: Path) -> list[float] | None:
    try:
        with path.open("rb") as file:
            words = file.read(4096).decode("ascii").split()
        numbers = [float(w) for w in words]
    except (OSError, ValueError):
        return None
    usable = len(numbers) == 6 and all(abs(n) < 1e12 for n in numbers)
    return numbers if usable and any(numbers[:4]) else None


def _item(id_: str, asset: Asset, options: ReadOptions) -> dict[str, Any]:
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "id": id_,
        "geometry": None,
        "properties": {"datetime": None},
        "links": [],
        "assets": {"data": written_asset(asset)},
    }
    if options.collection:
        item["collection"] = options.collection
    return item
