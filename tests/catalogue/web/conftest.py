"""A real catalogue in a folder, with real rasters, behind the real gate."""

import hashlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import rasterio
import uvicorn
from rasterio.transform import from_origin
from shapely.geometry import MultiPolygon, Point, box
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.interval import Interval
from catalogue.model import (
    Asset,
    BandStatistics,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    RasterInfo,
    Scene,
    TaxonomyClass,
)
from catalogue.settings import Settings
from catalogue.web.app import lifespan, middleware, routes

HERE = "http://127.0.0.1:8501"
NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)


def image(folder: Path, name: str, crs: str | None, left: float, top: float, step: float) -> Asset:
    """A two-coloured GeoTIFF of 600 x 400 px and what a reader would say of it."""
    path = folder / name
    data = np.full((3, 400, 600), 40, "uint8")
    data[:, :, 300:] = 210
    place = from_origin(left, top, step, step) if crs else None
    profile = {"driver": "GTiff", "count": 3, "height": 400, "width": 600, "dtype": "uint8"}
    if crs:
        profile |= {"crs": crs, "transform": place}
    with rasterio.open(path, "w", **profile, photometric="RGB") as out:
        out.write(data)
    statistics = (BandStatistics(40, 210, 40, 210, 125),) * 3
    raster = RasterInfo(
        shape=(400, 600),
        bands=3,
        dtype="uint8",
        crs=crs,
        transform=tuple(place)[:6] if place else None,  # type: ignore[arg-type]
        georeference="affine" if crs else "none",
        statistics=statistics,
        colour=("red", "green", "blue"),
    )
    content = path.read_bytes()
    return Asset(
        key="data",
        href=str(path),
        media_type="image/tiff",
        roles=("data",),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        raster=raster,
    )


def _scenes(folder: Path) -> list[Scene]:
    arctic = image(folder, "arctic.tif", "EPSG:5041", 2_000_000, 1_900_000, 10)
    return [
        Scene(
            uid="utm",
            id="town",
            collection="drone",
            footprint=box(15.0, 45.1504, 15.0038, 45.1522),
            when=Interval.instant(NOON),
            platform="p1",
            gsd_m=0.5,
            cloud_pct=5,
            crs="EPSG:32633",
            assets=(image(folder, "town.tif", "EPSG:32633", 500_000, 5_000_000, 0.5),),
        ),
        Scene(
            uid="arctic",
            id="ice",
            collection="drone",
            footprint=box(0, 89.0, 20, 89.2),
            when=Interval(NOON - timedelta(days=30), NOON - timedelta(days=29)),
            gsd_m=10,
            assets=(arctic,),
        ),
        Scene(
            uid="line",
            id="date/line",
            footprint=MultiPolygon([box(178, 0, 180, 2), box(-180, 0, -179, 2)]),
            when=Interval.instant(NOON - timedelta(days=60)),
        ),
        Scene(uid="undated", id="undated", footprint=box(15, 45, 16, 46), gsd_m=3),
    ]


@pytest.fixture
def cat(tmp_path: Path) -> Iterator[Catalogue]:
    settings = Settings.read({}, author="Ana", workers=1)
    folder = tmp_path / "files"
    folder.mkdir()
    with Catalogue.open(tmp_path / "cat", create=True, settings=settings) as made:
        with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
            picture = image(folder, "picture.tif", None, 0, 0, 1)
        own = [
            *_scenes(folder),
            Scene(uid="picture", id="pic", kind="reference", assets=(picture,)),
        ]
        event = EventTime("2022-06-08", (Occurrence(((Interval.instant(NOON), 1.0),)),))
        place = Place((Candidate(Point(15.002, 45.151), 500.0),))
        seen = Observation(uid="o1", id="obs", title="A <b>thing</b>", place=place, when=event)
        with made.store.transaction():
            made.store.put_scenes(own)
            made.store.put_observations([seen])
        made.set_classes([TaxonomyClass("uav", "Aircraft/UAV", "#d55e00", "u")])
        yield made


@pytest.fixture
def client(cat: Catalogue) -> Iterator[TestClient]:
    """Without worker processes: they start with the lifespan or with the first tile."""
    app = Starlette(routes=routes(cat), middleware=middleware(cat.settings))
    with TestClient(app, base_url=HERE) as made:
        yield made


@pytest.fixture
def drawing(cat: Catalogue) -> Iterator[TestClient]:
    """With worker processes."""
    app = Starlette(routes=routes(cat), middleware=middleware(cat.settings), lifespan=lifespan(cat))
    with TestClient(app, base_url=HERE) as made:
        yield made


@pytest.fixture
def server(cat: Catalogue) -> Iterator[str]:
    """The address of a real server, for clients that bring their own HTTP."""
    app = Starlette(routes=routes(cat), middleware=middleware(cat.settings), lifespan=lifespan(cat))
    made = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    while not made.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{made.servers[0].sockets[0].getsockname()[1]}"
    made.should_exit = True
    thread.join(timeout=10)
