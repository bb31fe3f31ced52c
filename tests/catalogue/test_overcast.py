"""Cloud over places from masks: looked up, kept, counted, forgotten."""

from dataclasses import replace

import numpy as np
import pytest
from mask_files import SIZE, at, write_mask, write_scene

from catalogue import Catalogue
from catalogue.settings import Settings


@pytest.fixture(params=["memory", "file"])
def cat(request, tmp_path):
    west = np.full((SIZE, SIZE), 4, dtype=np.uint8)
    west[:, :50] = 9
    files = tmp_path / "files"
    files.mkdir()
    write_scene(files, "half", 9, west)
    write_scene(files, "overcast", 10, np.full((SIZE, SIZE), 8, dtype=np.uint8), 30.0)
    settings = replace(Settings.read(), catalogue=tmp_path / "case")
    made = (
        Catalogue.in_memory(settings) if request.param == "memory"
        else Catalogue.open(tmp_path / "case", create=True, settings=settings)
    )  # fmt: skip
    with made as opened:
        assert opened.add([files]).added == 2
        for name, column in (("west", 20), ("east", 80)):
            lon, lat = at(column, 50)
            opened.enter_observation(
                {"id": name, "time": "2022-06-08", "lon": str(lon), "lat": str(lat),
                 "radius_m": "200", "class": "landslide", "object": "slide", "length_m": "500",
                 "width_m": "400"}
            )  # fmt: skip
        yield opened


def clear_view(cat, observation, scene):
    uid = cat.named_observation(observation).uid
    image = cat.named_scene(f"sentinel-2-l2a/{scene}").uid
    (link,) = [k for k in cat.links_for_observation(uid) if k.scene == image]
    (back,) = [k for k in cat.links_for_scene(image) if k.observation == uid]
    assert back == link
    assert cat.cell(uid, image).seen.link == link
    return next(t for t in link.score.terms if t.name == "clear_view")


def values(cat):
    (table,) = list(cat.link_tables())
    rows = zip(*(table[c].to_pylist() for c in ("observation", "scene", "score")), strict=True)
    return {(o, s): v for o, s, v in rows}


def test_scores_count_by_the_mask_over_the_place_once_it_was_looked_at(cat):
    before = clear_view(cat, "west", "half")
    assert before.reason == "cloud 50 % over the whole scene, not known for the place itself"
    kept = values(cat)
    looked = cat.look_at_clouds()
    assert (looked.scenes, looked.pairs, looked.known, looked.failed) == (2, 4, 0, ())
    assert clear_view(cat, "west", "half").reason == "cloud over 100% of the place (SCL)"
    east = clear_view(cat, "east", "half")
    assert (east.reason, east.value) == ("no cloud over any of the place (SCL)", 1.0)
    now = values(cat)
    assert now["west", "half"] == 0 < kept["west", "half"]
    assert now["east", "half"] == pytest.approx(2 * kept["east", "half"])
    for link in cat.link():
        names = cat.observation(link.observation).id, cat.scene(link.scene).id
        assert link.score.value == pytest.approx(now[names], abs=1e-5)


def test_the_gap_says_what_hid_the_place(cat):
    cat.look_at_clouds()
    (west,) = cat.gaps(cat.named_observation("west").uid)
    assert west.gap is not None
    said = [cause.sentence for cause in west.gap.causes]
    assert said == ["2 scenes, all under cloud at the place (SCL)"]
    (east,) = cat.gaps(cat.named_observation("east").uid)
    assert east.after.scene.id == "half"


def test_what_is_known_is_not_looked_at_again_until_either_side_changes(cat):
    cat.look_at_clouds()
    again = cat.look_at_clouds()
    assert (again.pairs, again.known) == (0, 4)
    west = cat.named_observation("west")
    with cat.store.transaction():
        cat.store.put_observations([replace(west, version=west.version + 1)])
    assert clear_view(cat, "west", "half").reason.startswith("cloud 50 % over the whole scene")
    again = cat.look_at_clouds()
    assert (again.pairs, again.known) == (2, 2)
    assert clear_view(cat, "west", "half").value == 0


def test_a_mask_that_is_not_the_one_taken_in_is_not_read(cat, tmp_path):
    write_mask(tmp_path / "files" / "half_SCL.tif", np.full((SIZE, SIZE), 4, dtype=np.uint8))
    looked = cat.look_at_clouds()
    (failed,) = looked.failed
    assert "sentinel-2-l2a/half: the mask SCL" in failed
    assert "not the file that was taken in" in failed
    assert (looked.scenes, looked.pairs) == (2, 2)
    assert cat.add([tmp_path / "files"]).updated == 1
    assert cat.look_at_clouds().pairs == 2
    assert clear_view(cat, "west", "half").value == 1


def test_stopped_it_goes_on_where_it_was(cat):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cat.look_at_clouds(stop)
    rest = cat.look_at_clouds()
    assert (rest.pairs, rest.known) == (2, 2)
