"""Landsat's metadata file says the same as text and as JSON."""

import pytest

from catalogue.errors import UnreadableFile
from catalogue.read.mtl import read_mtl

TEXT = """GROUP = IMAGE_ATTRIBUTES
    SPACECRAFT_ID = "LANDSAT_8"
    DATE_ACQUIRED = 2015-07-10
    CLOUD_COVER = -1.00
    SUN_AZIMUTH = -177.5
END_GROUP = IMAGE_ATTRIBUTES
"""


def test_text(tmp_path):
    (tmp_path / "m.txt").write_text(TEXT)
    mtl = read_mtl(tmp_path / "m.txt")
    assert (mtl.platform, mtl.cloud_pct, mtl.sun_azimuth_deg) == ("landsat-8", None, 182.5)
    assert mtl.when.when.begin.isoformat() == "2015-07-10T00:00:00+00:00"
    assert not mtl.when.when.is_instant


@pytest.mark.parametrize("data", [b"", b"hello", b"{", b"{}", b'{"a": {"b": 1}}', b"\xff\x00"])
def test_no_mtl(tmp_path, data):
    (tmp_path / "m.txt").write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_mtl(tmp_path / "m.txt")


def test_both_forms_agree(shared_data):
    for text in (shared_data / "scenes_with_stac").rglob("*_MTL.txt"):
        assert read_mtl(text) == read_mtl(text.with_suffix(".json"))
        assert read_mtl(text).when.when.is_instant
