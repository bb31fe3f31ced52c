from dataclasses import replace

import pytest
from shapely.geometry import box

from catalogue.imagery.display import choose, why_not
from catalogue.model import Asset, BandStatistics, RasterInfo, Scene

PLACE = (0.5, 0.0, 500_000.0, 0.0, -0.5, 5_000_000.0)


def _raster(bands: int = 1, dtype: str = "uint8", **more: object) -> RasterInfo:
    known = {"crs": "EPSG:32633", "transform": PLACE, "georeference": "affine", **more}
    return RasterInfo(shape=(4000, 6000), bands=bands, dtype=dtype, **known)  # type: ignore[arg-type]


def _asset(key: str, raster: RasterInfo | None = None, **more: object) -> Asset:
    sha256 = key.encode().hex().ljust(64, "0")
    given = {"href": f"/data/{key}.tif", "sha256": sha256, "raster": raster or _raster(), **more}
    return Asset(key=key, **given)  # type: ignore[arg-type]


def _scene(*assets: Asset, **more: object) -> Scene:
    known = {"uid": "u", "id": "s", "footprint": box(15, 45, 15.03, 45.02), "gsd_m": 0.5, **more}
    return Scene(assets=assets, **known)  # type: ignore[arg-type]


def _keys(scene: Scene) -> list[str]:
    shown = choose(scene)
    return [d.asset.key for d in shown.drawn] if shown else []


def _bands(raster: RasterInfo, **more: object) -> tuple[int, ...]:
    shown = choose(_scene(_asset("data", raster), **more))
    assert shown is not None
    return shown.drawn[0].bands


@pytest.mark.parametrize(
    ("raster", "bands"),
    [
        (_raster(1), (1,)),
        (_raster(2), (1,)),
        (_raster(3), (1, 2, 3)),
        (_raster(4, colour=("blue", "green", "red", "undefined")), (3, 2, 1)),
        (_raster(4, colour=("alpha", "gray", "undefined", "undefined")), (2, 3, 4)),
        (_raster(2, colour=("alpha", "gray")), (2,)),
        (_raster(4, band_names=("nir", "Red", "Green", "Blue")), (2, 3, 4)),
    ],
)
def test_bands_by_colour_then_name_then_order(raster: RasterInfo, bands: tuple[int, ...]) -> None:
    assert _bands(raster) == bands


def test_bands_as_the_stac_item_names_them() -> None:
    names = [{"common_name": n} for n in ("blue", "green", "red", "nir")]
    assert _bands(_raster(4), stac={"assets": {"data": {"eo:bands": names}}}) == (3, 2, 1)
    names = [{"eo:common_name": n} for n in ("nir", "red", "green", "blue")]
    assert _bands(_raster(4), stac={"assets": {"data": {"bands": names}}}) == (2, 3, 4)


def test_bytes_are_drawn_as_they_are_and_the_rest_is_stretched() -> None:
    two = tuple(BandStatistics(0, 9000, 100 * i, 3000 * i, 50) for i in (1, 2, 3))
    shown = choose(_scene(_asset("data", _raster(3, "uint16", statistics=two))))
    assert shown is not None
    assert shown.drawn[0].stretch == ((100, 3000), (200, 6000), (300, 9000))
    flat = (BandStatistics(7, 7, 7, 7, 7),)
    shown = choose(_scene(_asset("data", _raster(1, "int16", statistics=flat))))
    assert shown is not None
    assert shown.drawn[0].stretch == ((7, 8),)
    shown = choose(_scene(_asset("data", _raster(3))))
    assert shown is not None
    assert shown.drawn[0].stretch is None


@pytest.mark.parametrize(
    ("platform", "wanted"),
    [
        ("landsat-8", ["B4", "B3", "B2"]),
        ("LANDSAT_9", ["B4", "B3", "B2"]),
        ("landsat-5", ["B3", "B2", "B1"]),
        ("sentinel-2a", ["B4", "B3", "B2"]),
        ("unknown", ["B1"]),
        (None, ["B1"]),
    ],
)
def test_separate_bands_by_platform(platform: str | None, wanted: list[str]) -> None:
    bands = [_asset(f"B{i}") for i in range(1, 6)]
    assert _keys(_scene(*bands, platform=platform)) == wanted


def test_separate_bands_by_key_by_stac_and_by_file_name() -> None:
    plain = [_asset(k) for k in ("nir", "blue", "green", "red")]
    assert _keys(_scene(*plain)) == ["red", "green", "blue"]
    odd = [_asset(k) for k in ("x", "y", "z")]
    named = {
        k: {"eo:bands": [{"common_name": c}]}
        for k, c in (("x", "green"), ("y", "red"), ("z", "blue"))
    }
    assert _keys(_scene(*odd, stac={"assets": named})) == ["y", "x", "z"]
    files = [_asset(f"a{i}", href=f"/d/LC08_L1TP_B{i}.TIF") for i in (1, 2, 3, 4)]
    assert _keys(_scene(*files, id="LC08_L1TP_x")) == ["a4", "a3", "a2"]


def test_one_file_is_preferred_by_what_it_is() -> None:
    thumb = _asset("thumbnail", _raster(3), roles=("thumbnail",))
    data = _asset("data", _raster(4), roles=("data",))
    mask = _asset("mask", _raster(1), roles=("data",))
    visual = _asset("visual", _raster(3), roles=("visual",))
    assert _keys(_scene(thumb, mask, data)) == ["data"]
    assert _keys(_scene(thumb, data, visual)) == ["visual"]
    assert _keys(_scene(thumb)) == ["thumbnail"]


def test_grid_and_zooms() -> None:
    shown = choose(_scene(_asset("data")))
    assert shown is not None
    # pixels of zoom 17 are 0.60 m on the map, 0.42 m on the ground there; of zoom 16 0.84 m
    assert (shown.grid, shown.tilesize, shown.maxzoom) == ("WebMercatorQuad", 512, 17)
    shown = choose(_scene(_asset("data"), footprint=box(0, 89, 20, 89.2), gsd_m=10))
    assert shown is not None
    assert shown.grid == "UPSArcticWGS84Quad"
    flat = _raster(georeference="none", crs=None, transform=None)
    shown = choose(_scene(_asset("data", flat), footprint=None))
    assert shown is not None
    assert (shown.grid, shown.minzoom, shown.maxzoom) == ("pixels", 0, 5)


def test_the_version_changes_with_what_is_drawn() -> None:
    first = choose(_scene(_asset("data")))
    second = choose(_scene(replace(_asset("data"), sha256="f" * 64)))
    again = choose(_scene(_asset("data"), uid="other"))
    assert first is not None
    assert second is not None
    assert again is not None
    assert first.version == again.version != second.version


def test_without_a_picture_it_says_why() -> None:
    assert "without its files" in why_not(_scene())
    far = _scene(_asset("data", href="https://example.org/a.tif"))
    assert choose(far) is None
    assert "not on this computer" in why_not(far)
    unread = _scene(Asset(key="mtl", href="/data/a.txt"))
    assert choose(unread) is None
    assert "could be read" in why_not(unread)
