"""Items that are none, lie or attack: rejected one by one, with the reason."""

import json

from find_world import answer, item, page, search


def test_items_that_cannot_be_used_are_rejected_one_by_one(cat, faulty):
    deep: dict = {}
    for _ in range(400):
        deep = {"a": deep}
    bad = [
        None, 3, [], {}, {"type": "Feature"},
        item(1, id=None), item(2, id=""), item(3, id="a\x00b"), item(4, geometry=None),
        item(5, geometry={"type": "Polygon", "coordinates": "no"}),
        item(6, geometry={"type": "Point", "coordinates": [0, 0]}),
        item(7, properties={}), item(8, properties={"datetime": "yesterday"}),
        item(9, assets=[1]),
        item(10, properties={"start_datetime": "2022-02-02T00:00:00Z",
                             "end_datetime": "2022-01-01T00:00:00Z"}),
    ]  # fmt: skip
    faulty.answers = [answer(page([*bad, item(20), item(21, extra=deep)]))]
    found = search(cat, faulty)
    assert found.error is None
    assert all(r.reason for r in found.rejected)
    rows = [r.row for r in found.rejected]
    assert rows == [*range(1, len(bad) + 1), None]  # the last, too deep to be stored, by its name
    assert found.rejected[-1].field == "c/item-21"
    assert [cat.scene(uid).id for uid in found.new] == ["item-20"]


def test_numbers_that_are_none(cat, faulty):
    body = json.dumps(page([item(1)])).replace('"CC-BY-4.0"', "NaN").encode()
    faulty.answers = [answer(body)]
    assert "not a finite number" in search(cat, faulty).rejected[0].reason


def test_addresses_of_this_machine_never_come_from_a_provider(cat, faulty):
    hrefs = {
        "a": "/etc/passwd", "b": "file:///etc/passwd", "c": "../../secret.tif", "d": "data:,x",
        "e": "\\\\host\\share\\x.tif", "f": "/vsicurl/http://h/x", "g": "https://h.example/ok.tif",
        "h": "s3://bucket/ok.tif", "i": "javascript:alert(1)", "j": "//other.example/x.tif",
        "k": "C:\\x.tif",
    }  # fmt: skip
    assets = {key: {"href": href} for key, href in hrefs.items()}
    links = [{"rel": "self", "href": "file:///home/x/item.json"}]
    faulty.answers = [answer(page([item(1, assets=assets, links=links)]))]
    found = search(cat, faulty)
    scene = cat.scene(found.new[0])
    kept = {a.key: a.href for a in scene.assets}
    assert not any(a.is_local for a in scene.assets)
    assert kept["a"] == f"{faulty.address}/etc/passwd"
    assert kept["c"] == f"{faulty.address}/secret.tif"
    assert kept["g"] == hrefs["g"]
    assert {"b", "d", "e", "f", "i", "k"}.isdisjoint(kept)
    assert scene.stac["assets"] == assets
    assert len(found.warnings) == 6
