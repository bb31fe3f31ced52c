"""GeoPackage geometry blobs: an 8-byte header, an envelope, ISO WKB (GeoPackage 1.3, 2.1.3)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from catalogue.errors import StoreError

MAGIC = b"GP"
SRS_ID = 4326
_LITTLE_ENDIAN = 0x01
_ENVELOPE_XY = 0x02
_EMPTY = 0x10
# Bytes of the envelope by its code in bits 1 to 3 of the flags.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
# How nearly all blobs begin: those of `encode` that are not empty.
_USUAL = MAGIC + bytes([0, _LITTLE_ENDIAN | _ENVELOPE_XY])
_USUAL_BYTES = 40
_HEAD = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", (4,))]
)


def encode(geometry: BaseGeometry) -> bytes:
    """The blob of a lon/lat geometry, with an envelope (min x, max x, min y, max y)."""
    wkb: bytes = shapely.to_wkb(geometry, byte_order=1, flavor="iso")
    if geometry.is_empty:
        return struct.pack("<2sBBi", MAGIC, 0, _LITTLE_ENDIAN | _EMPTY, SRS_ID) + wkb
    west, south, east, north = geometry.bounds
    flags = _LITTLE_ENDIAN | _ENVELOPE_XY
    head = struct.pack("<2sBBi4d", MAGIC, 0, flags, SRS_ID, west, east, south, north)
    return head + wkb


def encode_many(bounds: NDArray[np.float64], wkbs: Sequence[bytes | None]) -> list[bytes | None]:
    """The blobs of geometries, none of them empty: their bounds (as shapely's) and ISO WKB."""
    head = np.zeros(len(wkbs), _HEAD)
    head["magic"], head["flags"], head["srs"] = MAGIC, _LITTLE_ENDIAN | _ENVELOPE_XY, SRS_ID
    head["envelope"] = bounds[:, [0, 2, 1, 3]]
    data, size = head.tobytes(), _HEAD.itemsize
    return [
        None if wkb is None else data[size * n : size * (n + 1)] + wkb for n, wkb in enumerate(wkbs)
    ]


def decode(blob: bytes) -> BaseGeometry:
    """The geometry of a blob, with any envelope. Raises StoreError for what is no such blob."""
    try:
        return shapely.from_wkb(wkb(blob))
    except shapely.GEOSException as error:
        raise StoreError(f"a stored geometry is damaged: {error}") from error


def decode_many(blobs: Sequence[bytes | None]) -> list[BaseGeometry | None]:
    """The geometries of many blobs; None stays None. Raises StoreError as `decode`."""
    wkbs = [
        None
        if blob is None
        else blob[_USUAL_BYTES if blob[:4] == _USUAL else _header_bytes(blob) :]
        for blob in blobs
    ]
    try:
        found: list[BaseGeometry | None] = shapely.from_wkb(wkbs).tolist()
    except shapely.GEOSException as error:
        raise StoreError(f"a stored geometry is damaged: {error}") from error
    return found


def wkb(blob: bytes) -> bytes:
    """The ISO WKB inside a blob. Raises StoreError for what is no such blob."""
    return blob[_header_bytes(blob) :]


def envelope(blob: bytes) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) of a blob, None for an empty geometry."""
    header = _header_bytes(blob)
    if blob[3] & _EMPTY:
        return None
    if header == 8:
        west, south, east, north = decode(blob).bounds
        return west, south, east, north
    order = "<" if blob[3] & _LITTLE_ENDIAN else ">"
    west, east, south, north = struct.unpack_from(order + "4d", blob, 8)
    return west, south, east, north


def _header_bytes(blob: bytes) -> int:
    if blob[:4] == _USUAL:
        return _USUAL_BYTES
    code = (blob[3] >> 1) & 0x07 if len(blob) >= 8 else 7
    if blob[:2] != MAGIC or code >= len(_ENVELOPE_BYTES):
        raise StoreError("a stored geometry does not begin with a GeoPackage header.")
    return 8 + _ENVELOPE_BYTES[code]
