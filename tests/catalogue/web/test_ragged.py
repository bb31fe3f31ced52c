import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from catalogue.web.ragged import Rings, clipped, finer, on_grid, runs


def _rings(shapes: list[shapely.Polygon]) -> Rings:
    turned = shapely.orient_polygons(np.array(shapes), exterior_cw=False)  # y counts downwards
    rings, owner = shapely.get_rings(turned, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring, append=-1) != 0
    outer = np.diff(owner, prepend=-1) != 0
    return Rings(xy[~closing], np.bincount(ring) - 1, owner, outer)


def _area(rings: Rings, owner: int) -> float:
    return float(rings.only(rings.owner == owner).doubled_area().sum()) / 2


def test_runs_are_positions() -> None:
    assert runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert runs(np.zeros(0, int), np.zeros(0, int)).tolist() == []


_CORNER = st.tuples(st.floats(-300, 400), st.floats(-300, 400))


@given(st.lists(st.lists(_CORNER, min_size=3, max_size=8), min_size=1, max_size=4))
def test_clipping_keeps_the_area_that_lies_inside(corners: list[list[tuple[float, float]]]) -> None:
    shapes = [shapely.convex_hull(shapely.MultiPoint(c)) for c in corners]
    shapes = [s for s in shapes if s.geom_type == "Polygon" and s.area > 1e-6]
    if not shapes:
        return
    cut = clipped(_rings(shapes), 0, 100)
    square = shapely.box(0, 0, 100, 100)
    for n, shape in enumerate(shapes):
        expected = shape.intersection(square).area
        found = _area(cut, n) if (cut.owner == n).any() else 0.0
        assert abs(found - expected) < 1e-6 * max(1, expected)
    assert len(cut.xy) == 0 or (cut.xy.min() >= 0 and cut.xy.max() <= 100)


def test_a_hole_and_a_bay_are_clipped_too() -> None:
    bay = shapely.box(-50, -50, 150, 150).difference(shapely.box(20, -60, 40, 70))
    holed = bay.difference(shapely.box(60, 60, 80, 200)).difference(shapely.box(90, 5, 95, 9))
    cut = clipped(_rings([holed]), 0, 100)
    expected = holed.intersection(shapely.box(0, 0, 100, 100)).area
    assert abs(_area(cut, 0) - expected) < 1e-9


def test_vertices_that_fall_together_go_and_small_rings_stay_as_squares() -> None:
    ring = [(0, 0), (10, 0), (10.2, 0.1), (10, 10), (0, 10)]
    found = on_grid(_rings([shapely.Polygon(ring)]))
    assert found.sizes.tolist() == [4]
    small = shapely.box(7.1, 7.1, 7.2, 7.2)
    holed = shapely.box(0, 0, 50, 50).difference(shapely.box(5.1, 5.1, 5.3, 5.3))
    found = on_grid(_rings([small, holed, shapely.box(3, 3, 9, 9)]))
    assert sorted(found.owner.tolist()) == [0, 1, 2]
    assert _area(found, 0) == 4
    assert _area(found, 1) == 2500
    assert found.outer.all()


def test_a_small_ring_takes_its_holes_with_it() -> None:
    holed = shapely.box(0, 0, 0.4, 0.4).difference(shapely.box(0.1, 0.1, 0.2, 0.2))
    found = on_grid(_rings([holed]))
    assert (found.owner.tolist(), found.sizes.tolist()) == ([0], [4])


def test_long_edges_get_vertices() -> None:
    rings = finer(_rings([shapely.box(0, 0, 10, 1), shapely.box(0, 0, 1, 1)]), 2.0)
    assert rings.sizes.tolist() == [12, 4]
    assert _area(rings, 0) == 10
    steps = np.abs(rings.xy[rings.after()] - rings.xy)[:, 0]
    assert steps.max() <= 2.0
