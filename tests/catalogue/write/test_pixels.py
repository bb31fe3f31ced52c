"""Ground to pixels: where GDAL's affine order, a CRS and 180 degrees could each go wrong."""

from dataclasses import replace

import pyproj
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from catalogue.model import Annotation, Asset, RasterInfo
from catalogue.write.pixels import pixel_tile, to_pixels


def asset(crs: str | None, transform, shape=(100, 200), placed="affine") -> Asset:
    return Asset("a", "/a.tif", raster=RasterInfo(shape, 1, "uint8", crs, transform, placed))


def drawn(geometry) -> Annotation:
    return Annotation("a", "s", "polygon", "c", geometry)


def test_a_rotated_utm_image_places_its_own_corners() -> None:
    a, b, c, d, e, f = transform = (0.3, 0.4, 500100.0, 0.4, -0.3, 4000200.0)
    back = pyproj.Transformer.from_crs("EPSG:32631", "OGC:CRS84", always_xy=True)
    pixels = [(0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (17.25, 99.5)]
    ground = [back.transform(a * x + b * y + c, d * x + e * y + f) for x, y in pixels]
    (part,) = to_pixels(drawn(Polygon(ground)), asset("EPSG:32631", transform))
    for got, wanted in zip(part, pixels, strict=True):
        assert got == pytest.approx(wanted, abs=1e-3)  # of a pixel of half a metre


def test_rows_count_down_from_the_top() -> None:
    image = asset("EPSG:4326", (0.01, 0, 10.0, 0, -0.01, 50.0))
    ((point,),) = to_pixels(drawn(Point(10.5, 49.9)), image)
    assert point == pytest.approx((50, 10))


@pytest.mark.parametrize(
    ("crs", "west", "size"),
    [
        ("EPSG:4326", 179.0, 0.01),
        ("EPSG:4326", -181.0, 0.01),
        ("EPSG:3857", 20037508.342789244 * 179 / 180, 20037508.342789244 / 18000),
    ],
)
def test_an_image_across_180_degrees_is_one_piece(crs: str, west: float, size: float) -> None:
    halves = MultiPolygon([box(179.9, -0.1, 180, 0.1), box(-180, -0.1, -179.9, 0.1)])
    parts = to_pixels(drawn(halves), asset(crs, (size, 0, west, 0, -size, 50 * size)))
    columns = sorted({round(x, 6) for part in parts for x, _ in part})
    assert columns == pytest.approx([90, 100, 110], abs=1e-6)


def test_given_pixels_are_given_back() -> None:
    given = (((1.0, 2.0), (3.0, 4.0), (5.0, 0.0)),)
    both = replace(drawn(Point(0, 0)), pixels=given)
    assert to_pixels(both, asset("EPSG:4326", (1, 0, 0, 0, -1, 0))) is given


@pytest.mark.parametrize(
    "image",
    [
        Asset("a", "/a.tif"),
        asset(None, (1, 0, 0, 0, -1, 0)),
        asset("EPSG:32631", None, placed="none"),
        asset("EPSG:32631", None, placed="gcps"),
        asset("EPSG:4326", (0, 0, 0, 0, -1, 0)),
    ],
)
def test_what_cannot_be_placed_is_not_placed(image: Asset) -> None:
    assert to_pixels(drawn(Point(1, 1)), image) == ()


def test_a_place_outside_the_projection_is_not_placed() -> None:
    north = asset("+proj=gnom +lat_0=90 +lon_0=0 +type=crs", (1, 0, 0, 0, -1, 0))
    assert len(to_pixels(drawn(Point(0, 45)), north)) == 1
    assert to_pixels(drawn(Point(0, -45)), north) == ()


def test_rings_are_open_and_lines_keep_their_order() -> None:
    image = asset("EPSG:4326", (1, 0, 0, 0, -1, 10))
    assert to_pixels(drawn(box(0, 0, 1, 1)), image) == (((1, 10), (1, 9), (0, 9), (0, 10)),)
    line = replace(drawn(LineString([(3, 3), (1, 2), (2, 1)])), kind="line")
    assert to_pixels(line, image) == (((3, 7), (1, 8), (2, 9)),)


@pytest.mark.parametrize(
    ("key", "outline"),
    [
        ("pixels/2/3/2", ((768, 512), (1000, 512), (1000, 600), (768, 600))),
        ("pixels/1/0/0", ((0, 0), (512, 0), (512, 512), (0, 512))),
        ("pixels/0/0/0", ((0, 0), (1000, 0), (1000, 600), (0, 600))),
    ],
)
def test_a_tile_of_the_pixel_grid(key: str, outline) -> None:
    assert pixel_tile(key, (600, 1000)) == (outline,)


@pytest.mark.parametrize(
    "key", [None, "", "pixels/3/0/0", "pixels/2/4/0", "pixels/2/-1/0", "WebMercatorQuad/2/0/0"]
)
def test_a_tile_that_is_none_has_no_outline(key: str | None) -> None:
    assert pixel_tile(key, (600, 1000)) == ()
