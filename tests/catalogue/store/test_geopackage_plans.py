"""How SQLite goes about a search: the tree first, then what is narrow."""

from dataclasses import replace
from datetime import UTC, datetime

import apsw
import numpy as np
import pytest
import shapely

from catalogue.interval import Interval
from catalogue.model import BBox, Observation, ReportedObject, Scene, SceneQuery, summary_of
from catalogue.store.geopackage import GeoPackageStore, observations, scenes
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.index import US_PER_DAY
from catalogue.store.geopackage.migrate import migrations
from catalogue.store.geopackage.observations import ObservationTable
from catalogue.store.geopackage.scenes import SceneTable

T0 = datetime(2022, 6, 8, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    made = Database(tmp_path / "c.gpkg", create=True)
    with made.transaction():
        SceneTable(made).put(
            [
                Scene(
                    uid=f"{n}",
                    id=f"{n}",
                    footprint=shapely.box(n, 0, n + 1, 1),
                    when=Interval.instant(T0),
                )
                for n in range(40)
            ]
        )
    yield made
    made.close()


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        SceneQuery(boxes=(BBox(3, 0, 4, 1),), cloud_max_pct=10),
        SceneQuery(when=Interval(T0, None), platforms=("p",)),
        SceneQuery(boxes=(BBox(3, 0, 4, 1), BBox(7, 0, 8, 1)), ids=("3",), when=Interval(T0, T0)),
    ],
)
def test_a_search_drives_from_the_tree(db, query, analysed, monkeypatch):
    if analysed:
        with db.transaction():
            db.write("ANALYZE")
    asked = []
    rows = Database.rows
    monkeypatch.setattr(Database, "rows", lambda *a: asked.append(a[1:]) or rows(*a))
    list(SceneTable(db).find(query, 5, None))
    searches = [(sql, values) for sql, values in asked if "scene_index" in sql]
    assert searches
    for sql, values in searches:
        steps = [row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {sql}", values)]
        read = [s for s in steps if s.startswith(("SCAN", "SEARCH")) and "subquery" not in s]
        assert len(read) == 2 * max(1, len(query.boxes))
        for tree, beside in zip(read[::2], read[1::2], strict=True):
            assert tree.startswith("SCAN i VIRTUAL TABLE INDEX 2:")
            assert beside.startswith("SEARCH b USING INTEGER PRIMARY KEY")


def test_what_the_nodes_left_is_read_by_number(db, monkeypatch):
    asked = []
    rows = Database.rows
    monkeypatch.setattr(Database, "rows", lambda *a: asked.append(a[1:]) or rows(*a))
    made = SceneTable(db)
    query = SceneQuery(boxes=(BBox(3, 0, 4.0000001, 1),), when=Interval(None, T0))
    sketches = made.summaries.sketches(query)
    assert len(made.summaries.sketched(sketches.key)) == 3
    assert made.months.count(query) == [("2022-06", None, 3)]
    looked_up = [sql for sql, *_ in asked if "scene_boxes" in sql]
    assert len(looked_up) == 2
    for sql in looked_up:
        values = (apsw.carray(sketches.key),) + (0,) * (sql.count("?") - 1)
        plan = [row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {sql}", values)]
        assert any(step.startswith("SEARCH b USING INTEGER PRIMARY KEY") for step in plan)
        assert not any("scenes_newest" in step or "SCAN s" in step for step in plan)


def test_a_file_of_the_first_schema_is_brought_up_and_searched(tmp_path):
    path = tmp_path / "old.gpkg"
    old = Database(path, create=True, steps=migrations()[:1])
    known = Scene(
        uid="a",
        id="a",
        footprint=shapely.box(0, 0, 1, 1),
        when=Interval.instant(T0),
        instruments=("msi",),
        cloud_pct=70.0,
    )
    thing = ReportedObject("it", length_m=3.0, width_m=3.0)
    seen = Observation("o", "o", "t", objects=(thing,))
    us = known.when.begin_us
    values = scenes._values(known)
    with old.transaction():
        old.write(scenes._INSERT, values)
        old.write("INSERT INTO scene_boxes VALUES (1, 1, 0, 0, 1, 1, ?, ?)", (us, us))
        day = us / US_PER_DAY
        old.write("INSERT INTO scene_index VALUES (1, 0, 1, 0, 1, ?, ?)", (day, day))
        old.write(observations._INSERT, observations._values(seen, []))
        old.write("INSERT INTO observation_boxes VALUES (1, 1, 0, 0, 1, 1, NULL, NULL)")
        old.write("INSERT INTO observation_index VALUES (1, 0, 1, 0, 1, 0, 0)")
    old.close()
    new = Database(path)
    query = SceneQuery(boxes=(BBox(0, 0, 1, 1),))
    assert list(SceneTable(new).find(query, None, None)) == [known]
    assert SceneTable(new).summaries.find(query) == [summary_of(known)]
    assert SceneTable(new).months.count(query) == [("2022-06", None, 1)]
    assert SceneTable(new).months.count(replace(query, cloud_max_pct=60)) == []
    assert np.isinf(ObservationTable(new).sketches(query.boxes, None).critical_m).all()
    sketches = SceneTable(new).summaries.sketches(query)
    assert list(sketches.cloud_pct) == [0]
    (found,) = SceneTable(new).summaries.sketched(sketches.key)
    assert found.footprint == known.footprint
    new.close()
    packed = GeoPackageStore.open(path)
    packed.pack()
    assert list(packed.scenes(query)) == [known]
    sketches = packed.scene_sketches(query)
    assert sketches.cloud_pct.tolist() == [70.0]
    assert not np.isnan(sketches.box).any()
    assert packed.observation_sketches(query.boxes, None).critical_m == pytest.approx(
        [3.0], rel=0.006
    )
    assert packed.sketched_observations(packed.observation_sketches((), None).key) == [seen]
    packed.close()
