"""Kill -9 in the middle of writing, and two programs that write at once: nothing is lost."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.check import check
from catalogue.store.geopackage import GeoPackageStore

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("writer.py")
KILLS = 15


def start(path, name, count):
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def assert_sound(path, acknowledged):
    """Every acknowledged commit is there, the history verifies, and the state is its fold."""
    store = GeoPackageStore.open(path)
    try:
        versions = {}
        for line in acknowledged:
            uid, version = line.split()
            versions[uid] = max(int(version), versions.get(uid, 0))
        for uid, version in versions.items():
            assert store.scene(uid).version >= version
            assert store.annotation(uid).scene == uid
        assert list(check(store, files=False)) == []
        assert sum(1 for _ in store.entries()) >= len(acknowledged)
    finally:
        store.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "kill") or sys.platform == "win32", reason="needs SIGKILL")
def test_kills_lose_nothing_that_was_acknowledged(tmp_path):
    path = tmp_path / "catalogue.gpkg"
    GeoPackageStore.create(path).close()
    chance = random.Random(7)
    acknowledged = []
    for number in range(KILLS):
        child = start(path, f"run{number}", 100_000)
        said = [child.stdout.readline() for _ in range(chance.randint(1, 60))]
        acknowledged += [line.strip() for line in said]
        time.sleep(chance.random() * 0.01)
        child.kill()
        rest, _ = child.communicate()
        # A last line without its end was not yet said; the commit may be there or not.
        acknowledged += rest.split("\n")[:-1]
        assert child.returncode == -9
        assert_sound(path, acknowledged)
    assert len(acknowledged) > KILLS


def test_two_programs_write_at_once(tmp_path):
    path = tmp_path / "catalogue.gpkg"
    GeoPackageStore.create(path).close()
    children = [start(path, name, 60) for name in ("left", "right")]
    said = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0, 0], said
    acknowledged = [line for out, _ in said for line in out.splitlines()]
    assert len(acknowledged) == 120
    assert_sound(path, acknowledged)
    store = GeoPackageStore.open(path)
    assert store.scene_count() == 60
    assert store.head().seq == 120
    store.close()
