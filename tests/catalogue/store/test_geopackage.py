"""What only the file can show: GDAL's view of it, its guards, migrations, other processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
import shapely

from catalogue.errors import StoreError
from catalogue.interval import Interval
from catalogue.journal import next_entry
from catalogue.model import Annotation, BBox, Candidate, Observation, Place, Scene, SceneQuery
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.geopackage.connect import check_file_system, check_sqlite, connect
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.migrate import Migration, migrations

ROOT = Path(__file__).resolve().parents[3]
WHEN = Interval.instant(datetime(2022, 6, 8, 7, 30, tzinfo=UTC))
LAYERS = {"scenes", "observations", "annotations"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalogue.gpkg"


@pytest.fixture
def store(path):
    made = GeoPackageStore.create(path)
    fill(made)
    yield made
    made.close()


def fill(store):
    with store.transaction():
        store.put_scenes(
            [Scene(uid="s", id="S1", footprint=shapely.box(50, 30, 51, 31), when=WHEN, gsd_m=0.5)]
        )
        place = Place((Candidate(shapely.Point(50.5, 30.5), 500.0),))
        store.put_observations([Observation(uid="o", id="O1", title="two aircraft", place=place)])
        point = shapely.Point(50.4, 30.4)
        for rev, uid in enumerate(("kept", "gone"), start=1):
            store.put_annotation(
                Annotation(uid=uid, scene="s", kind="point", cls="uav", geometry=point, rev=rev)
            )
        store.put_annotation(
            Annotation("gone", "s", "point", "uav", geometry=point, rev=3, retracted=True)
        )
        store.append(next_entry(None, origin=store.origin(), actor="a", op="x", payload={}))


def child(code, *args):
    """Run Python in another process, which may use any SQLite library."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    return done.stdout


# -- GDAL ----------------------------------------------------------------------------------------
READ_LAYERS = """
import json, sys, pyogrio
out = {}
for name, kind in pyogrio.list_layers(sys.argv[1]):
    if kind is None: continue
    frame = pyogrio.read_dataframe(sys.argv[1], layer=name)
    info = pyogrio.read_info(sys.argv[1], layer=name, force_total_bounds=True)
    out[name] = {"crs": info["crs"], "bounds": list(info["total_bounds"]),
        "rows": json.loads(frame.drop(columns="geometry").to_json(date_format="iso")),
        "wkt": frame.geometry.to_wkt().tolist(), "n": len(frame)}
print(json.dumps(out))
"""


def test_gdal_reads_the_three_layers_of_a_snapshot(store, tmp_path):
    copy = store.snapshot(tmp_path / "copy.gpkg")
    layers = json.loads(child(READ_LAYERS, copy))
    assert set(layers) == LAYERS
    for layer in layers.values():
        assert layer["crs"] == "EPSG:4326"
        assert layer["n"] == 1
    assert layers["scenes"]["bounds"] == [50, 30, 51, 31]
    assert layers["scenes"]["rows"]["gsd"] == {"0": 0.5}
    assert layers["scenes"]["rows"]["datetime"]["0"].startswith("2022-06-08T07:30:00")
    assert layers["observations"]["rows"]["title"] == {"0": "two aircraft"}
    assert layers["observations"]["wkt"] == ["POINT (50.5 30.5)"]
    assert layers["annotations"]["rows"]["uid"] == {"0": "kept"}
    assert layers["annotations"]["rows"]["scene_id"] == {"0": "S1"}


