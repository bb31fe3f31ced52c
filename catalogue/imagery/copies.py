"""What a catalogue keeps of its originals for the screen: working and display copies.

Both can be made again at any time, and are removed, the ones not used for longest first, when
their folders outgrow the disk quota.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue import grid
from catalogue.errors import UnreadableFile
from catalogue.model import Asset, Scene

if TYPE_CHECKING:
    from catalogue.imagery.display import Display
    from catalogue.imagery.leaves import Box, PyramidRequest
    from catalogue.imagery.render import Layer
    from catalogue.imagery.working import Copier

WORKING, DISPLAY = "working", "display"
_TOUCH_AFTER_S = 600.0
# Wider than what a simplified footprint may have left out, in tiles of the finest zoom.
_PAD_TILES = 0.125
Progress = Callable[[int, int], None]


def working_path(folder: Path, asset: Asset) -> Path:
    """Where the working copy of an asset lies in a catalogue's folder."""
    return folder / WORKING / f"{asset.sha256 or ''}.tif"


def display_path(folder: Path, shown: Display) -> Path:
    """Where the display copy lies; its name changes when its tiles would look different."""
    return folder / DISPLAY / f"{shown.version}.mbtiles"


def ensure_working(folder: Path, asset: Asset, copier: Copier) -> Path:
    """The working copy, made if it is not there. Raises UnreadableFile."""
    path = working_path(folder, asset)
    if not used(path):
        source = Path(asset.href)
        check_original(source, asset.sha256)
        copier.make(source, path)
    return path


def layers_of(shown: Display, working: Sequence[Path]) -> tuple[Layer, ...]:
    """What to draw, of the working copies of `shown.drawn` in the same order."""
    from catalogue.imagery.render import Layer

    layers = []
    for part, path in zip(shown.drawn, working, strict=True):
        raster = part.asset.raster
        given = (raster.crs, raster.transform) if raster and raster.georeference == "affine" else ()
        layers.append(Layer(str(path), part.bands, part.stretch, *given))
    return tuple(layers)


def pyramid_request(scene: Scene, shown: Display, working: Sequence[Path]) -> PyramidRequest:
    """All tiles of a scene as it is shown."""
    from catalogue.imagery.leaves import PyramidRequest

    return PyramidRequest(
        layers_of(shown, working),
        shown.grid,
        shown.minzoom,
        shown.maxzoom,
        shown.tilesize,
        boxes_of(scene, shown),
    )


def boxes_of(scene: Scene, shown: Display) -> tuple[Box, ...]:
    """What the scene fills of its grid, in metres: one box, or one on each side of 180 degrees."""
    if shown.grid == grid.PIXELS or scene.footprint is None:
        return ()
    import shapely

    flat = grid.projected(scene.footprint, shown.grid)
    parts = [p.bounds for p in shapely.get_parts(flat) if not p.is_empty]
    world, pad = grid.side_m(shown.grid), _PAD_TILES * grid.side_m(shown.grid) / 2**shown.maxzoom
    west, east = min(p[0] for p in parts), max(p[2] for p in parts)
    sides = [parts]
    if east - west > world / 2:  # on both sides of the line, or all round the globe
        sides = [[p for p in parts if p[0] < 0], [p for p in parts if p[0] >= 0]]
    return tuple(
        (
            min(p[0] for p in side) - pad,
            min(p[1] for p in side) - pad,
            max(p[2] for p in side) + pad,
            max(p[3] for p in side) + pad,
        )
        for side in sides
        if side
    )


def write_display(path: Path, request: PyramidRequest, progress: Progress | None = None) -> int:
    """Write the display copy, whole or not at all; the number of tiles."""
    from catalogue.imagery.pyramid import pyramid
    from catalogue.imagery.tilefile import write_tiles

    about = {
        "name": path.stem,
        "format": "webp",
        "type": "baselayer",
        "minzoom": str(request.minzoom),
        "maxzoom": str(request.maxzoom),
        "grid": request.grid,
    }
    return write_tiles(path, pyramid(request, progress), about)


def check_original(path: Path, sha256: str | None) -> None:
    """Raise UnreadableFile unless the file is there and still is what was taken in."""
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(
            f"{path.name} cannot be opened ({error.strerror}). If it was moved, add it again from "
            "its new place."
        ) from None
    if found != sha256:
        raise UnreadableFile(
            f"{path.name} is not the file that was taken in: it was changed since. Put the "
            "original back, or add the changed one."
        )


def evict(folder: Path, quota: int, keep: Path) -> None:
    """Remove the copies not used for longest until all fit the quota; `keep` stays."""
    found = [
        (path.stat(), path)
        for kind in (WORKING, DISPLAY)
        for path in (folder / kind).glob("*.*")
        if not path.name.startswith(".")
    ]
    total = sum(stat.st_size for stat, _ in found)
    for stat, path in sorted(found, key=lambda f: f[0].st_mtime):
        if total <= quota:
            return
        if path != keep:
            path.unlink(missing_ok=True)
            total -= stat.st_size


def used(path: Path) -> bool:
    """True if it exists; notes the use, which is what eviction goes by."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return False
    if age > _TOUCH_AFTER_S:
        try:
            os.utime(path)
        except OSError:
            return path.exists()
    return True
