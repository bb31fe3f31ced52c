"""Scenes from columns are the scenes that one would put one by one, only faster."""

import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime

import apsw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from catalogue import Catalogue, space
from catalogue.errors import UnreadableFile
from catalogue.interval import Interval, from_us, to_us
from catalogue.model import BBox, Scene, SceneQuery

T0 = datetime(2022, 6, 8, tzinfo=UTC)
T0_US = to_us(T0)
DAY_US = 86_400 * 10**6


def table(count, seed=1, first=0):
    rng = random.Random(seed)
    shapes, rows = [], []
    for n in range(first, first + count):
        west, south = rng.uniform(170, 190), rng.uniform(-90, 88)
        shapes.append(shapely.box(west, south, west + rng.uniform(0.1, 2), south + 1.5))
        begin = T0_US + rng.randrange(-(10**15), 10**14) // rng.choice([1, 10**6])
        rows.append(
            {
                "id": f"s{n}",
                "begin_us": rng.choice([begin, begin, None]),
                "end_us": begin + rng.choice([0, 40]) * DAY_US,
                "platform": rng.choice([None, "p", 'q"é']),
                "gsd_m": rng.choice([None, 0.5, 10.0, 3e-5, 0.37]),
                "cloud_pct": rng.choice([None, 0.0, 12.5, 100.0, 1e-5]),
                "sun_elevation_deg": rng.choice([None, -3.0, 40.25]),
            }
        )
    return pa.Table.from_pylist(rows).append_column(
        "geometry", pa.array([s.wkb for s in shapes], pa.binary())
    )


def scenes_of(rows):
    for row in rows.to_pylist():
        when = None
        if row["begin_us"] is not None:
            when = Interval(from_us(row["begin_us"]), from_us(row["end_us"]))
        yield Scene(
            uid="",
            id=row["id"],
            collection="c",
            footprint=space.normalise(shapely.from_wkb(row["geometry"])),
            when=when,
            when_source=None if when is None else "column",
            platform=row["platform"],
            gsd_m=row["gsd_m"],
            cloud_pct=row["cloud_pct"],
            sun_elevation_deg=row["sun_elevation_deg"],
        )


def told(scenes):
    return {(s.id, s.collection): {**vars_of(s), "uid": ""} for s in scenes}


def vars_of(scene):
    return {name: getattr(scene, name) for name in scene.__dataclass_fields__}


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "cat", create=True) as made:
        yield made


def rtree_ok(cat):
    db = cat.store._db.reader()
    return db.execute("SELECT rtreecheck('scene_index')").get == "ok"


def test_rows_become_scenes_that_verify(cat):
    rows = table(400)
    outcome = cat.add_columns(rows, collection="c")
    assert (outcome.added, outcome.rejected) == (400, ())
    assert told(cat.scenes()) == told(scenes_of(rows))
    assert list(cat.check()) == []
    assert rtree_ok(cat)
    near = SceneQuery(boxes=(BBox(179, -40, -175, 40),), when=Interval(None, T0))
    found = {s.id for s in cat.scenes(near)}
    area = shapely.MultiPolygon([shapely.box(179, -40, 180, 40), shapely.box(-180, -40, -175, 40)])
    assert found
    assert found == {
        s.id
        for s in scenes_of(rows)
        if s.when and s.when.meets(near.when) and s.footprint.intersects(area)
    }


def test_more_rows_go_in_live_and_known_ones_are_told_apart(cat):
    cat.add_columns(table(300), collection="c")
    again = table(20).set_column(5, "cloud_pct", pa.array([77.0] * 10 + [None] * 10))
    some = pa.concat_tables([table(30, seed=2, first=300), again], promote_options="permissive")
    cat.store.deferred = None  # not taken for so few
    outcome = cat.add_columns(some, collection="c")
    assert outcome.added == 30
    assert outcome.updated + outcome.unchanged == 20
    assert outcome.updated >= 10
    assert cat.counts()["scenes"] == 330
    assert list(cat.check()) == []
    assert rtree_ok(cat)


def test_a_name_twice_in_one_table_is_one_scene(cat):
    rows = table(5)
    outcome = cat.add_columns(pa.concat_tables([rows, rows]))
    assert (outcome.added, outcome.unchanged) == (5, 5)


