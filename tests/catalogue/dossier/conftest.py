"""A small catalogue with a claim that two people judged, on real GeoTIFFs."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from catalogue import Catalogue
from catalogue.model import Annotation, Assessment, Asset, Observation, Provenance, Search

LON, LAT = 51.577, 33.895
CLAIM = """id,title,lon,lat,radius_m,time,object,length_m,width_m,claim
kashan-1,Drones shown at <b>Kashan</b>,51.577,33.895,300,2022-06-08,drone,16,8,CLAIM
""".replace("CLAIM", "Officials <script>alert(1)</script> looked at drones.")
BY = {"author": "Ana Secretname", "made": "2026-01-02T03:04:05Z"}


def raster(path: Path, *, when: str, seed: int, step: float = 0.00001, size: int = 400) -> Path:
    """An image about the place, bright where the claim says."""
    pixels = np.random.default_rng(seed).integers(60, 120, (3, size, size), dtype=np.uint8)
    mid = size // 2
    pixels[:, mid - 10 : mid + 10, mid - 10 : mid + 10] = 250
    place = from_origin(LON - step * mid, LAT + step * mid, step, step)
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=3, dtype="uint8",
        crs="EPSG:4326", transform=place,
    ) as out:  # fmt: skip
        out.write(pixels)
        out.update_tags(ACQUISITION_DATETIME=when)
    return path


@dataclass
class Told:
    """The catalogue and its claim."""

    cat: Catalogue
    claim: Observation
    scenes: dict[str, Any]


@pytest.fixture
def told(tmp_path):
    images = tmp_path / "images"
    images.mkdir()
    for n, day in enumerate(("2022-05-20", "2022-06-08", "2022-07-05"), 1):
        raster(images / f"SECRETNAME-{day}.tif", when=f"{day}T07:12:34Z", seed=n)
    (tmp_path / "claims.csv").write_text(CLAIM)
    with Catalogue.open(tmp_path / "case", create=True) as cat:
        cat.add([images])
        cat.observe(tmp_path / "claims.csv")
        claim = next(iter(cat.observations()))
        scenes = {s.id[-10:]: s for s in cat.scenes()}
        during = scenes["2022-06-08"]
        drawn = cat.annotate(
            Annotation("a" * 32, during.uid, "polygon", "uav", author="Ana Secretname",
                       geometry=shapely.box(LON - 1e-4, LAT - 1e-4, LON + 1e-4, LAT + 1e-4))
        )  # fmt: skip
        link = next(k for k in cat.links_for_observation(claim.uid) if k.scene == during.uid)
        cat.keep(
            Assessment("b" * 32, claim.uid, claim.version, during.uid, during.version, "object",
                       "consistent", score=link.score, role=link.role, note="Seen by Ana.",
                       alternatives=("a glider",), annotations=((drawn.uid, drawn.rev),), **BY)
        )  # fmt: skip
        cat.keep(
            Search("c" * 32, "Some archive", "2026-01-02", "Ana Secretname", found=0,
                   observations=(claim.uid,), by_hand=True)
        )  # fmt: skip
        yield Told(cat, claim, scenes)


@pytest.fixture
def publishable(told):
    """The same, and somebody stated that the pixels of one image may be published."""
    scene = told.scenes["2022-06-08"]
    credit = Provenance(licence="CC BY 4.0", attribution="Example", pixels_publishable=True)
    assets: tuple[Asset, ...] = tuple(replace(a, provenance=credit) for a in scene.assets)
    with told.cat.store.transaction():
        told.cat.store.put_scenes([replace(scene, assets=assets, version=2)])
    return told
