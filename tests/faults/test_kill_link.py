"""`catalogue link` stopped in the middle, by kill -9 or Ctrl-C: the next one goes on there."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shapely

from catalogue import Catalogue
from catalogue.interval import Interval
from catalogue.linking import relink, stored_tables
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, Scene
from catalogue.store.memory import MemoryStore

ROOT = Path(__file__).resolve().parents[2]
T0 = datetime(2022, 1, 1, tzinfo=UTC)
OBSERVATIONS = 3000
# Few observations at a time, so that there is much to be stopped in, and a rest after each of them
# where it shall be stopped: all of it may take less time than looking how far it is.
LINKER = """
import os, sys, time
from itertools import islice
from catalogue.cli import main
from catalogue.linking import engines, local
def few(scenes, observations, *how):
    waiting = iter(observations)
    while some := list(islice(waiting, 20)):
        yield from local(scenes, some, *how)
        time.sleep(float(os.environ.get("REST_S", 0)))
engines.local = few
sys.argv[:] = ["catalogue", *sys.argv[1:]]
main()
"""


def scenes():
    for n in range(200):
        box = shapely.box(n % 20, n % 7, n % 20 + 3, n % 7 + 3)
        when = Interval.instant(T0 + timedelta(days=n % 30))
        yield Scene(f"s{n}", f"S{n}", footprint=box, when=when, cloud_pct=n % 5 * 25.0)


def observations():
    for n in range(OBSERVATIONS):
        place = Place((Candidate(shapely.Point(n % 23 + 0.1, n % 11 + 0.3), 30_000.0),))
        begin = T0 + timedelta(days=n % 40)
        span = Interval(begin, begin + timedelta(days=1))
        when = EventTime("", (Occurrence(((span, 1.0),)),))
        yield Observation(f"o{n}", f"O{n}", "t", place=place, when=when)


def fill(store):
    with store.transaction():
        store.put_scenes(list(scenes()))
        store.put_observations(list(observations()))


@pytest.fixture
def folder(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as cat:
        fill(cat.store)
    return tmp_path / "case"


def start(folder, *more, rest_s=0.0):
    return subprocess.Popen(
        [sys.executable, "-c", LINKER, "link", "--catalogue", str(folder), "--json", *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "REST_S": str(rest_s)},
    )  # fmt: skip


def wait_for(folder, count):
    """Until so many observations have links; returns how many do."""
    end = time.monotonic() + 120
    with Catalogue.open(folder) as cat:
        while time.monotonic() < end:
            run = cat.store.links.run()
            found = cat.store.links.put_by(run) if run else 0
            if found >= count:
                return found
            time.sleep(0.002)
    raise AssertionError(f"{count} observations were not linked within 120 s")


def rows(store):
    return [row for table in stored_tables(store) for row in table.to_pylist()]


def expected(change=()):
    store = MemoryStore()
    fill(store)
    with store.transaction():
        store.put_scenes(list(change))
    relink(store, 365.0)
    return rows(store)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_link_goes_on_where_it_was(folder, tmp_path, how):
    out = tmp_path / "links.parquet"
    child = start(folder, "--out", str(out), rest_s=0.05)
    wait_for(folder, 100)
    child.send_signal(how)
    _, said = child.communicate(timeout=30)
    if how == signal.SIGKILL:
        assert child.returncode == -9
    else:
        assert child.returncode == 130
        assert "goes on there" in said
    assert list(tmp_path.glob("*.parquet*")) == []
    with Catalogue.open(folder) as cat:
        before = cat.store.links.put_by(cat.store.links.run())
        assert 100 <= before < OBSERVATIONS
        assert not cat.store.links.run().done
        # What is there is whole: each observation has all of its links or none.
        every = expected()
        uids = {linked.observation for _, linked in cat.store.links.every()}
        assert rows(cat.store) == [row for row in every if row["observation_uid"] in uids]
        changed = replace(cat.store.scene("s3"), cloud_pct=1.0, version=2)
        with cat.store.transaction():
            cat.store.put_scenes([changed])
    done = start(folder, "--out", str(out))
    said, _ = done.communicate(timeout=60)
    assert done.returncode == 0
    counts = json.loads(said)
    assert counts["observations"] == OBSERVATIONS
    # Those whose links the changed scene touched were joined again.
    assert 0 < counts["reused"] <= before
    with Catalogue.open(folder) as cat:
        assert rows(cat.store) == expected([changed])
        assert cat.store.links.run().done
    assert out.exists()


def test_two_at_once_link_the_same(folder):
    children = [start(folder), start(folder)]
    said = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0, 0], said
    with Catalogue.open(folder) as cat:
        assert rows(cat.store) == expected()
        assert cat.store.links.run().done
        assert cat.store.links.totals().links == len(expected())