def test_what_cannot_be_is_rejected_by_row_and_field(cat, tmp_path):
    rows = table(6).to_pydict()
    rows["id"][0] = None
    rows["begin_us"][1], rows["end_us"][1] = T0_US, T0_US - 1
    rows["cloud_pct"][2] = 101.0
    rows["geometry"][3] = b"no"
    rows["geometry"][4] = shapely.Point(0, 95).wkb
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table(rows), path)
    outcome = cat.add_columns(path)
    assert outcome.added == 1
    assert [(r.row, r.field) for r in outcome.rejected] == [
        (1, "id"), (2, "end"), (3, "cloud_pct"), (4, "footprint"), (5, "footprint"),
    ]  # fmt: skip
    assert all(r.source == str(path) for r in outcome.rejected)


def test_columns_are_guessed_or_named(cat):
    rows = table(3).rename_columns(
        ["key", "datetime", "end_us", "platform", "gsd", "eo:cloud_cover", "s", "geometry"]
    )
    with pytest.raises(UnreadableFile, match="id=COLUMN"):
        cat.add_columns(rows)
    with pytest.raises(UnreadableFile, match="'keys' for id; there are key"):
        cat.add_columns(rows, {"id": "keys"})
    with pytest.raises(UnreadableFile, match="no field"):
        cat.add_columns(rows, {"name": "key"})
    assert cat.add_columns(rows, {"id": "key"}).added == 3


def test_indexes_and_triggers_are_there_again_and_foreign_trees_filled(cat):
    cat.add_columns(table(10), collection="c")
    with cat.store.transaction():
        write = cat.store._db.write
        write("CREATE VIRTUAL TABLE rtree_scenes_geom USING rtree(id, minx, maxx, miny, maxy)")
        write(
            "CREATE TRIGGER rtree_scenes_geom_insert AFTER INSERT ON scenes BEGIN"
            " INSERT INTO rtree_scenes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),"
            " ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END"
        )
    names = "SELECT name, sql FROM sqlite_schema ORDER BY name"
    before = cat.store._db.rows(names)
    cat.add_columns(table(50, first=10), collection="c")
    assert cat.store._db.rows(names) == before
    count = cat.store._db.one("SELECT count(*) FROM rtree_scenes_geom")
    assert count == (50,)


def test_a_load_that_fails_leaves_nothing(cat):
    cat.add_columns(table(10))
    schema = cat.store._db.rows("SELECT name FROM sqlite_schema ORDER BY name")

    def batches():
        yield table(50, first=10).to_batches()[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cat.add_columns(batches())
    assert cat.counts()["scenes"] == 10
    assert cat.store._db.rows("SELECT name FROM sqlite_schema ORDER BY name") == schema
    assert list(cat.check()) == []


def test_it_is_a_layer_still(cat, tmp_path):
    cat.add_columns(table(40))
    path = cat.store.snapshot(tmp_path / "copy.gpkg")
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    bounds = db.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'scenes'"
    ).fetchone()
    db.close()
    assert -180 <= bounds[0] < bounds[2] <= 180


KILLED = """
import os, signal, sys
import pyarrow.parquet as pq
from catalogue import Catalogue
from catalogue.store.geopackage.database import Database
write, left = Database.write_many, [int(sys.argv[3])]
def count_down(self, sql, rows):
    write(self, sql, rows)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
Database.write_many = count_down
Catalogue.open(sys.argv[1]).add_columns(sys.argv[2])
"""


@pytest.mark.parametrize("writes", [1, 2, 4])
def test_a_kill_in_the_middle_leaves_what_was(tmp_path, writes):
    pq.write_table(table(200, first=20), tmp_path / "t.parquet")
    with Catalogue.open(tmp_path / "cat", create=True) as cat:
        cat.add_columns(table(20), collection="c")
        before = told(cat.scenes())
    arguments = [str(tmp_path / "cat"), str(tmp_path / "t.parquet"), str(writes)]
    ended = subprocess.run([sys.executable, "-c", KILLED, *arguments], env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    with Catalogue.open(tmp_path / "cat") as cat:
        assert told(cat.scenes()) == before
        assert list(cat.check()) == []
        assert rtree_ok(cat)
        assert cat.add_columns(tmp_path / "t.parquet").added == 200
        assert cat.counts()["scenes"] == 220
        assert list(cat.check()) == []
