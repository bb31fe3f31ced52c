"""The pages without a browser: empty states, text of others shown as text, errors in words."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin
from streamlit.testing.v1 import AppTest

from catalogue import Catalogue
from ui import state
from ui.app import SCRIPT

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue"))

from mask_files import SIZE, at, write_scene

HOSTILE = "![x](http://evil.example/leak.png) <script>alert(1)</script>"


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as made:
        state.share(made)
        yield made


@pytest.fixture
def filled(cat, tmp_path):
    with rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", width=50, height=50, count=1, dtype="uint8",
        crs="EPSG:4326", transform=from_origin(51.5, 33.95, 0.002, 0.002),
    ) as out:  # fmt: skip
        out.write(np.full((1, 50, 50), 9, np.uint8))
        out.update_tags(ACQUISITION_DATETIME="2022-06-08T07:00:00Z")
    cat.add([tmp_path / "a.tif"])
    cat.enter_observation(
        {"id": "E1", "title": HOSTILE, "lon": "51.55", "lat": "33.9", "radius_m": "100",
         "time": "2022-06-08", "object": "drone", "length_m": "16", "width_m": "8"}
    )  # fmt: skip
    return cat


def page(path="", **query):
    test = AppTest.from_file(str(SCRIPT), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    if path:
        test.switch_page(path)
        test.run()
    return test


def words(test):
    kinds = (test.markdown, test.caption, test.text, test.info, test.error, test.subheader)
    html = [e.proto.body for e in test.get("html")]
    return "\n".join([str(e.value) for kind in kinds for e in kind] + html)


def test_an_empty_catalogue_says_what_to_do_next(cat):
    test = page()
    assert not test.exception
    assert "Nothing here yet" in words(test)
    assert any("Add images" in b.label for b in test.button)


def test_an_observation_shows_its_images_with_reasons(filled):
    test = page(observation="E1")
    assert not test.exception
    shown = words(test)
    assert "1 possible image" in shown
    assert "needs 5.7 m at best to be detected" in shown
    assert "rank score" in shown
    assert "not a probability" in shown


def test_text_of_others_is_never_markdown_or_html(filled):
    test = page(observation="E1")
    html = "\n".join(e.proto.body for e in test.get("html"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert not any("evil.example" in str(m.value) for m in test.markdown)


def test_a_link_to_something_gone_does_not_break_the_page(filled):
    test = page(observation="no-such-thing")
    assert not test.exception
    assert "Which images could have shown it?" in words(test)


def test_a_scene_shows_what_it_could_have_shown(filled):
    test = page(scene="a")
    assert not test.exception
    assert "Could have shown 1 observation" in words(test)


def test_entering_an_observation(filled):
    test = page()
    test.button(key="new-observation").click().run()
    test.text_area(key="entry-claim").input("A second claim").run()
    test.text_input(key="entry-where").input("33.9 N 51.55 E").run()
    test.text_input(key="entry-when").input("2022-06-08").run()
    test.button(key="entry-save").click().run()
    assert not test.exception
    assert filled.counts()["observations"] == 2
    assert "possible image" in words(test)


def test_a_mistake_is_said_in_words_and_nothing_is_stored(filled):
    test = page()
    test.button(key="new-observation").click().run()
    test.text_input(key="entry-title").input("Bad time").run()
    test.text_input(key="entry-when").input("8/1/2008").run()
    test.button(key="entry-save").click().run()
    assert not test.exception
    assert "Not saved" in words(test)
    assert "8/1/2008" in words(test)
    assert filled.counts()["observations"] == 1


def _classes():
    from ui.views import classes

    classes.show()


def test_classes_are_shown_as_a_tree_and_merged(filled):
    from catalogue.model import Annotation

    scene = next(iter(filled.scenes()))
    tile = Annotation("11111111-1111-4111-8111-111111111111", scene.uid, "tile", "uav",
                      tile="WebMercatorQuad/9/256/255")  # fmt: skip
    filled.annotate(tile)
    test = AppTest.from_function(_classes, default_timeout=60).run()
    assert not test.exception
    assert "MALE" in words(test)
    assert "1 tagged" in words(test)
    test.selectbox("merge-from").select("uav")
    test.selectbox("merge-to").select("uav-male")
    test.button("merge-go").click().run()
    assert not test.exception
    assert filled.store.annotation(tile.uid).cls == "uav-male"


def _clouds():
    from ui.views import clouds

    clouds.show()


def test_cloud_masks_are_looked_at_with_one_click(cat, filled, tmp_path):
    test = AppTest.from_function(_clouds, default_timeout=60).run()
    go = next(b for b in test.button if b.label == "Look at the cloud masks")
    assert "No image here has a cloud mask" in words(go.click().run())
    folder = tmp_path / "files"
    folder.mkdir()
    cloudy = np.full((SIZE, SIZE), 9, np.uint8)
    write_scene(folder, "overcast", 8, cloudy)
    assert cat.add([folder]).added == 1
    lon, lat = at(50, 50)
    cat.enter_observation(
        {"id": "E2", "title": "slide", "lon": str(lon), "lat": str(lat), "radius_m": "100",
         "time": "2022-06-08", "object": "slide", "length_m": "500", "width_m": "400"}
    )  # fmt: skip
    go = next(b for b in test.button if b.label == "Look at the cloud masks")
    assert "1 image with a cloud mask: 1 place looked at now, 0 known" in words(go.click().run())
    (link,) = cat.links_for_observation(cat.named_observation("E2").uid)
    assert "cloud over 100% of the place (SCL)" in " ".join(t.reason for t in link.score.terms)


def test_a_row_of_the_table_is_a_class():
    from catalogue.errors import InvalidValue
    from ui.views.classes import class_of, read_either

    made = class_of({"path": "Aircraft/Big plane", "attributes": "count:number; state=a|b"}, 1)
    assert (made.id, made.attributes) == ("big-plane", ("count:number", "state=a|b"))
    with pytest.raises(InvalidValue, match="row 3"):
        class_of({"path": " "}, 3)
    coco = read_either(b'{"categories": [{"name": "Tank"}]}', [made])
    assert [c.id for c in coco] == ["big-plane", "tank"]
    with pytest.raises(InvalidValue, match="not JSON"):
        read_either(b"{", [])


def test_the_server_knows_every_page_by_the_name_in_its_address(cat):
    pages = page().session_state["pages"].values()
    assert sorted(p.url_path for p in pages if p.url_path) == sorted(state.PAGES)


def test_pictures_that_wait_for_a_place_are_listed_with_the_way_on(cat):
    image = io.BytesIO()
    Image.new("RGB", (40, 30)).save(image, "PNG")
    stated = {"date": "2022-06-08", "stated_by": "the caption", "obtained_from": HOSTILE}
    picture = cat.add_picture(image.getvalue(), name="shot", **stated)
    cat.add_link("https://example.org/1", name="seen-online", date=None, stated_by=None)
    test = AppTest.from_function(_pictures, default_timeout=60).run()
    assert not test.exception
    assert test.expander[0].label == "Not placed yet: 2"
    assert "A link: it has no pixels to place." in words(test)
    button = next(b for b in test.button if "shot" in b.label)
    button.click().run()
    assert test.query_params["scene"] in (picture.uid, [picture.uid])


def _pictures():
    from ui.views import pictures

    pictures.show()
