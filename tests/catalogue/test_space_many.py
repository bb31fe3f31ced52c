"""What is done for many geometries at once is what is done for each."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import space
from catalogue.errors import InvalidGeometry
from catalogue.space.many import normalise_many

# Tenths of a degree: what is thinner than rounding is the business of `normalise` alone.
corners = st.tuples(*(st.integers(-n, n).map(lambda v: v / 10) for n in (2000, 920)))
shapes = (
    st.builds(lambda a, w, h: shapely.box(a[0], a[1], a[0] + w, a[1] + h), corners,
              st.integers(0, 300), st.integers(0, 20))
    | st.lists(corners, min_size=3, max_size=6).map(shapely.Polygon)
    | corners.map(shapely.Point)
    | st.just(None)
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(shapes, max_size=12))
def test_normal_forms(given_ones):
    geometries = np.array([*given_ones, None], dtype=object)
    found, errors = normalise_many(geometries)
    for row, geometry in enumerate(geometries):
        expected, said = None, None
        try:
            expected = None if geometry is None else space.normalise(geometry)
        except InvalidGeometry as error:
            said = str(error)
        assert said == (str(errors[row]) if row in errors else None)
        if expected is None:
            assert found[row] is None
        else:
            assert shapely.equals_identical(found[row], expected)


near = st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
places = st.tuples(
    near.map(shapely.Point), st.sampled_from([None, 0.0, 0.5, 300.0, 20_000.0, 400_000.0])
) | st.tuples(
    st.builds(lambda a: shapely.box(*a, a[0] + 0.2, a[1] + 0.1), near),
    st.sampled_from([None, 50.0]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(near, st.floats(0.01, 0.9), places), max_size=10), st.booleans())
def test_covered_shares(given_ones, far):
    east = 179.9 if far else 0.0
    pairs = []
    for (x, y), size, (place, radius) in given_ones:
        footprint = space.normalise(shapely.box(x + east, y, x + east + size, y + size))
        moved = space.normalise(shapely.transform(place, lambda c: c + np.array([east, 0.0])))
        pairs.append((footprint, moved, radius))
    for pair, found in zip(pairs, space.covered_pairs(pairs), strict=True):
        alone = space.covered(*pair)
        assert (found.meets, found.whole) == (alone.meets, alone.whole)
        assert abs(found.share - alone.share) <= 1e-9
