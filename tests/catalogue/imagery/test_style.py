"""Styles are read strictly, bands are found by name, looks compute what they say."""

import math

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import CatalogueError, InvalidValue
from catalogue.imagery.bands import bands_of, combinations
from catalogue.imagery.display import choose
from catalogue.imagery.look import Look, coloured, names_in, values
from catalogue.imagery.style import Style, parse_style, style_json, styled
from catalogue.model import Asset, BandStatistics, RasterInfo, Scene


def _asset(key: str, bands: int = 1, **more) -> Asset:
    statistics = tuple(BandStatistics(0, 4000, 100 + n, 3000 + n, 900) for n in range(bands))
    raster = RasterInfo((512, 512), bands, "uint16", "EPSG:32633", (10, 0, 0, 0, -10, 0),
                        "affine", statistics=statistics, **more)  # fmt: skip
    return Asset(key=key, href=f"/{key}.tif", sha256=key.encode().hex(), raster=raster)


def _scene(*assets: Asset, **more) -> Scene:
    return Scene(uid="u", id=more.pop("id", "s"), assets=assets, gsd_m=10, **more)


SENTINEL = _scene(
    *[_asset(k) for k in ("B02", "B03", "B04", "B08", "B11", "B12")], platform="Sentinel-2A"
)


def test_bands_have_the_names_people_know() -> None:
    names = [b.name for b in bands_of(SENTINEL)]
    assert names == ["blue", "green", "red", "nir", "swir16", "swir22"]
    found = {c.id: c.bands for c in combinations(bands_of(SENTINEL))}
    assert found["true"] == ("red", "green", "blue")
    assert found["infrared"] == ("nir", "red", "green")
    assert found["swir"] == ("swir22", "nir", "red")
    assert found["band:nir"] == ("nir",)


@pytest.mark.parametrize(
    ("scene", "names"),
    [
        (_scene(_asset("data", 4)), ["b1", "b2", "b3", "b4"]),
        (_scene(_asset("data", 3, colour=("red", "green", "blue"))), ["red", "green", "blue"]),
        (_scene(_asset("data", 2, band_names=("VV", "VH"))), ["vv", "vh"]),
        (_scene(_asset("data", 2, band_names=("x", "x"))), ["b1", "b2"]),
        (_scene(_asset("a", 2), _asset("b")), ["a_b1", "a_b2", "b"]),
        (_scene(_asset("SR_B5"), _asset("SR_B4"), platform="landsat-8"), ["nir08", "red"]),
    ],
)
def test_names_are_unique_whatever_the_files_say(scene: Scene, names: list[str]) -> None:
    assert [b.name for b in bands_of(scene)] == names


def test_a_combination_is_only_offered_where_its_bands_are() -> None:
    ids = [c.id for c in combinations(bands_of(_scene(_asset("data", 2))))]
    assert ids == ["band:b1", "band:b2"]


def test_a_style_survives_its_json() -> None:
    style = Style(("nir",), None, ((0.0, 1.0),), 1.5, "viridis", True)
    assert parse_style(orjson.dumps(style_json(style)).decode()) == style
    assert style_json(Style(("red",))) == {"bands": ["red"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"path": "/etc"}', "JSON object of"),
        ('{"bands": ["a", "b", "c", "d"]}', "one or three"),
        ('{"stretch": [[5, 1]]}', "low, high"),
        ('{"stretch": [[0, 1e999]]}', "not JSON|low, high"),
        ('{"gamma": 0}', "0.1 to 10"),
        ('{"colormap": "jet"}', "viridis"),
        ('{"expression": 3}', "give a text"),
        ('{"bands": ["' + "x" * 1000 + '"]}', "1000 at most"),
    ],
)
def test_a_style_that_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        parse_style(text)