def test_ogrinfo_lists_no_other_layer(store, tmp_path):
    if not shutil.which("ogrinfo"):
        pytest.skip("needs ogrinfo (gdal-bin)")
    copy = store.snapshot(tmp_path / "copy.gpkg")
    done = subprocess.run(
        ["ogrinfo", "-so", "-al", str(copy)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    names = [line[12:] for line in done.stdout.splitlines() if line.startswith("Layer name: ")]
    assert set(names) == LAYERS | {"journal"}
    assert "Extent: (50.000000, 30.000000) - (51.000000, 31.000000)" in done.stdout


def test_a_snapshot_is_one_file_that_opens_as_a_catalogue(store, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    copy = store.snapshot(folder / "copy.gpkg")
    assert [file.name for file in folder.iterdir()] == ["copy.gpkg"]
    assert copy.read_bytes()[18:20] == b"\x01\x01"  # rollback journal, not WAL
    with pytest.raises(StoreError, match="exists already"):
        store.snapshot(copy)
    again = GeoPackageStore.open(copy)
    assert again.scene("s") == store.scene("s")
    assert again.origin() == store.origin()
    again.close()


def test_the_contents_table_is_kept(store, tmp_path):
    copy = store.snapshot(tmp_path / "copy.gpkg")
    db = apsw.Connection(str(copy))
    assert db.execute("PRAGMA application_id").get == 0x47504B47
    assert db.execute("PRAGMA user_version").get == 10300
    assert db.execute("PRAGMA integrity_check").get == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("SELECT rtreecheck('scene_index')").get == "ok"
    rows = db.execute(
        "SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents"
        " WHERE data_type = 'features' ORDER BY table_name"
    ).fetchall()
    assert rows == [
        ("annotations", 50.4, 30.4, 50.4, 30.4),
        ("observations", 50.5, 30.5, 50.5, 30.5),
        ("scenes", 50.0, 30.0, 51.0, 31.0),
    ]
    db.close()


def test_a_spatial_index_that_gdal_adds_is_kept_right(store, path):
    """Its triggers call ST_* functions, which only a connection of ours that has them can."""
    sql = """
    CREATE VIRTUAL TABLE rtree_scenes_geom USING rtree(id, minx, maxx, miny, maxy);
    CREATE TRIGGER rtree_scenes_geom_insert AFTER INSERT ON scenes
    WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN
      INSERT OR REPLACE INTO rtree_scenes_geom VALUES (NEW.fid,
        ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
    END"""
    store._db._writer.execute(sql)
    with store.transaction():
        store.put_scenes([Scene(uid="t", id="T", footprint=shapely.box(1, 2, 3, 4))])
    rows = store._db.rows("SELECT minx, maxx, miny, maxy FROM rtree_scenes_geom")
    assert rows == [(1.0, 3.0, 2.0, 4.0)]


# -- guards --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET actor = 'b'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
        "INSERT OR REPLACE INTO journal SELECT n, origin, seq + 1, hash, 'x', wall, actor, op,"
        " digest, 'y' FROM journal",
        "INSERT OR REPLACE INTO journal SELECT NULL, origin, seq + 1, hash, id, wall, actor, op,"
        " digest, 'y' FROM journal",
        "INSERT OR IGNORE INTO journal SELECT NULL, origin, seq + 2, hash, 'x', wall, actor, op,"
        " digest, 'y' FROM journal",
        "INSERT INTO journal SELECT NULL, origin, seq + 1, prev, 'x', wall, actor, op,"
        " digest, 'y' FROM journal",
        "UPDATE journal_payloads SET payload = x'00'",
        "DELETE FROM journal_payloads",
        "INSERT OR REPLACE INTO journal_payloads SELECT id, x'00', salt FROM journal_payloads",
        "INSERT INTO journal_payloads VALUES ('unknown', x'00', x'00')",
    ],
)
def test_the_journal_only_grows(store, path, sql):
    before = list(store.entries())
    other = connect(path, write=True)
    with pytest.raises(apsw.ConstraintError, match="only grows"):
        other.execute(sql)
    other.close()
    assert list(store.entries()) == before


def test_a_reader_cannot_write(store):
    with pytest.raises(apsw.ReadOnlyError):
        store._db.reader().execute("DELETE FROM scenes")


def test_an_old_sqlite_is_refused():
    for version in ("3.51.2", "3.40.1", "3.7.0"):
        with pytest.raises(StoreError, match="apsw"):
            check_sqlite(version)
    check_sqlite("3.51.3")
    check_sqlite("4.0.0")


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/share /mnt/team\\040files nfs4 rw 0 0
/dev/sdb1 /mnt/team\\040files/local ext4 rw 0 0
//nas/x /mnt/nas cifs rw 0 0
"""


@pytest.mark.parametrize("where", ["/mnt/team files/case/c.gpkg", "/mnt/nas/c.gpkg"])
def test_a_network_share_is_refused(where):
    with pytest.raises(StoreError, match="network share"):
        check_file_system(Path(where), MOUNTS)


@pytest.mark.parametrize("where", ["/mnt/team files/local/c.gpkg", "/mnt/nasty/c.gpkg", "/x"])
def test_a_local_disk_is_fine(where):
    check_file_system(Path(where), MOUNTS)


# -- opening -------------------------------------------------------------------------------------
def test_what_is_no_catalogue_is_refused(path):
    with pytest.raises(StoreError, match="there is no catalogue"):
        GeoPackageStore.open(path)
    with pytest.raises(StoreError, match="does not exist"):
        GeoPackageStore.create(path.parent / "nowhere" / "c.gpkg")
    path.write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(StoreError, match="damaged or is no catalogue"):
        GeoPackageStore.open(path)
    path.unlink()
    child(
        "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute('create table t(a)')", path
    )
    with pytest.raises(StoreError, match="but no catalogue"):
        GeoPackageStore.open(path)


def test_an_empty_file_is_completed(path):
    path.touch()
    store = GeoPackageStore.open(path)
    fill(store)
    store.close()
    with pytest.raises(StoreError, match="exists already"):
        GeoPackageStore.create(path)


def test_a_file_of_a_newer_version_is_refused(path):
    newest = migrations()[-1].number
    step = Migration(newest + 1, "later", "CREATE TABLE later (a)")
    Database(path, create=True, steps=[*migrations(), step]).close()
    with pytest.raises(StoreError, match="newer version"):
        GeoPackageStore.open(path)


MIGRATE_AND_STALL = """
import sys, time
from pathlib import Path
from catalogue.store.geopackage import connect, database
from catalogue.store.geopackage.migrate import Migration, migrations
plain = connect.connect
def with_pause(path, **how):
    db = plain(path, **how)
    def pause():
        print("in the middle", flush=True)
        time.sleep(60)
    db.create_scalar_function("pause", pause, 0)
    return db
database.connect = with_pause
sql = '''CREATE TABLE half (a); UPDATE scenes SET platform = 'half'; SELECT pause();
CREATE TABLE whole (a);'''
number = migrations()[-1].number + 1
database.Database(Path(sys.argv[1]), steps=[*migrations(), Migration(number, "two", sql)])
"""


def test_a_migration_that_is_killed_leaves_the_old_catalogue(path):
    store = GeoPackageStore.create(path)
    fill(store)
    before = store.scene("s")
    store.close()
    stalled = subprocess.Popen(
        [sys.executable, "-c", MIGRATE_AND_STALL, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert stalled.stdout.readline() == "in the middle\n"
    stalled.send_signal(signal.SIGKILL)
    stalled.communicate()
    again = GeoPackageStore.open(path)
    assert again.scene("s") == before
    tables = {name for (name,) in again._db.rows("SELECT name FROM sqlite_schema")}
    assert not tables & {"half", "whole"}
    assert again._db.rows("SELECT platform FROM scenes") == [(None,)]
    again.close()


# -- other processes and threads -------------------------------------------------------------------
COMMIT = """
import sys
from pathlib import Path
from catalogue.model import Scene
from catalogue.store.geopackage import GeoPackageStore
store = GeoPackageStore.open(Path(sys.argv[1]))
with store.transaction():
    store.put_scenes([Scene(uid="other", id="other")])
"""


def test_a_commit_of_another_process_is_seen(store, path):
    before = store.data_version()
    child(COMMIT, path)
    assert store.data_version() != before
    assert store.scene("other").id == "other"


def test_a_writer_that_waits_too_long_says_so(store, path):
    store._db._writer.set_busy_timeout(50)
    other = connect(path, write=True)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program"), store.transaction():
        pass
    other.execute("ROLLBACK")
    other.close()
    with store.transaction():
        store.put_scenes([Scene(uid="t", id="T")])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_may_not_use_the_store(store):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            store.scene("s")
            os.write(write, b"used")
        except StoreError as error:
            os.write(write, str(error).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    assert b"open it again in this one" in os.read(read, 999)


def test_rounding_of_the_index_never_loses_a_scene(store):
    """32-bit floats hold about 7 digits; boxes that differ in the 12th must still be found."""
    for number in range(300):
        west = -179.9 + number * 1.199999999937
        with store.transaction():
            store.put_scenes(
                [Scene(uid=f"n{number}", id=f"n{number}", footprint=shapely.Point(west, west / 2))]
            )
        spot = BBox(west, west / 2, west, west / 2)
        assert f"n{number}" in {s.uid for s in store.scenes(SceneQuery(boxes=(spot,)))}
