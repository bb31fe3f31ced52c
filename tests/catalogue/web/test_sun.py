"""The sun over HTTP: what is stated and what a drawn shadow says."""

from dataclasses import replace

import pytest
from shapely import LineString

from catalogue.evidence.sun import sun_at
from catalogue.model import Annotation, TaxonomyClass
from catalogue.space.measure import GEOD

from .conftest import NOON

LON, LAT = 15.002, 45.151


@pytest.fixture
def lit(cat):
    """A catalogue whose scene states its sun, and a class for shadows."""
    sun = sun_at(NOON, LON, LAT)
    scene = replace(
        cat.scene("utm"), sun_azimuth_deg=sun.azimuth_deg, sun_elevation_deg=sun.elevation_deg,
        version=2,
    )  # fmt: skip
    with cat.store.transaction():
        cat.store.put_scenes([scene])
    cat.set_classes([*cat.classes(), TaxonomyClass("shadow", "Shadow", "#332288")])
    return cat, sun


def shadow(cat, uid, bearing, cls="shadow"):
    x, y, _ = GEOD.fwd(LON, LAT, bearing, 40)
    line = LineString([(LON, LAT), (x, y)])
    return cat.annotate(Annotation(uid * 32, "utm", "line", cls, line))


def test_a_sun_that_fits_raises_no_flag(lit, client):
    found = client.get("/api/scenes/utm/sun").json()
    assert found["stated"]["fits"] is True
    assert "proves no date" in found["stated"]["sentence"]
    assert found["flag"] is None
    assert found["stated"]["azimuth"] == pytest.approx(found["azimuth"], abs=0.5)


def test_a_shadow_that_does_not_fit_is_flagged_without_being_asked_for(lit, client):
    cat, sun = lit
    shadow(cat, "a", sun.azimuth_deg + 180)
    assert client.get("/api/scenes/utm/sun").json()["flag"] is None
    shadow(cat, "b", sun.azimuth_deg + 60)
    found = client.get("/api/scenes/utm/sun").json()
    assert sorted(s["fits"] for s in found["shadows"]) == [False, True]
    assert "may be wrong" in found["flag"]


def test_another_line_is_checked_when_it_is_named_and_gives_a_height(lit, client):
    cat, sun = lit
    shadow(cat, "c", sun.azimuth_deg, cls="uav")
    found = client.get("/api/scenes/utm/sun").json()
    assert (found["shadows"], len(found["lines"])) == ([], 1)
    (made,) = client.get("/api/scenes/utm/sun", params={"shadow": "c" * 32}).json()["shadows"]
    assert made["fits"] is True
    assert made["height_m"] > 10
    high = {"shadow": "c" * 32, "height": 300}
    (made,) = client.get("/api/scenes/utm/sun", params=high).json()["shadows"]
    assert made["fits"] is False
    assert client.get("/api/scenes/utm/sun", params={"height": 3}).status_code == 200
    assert client.get("/api/scenes/none/sun").status_code == 404
    assert client.get("/api/scenes/utm/sun", params={"shadow": "none"}).status_code == 404


def test_what_cannot_be_compared_says_why(client):
    assert client.get("/api/scenes/utm/sun").json()["stated"]["sentence"] == "No sun is stated."
    found = client.get("/api/scenes/undated/sun").json()
    assert found["stated"]["fits"] is None
    assert "not known well enough" in found["stated"]["sentence"]
    assert found["flag"] is None
