"""Files of scenes: fetched whole or not at all, from named hosts, gone on with where they broke."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from find_world import LAT, LON, QUICK, Asked, Faulty, answer, item, page, serving
from rasterio.transform import from_origin

from catalogue import Catalogue
from catalogue.find.access import Access
from catalogue.find.found import Found
from catalogue.find.stop import Stop
from catalogue.find.unpack import unpacked


@pytest.fixture
def picture(tmp_path: Path) -> bytes:
    path = tmp_path / "picture.tif"
    profile = {"driver": "GTiff", "count": 1, "height": 300, "width": 300, "dtype": "uint8"}
    place = from_origin(LON - 0.1, LAT + 0.1, 0.2 / 300, 0.2 / 300)
    with rasterio.open(path, "w", **profile, crs="EPSG:4326", transform=place) as out:
        out.write(np.random.default_rng(1).integers(1, 255, (1, 300, 300), "uint8"))
    return path.read_bytes()


def with_asset(faulty: Faulty, href: str, **more: object) -> None:
    assets = {"visual": {"href": href, "type": "image/tiff", "roles": ["visual"], **more}}
    faulty.answers = [answer(page([item(1, assets=assets)]))]


def fetch(cat: Catalogue, faulty: Faulty, access: Access = Access(), **limits: object) -> Found:
    plan = cat.plan_search(
        "o", faulty.address, download=["visual"], limits=replace(QUICK, **limits)
    )
    return cat.find_imagery(plan, access)


def test_a_file_becomes_an_asset_with_its_provenance(cat, faulty, picture):
    with_asset(faulty, f"{faulty.address}/a/visual.tif?token=secret")
    faulty.answers.append(answer(picture))
    told = []
    plan = cat.plan_search("o", faulty.address, download=["visual"], limits=QUICK)
    found = cat.find_imagery(plan, Access(), progress=lambda *n: told.append(n))
    assert found.error is None
    sha256 = hashlib.sha256(picture).hexdigest()
    (one,) = found.fetched
    assert (one.reason, one.size, one.sha256) == (None, len(picture), sha256)
    assert one.url == f"{faulty.address}/a/visual.tif"
    scene = cat.scene(found.new[0])
    (asset,) = scene.assets
    assert Path(asset.href) == cat.folder / "files" / sha256[:2] / f"{sha256}.tif"
    assert Path(asset.href).read_bytes() == picture
    assert (asset.sha256, asset.size, asset.raster.shape) == (sha256, len(picture), (300, 300))
    assert asset.roles == ("visual",)
    source = asset.provenance
    assert source.obtained_from == one.url
    assert (source.order_id, source.licence) == ("item-1", "CC-BY-4.0")
    log = cat.searches()[0].request["fetched"]
    assert log == [
        {"scene": "c/item-1", "asset": "visual", "url": one.url, "size": one.size,
         "sha256": sha256}
    ]  # fmt: skip
    entries = [e for e in cat.history() if e.op == "fetch-files"]
    assert len(entries) == 1
    assert b"token=secret" not in entries[0].payload
    assert list(cat.check()) == []
    # Again: it is there, so nothing is fetched.
    faulty.asked.clear()
    again = fetch(cat, faulty)
    assert (again.new, len(again.known), again.fetched) == ((), 1, ())
    assert len(faulty.asked) == 1


def broken_at(data: bytes, at: int, tag: str = '"v1"', whole: bool = False) -> object:
    async def handler(own: Faulty, asked: Asked, send: object) -> None:
        first = sum(a.method == "GET" for a in own.asked) == 1
        start = 0
        if "range" in asked.headers and not whole:
            start = int(asked.headers["range"][6:-1])
            assert asked.headers["if-range"] == tag
        rest = data[start:]
        headers = {"etag": tag}
        if start:
            headers["content-range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        made = answer(rest, 206 if start else 200, headers, cut=at if first else None)
        await made(own, asked, send)

    return handler


@pytest.mark.parametrize("whole", [False, True])
def test_a_file_that_breaks_off_is_gone_on_with(cat, faulty, picture, whole):
    with_asset(faulty, "/visual.tif")
    faulty.answers.append(broken_at(picture, 70_000, whole=whole))
    found = fetch(cat, faulty)
    assert found.fetched[0].reason is None
    assert Path(cat.scene(found.new[0]).assets[0].href).read_bytes() == picture
    assert [a.headers.get("range") is not None for a in faulty.asked[1:]] == [False, True]
    assert list((cat.folder / "files" / "unfinished").iterdir()) == []


def test_the_same_command_goes_on_another_time(cat, faulty, picture):
    with_asset(faulty, "/visual.tif")
    faulty.answers.append(broken_at(picture, 70_000))
    first = fetch(cat, faulty, tries=1)
    assert "goes on" in first.fetched[0].reason
    assert first.error is None
    assert not cat.scene(first.new[0]).assets[0].is_local
    got = faulty.answers[1]
    faulty.answers = [faulty.answers[0], faulty.answers[0], faulty.answers[0], got]
    second = fetch(cat, faulty, tries=1)
    assert second.fetched[0].reason is None
    assert faulty.asked[-1].headers["range"].startswith("bytes=")
    assert list(cat.check()) == []


def test_what_is_not_as_stated_is_not_kept(cat, faulty, picture):
    other = hashlib.sha256(b"another").hexdigest()
    with_asset(faulty, "/visual.tif", **{"file:checksum": f"1220{other}"})
    faulty.answers.append(answer(picture))
    found = fetch(cat, faulty)
    assert "not what its item says" in found.fetched[0].reason
    assert not cat.scene(found.new[0]).assets[0].is_local
    assert not [p for p in (cat.folder / "files").rglob("*") if p.is_file()]


def test_files_too_large_are_refused_before_and_while_they_come(cat, faulty):
    with_asset(faulty, "/visual.tif", **{"file:size": 10**12})
    assert "larger than" in fetch(cat, faulty).fetched[0].reason
    assert len(faulty.asked) == 1

    async def endless(_: Faulty, __: Asked, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _n in range(100):
            await send({"type": "http.response.body", "body": b"x" * 2**18, "more_body": True})

    with_asset(faulty, "/visual.tif")
    for handler in (endless, answer(b"x" * 2**21)):
        faulty.asked.clear()
        faulty.answers = [faulty.answers[0], handler]
        assert "larger than" in fetch(cat, faulty, file_bytes=2**20).fetched[0].reason


def test_files_come_from_named_hosts_over_https_only(cat, faulty, picture):
    elsewhere = Faulty(answers=[answer(picture)])
    with serving(elsewhere) as address:
        port = address.rpartition(":")[2]
        for href, says in (
            (f"http://localhost:{port}/x.tif", "not https"),
            (f"https://localhost:{port}/x.tif", f"--from localhost:{port}"),
            ("http://169.254.169.254/latest/meta-data", "not https"),
            ("https://user:pw@127.0.0.1/x.tif", "user name"),
            ("s3://bucket/x.tif", "no web address"),
        ):
            faulty.asked.clear()
            with_asset(faulty, href)
            (one,) = fetch(cat, faulty, Access(hosts=("example.org",))).fetched
            assert says in one.reason, href
            rename(cat)
    assert elsewhere.asked == []


def rename(cat: Catalogue) -> None:
    """Give the scene another name, so that the next one is new."""
    scene = cat.named_scene("item-1")
    with cat.store.transaction():
        cat.store.put_scenes([replace(scene, id=scene.uid, version=scene.version + 1)])


def test_a_host_with_a_private_address_is_not_talked_to(cat, faulty, picture):
    """Named or not: what answers at localhost is no provider of files."""
    elsewhere = Faulty(answers=[answer(picture)])
    with serving(elsewhere) as address:
        port = address.rpartition(":")[2]
        with_asset(faulty, f"https://localhost:{port}/x.tif")
        (one,) = fetch(cat, faulty, Access(hosts=(f"localhost:{port}",))).fetched
        assert "private address" in one.reason
    assert elsewhere.asked == []


def test_a_redirect_of_a_file_leads_to_named_hosts_only(cat, faulty, picture):
    elsewhere = Faulty(answers=[answer(picture)])
    with serving(elsewhere) as address:
        with_asset(faulty, "/visual.tif")
        faulty.answers.append(answer(b"", 302, {"location": f"{address}/x.tif"}))
        found = fetch(cat, faulty)
        assert "not https" in found.fetched[0].reason
        faulty.asked.clear()
        faulty.answers = [faulty.answers[0], answer(b"", 302, {"location": "/b"}), answer(picture)]
        again = fetch(cat, faulty)
        assert again.fetched[0].reason is None
        assert [a.path for a in faulty.asked] == ["/search", "/visual.tif", "/b"]
    assert elsewhere.asked == []


def test_redirects_without_end(cat, faulty):
    with_asset(faulty, "/visual.tif")
    faulty.answers.append(answer(b"", 302, {"location": "/visual.tif"}))
    assert "on and on" in fetch(cat, faulty).fetched[0].reason


def test_what_is_no_image_is_said_and_what_the_item_lacks(cat, faulty):
    with_asset(faulty, "/visual.tif")
    faulty.answers.append(answer(b"II*\x00" + b"\x00" * 100))
    (one,) = fetch(cat, faulty).fetched
    assert "it came, but" in one.reason
    assert not cat.named_scene("item-1").assets[0].is_local
    faulty.asked.clear()
    faulty.answers = [answer(page([item(7)]))]
    (one,) = fetch(cat, faulty).fetched
    assert one.reason == "it has no such asset"


def test_stopping_keeps_what_is_whole(cat, faulty, picture):
    stop = Stop()

    async def second(own: Faulty, asked: Asked, send: object) -> None:
        import asyncio

        if sum(a.method == "GET" for a in own.asked) == 1:
            await answer(picture)(own, asked, send)
        else:
            stop.set()
            await asyncio.sleep(30)

    assets = [{"visual": {"href": f"/{n}.tif"}} for n in range(2)]
    faulty.answers = [answer(page([item(n, assets=assets[n]) for n in range(2)])), second]
    plan = cat.plan_search("o", faulty.address, download=["visual"], limits=QUICK)
    found = cat.find_imagery(plan, Access(), stop=stop)
    assert (found.error, found.fetch_error) == (None, "it was stopped.")
    assert cat.searches()[0].error is None  # the search itself was whole
    assert [f.reason for f in found.fetched] == [None]
    local = [cat.scene(uid).assets[0].is_local for uid in found.new]
    assert sorted(local) == [False, True]


def test_the_key_goes_to_the_endpoint_alone(cat, faulty, picture):
    with_asset(faulty, "/visual.tif")
    faulty.answers.append(answer(picture))
    access = Access.of({"CATALOGUE_HEADER": "X-Key: s3cret"}, "CATALOGUE_HEADER")
    fetch(cat, faulty, access)
    assert [a.headers.get("x-key") for a in faulty.asked] == ["s3cret"] * 2


def test_unpacking_nothing_is_nothing():
    assert unpacked([b"a", b"b"], "", 2) == b"ab"
