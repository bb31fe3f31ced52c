"""How long a dossier takes: one claim, N images of 16 Mpx with a mark and a verdict on each.

    python benchmarks/dossier.py --images 20

Prints wall and CPU seconds of writing it with working copies made before and without, beside the
time that GDAL alone needs to read the same windows, and checks it with its own verifier.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.transform import from_origin

from catalogue import Catalogue
from catalogue.dossier.pdf import browser
from catalogue.model import Annotation, Assessment, Observation, Scene

LON, LAT, SIDE, STEP = 51.577, 33.895, 4000, 0.000005
CLAIM = """id,title,lon,lat,radius_m,time,object,length_m,width_m
claim,Two drones on the apron,51.577,33.895,300,2022-06-08,drone,16,8
"""


def main() -> None:
    """Fill a catalogue, write its dossier twice and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20)
    count = parser.parse_args().images
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        images = folder / "images"
        images.mkdir()
        for n in range(count):
            _raster(images / f"scene-{n:02}.tif", n)
        (folder / "claim.csv").write_text(CLAIM)
        with Catalogue.open(folder / "case", create=True) as cat:
            _fill(cat, folder, images)
            _report(cat, folder, images, count)


def _raster(path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 200, (3, SIDE // 8, SIDE // 8), dtype=np.uint8)
    pixels = np.kron(coarse, np.ones((1, 8, 8), np.uint8))
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=3, dtype="uint8",
        crs="EPSG:4326", compress="deflate", tiled=True,
        transform=from_origin(LON - STEP * SIDE / 2, LAT + STEP * SIDE / 2, STEP, STEP),
    ) as out:  # fmt: skip
        out.write(pixels)
        out.update_tags(ACQUISITION_DATETIME=f"2022-06-{seed % 28 + 1:02}T07:00:00Z")


def _fill(cat: Catalogue, folder: Path, images: Path) -> None:
    cat.add([images])
    cat.observe(folder / "claim.csv")
    claim = next(iter(cat.observations()))
    for scene in list(cat.scenes()):
        box = shapely.box(LON - 1e-4, LAT - 1e-4, LON + 1e-4, LAT + 1e-4)
        cat.annotate(Annotation(scene.uid, scene.uid, "box", "uav", geometry=box, author="a"))
        cat.keep(_verdict(claim, scene))


def _verdict(claim: Observation, scene: Scene) -> Assessment:
    return Assessment(
        scene.uid, claim.uid, claim.version, scene.uid, scene.version, "object", "consistent",
        "a", "2026-01-02T03:04:05Z",
    )  # fmt: skip


def _report(cat: Catalogue, folder: Path, images: Path, count: int) -> None:
    claim = next(iter(cat.observations()))

    def write(name: str, pdf: bool) -> Callable[[], object]:
        return lambda: cat.dossier(folder / name, [claim.uid], images=count, pdf=pdf)

    print(f"dossier of {count} images of {SIDE} x {SIDE} pixels, {2 * count} pictures")
    print(f"{'':44}{'wall s':>8}{'CPU s':>8}")
    _timed("GDAL alone: the same windows read", lambda: _windows(images))
    _timed("dossier, working copies made on the way", write("cold", pdf=False))
    _timed("dossier again", write("warm", pdf=False))
    if browser():
        _timed("dossier again, with two PDF files", write("pdf", pdf=True))
    done = subprocess.run(
        [sys.executable, str(folder / "warm" / "verify.py")], capture_output=True, check=False
    )
    print(f"verify.py: {'ok' if done.returncode == 0 else 'NOT OK'}")


def _windows(images: Path) -> None:
    for path in sorted(images.iterdir()):
        with rasterio.open(path) as source:
            middle = SIDE // 2
            for half in (800, 200):
                low, high = middle - half, middle + half
                source.read(window=((low, high), (low, high)))


def _timed(name: str, do: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), _cpu()
    do()
    print(f"{name:44}{time.perf_counter() - wall:8.1f}{_cpu() - cpu:8.1f}")


def _cpu() -> float:
    """CPU seconds of this process and of those it started that have ended."""
    import os

    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


if __name__ == "__main__":
    main()
