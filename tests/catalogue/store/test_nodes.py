"""Entries of the index: few are asked of SQLite, many are read from its nodes."""

import numpy as np
import pytest
import shapely

from catalogue.interval import Interval, from_us
from catalogue.model import Scene
from catalogue.store.geopackage import GeoPackageStore, nodes

DAY_US = 86_400_000_000


@pytest.fixture
def store(tmp_path):
    rng = np.random.default_rng(3)
    store = GeoPackageStore.create(tmp_path / "catalogue.gpkg")
    some = []
    for n in range(400):
        west, south = rng.uniform(-20, 20, 2)
        when = Interval.instant(from_us(int(rng.integers(0, 400)) * DAY_US))
        shape = shapely.box(west, south, west + 1, south + 1)
        some.append(Scene(f"{n:032x}", f"S{n}", footprint=shape, when=when))
    with store.transaction():
        store.put_scenes(some)
    yield store
    store.close()


@pytest.mark.parametrize("packed", [False, True])
def test_both_ways_find_the_same(store, monkeypatch, packed):
    if packed:
        store.pack()
    sizes = []
    for box, span in (
        ((-10.0, -10.0, 10.0, 10.0), (0, 300 * DAY_US)),
        ((-3.0, -3.0, 3.0, 3.0), (0, 200 * DAY_US)),
        ((-180.0, -90.0, 180.0, 90.0), (0, 400 * DAY_US)),
        ((50.0, 50.0, 51.0, 51.0), (0, 400 * DAY_US)),
    ):
        found = []
        for few in (1, 100, 10_000):
            monkeypatch.setattr(nodes, "FEW", few)
            numbers, bounds = nodes.entries(store._db, "scene", [box], span)
            order = np.argsort(numbers)
            assert bounds.dtype == np.float32
            found.append((numbers[order].tolist(), bounds[order].tolist()))
        assert found[0] == found[1] == found[2]
        sizes.append(len(found[0][0]))
    assert sizes[2] == 400
    assert sizes[0] > sizes[1] > sizes[3] == 0
