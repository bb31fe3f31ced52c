"""Ready tiles hold what would be drawn, at every zoom, in every grid."""

import io
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import morecantile
import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin
from shapely.geometry import MultiPolygon, box

from catalogue.imagery.copies import boxes_of, write_display
from catalogue.imagery.display import choose
from catalogue.imagery.leaves import PyramidRequest, leaves_of
from catalogue.imagery.pyramid import halved, pyramid
from catalogue.imagery.render import Layer, TileRequest, draw
from catalogue.imagery.tilefile import TileFile
from catalogue.model import Asset, RasterInfo, Scene

WEB = "WebMercatorQuad"


def _ground(bands: int, rows: int, cols: int, dtype: str = "uint8") -> np.ndarray:
    """Smooth and never 0, so that neighbours differ little."""
    y, x = np.mgrid[0:rows, 0:cols]
    waves = [110 + 80 * np.sin(x / 40 + b) * np.cos(y / 30) for b in range(bands)]
    return (np.stack(waves) * (1 if dtype == "uint8" else 20)).astype(dtype)


def _raster(
    path: Path, data: np.ndarray, crs: str | None, left: float, top: float, step: float, **more
) -> Path:
    colours = more.pop("colormap", None)
    profile = {"driver": "GTiff", "count": len(data), "dtype": data.dtype}
    profile |= {"height": data.shape[1], "width": data.shape[2], "tiled": True}
    if crs:
        profile |= {"crs": crs, "transform": from_origin(left, top, step, step)}
    with rasterio.open(path, "w", **profile, **more) as out:
        out.write(data)
        if colours:
            out.write_colormap(1, colours)
    return path


CASES = {
    "utm": ("EPSG:32633", 500_000, 5_000_000, 2.0, WEB, 15),
    "degrees": ("EPSG:4326", 15.0, 45.0, 0.0001, WEB, 13),
    "across 180 degrees": ("EPSG:4326", 179.97, 5.0, 0.0001, WEB, 13),
    "at the pole": ("EPSG:5041", 1_990_000, 2_010_000, 30.0, "UPSArcticWGS84Quad", 11),
}


def _boxes(path: Path, grid: str) -> tuple[tuple[float, float, float, float], ...]:
    tms = morecantile.tms.get(grid)
    with rasterio.open(path) as source:
        left, bottom, right, top = source.bounds
        crs = source.crs
    if grid != WEB:
        return ((left, bottom, right, top),)
    parts = [(left, bottom, right, top)]
    if crs.is_geographic and right > 180:
        parts = [(left, bottom, 180.0, top), (-180.0, bottom, right - 360, top)]
    return tuple(rasterio.warp.transform_bounds(crs, tms.rasterio_crs, *part) for part in parts)


@pytest.mark.parametrize("case", CASES)
def test_the_finest_tiles_are_what_would_be_drawn(tmp_path: Path, case: str) -> None:
    crs, left, top, step, grid, z = CASES[case]
    path = _raster(tmp_path / "a.tif", _ground(3, 500, 700), crs, left, top, step)
    layers = (Layer(str(path), (1, 2, 3)),)
    request = PyramidRequest(layers, grid, z - 2, z, 512, _boxes(path, grid))
    compared = 0
    with ExitStack() as stack:
        sides = leaves_of(stack, request)
        for side in sides:
            r = side.range
            for x in range(r.left, r.right + 1):
                for y in range(r.top, r.bottom + 1):
                    ready = side.read(x, y)
                    asked = draw(TileRequest(layers, grid, z, x, y, 512, z))
                    assert (ready is None) == (asked is None)
                    if ready is None or asked is None:
                        continue
                    both = (ready[1] > 0) & (asked[1] > 0)
                    # Both take the nearest pixel, and may disagree by one where two are as near.
                    assert (ready[1] != asked[1]).mean() < 0.01
                    off = np.abs(ready[0].astype(int) - np.stack(asked[0]).astype(int))
                    assert off[:, both].max() <= 6
                    assert off[:, both].mean() < 1
                    compared += int(both.sum())
    assert compared > 100_000
    assert len(sides) == (2 if "180" in case else 1)


def test_coarser_tiles_are_the_average_of_finer_ones(tmp_path: Path) -> None:
    path = _raster(tmp_path / "a.tif", _ground(1, 900, 900), "EPSG:32633", 500_000, 5_000_000, 1)
    request = PyramidRequest((Layer(str(path), (1,)),), WEB, 12, 16, 512, _boxes(path, WEB), 100)
    tiles = {key: _pixels(data) for key, data in pyramid(request)}
    assert {z for z, _, _ in tiles} == {12, 13, 14, 15, 16}
    for (z, x, y), picture in tiles.items():
        if z == 16:
            continue
        for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
            quarter = picture[down * 256 : down * 256 + 256, right * 256 : right * 256 + 256]
            child = tiles.get((z + 1, 2 * x + right, 2 * y + down))
            if child is None:
                assert (quarter[..., 3] == 0).all()
                continue
            mean = child.reshape(256, 2, 256, 2, 4).mean(axis=(1, 3))
            inside = (mean[..., 3] == 255) & (quarter[..., 3] == 255)
            assert np.abs(quarter[inside][:, :3] - mean[inside][:, :3]).mean() < 3