def test_a_style_must_fit_its_scene() -> None:
    with pytest.raises(InvalidValue, match="blue, green, red"):
        styled(SENTINEL, Style(("violet",)))
    with pytest.raises(InvalidValue, match="choose one or three"):
        styled(SENTINEL, Style(("red", "green")))
    with pytest.raises(InvalidValue, match="2 pairs for 1"):
        styled(SENTINEL, Style(("red",), stretch=((0, 1), (0, 1))))
    found = styled(SENTINEL, Style(("nir", "red", "green")))
    assert [a.key for a, _ in found.parts] == ["B08", "B04", "B03"]
    assert found.look.stretch == ((100.0, 3000.0),) * 3


def test_each_style_has_a_version_of_its_own() -> None:
    styles = [None, Style(("nir",)), Style(("nir",), gamma=2.0), Style(("red",))]
    versions = [choose(SENTINEL, style).version for style in styles]  # type: ignore[union-attr]
    assert len(set(versions)) == 4


def _flat(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)[:, None, None] * np.ones((1, 2, 2), np.float32)


def test_an_expression_is_computed_from_bands() -> None:
    look = Look(("nir", "red"), ((-1.0, 1.0),), "(nir - red) / (nir + red)")
    assert values(look, _flat(3, 1))[0, 0, 0] == pytest.approx(0.5)
    planes, alpha = coloured(look, _flat(3, 1), np.full((2, 2), 255, np.uint8))
    assert planes[0][0, 0] == round(0.75 * 255)
    assert (alpha == 255).all()


def test_what_has_no_value_is_transparent() -> None:
    look = Look(("nir", "red"), ((-1.0, 1.0),), "(nir - red) / (nir + red)")
    _, alpha = coloured(look, _flat(0, 0), np.full((2, 2), 255, np.uint8))
    assert (alpha == 0).all()


def test_decibels_gamma_and_colours() -> None:
    whole = np.full((2, 2), 255, np.uint8)
    look = Look(("vv",), ((-20.0, 0.0),), decibel=True)
    assert coloured(look, _flat(0.1), whole)[0][0][0, 0] == round(255 * 0.5)
    assert (coloured(look, _flat(-1), whole)[1] == 0).all()
    light = Look(("vv",), ((0.0, 1.0),), gamma=2.0)
    assert coloured(light, _flat(0.25), whole)[0][0][0, 0] == round(255 * 0.5)
    planes, _ = coloured(Look(("vv",), ((0.0, 1.0),), colormap="viridis"), _flat(1.0), whole)
    assert [int(p[0, 0]) for p in planes] == [253, 231, 36]


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('x')", "nir.__class__", "nir[0]", "lambda: 1", "nir ** red",
        "nir ** 99", "f(nir)", "1 + 1", "'a' * nir", "nir if red else 0", "(" * 200 + "nir",
        "nir;red", "sqrt(x=nir)", "nir @ red", "",
    ],
)  # fmt: skip
def test_only_arithmetic_is_an_expression(expression: str) -> None:
    with pytest.raises(InvalidValue):
        names_in(expression)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    try:
        names = names_in(text)
    except CatalogueError:
        return
    look = Look(names, ((0.0, 1.0),), text)
    try:
        found = values(look, np.ones((len(names), 2, 2), np.float32))
    except CatalogueError:
        return
    assert found.shape == (1, 2, 2)


@given(
    st.floats(-100, 100), st.floats(0.001, 50), st.floats(0.2, 5), st.floats(-200, 200, width=32)
)
def test_a_stretch_keeps_the_order_of_values(
    low: float, span: float, gamma: float, v: float
) -> None:
    look = Look(("b",), ((low, low + span),), gamma=gamma)
    data = np.array([[[v, v + 1]]], np.float32)
    (plane,), _ = coloured(look, data, np.full((1, 2), 255, np.uint8))
    assert plane[0, 0] <= plane[0, 1]
    if v <= low:
        assert plane[0, 0] == 0
    assert math.isfinite(float(plane[0, 1]))
