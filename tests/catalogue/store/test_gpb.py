"""GeoPackage geometry blobs."""

import struct

import pytest
import shapely

from catalogue.errors import StoreError
from catalogue.store.geopackage import gpb


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (1 2)",
        "POINT Z (1 2 3)",
        "LINESTRING (0 0, 1 1)",
        "POLYGON ((0 0, 0.1 0, 0.3 0.7, 0 0))",
        "MULTIPOLYGON (((179 0, 180 0, 180 1, 179 0)), ((-180 0, -179 0, -180 1, -180 0)))",
    ],
)
def test_a_geometry_comes_back(wkt):
    geometry = shapely.from_wkt(wkt)
    blob = gpb.encode(geometry)
    assert blob[:2] == b"GP"
    assert struct.unpack_from("<i", blob, 4) == (4326,)
    assert gpb.decode(blob) == geometry
    assert gpb.envelope(blob) == geometry.bounds


def test_an_empty_geometry_has_no_envelope():
    blob = gpb.encode(shapely.Polygon())
    assert gpb.envelope(blob) is None
    assert gpb.decode(blob).is_empty


def test_blobs_of_others_are_read():
    wkb = shapely.to_wkb(shapely.box(1, 2, 3, 4))
    bare = b"GP\x00\x01" + struct.pack("<i", 4326) + wkb
    big = b"GP\x00\x02" + struct.pack(">i4d", 4326, 1, 3, 2, 4) + wkb
    tall = b"GP\x00\x05" + struct.pack("<i6d", 4326, 1, 3, 2, 4, 0, 0) + wkb
    for blob in (bare, big, tall):
        assert gpb.decode(blob) == shapely.box(1, 2, 3, 4)
        assert gpb.envelope(blob) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    "blob", [b"", b"GP", b"XX\x00\x01" + b"\0" * 40, b"GP\x00\x0f" + b"\0" * 99]
)
def test_what_is_no_blob_is_refused(blob):
    with pytest.raises(StoreError, match="header"):
        gpb.decode(blob)


def test_a_damaged_geometry_is_refused():
    blob = gpb.encode(shapely.Point(1, 2))
    with pytest.raises(StoreError, match="damaged"):
        gpb.decode(blob[:-3])
