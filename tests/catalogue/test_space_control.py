"""Placing by control points: known transforms come back, errors are as large as they say."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from catalogue.errors import InvalidValue
from catalogue.space.control import FARTHEST_M, corners_of, fit, to_map
from catalogue.space.warp import applied

SHAPE = (800, 1200)
SPREAD = [(100, 90), (1100, 120), (1050, 700), (150, 650), (640, 310), (300, 250), (900, 600)]
CENTRES = [(30.5, 50.2), (179.9995, -17.0), (-40.0, 89.9995), (10.0, -90.0), (0.0, 0.0)]


def aeqd(lon, lat):
    return f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs"


def ground(matrix, pixels, lon, lat, noise=0.0, rng=None):
    """Lon/lat of pixels on a picture placed about (lon, lat), pointed at with some noise."""
    metres = applied(np.array(matrix), np.array(pixels, float))
    if noise:
        metres = metres + rng.normal(0, noise, metres.shape)
    back = Transformer.from_crs(aeqd(lon, lat), "OGC:CRS84", always_xy=True)
    return list(zip(*back.transform(*metres.T), strict=True))


def picture(scale=1.5, turn_deg=20.0, tilt=(0.0, 0.0), shape=SHAPE):
    """A picture of so many metres a pixel, turned, about its middle, in perspective by `tilt`."""
    a, (rows, columns) = math.radians(turn_deg), shape
    turn = np.array([[math.cos(a), math.sin(a), 0], [math.sin(a), -math.cos(a), 0], [0, 0, 1]])
    turn[:2] *= scale
    turn[2, :2] = np.array(tilt) / max(shape)
    return turn @ np.array([[1, 0, -columns / 2], [0, 1, -rows / 2], [0, 0, 1.0]])


def off_m(found, matrix, lon, lat, pixels):
    """Metres between where a fit puts pixels and where they are."""
    true = np.column_stack(
        to_map(found.crs).transform(*np.transpose(ground(matrix, pixels, lon, lat)))
    )
    return np.hypot(*(applied(np.reshape(found.matrix, (3, 3)), np.array(pixels, float)) - true).T)


@pytest.mark.parametrize(("lon", "lat"), CENTRES)
@pytest.mark.parametrize("method", ["affine", "projective"])
@given(
    st.floats(0.3, 5), st.floats(-180, 180), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4),
    st.integers(5, 7),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_a_known_transform_is_recovered(lon, lat, method, scale, turn, right, down, n):
    matrix = picture(scale, turn, (right, down) if method == "projective" else (0, 0))
    found = fit(SPREAD[:n], ground(matrix, SPREAD[:n], lon, lat), method, SHAPE)
    # Two maps about middles some hundred metres apart differ by next to nothing.
    assert max(found.residuals_m) < 0.01
    assert found.rms_m < 0.01
    assert all(left is not None and left < 0.05 for left in found.left_out_m)
    assert off_m(found, matrix, lon, lat, corners_of(SHAPE)).max() < 0.05
    assert found.error_m == pytest.approx(found.pixel_m / 2, abs=0.1)


@pytest.mark.parametrize(("method", "n"), [("affine", 4), ("affine", 7), ("projective", 7)])
def test_the_error_holds_for_19_of_20_pictures(method, n):
    """Each corner lies within error_m as often as it says, and the error is no excuse."""
    rng = np.random.default_rng(4)
    tilt = (0.2, -0.1) if method == "projective" else (0.0, 0.0)
    matrix, held, errors = picture(tilt=tilt), np.zeros(4), []
    for _ in range(300):
        found = fit(SPREAD[:n], ground(matrix, SPREAD[:n], 30, 50, 4.0, rng), method, SHAPE)
        held += off_m(found, matrix, 30, 50, corners_of(SHAPE)) <= found.error_m
        errors.append(found.error_m)
    assert (held >= 0.95 * 300).all()
    assert np.median(errors) < {4: 50.0, 7: 35.0}[n]


@given(st.floats(0.5, 20), st.integers(0, 2**32 - 1), st.integers(5, 7))
@settings(max_examples=40, deadline=None)
def test_residuals_are_as_large_as_the_noise(noise, seed, n):
    rng = np.random.default_rng(seed)
    found = fit(SPREAD[:n], ground(picture(), SPREAD[:n], 30, 50, noise, rng), "affine", SHAPE)
    # A sum of squares over noise^2 is chi-squared with 2n - 6 degrees of freedom.
    assert sum(r * r for r in found.residuals_m) / noise**2 < 60
    assert found.rms_m == pytest.approx(math.sqrt(np.mean(np.square(found.residuals_m))))
    # What is left out is missed by more than what took part: by its leverage.
    assert all(
        left >= r - 1e-9 for left, r in zip(found.left_out_m, found.residuals_m, strict=True)
    )


def test_the_worst_point_is_the_wrong_one():
    places = ground(picture(), SPREAD, 30, 50)
    places[4] = (places[4][0] + 0.001, places[4][1])
    found = fit(SPREAD, places, "affine", SHAPE)
    assert int(np.argmax(found.residuals_m)) == int(np.argmax(found.left_out_m)) == 4
    assert found.left_out_m[4] == pytest.approx(71.7, rel=0.01)


@pytest.mark.parametrize(("method", "n"), [("affine", 3), ("projective", 4)])
def test_as_many_points_as_needed_tell_no_error(method, n):
    found = fit(SPREAD[:n], ground(picture(), SPREAD[:n], 30, 50), method, SHAPE)
    assert found.error_m is None
    assert found.left_out_m == (None,) * n
    assert found.rms_m < 1e-3


LINE = [(100, 100), (200, 200), (300, 300), (400, 400), (550, 550)]


@pytest.mark.parametrize(
    ("pixels", "method", "says"),
    [
        (SPREAD[:2], "affine", "3 control points or more, 2 are given"),
        (SPREAD[:3], "projective", "4 control points or more, 3 are given"),
        (LINE, "affine", "lie on one line on the picture"),
        ([*LINE[:4], (700, 100)], "projective", "all control points but one lie on one line"),
        ([SPREAD[0], SPREAD[1], SPREAD[0]], "affine", "control points 1 and 3 are the same spot"),
    ],
)
def test_points_that_place_nothing_say_so(pixels, method, says):
    with pytest.raises(InvalidValue, match=says):
        fit(pixels, ground(picture(), pixels, 30, 50), method, SHAPE)


def test_points_on_the_ground_are_checked_too():
    places = ground(picture(), SPREAD[:4], 30, 50)
    with pytest.raises(
        InvalidValue, match="control points 2 and 4 are the same spot on the ground"
    ):
        fit(SPREAD[:4], [*places[:3], places[1]], "affine", SHAPE)
    with pytest.raises(InvalidValue, match="one line on the ground"):
        fit(SPREAD[:4], [(30, 50), (30, 50.01), (30, 50.02), (30, 50.03)], "affine", SHAPE)
    with pytest.raises(InvalidValue, match=r"control point 4 lies .* km from the middle"):
        fit(SPREAD[:4], [*places[:3], (60, 50)], "affine", SHAPE)
    with pytest.raises(InvalidValue, match=r"control point 2 .* latitude 95"):
        fit(SPREAD[:3], [places[0], (30, 95), places[2]], "affine", SHAPE)
    with pytest.raises(InvalidValue, match=f"more than {FARTHEST_M / 1000:g} km apart"):
        fit(SPREAD[:3], [(0, 0), (120, 0), (-120, 1)], "affine", SHAPE)


def test_mixed_up_points_would_mirror_the_ground():
    places = ground(picture(), SPREAD[:3], 30, 50)
    with pytest.raises(InvalidValue, match="mirrored"):
        fit(SPREAD[:3], [places[1], places[0], places[2]], "affine", SHAPE)


def test_a_horizon_in_the_picture_is_refused():
    low = [(300, 500), (900, 480), (1100, 760), (100, 780), (600, 600)]
    matrix = picture(tilt=(0.0, 4.0))
    with pytest.raises(InvalidValue, match="horizon"):
        fit(low, ground(matrix, low, 30, 50), "projective", SHAPE)


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=3, max_size=8),
       st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=8, max_size=8),
       st.sampled_from(["affine", "projective"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_points_end_in_a_fit_or_a_sentence(pixels, places, method):
    try:
        found = fit(pixels, places[: len(pixels)], method, SHAPE)
    except InvalidValue:  # a sentence for each, as the tests above have it
        return
    assert np.isfinite([*found.matrix, *found.residuals_m, found.rms_m, found.pixel_m]).all()
