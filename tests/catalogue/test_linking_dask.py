"""Dask's workers find what this process finds, also when one of them is killed."""

import hashlib
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from catalogue import space
from catalogue.errors import InvalidValue, MissingExtra
from catalogue.interval import Interval
from catalogue.linking import Parts, dask_engine, partitions, parts, relink, stored_tables
from catalogue.linking.dask_engine import dask_engine as engine_on
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, Scene
from catalogue.store.memory import MemoryStore

T0 = datetime(2020, 1, 1, tzinfo=UTC)
MARGIN = 60.0


def world(scenes, observations, seed=1):
    """A store of squares and discs on both sides of 180 degrees and at the pole."""
    rng = np.random.default_rng(seed)
    store = MemoryStore()
    some = []
    for n in range(scenes):
        west, south = rng.uniform(170, 190), rng.uniform(60, 88)
        shape = shapely.box(west, south, west + rng.uniform(1, 8), min(90, south + 3))
        begin = T0 + timedelta(days=float(rng.uniform(0, 400)))
        when = Interval(begin, begin + timedelta(days=float(rng.choice([0, 0, 0, 60]))))
        footprint = space.normalise(shape)
        some.append(Scene(f"s{n}", f"S{n}", footprint=footprint, when=when,
                          cloud_pct=float(rng.choice([0, 30, 100]))))  # fmt: skip
    with store.transaction():
        store.put_scenes(some)
        store.put_observations([observation(rng, n) for n in range(observations)])
    return store


def observation(rng, n):
    lon = (float(rng.uniform(170, 190)) + 180) % 360 - 180
    radius = float(np.exp(rng.uniform(3, 11)))
    place = Place((Candidate(Point(lon, float(rng.uniform(60, 89.5))), radius),))
    begin = T0 + timedelta(days=float(rng.uniform(0, 400)))
    span = Interval(begin, begin + timedelta(days=float(rng.uniform(0, 9))))
    when = EventTime("", (Occurrence(((span, 1.0),)),))
    return Observation(f"o{n}", f"O{n:05}", "t", place=place if n % 50 else None, when=when)


def digest(store):
    found = hashlib.sha256()
    for table in stored_tables(store):
        for row in table.to_pylist():
            found.update(repr(list(row.values())).encode())
    return found.hexdigest(), store.links.totals().links


def linked(store, engine=None):
    relink(store, MARGIN, **({"engine": engine} if engine else {}), again=True)
    return digest(store)


def test_partitions_hold_every_pair_once(tmp_path, monkeypatch):
    """The workers' part without workers: many partitions, small blocks."""
    monkeypatch.setattr(partitions, "BLOCK", 40)
    store = world(600, 300)
    expected = linked(store)
    assert expected[1] > 1000

    def engine(scenes, observations, margin_days, parameters):
        found = partitions.write_scenes(scenes, tmp_path, at_most=50)
        assert len(found) >= 12
        every = list(observations)
        blocks = [every[n : n + 40] for n in range(0, len(every), 40)]
        paths = [tmp_path / f"b{n}.parquet" for n in range(len(blocks))]
        for block, path in zip(blocks, paths, strict=True):
            partitions.write_block(block, margin_days, path)
        answers = [tmp_path / f"{each.path.stem}.arrow" for each in found]
        for each, answer in zip(found, answers, strict=True):
            partitions.join_partition(each, paths, answer, margin_days, parameters)
        return partitions.merged(answers, blocks)

    assert linked(store, engine) == expected


def test_scenes_in_parts_give_the_same_links(monkeypatch):
    """More scenes than are held at a time, in rounds of few observations."""
    store = world(300, 120)
    with store.transaction():  # as good as others, so that order is told by their names
        store.put_scenes([replace(s, uid=f"t{n}", id=f"R{n}") for n, s in
                          enumerate(list(store.scenes())[::3])])  # fmt: skip
    expected = linked(store)
    monkeypatch.setattr(parts, "SCENES", 70)
    monkeypatch.setattr(sys.modules["catalogue.linking.known"], "_ROWS", 35)
    monkeypatch.setattr(sys.modules["catalogue.linking.relink"], "ROUND", 50)
    monkeypatch.setattr(sys.modules["catalogue.linking.relink"], "BLOCK", 20)
    assert Parts(store).several
    assert [len(part.numbers) for part in Parts(store)] == [70] * 5 + [50]
    assert linked(store) == expected


def test_partitions_are_geoparquet(tmp_path):
    import geopandas

    store = world(60, 5)
    found = partitions.write_scenes(Parts(store), tmp_path, at_most=20)
    frames = [geopandas.read_parquet(each.path) for each in found]
    assert sum(map(len, frames)) == 60
    assert all(frame.crs == "OGC:CRS84" for frame in frames)
    partitions.write_block(list(store.observations()), MARGIN, tmp_path / "o.parquet")
    assert len(geopandas.read_parquet(tmp_path / "o.parquet")) == 4


def test_without_dask_the_way_out_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'imagery-catalogue\[dask\]'"), engine_on():
        pass


def test_a_folder_that_is_none(tmp_path):
    pytest.importorskip("distributed", reason="needs the extra dask")
    folder = tmp_path / "none"
    with pytest.raises(InvalidValue, match=r"--scratch .* is no folder"), engine_on(scratch=folder):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense://here"])
def test_a_scheduler_that_does_not_answer(address, monkeypatch):
    pytest.importorskip("distributed", reason="needs the extra dask")
    monkeypatch.setattr(dask_engine, "_ANSWER_S", 1)
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        address = address.format(port=taken.getsockname()[1])
        said = f"answers at '{address}'.*dask scheduler"
        with pytest.raises(InvalidValue, match=said), engine_on(address):
            pass


@pytest.fixture
def cluster(tmp_path):
    distributed = pytest.importorskip("distributed", reason="needs the extra dask")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None, local_directory=str(tmp_path), silence_logs=50,
    ) as made:  # fmt: skip
        yield made


@pytest.mark.slow
def test_workers_that_cannot_do_it_are_named(cluster, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(dask_engine, "__version__", "99")
        said = r"worker tcp.* has imagery-catalogue \S+, this is 99; install the same"
        with pytest.raises(InvalidValue, match=said), engine_on(cluster.scheduler_address):
            pass
    with monkeypatch.context() as patch:
        patch.setattr(dask_engine, "COMPILED", not dask_engine.COMPILED)
        said = r"lacks numba, which .* the extra \[fast\] everywhere or nowhere"
        with pytest.raises(InvalidValue, match=said), engine_on(cluster.scheduler_address):
            pass
    monkeypatch.setattr(dask_engine, "_ANSWER_S", 1)
    cluster.scale(0)
    with pytest.raises(InvalidValue, match="no workers"), engine_on(cluster.scheduler_address):
        pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_worker_costs_time_not_pairs(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(partitions.write_scenes, "__defaults__", (50,))
    store = world(1200, 400)
    expected = linked(store)
    victim = next(iter(cluster.workers.values())).pid
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    told, killed = [], []

    def kill():
        while len(list(scratch.rglob("*.arrow"))) < 3:
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        killed.append(len(list(scratch.rglob("*.arrow"))))

    watch = threading.Thread(target=kill, daemon=True)
    watch.start()
    with engine_on(cluster.scheduler_address, scratch, lambda *a: told.append(a)) as engine:
        assert linked(store, engine) == expected
    watch.join(5)
    count = told[-1][1]
    assert told[-1] == (count, count)
    assert killed
    assert killed[0] < count - 3, "killed before the work was done"
    assert next(iter(cluster.workers.values())).pid != victim
    assert list(scratch.iterdir()) == []
