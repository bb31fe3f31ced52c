from dataclasses import replace

from catalogue.identity import identify
from catalogue.model import Asset, Scene


def lone(name="a", sha="1" * 64, href="/data/a.tif"):
    return Scene(uid=f"new-{href}-{sha[:2]}", id=name, assets=(Asset("data", href, sha256=sha),))


def item(sha="1" * 64, gsd=10.0):
    assets = (Asset("B4", "/d/B4.tif", sha256=sha),)
    return Scene(uid="fresh", id="S2", collection="l2a", gsd_m=gsd, assets=assets)


def test_a_first_scene_is_new():
    assert identify(lone(), [], [], lambda a: True).verdict == "new"


def test_the_same_file_again_is_unchanged():
    known = replace(lone(), uid="known")
    found = identify(lone(), [known], [known], lambda a: True)
    assert (found.verdict, found.scene) == ("unchanged", None)


def test_a_moved_file_is_recognised_by_its_content_and_keeps_its_uid():
    known = replace(lone(), uid="known")
    found = identify(lone(href="/new/renamed.tif", name="renamed"), [], [known], lambda a: False)
    assert found.verdict == "moved"
    assert found.scene.uid == "known"
    assert found.scene.id == "a"
    assert found.scene.assets[0].href == "/new/renamed.tif"


def test_a_copy_is_kept_once():
    known = replace(lone(), uid="known")
    assert identify(lone(href="/b/a.tif"), [known], [known], lambda a: True).verdict == "copy"


def test_another_raster_of_the_same_name_gets_a_name_of_its_own():
    known = replace(lone(), uid="known")
    found = identify(lone(sha="2" * 64, href="/other/a.tif"), [known], [], lambda a: True)
    assert (found.verdict, found.scene.id) == ("new", "a-22222222")


def test_the_same_path_with_other_content_is_a_new_version():
    known = replace(lone(), uid="known")
    found = identify(lone(sha="2" * 64), [known], [], lambda a: True)
    assert (found.verdict, found.scene.uid, found.scene.version) == ("version", "known", 2)


def test_an_item_with_other_metadata_is_a_new_version():
    known = replace(item(), uid="known")
    found = identify(item(gsd=20.0), [known], [known], lambda a: True)
    assert (found.verdict, found.scene.uid, found.scene.version) == ("version", "known", 2)
    assert identify(item(), [known], [known], lambda a: True).verdict == "unchanged"
