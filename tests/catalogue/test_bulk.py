"""What comes in at once is packed at once, and what trickles in is not."""

import json

import pytest

from catalogue import Catalogue
from catalogue.verbs import have as module


def items(path, first, last):
    with path.open("w") as out:
        for n in range(first, last):
            ring = [[n, 0], [n + 1, 0], [n + 1, 1], [n, 1], [n, 0]]
            item = {"type": "Feature", "stac_version": "1.0.0", "id": f"i{n}", "links": [],
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                    "bbox": [n, 0, n + 1, 1], "assets": {},
                    "properties": {"datetime": "2022-06-08T10:00:00Z"}}  # fmt: skip
            out.write(json.dumps(item) + "\n")
    return path


def observed(path, count):
    rows = [f"e{n},{n},1,2022-06-08" for n in range(count)]
    path.write_text("\n".join(["id,lon,lat,time", *rows]))
    return path


@pytest.fixture
def packed(monkeypatch, tmp_path):
    """A catalogue and the list of its packings."""
    monkeypatch.setattr(module, "PACK_FROM", 20)
    with Catalogue.open(tmp_path / "c", create=True) as cat:
        done, pack = [], cat.store.pack
        monkeypatch.setattr(cat.store, "pack", lambda: done.append(pack()))
        yield cat, done


def test_a_bulk_load_is_packed_and_a_trickle_is_not(packed, tmp_path):
    cat, done = packed
    assert cat.add([items(tmp_path / "few.ndjson", 0, 19)]).added == 19
    assert not done
    assert cat.add([items(tmp_path / "many.ndjson", 0, 60)]).added == 41
    assert len(done) == 1
    cat.add([items(tmp_path / "some.ndjson", 60, 85)])
    assert len(done) == 1
    assert [f.kind for f in cat.check()] == []
    assert len(cat.search(None, None)) == 85


def test_observations_likewise(packed, tmp_path):
    cat, done = packed
    assert cat.observe(observed(tmp_path / "o.csv", 30)).added == 30
    assert len(done) == 1


def test_a_dry_run_packs_nothing(packed, tmp_path):
    cat, done = packed
    cat.add([items(tmp_path / "many.ndjson", 0, 60)], dry_run=True)
    assert not done
