"""Makes the sample set: `python -m sample_tiles.make OUT`.

    OUT/scenes/synthetic-050cm/   0.5 m, red green blue, 8 bit, with STAC items
    OUT/scenes/synthetic-3m/      3 m, red green blue, 8 bit; one lone raster without any date
                                  (cloudy scenes have a mask beside them: clear, cloud, shadow)
    OUT/scenes/synthetic-10m/     10 m, blue green red near infrared, reflectance x 10,000, 16 bit;
                                  one lone raster with its date in a tag
    OUT/observations.csv          what was reported
    OUT/expected_links.json       which scene could show what, by hand (`sample_tiles.expected`)
    OUT/README.md                 what this is

What it tells, and why each link is expected, is written in `sample_tiles.story`. The same seed
makes the same pixels. A folder that is already complete for the seed is left as it is.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from rasterio.transform import Affine

from sample_tiles.claims import OBSERVATIONS
from sample_tiles.expected import EXPECTED
from sample_tiles.faraway import far_pixels, far_sun
from sample_tiles.files import (
    mask_of,
    write_cog,
    write_collection,
    write_csv,
    write_item,
    write_json,
    write_mask,
)
from sample_tiles.ground import Window
from sample_tiles.place import footprint, lon_lat
from sample_tiles.sensor import COARSE, Sensor
from sample_tiles.story import (
    EPSG,
    FAR_SHOTS,
    ORIGIN,
    SHOTS,
    SWATH_EDGE,
    A,
    B,
    C,
    FarShot,
    Shot,
)
from sample_tiles.studio import Studio, cloud_mask, hidden_pct, sun_of

Progress = Callable[[int, int], None]
_HEADER = (
    "id",
    "title",
    "lon",
    "lat",
    "radius_m",
    "time",
    "object",
    "length_m",
    "width_m",
    "status",
    "source",
    "claim",
)
_VERSION = 3  # of the renderer: raised when the same seed no longer gives the same pixels
_STAMP = "complete.json"


def make(out: Path, *, seed: int = 7, progress: Progress | None = None) -> Path:
    """Write the whole sample set into `out` and return it.

    `progress(done, total)` is called after each scene. Raises OSError if `out` cannot be written.
    """
    stamp = {"seed": seed, "version": _VERSION}
    if _finished(out) == stamp:
        return out
    (out / _STAMP).unlink(missing_ok=True)
    scenes = out / "scenes"
    studio = Studio(seed)
    listed: dict[Sensor, dict[str, str]] = defaultdict(dict)
    shots: tuple[Shot | FarShot, ...] = (*SHOTS, *FAR_SHOTS)
    for done, shot in enumerate(shots, 1):
        sensor = shot.sensor if isinstance(shot, Shot) else COARSE
        folder = scenes / sensor.collection
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(shot, Shot):
            _island(studio, folder, shot)
        else:
            _far(seed, folder, shot)
        if shot.when and not (isinstance(shot, Shot) and shot.lone):
            listed[sensor][shot.id] = shot.when
        if progress:
            progress(done, len(shots))
    for sensor, items in listed.items():
        write_collection(scenes / sensor.collection, sensor, items)
    _tables(out)
    write_json(out / _STAMP, stamp)
    return out


def _finished(out: Path) -> object:
    """What a complete set in `out` was made from, None if there is none."""
    try:
        return json.loads((out / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _ring(window: Window) -> list[tuple[float, float]]:
    return [
        (window.west, window.south),
        (window.east, window.south),
        (window.east, window.north),
        (window.west, window.north),
    ]


def _transform(west: float, north: float, px: float) -> Affine:
    return Affine(px, 0, west, 0, -px, north)


def valid_ring(shot: Shot) -> list[tuple[float, float]]:
    """The corners of the valid pixels, local metres."""
    ring = _ring(shot.window)
    if shot.swath:
        (x0, y0), (x1, y1) = SWATH_EDGE
        for i in (1, 2):
            y = ring[i][1]
            ring[i] = (x0 + (x1 - x0) * (y - y0) / (y1 - y0), y)
    return ring


def _island(studio: Studio, folder: Path, shot: Shot) -> None:
    window = shot.window
    transform = _transform(ORIGIN[0] + window.west, ORIGIN[1] + window.north, window.px)
    path = folder / f"{shot.id}.tif"
    tagged = shot.when if shot.lone else None
    pixels = studio.pixels(shot)
    write_cog(path, pixels, shot.sensor, EPSG, transform, nodata=shot.swath, when=tagged)
    if shot.when and not shot.lone:
        grid = (EPSG, window.shape, transform)
        mask = cloud_mask(studio.seed, shot)
        if mask.any():
            write_mask(mask_of(path), mask, EPSG, transform)
        cloud = hidden_pct(mask)
        place = footprint(valid_ring(shot))
        write_item(
            path.with_suffix(".json"), shot.sensor, shot.when, sun_of(shot), place, grid, cloud
        )


def _far(seed: int, folder: Path, shot: FarShot) -> None:
    half = shot.size * COARSE.gsd_m / 2
    transform = _transform(shot.x - half, shot.y + half, COARSE.gsd_m)
    path = folder / f"{shot.id}.tif"
    write_cog(path, far_pixels(seed, shot), COARSE, shot.epsg, transform)
    window = Window(shot.x - half, shot.y + half, COARSE.gsd_m, shot.size, shot.size)
    grid = (shot.epsg, window.shape, transform)
    place = footprint(_ring(window), shot.epsg)
    write_item(path.with_suffix(".json"), COARSE, shot.when, far_sun(shot), place, grid, 0.0)


def _tables(out: Path) -> None:
    """observations.csv, expected_links.json and the README."""
    places = {"A": A, "B": B, "C": C}
    rows: list[tuple[str, ...]] = []
    for name, title, where, *rest in OBSERVATIONS:
        if isinstance(where, tuple):
            lon, lat = where
        elif where:
            lon, lat = lon_lat(*places[where])
        place = (f"{lon:.6f}", f"{lat:.6f}") if where else ("", "")
        rows.append((name, title, *place, *rest))
    write_csv(out / "observations.csv", _HEADER, rows)
    write_json(out / "expected_links.json", EXPECTED)
    shutil.copyfile(Path(__file__).with_name("README.md"), out / "README.md")


def main() -> None:
    """`python -m sample_tiles.make OUT [SEED]`."""
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: python -m sample_tiles.make OUT [SEED]")
    seed = int(sys.argv[2]) if len(sys.argv) == 3 else 7
    made = make(Path(sys.argv[1]), seed=seed, progress=lambda n, of: print(f"{n}/{of}", end="\r"))
    print(f"Sample scenes are in {made}")


if __name__ == "__main__":
    main()
