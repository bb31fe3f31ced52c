"""`catalogue link` counts the links and writes them in columns."""

import json

import pyarrow.parquet as pq
import pytest
import shapely
from typer.testing import CliRunner

from catalogue import Catalogue
from catalogue.cli import app
from catalogue.errors import InvalidValue

OBSERVATIONS = """id,title,lon,lat,radius_m,time
E1,Inside,51.50,33.50,500,2022-06-08
E2,On the edge,52.00,33.50,5000,2022-06-08
E3,Elsewhere,10,10,500,2022-06-08
E4,No place,,,,2022-06-08
"""
TIMES = ("2022-05-20T07:00:00Z", "2022-06-08T12:00:00Z", "2022-07-01T07:00:00Z")


def item(name, collection, when):
    shape = shapely.geometry.mapping(shapely.box(51, 33, 52, 34))
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": collection,
        "geometry": shape, "bbox": [51, 33, 52, 34], "links": [], "assets": {},
        "properties": {"datetime": when, "gsd": 0.5, "eo:cloud_cover": 10},
    }  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("link")
    names = [("one", "a"), ("same", "a"), ("same", "b")]
    lines = [json.dumps(item(*n, t)) for n, t in zip(names, TIMES, strict=True)]
    (folder / "items.ndjson").write_text("\n".join(lines))
    (folder / "events.csv").write_text(OBSERVATIONS)
    with Catalogue.open(folder / "case", create=True) as cat:
        assert cat.add([folder / "items.ndjson"]).added == 3
        assert cat.observe(folder / "events.csv").added == 4
    return folder / "case"


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_columns_are_the_links(case, tmp_path):
    out = tmp_path / "links.parquet"
    done = run("link", "--catalogue", case, "--out", out, "--json")
    assert done.exit_code == 0, done.output
    counts = json.loads(done.stdout)
    table = pq.read_table(out)
    assert table.column_names[:7] == [
        "observation", "scene", "role", "certainty", "covered", "dt_s", "score"
    ]  # fmt: skip
    with Catalogue.open(case) as cat:
        uids = [o.uid for o in cat.observations()]
        wanted = [k for uid in uids for k in cat.links_for_observation(uid)]
        assert list(cat.link()) == wanted
    rows = table.to_pylist()
    assert [(r["observation_uid"], r["scene_uid"]) for r in rows] == [
        (k.observation, k.scene) for k in wanted
    ]
    for row, k in zip(rows, wanted, strict=True):
        assert (row["role"], row["certainty"], row["level"]) == (k.role, k.certainty, k.score.level)
        assert row["dt_s"] == k.dt_s
        assert row["covered"] == pytest.approx(k.covered, abs=1e-12)
        assert row["score"] == pytest.approx(k.score.value, abs=1e-12)
    assert counts["links"] == len(wanted) == 6
    assert counts["roles"] == {"before": 2, "during": 2, "after": 2}
    assert sum(counts["levels"].values()) == 6
    assert {r["observation"] for r in rows} == {"E1", "E2"}
    assert {r["scene"] for r in rows} == {"one", "a/same", "b/same"}


def test_the_file_is_kept_unless_told_otherwise(case, tmp_path):
    out = tmp_path / "links.parquet"
    out.write_text("mine")
    assert run("link", "--catalogue", case, "--out", out).exit_code == 1
    assert out.read_text() == "mine"
    assert run("link", "--catalogue", case, "--out", out, "--overwrite").exit_code == 0
    assert pq.read_table(out).num_rows == 6


def test_other_formats_and_none(case, tmp_path):
    for name in ("links.csv", "links.geojson"):
        assert run("link", "--catalogue", case, "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 0
    assert not list(tmp_path.glob("*.part*"))
    with Catalogue.open(case) as cat, pytest.raises(InvalidValue, match="extension"):
        cat.link_all(tmp_path / "links.txt")


def test_a_catalogue_without_links_makes_an_empty_file(tmp_path):
    told = []
    with Catalogue.open(tmp_path / "case", create=True) as cat:
        counts = cat.link_all(tmp_path / "links.parquet", progress=lambda *a: told.append(a))
    assert counts.links == 0
    assert pq.read_table(tmp_path / "links.parquet").num_rows == 0


def test_progress_reaches_the_end(case):
    told = []
    with Catalogue.open(case) as cat:
        cat.link_all(progress=lambda *a: told.append(a))
    assert told[-1] == (4, 4)
