"""A packed tree is a whole tree, holds what it held, and takes more afterwards."""

import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import apsw
import pytest
import shapely

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Scene,
    SceneQuery,
)
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore

T0 = datetime(2020, 1, 1, tzinfo=UTC)


def scenes(first, last):
    for n in range(first, last):
        rng = random.Random(n)
        west, south = rng.uniform(170, 189), rng.uniform(-9, 9)
        shape = space.normalise(shapely.box(west, south, west + 0.3, south + 0.3))
        begin = T0 + timedelta(seconds=rng.uniform(0, 9e7))
        when = Interval(begin, begin + timedelta(days=rng.choice([0, 0, 50])))
        yield Scene(
            uid=f"{n:05}",
            id=f"{n}",
            footprint=shape if n % 9 else None,
            when=when
            if n % 7
            else rng.choice([None, Interval(None, begin), Interval(begin, None)]),
        )


def put(stores, *batch):
    for store in stores:
        with store.transaction():
            store.put_scenes(list(batch))


def check(path):
    """What SQLite itself says of both trees; the store must be closed."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        said = [db.execute(f"SELECT rtreecheck('{n}_index')").get for n in ("scene", "observation")]
        entries = db.execute("SELECT id FROM scene_index ORDER BY id").fetchall()
        assert entries == db.execute("SELECT id FROM scene_boxes ORDER BY id").fetchall()
        nodes, depth = db.execute(
            "SELECT count(*), max(CASE nodeno WHEN 1 THEN hex(substr(data, 1, 2)) END)"
            " FROM scene_index_node"
        ).fetchone()
    finally:
        db.close()
    assert said == ["ok", "ok"]
    return nodes, int(depth, 16)


def same(store, oracle):
    rng = random.Random(5)
    for _ in range(5):
        west, south = rng.uniform(-180, 170), rng.uniform(-9, 9)
        west = rng.choice([west, 172, 179])
        area = BBox(west, south, min(180, west + 3), south + 2)
        begin = T0 + timedelta(seconds=rng.uniform(0, 9e7))
        for when in (None, Interval(begin, begin + timedelta(days=100))):
            for boxes in ((area,), ()):
                query = SceneQuery(boxes=boxes, when=when)
                assert list(store.scenes(query)) == list(oracle.scenes(query))


@pytest.mark.parametrize(
    ("count", "depth"), [(0, 0), (1, 0), (30, 0), (51, 1), (60, 1), (2300, 1), (2700, 2)]
)
def test_packed_trees_are_whole(tmp_path, count, depth):
    path, oracle = tmp_path / "c.gpkg", MemoryStore()
    store = GeoPackageStore.create(path)
    put((store, oracle), *scenes(0, count))
    store.pack()
    same(store, oracle)
    store.close()
    nodes, found = check(path)
    assert found == depth
    assert nodes <= 1.1 * (count * 1.02 / 51) + 3 + depth


def test_a_packed_tree_takes_more_and_lets_go(tmp_path):
    path, oracle = tmp_path / "c.gpkg", MemoryStore()
    store = GeoPackageStore.create(path)
    put((store, oracle), *scenes(0, 1500))
    store.pack()
    put((store, oracle), *scenes(1500, 1900))
    moved = [
        Scene(uid=f"{n:05}", id=f"{n}", footprint=shapely.box(172, 0, 173, 1)) for n in range(700)
    ]
    put((store, oracle), *moved)
    same(store, oracle)
    store.pack()
    same(store, oracle)
    store.close()
    check(path)


def test_observations_are_packed_too(tmp_path):
    store = GeoPackageStore.create(tmp_path / "c.gpkg")
    when = EventTime("2020", (Occurrence(((Interval.instant(T0), 1.0),)),))
    spots = [Place((Candidate(shapely.Point(n % 40, n // 40), 10.0),)) for n in range(400)]
    reports = [Observation(f"{n:03}", f"{n:03}", "t", p, when) for n, p in enumerate(spots)]
    with store.transaction():
        store.put_observations(reports)
    store.pack()
    found = list(store.observations((BBox(2.5, 2.5, 4.5, 3.5),), Interval.instant(T0)))
    assert [o.id for o in found] == ["123", "124"]
    store.close()
    check(tmp_path / "c.gpkg")


def test_packing_that_fails_leaves_the_tree_as_it_was(tmp_path):
    path, oracle = tmp_path / "c.gpkg", MemoryStore()
    store = GeoPackageStore.create(path)
    put((store, oracle), *scenes(0, 300))

    def pack_and_fail():
        with store.transaction():
            store.pack()
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        pack_and_fail()
    same(store, oracle)
    store.close()
    check(path)


KILLED = """
import os, signal, sys
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.geopackage.database import Database
write, left = Database.write_many, [int(sys.argv[2])]
def count_down(self, sql, rows):
    write(self, sql, rows)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
Database.write_many = count_down
GeoPackageStore.open(sys.argv[1]).pack()
"""


@pytest.mark.parametrize("writes", [1, 2, 3, 4])
def test_a_kill_while_packing_leaves_the_old_tree(tmp_path, writes):
    path, oracle = tmp_path / "c.gpkg", MemoryStore()
    store = GeoPackageStore.create(path)
    put((store, oracle), *scenes(0, 300))
    store.close()
    before = check(path)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), str(writes)], env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    assert check(path) == before
    store = GeoPackageStore.open(path)
    same(store, oracle)
    store.close()
