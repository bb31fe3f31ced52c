"""Reference photographs: what goes in, numbered features, and files that stay as they are."""

import hashlib

import pytest
from shapely.geometry import Point

from catalogue import Catalogue
from catalogue.errors import Conflict, InvalidTime, InvalidValue, NotFound, UnreadableFile
from catalogue.model import Observation, Photo

PNG = b"\x89PNG\r\n\x1a\n" + b"not a whole picture, but one by its first bytes"


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as opened:
        opened.put_observation(Observation("o", "visits", "Visits"))
        yield opened


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "parade.jpg"  # its name says nothing
    path.write_bytes(PNG)
    return path


def pinned(cat, picture, **more):
    claim = cat.named_observation("visits").uid
    return cat.pin_photo(picture, "A parade", observation=claim, **more)


def test_a_copy_lies_under_its_hash_and_the_file_stays_as_it_is(cat, picture):
    made = pinned(cat, picture, source="an agency", taken="2014?", licence="CC-BY-4.0")
    sha256 = hashlib.sha256(PNG).hexdigest()
    copy = cat.folder / "files" / "photos" / f"{sha256}.png"
    assert (made.file.sha256, made.file.href, made.file.size) == (sha256, str(copy), len(PNG))
    assert made.file.media_type == "image/png"
    assert copy.read_bytes() == picture.read_bytes() == PNG
    assert list(copy.parent.iterdir()) == [copy]
    assert list(cat.check()) == []
    copy.write_bytes(b"changed")
    assert [f.what for f in cat.check()] == ["has other content than when it was added"]


def test_the_same_picture_again_is_a_version_that_keeps_its_matches(cat, picture):
    made = pinned(cat, picture)
    assert pinned(cat, picture) == made
    cat.match_photo(made.uid, (1, 2))
    again = cat.pin_photo(picture, "A better caption", observation=made.observation)
    assert (again.uid, again.version, len(again.matches)) == (made.uid, 3, 1)
    assert cat.photos(made.observation) == [again]


@pytest.mark.parametrize("content", [b"", b"GIF89a...", b"%PDF-1.7", b"II*\x00"])
def test_other_files_are_refused(cat, picture, content):
    picture.write_bytes(content)
    with pytest.raises(UnreadableFile, match="no JPEG, PNG or WebP"):
        pinned(cat, picture)
    assert not (cat.folder / "files" / "photos").exists()


def test_what_is_missing_is_named(cat, picture):
    with pytest.raises(UnreadableFile, match="cannot be read"):
        pinned(cat, picture.with_name("none.jpg"))
    with pytest.raises(InvalidValue, match="needs a caption"):
        cat.pin_photo(picture, " ", observation="x")
    with pytest.raises(InvalidValue, match="to a scene, or to both"):
        cat.pin_photo(picture, "it")
    with pytest.raises(NotFound):
        cat.pin_photo(picture, "it", scene="nowhere")
    with pytest.raises(InvalidTime, match="taken"):
        pinned(cat, picture, taken="last year")


def test_features_are_numbered_and_mismatches_count(cat, picture):
    uid = pinned(cat, picture).uid
    cat.match_photo(uid, (10, 20), place=Point(51.5, 33.9), note="tail")
    made = cat.match_photo(uid, (30, 40), fits=False, note="no engine seen")
    assert [(m.number, m.fits) for m in made.matches] == [(1, True), (2, False)]
    made = cat.match_photo(uid, (11, 21), number=1)
    assert [(m.number, m.photo) for m in made.matches] == [(1, (11, 21)), (2, (30, 40))]
    made = cat.unmatch_photo(uid, 1)
    assert [m.number for m in made.matches] == [2]
    assert [m.number for m in cat.match_photo(uid, (1, 1)).matches] == [2, 3]
    with pytest.raises(NotFound, match="no feature 9"):
        cat.unmatch_photo(uid, 9)
    with pytest.raises(Conflict):
        cat.match_photo(uid, (5, 5), base=1)
    assert list(cat.check()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"photo": (-1, 2)}, {"photo": (float("nan"), 2)}, {"number": 0}, {"pixels": (1.0, 2.0)}],
)
def test_features_must_make_sense(cat, picture, wrong):
    uid = pinned(cat, picture).uid
    with pytest.raises(InvalidValue):
        cat.match_photo(uid, **{"photo": (1, 2), **wrong})
    assert cat.store.evidence(Photo, uid).matches == ()


def test_a_withdrawn_photo_is_not_listed(cat, picture):
    cat.withdraw(Photo, pinned(cat, picture).uid)
    assert cat.photos() == []
