"""`catalogue link` counts the links and writes them in columns."""

import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
import shapely
from typer.testing import CliRunner

from catalogue import Catalogue, __version__
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


def test_the_best_of_each_observation(case, tmp_path):
    every, best = tmp_path / "links.parquet", tmp_path / "best.parquet"
    assert run("link", "--catalogue", case, "--out", every).exit_code == 0
    done = run("link", "--catalogue", case, "--best", "1", "--out", best, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"links": 2, "file": str(best)}
    rows = pq.read_table(every).to_pylist()
    first = [rows[0], next(r for r in rows if r["observation"] == "E2")]
    assert pq.read_table(best).to_pylist() == first


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "--best needs --out"),
        (["--out", "links.csv"], "are written to .parquet"),
        (["--out", "links.parquet", "--again"], "leave out --again"),
        (["--out", "links.parquet", "--engine", "dask"], "leave out --again"),
    ],
)
def test_the_best_are_refused_with_a_reason(case, tmp_path, monkeypatch, more, said):
    monkeypatch.chdir(tmp_path)
    done = run("link", "--catalogue", case, "--best", "5", *more)
    assert done.exit_code != 0
    assert said in " ".join(f"{done.output} {done.exception}".replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


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


def test_only_what_has_changed_is_joined_and_the_margin_changes_all(tmp_path, monkeypatch):
    lines = [json.dumps(item("one", "a", TIMES[0]))]
    (tmp_path / "items.ndjson").write_text("\n".join(lines))
    (tmp_path / "events.csv").write_text(OBSERVATIONS)
    folder = tmp_path / "case"
    with Catalogue.open(folder, create=True) as cat:
        cat.add([tmp_path / "items.ndjson"])
        cat.observe(tmp_path / "events.csv")

    def counts(*more):
        done = run("link", "--catalogue", folder, "--json", *more)
        assert done.exit_code == 0, done.output
        said = json.loads(done.stdout)
        return said["links"], said["observations"], said["reused"], said["linked_anew_because"]

    assert counts() == (2, 4, 0, None)
    assert counts() == (2, 4, 4, None)
    assert counts("--again") == (2, 4, 0, None)
    (tmp_path / "more.ndjson").write_text(json.dumps(item("two", "a", TIMES[1])))
    with Catalogue.open(folder) as cat:
        cat.add([tmp_path / "more.ndjson"])
    assert counts() == (4, 4, 2, None)
    monkeypatch.setenv("CATALOGUE_MARGIN_DAYS", "2")
    done = run("link", "--catalogue", folder)
    assert "4 observations, 0 of them as they were." in done.stdout
    assert "everything was linked anew: the margin was 365 days and is 2 now." in done.stderr
    assert counts() == (2, 4, 4, None)


def test_what_the_links_were_computed_with_is_kept(case):
    with Catalogue.open(case) as cat:
        cat.link_all()
        run_ = cat.store.links.run()
        head = cat.store.head()
    assert (run_.margin_days, run_.inputs, run_.done) == (365.0, head.hash, True)
    assert json.loads(run_.parameters)["baseline_days"] == 45.0
    assert __version__ in run_.code


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "spark"), "no engine 'spark'; choose one of local, dask"),
        (("--scheduler", "tcp://x:1"), "--scheduler is for Dask; add --engine dask"),
        (("--scratch", "."), "--scratch is for Dask; add --engine dask"),
    ],
)
def test_an_engine_that_is_none(case, options, said):
    done = run("link", "--catalogue", case, *options)
    assert done.exit_code == 1
    assert said in str(done.exception)


@pytest.mark.slow
def test_dask_from_the_command_line(case):
    pytest.importorskip("distributed", reason="needs the extra dask")
    command = [sys.executable, "-m", "catalogue", "link", "--catalogue", case, "--again", "--json"]
    said = [
        subprocess.run([*command, *more], capture_output=True, text=True, check=True, timeout=120)
        for more in ((), ("--engine", "dask"))
    ]
    assert said[0].stdout == said[1].stdout
    assert said[1].stderr == ""