def _pixels(tile: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(tile)).convert("RGBA")).astype(int)


def test_what_is_not_valid_counts_for_nothing() -> None:
    channels = np.full((3, 4, 4), 200, np.uint8)
    channels[:, 0, 0] = 0
    alpha = np.full((4, 4), 255, np.uint8)
    alpha[0, 0] = 0
    alpha[2:, 2:] = 0
    mixed = halved([(channels, alpha), None, None, None], mixed=True)
    assert mixed is not None
    assert mixed[0][:, 0, 0].tolist() == [200, 200, 200]
    assert mixed[1].tolist() == [[255, 255, 0, 0], [255, 0, 0, 0], [0] * 4, [0] * 4]
    assert halved([None] * 4, mixed=True) is None


def test_classes_are_never_mixed(tmp_path: Path) -> None:
    data = np.tile(np.array([[1, 2], [2, 1]], np.uint8), (300, 300))[None]
    colours = {1: (255, 0, 0, 255), 2: (0, 0, 255, 255)}
    path = _raster(tmp_path / "c.tif", data, "EPSG:3857", 0, 6e5, 1000, colormap=colours)
    request = PyramidRequest((Layer(str(path), (1,)),), WEB, 5, 8, 256, ((0, 0, 6e5, 6e5),))
    with ExitStack() as stack:
        (side,) = leaves_of(stack, request)
        assert side.has_classes
        r = side.range
        leaf = side.read(r.left + 1, r.top + 1)
        assert leaf is not None
        coarse = halved([leaf] * 4, mixed=not side.has_classes)
    assert coarse is not None
    found = {tuple(c) for c in coarse[0].reshape(3, -1).T[coarse[1].ravel() > 0].tolist()}
    assert found <= {(255, 0, 0), (0, 0, 255)}
    assert found


def test_a_picture_without_a_place(tmp_path: Path) -> None:
    with pytest.warns(NotGeoreferencedWarning):
        path = _raster(tmp_path / "p.tif", _ground(3, 300, 700), None, 0, 0, 1)
    request = PyramidRequest((Layer(str(path), (1, 2, 3)),), "pixels", 0, 2, 256)
    tiles = dict(pyramid(request))
    assert sum(z == 2 for z, _, _ in tiles) == 3 * 2
    assert [k for k in tiles if k[0] == 0] == [(0, 0, 0)]


def test_progress_counts_the_finest_tiles(tmp_path: Path) -> None:
    path = _raster(tmp_path / "a.tif", _ground(3, 900, 900), "EPSG:32633", 500_000, 5_000_000, 1)
    request = PyramidRequest((Layer(str(path), (1, 2, 3)),), WEB, 14, 16, 512, _boxes(path, WEB))
    heard: list[tuple[int, int]] = []
    count = write_display(tmp_path / "d.mbtiles", request, lambda *p: heard.append(p))
    assert heard[-1][0] == heard[-1][1] == len(heard)
    file = TileFile(tmp_path / "d.mbtiles")
    assert len(file.places()) == count
    assert all(file.tile(*place) for place in file.places())
    assert (file.metadata["format"], file.metadata["maxzoom"]) == ("webp", "16")


def test_a_failed_copy_leaves_nothing(tmp_path: Path) -> None:
    request = PyramidRequest((Layer(str(tmp_path / "no.tif"), (1,)),), WEB, 1, 2, 256, ((0,) * 4,))
    with pytest.raises(rasterio.errors.RasterioIOError):
        write_display(tmp_path / "out" / "d.mbtiles", request)
    assert list((tmp_path / "out").iterdir()) == []


def _scene(footprint, crs: str | None = "EPSG:4326") -> Scene:
    raster = RasterInfo(
        (2000, 2000), 3, "uint8", crs=crs, transform=None, georeference="affine" if crs else "none"
    )
    asset = Asset(key="data", href=str(Path("/a.tif")), sha256="ab", raster=raster)
    return Scene(uid="s", id="s", footprint=footprint, gsd_m=10, assets=(asset,))


def test_a_scene_across_180_degrees_has_a_box_on_each_side() -> None:
    scene = _scene(MultiPolygon([box(179.9, 0, 180, 0.1), box(-180, 0, -179.9, 0.1)]))
    shown = choose(scene)
    assert shown is not None
    west, east = boxes_of(scene, shown)
    assert west[0] < -20_037_508 < west[2] < -20_000_000
    assert 20_000_000 < east[0] < 20_037_508 < east[2]


def test_one_box_elsewhere_and_none_without_a_place() -> None:
    scene = _scene(MultiPolygon([box(10, 0, 11, 1), box(12, 0, 13, 1)]))
    shown = choose(scene)
    assert shown is not None
    assert len(boxes_of(scene, shown)) == 1
    bare = _scene(None, crs=None)
    drawn = choose(bare)
    assert drawn is not None
    assert boxes_of(bare, drawn) == ()
    assert drawn.version != replace(shown).version
