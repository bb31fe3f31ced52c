"""A publication tells what is on the allow-list, and a guess cannot be checked against it."""

import hashlib
import json
import math
from dataclasses import fields

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from catalogue.dossier.edition import ALLOWED, Edition, moved
from catalogue.errors import InvalidValue
from catalogue.model import Observation, Scene

KEY = b"0123456789abcdef0123456789abcdef"
# What must not stand in any file: the place, names of people and images, exact times.
SECRETS = ("Secretname", "SECRETNAME", "Kashan", "33.895", "51.577", "07:12", "script", "Officials")


def everything(folder):
    """The text of all files but pictures; of those nothing may be hidden beside the pixels."""
    texts = []
    for path in folder.rglob("*"):
        if path.suffix == ".png":
            with Image.open(path) as picture:
                assert not picture.info
        elif path.is_file() and path.name != "verify.py":
            texts.append(path.read_text("utf-8", errors="replace"))
            texts.append(path.name)
    return "\n".join(texts)


@pytest.fixture
def out(publishable, tmp_path):
    folder = tmp_path / "public"
    publishable.cat.publication(folder, [publishable.claim.uid], pdf=False)
    return folder


def test_it_tells_nothing_that_was_not_allowed(publishable, out):
    text = everything(out)
    for secret in SECRETS:
        assert secret not in text, secret
    uids = [publishable.claim.uid, *(s.uid for s in publishable.scenes.values())]
    hashes = [a.sha256 for s in publishable.scenes.values() for a in s.assets]
    for secret in (*uids, *hashes, publishable.cat.store.origin()):
        assert secret not in text
    assert {p.name for p in out.iterdir()} == {
        "index.html", "brief.html", "citations.json", "manifest.json", "verify.py", "pictures",
    }  # fmt: skip
    assert "Assessor A" in text
    assert "may show where this is" in text


def test_only_pixels_that_may_be_published_are_in_it(out):
    names = sorted(p.name for p in (out / "pictures").iterdir())
    assert len(names) == 4
    assert all("during" in name for name in names)
    assert "nobody has stated that its pixels may be published" in everything(out)


def test_what_is_allowed_is_told(publishable, tmp_path):
    folder = tmp_path / "all"
    publishable.cat.publication(folder, [publishable.claim.uid], allow=ALLOWED, pdf=False)
    text = everything(folder)
    for told in ("Ana Secretname", "33.89500", "Kashan", "07:12"):
        assert told in text


def test_what_cannot_be_allowed_is_named():
    with pytest.raises(InvalidValue, match="cannot allow 'maps'"):
        Edition(publication=True, allow=frozenset({"maps"}), key=KEY)


def test_the_secret_stays_with_the_catalogue(publishable, out):
    key = publishable.cat.folder / "publication.key"
    assert key.stat().st_mode & 0o077 == 0
    assert len(key.read_bytes()) == 32
    again = out.with_name("again")
    publishable.cat.publication(again, [publishable.claim.uid], pdf=False)

    def where(folder):
        page = (folder / "index.html").read_text("utf-8")
        return page.partition("<dt>Where</dt>")[2].partition("</dd>")[0]

    assert where(again) == where(out)


@given(
    st.floats(-180, 180), st.floats(-89, 89), st.sampled_from([500.0, 10_000.0, 100_000.0]),
    st.binary(min_size=16, max_size=32),
)  # fmt: skip
def test_a_place_moves_no_farther_than_said_and_always_in_the_same_way(lon, lat, most, key):
    east, north = moved(lon, lat, most, key)
    _, _, far = pyproj.Geod(ellps="WGS84").inv(lon, lat, east, north)
    # rounding, and a sphere instead of the ellipsoid
    assert far <= most * 1.03
    assert moved(lon, lat, most, key) == (east, north)
    assert (east, north) != moved(lon, lat, most, key + b"other") or most < 100


def test_moved_places_lie_all_over_the_disc():
    geod = pyproj.Geod(ellps="WGS84")
    ways = []
    for n in range(300):
        key = hashlib.sha256(str(n).encode()).digest()
        turn, _, far = geod.inv(51.577, 33.895, *moved(51.577, 33.895, 10_000, key))
        ways.append((turn % 360, far))
    quarters = [sum(90 * q <= turn < 90 * (q + 1) for turn, _ in ways) for q in range(4)]
    assert min(quarters) > 45
    inner = sum(far < 10_000 / math.sqrt(2) for _, far in ways)
    assert 110 < inner < 190


@pytest.mark.parametrize("cls", [Observation, Scene])
def test_a_field_that_is_new_must_be_thought_about(cls):
    """Fields are copied by name; this fails when one is added, so that somebody decides."""
    known = {
        Observation: 23, Scene: 23,
    }  # fmt: skip
    assert len(fields(cls)) == known[cls], (
        f"{cls.__name__} has a new field: decide in dossier/edition.py whether it may be told"
    )


def test_the_manifest_tells_no_history(out):
    assert "history" not in json.loads((out / "manifest.json").read_text())
