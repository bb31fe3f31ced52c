"""Real files of many makers: every one is accounted for, and two dates of one place are linked."""

import json
from collections import Counter
from pathlib import Path

import pytest

FOLDERS = ("derived", "scenes_with_stac", "rasters")
BEFORE = "LC08_L2SP_218074_20190114_20200829_02_T1"
AFTER = "LC08_L2SP_218074_20190130_20200829_02_T1"


@pytest.fixture(scope="module")
def real(new_cli, shared_data):
    """A catalogue of real rasters, what `add` said, and the folders."""
    cli = new_cli("real")
    folders = [shared_data / name for name in FOLDERS]
    return cli, cli.json("add", *folders, code=3), folders


@pytest.fixture(scope="module")
def stac(new_cli, shared_data):
    """A catalogue of real STAC documents, what `add` said, and the folder."""
    cli = new_cli("stac")
    return cli, cli.json("add", shared_data / "stac", code=3), shared_data / "stac"


def skipped_files(added):
    """The files that a warning of the form "path: reason" is about."""
    about = (text.partition(": ") for text in added["warnings"])
    return {path for path, _, reason in about if Path(path).is_absolute() and reason}


def of_scenes(cli):
    return [a["href"] for s in cli.json("scenes") for a in s["assets"] if "://" not in a["href"]]


def item_ids(path):
    """Ids of the STAC items that one JSON document holds."""
    if path.suffix == ".ndjson":
        found = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    elif path.suffix in (".json", ".geojson"):
        value = json.loads(path.read_text())
        found = value.get("features", [value]) if isinstance(value, dict) else []
    else:
        return []
    return [
        (v.get("collection"), v["id"])
        for v in found
        if v.get("type") == "Feature" and "id" in v and ("assets" in v or "stac_version" in v)
    ]


def test_every_file_is_accounted_for(real):
    cli, added, folders = real
    files = {str(p) for folder in folders for p in folder.rglob("*") if p.is_file()}
    scenes = cli.json("scenes")
    assert added["added"] == len(scenes)
    assets = of_scenes(cli)
    shared = {f for f, n in Counter(assets).items() if n > 1}
    assert all("scenes_with_stac" in f for f in shared), "no item says that two scenes share it"
    names = {(s["collection"], s["id"]) for s in scenes}
    documents = {f for f in files if set(item_ids(Path(f))) & names and f not in assets}
    taken = set(assets) | documents
    rejected = {r["source"] for r in added["rejected"]}
    skipped, consumed = skipped_files(added), set(added["consumed"])
    lost = files - taken - consumed - skipped - rejected
    assert not lost, sorted(lost)
    assert (taken | consumed | skipped | rejected) <= files, "speaks of files that are not there"
    assert not rejected & (taken | consumed | skipped), "rejected and yet in"
    assert not skipped & (taken | consumed), "skipped and yet in"
    assert len(added["consumed"]) == len(consumed)
    assert all(r["reason"].strip() for r in added["rejected"])


def test_every_image_goes_in_or_is_rejected_never_skipped(real):
    _, added, _ = real
    endings = (".tif", ".tiff", ".jp2", ".png", ".jpg", ".vrt")
    assert not [f for f in skipped_files(added) if f.lower().endswith(endings)]


def test_adding_again_is_unchanged(real):
    cli, added, folders = real
    before = cli.json("info")
    again = cli.json("add", *folders, code=3)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, added["added"])
    assert again["rejected"] == added["rejected"]
    assert cli.json("info") == before
    assert cli.json("check") == []


def test_brumadinho_is_seen_before_and_after(real, tmp_path):
    cli, _, _ = real
    (tmp_path / "events.csv").write_text(
        "id,title,lon,lat,radius_m,time\n"
        "dam,Tailings dam I collapsed,-44.121,-20.119,500,2019-01-25\n"
    )
    assert cli.json("observe", tmp_path / "events.csv")["added"] == 1
    links = {k["scene"]: k for k in cli.json("scenes", "dam")}
    assert {name: links[name]["role"] for name in (BEFORE, AFTER)} == {
        BEFORE: "before",
        AFTER: "after",
    }
    for link in links.values():
        assert link["certainty"] == "certain"
        assert link["terms"]["place"]["value"] == 1
    back = cli.json("observations", BEFORE)
    assert [(k["observation"], k["role"]) for k in back] == [("dam", "before")]


def test_unknown_stays_unknown(real):
    cli, _, _ = real
    scenes = cli.json("scenes")
    unknown = {s["id"] for s in scenes if s["datetime"] is None or s["bounds"] is None}
    assert unknown, "nothing to hold this against"
    assert not unknown & set(cli.json("search"))
    for scene in scenes:
        assert scene["datetime"] is not None or scene["warnings"], scene["id"]
        assert scene["bounds"] is not None or scene["warnings"], scene["id"]


def test_every_stac_item_goes_in_or_is_rejected_with_a_reason(stac):
    cli, added, folder = stac
    names = {(s["collection"], s["id"]) for s in cli.json("scenes")}
    rejected = {r["source"] for r in added["rejected"]}
    documents = [p for p in folder.rglob("*") if p.suffix in (".json", ".geojson", ".ndjson")]
    items = 0
    for path in documents:
        for collection, id_ in item_ids(path):
            items += 1
            known = (collection, id_) in names or (None, id_) in names
            assert known or str(path) in rejected, (path, collection, id_)
    assert items > 1000
    assert all(r["reason"].strip() for r in added["rejected"])


def test_one_id_in_two_collections_is_two_scenes_named_in_full(stac):
    cli, _, _ = stac
    scenes = cli.json("scenes")
    twice = {i for i, n in Counter(s["id"] for s in scenes).items() if n > 1}
    assert "S2A_T07HFE_20190212T192646_L2A" in twice
    found = cli.json("search")
    for id_ in twice:
        collections = {s["collection"] for s in scenes if s["id"] == id_}
        assert len(collections) == sum(s["id"] == id_ for s in scenes)
        wanted = {f"{c or 'uncollected'}/{id_}" for c in collections}
        assert wanted <= set(found), "the command line does not tell them apart"
        assert id_ not in found
    for name in ("uncollected", "sentinel2-l2a-example"):
        cli.run("observations", f"{name}/S2A_T07HFE_20190212T192646_L2A")
    cli.run("observations", "S2A_T07HFE_20190212T192646_L2A", code=1)
