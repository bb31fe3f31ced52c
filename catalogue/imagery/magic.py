"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from catalogue.errors import UnreadableFile

Kind = Literal[
    "tiff", "jp2", "png", "jpeg", "xml", "json", "gzip", "zip", "sqlite", "parquet", "hdf5",
    "netcdf", "pdf", "empty", "text", "binary",
]  # fmt: skip

RASTERS: frozenset[Kind] = frozenset({"tiff", "jp2"})
PICTURES: frozenset[Kind] = frozenset({"png", "jpeg"})
HEAD_BYTES = 512

# GDAL's driver for each kind: the file is offered to this one driver only.
DRIVERS: dict[Kind, str] = {"tiff": "GTiff", "jp2": "JP2OpenJPEG", "png": "PNG", "jpeg": "JPEG"}

NAMES: dict[Kind, str] = {
    "tiff": "a TIFF",
    "jp2": "a JPEG 2000 image",
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
    "xml": "XML text",
    "json": "JSON text",
    "gzip": "a gzip archive",
    "zip": "a zip archive",
    "sqlite": "an SQLite database (GeoPackage?)",
    "parquet": "a Parquet table",
    "hdf5": "an HDF5 container",
    "netcdf": "a NetCDF container",
    "pdf": "a PDF",
    "empty": "an empty file",
    "text": "text",
    "binary": "binary data of an unknown kind",
}

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF
    (b"MM\x00+", "tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),  # bare code stream
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"PAR1", "parquet"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"CDF\x01", "netcdf"),
    (b"CDF\x02", "netcdf"),
    (b"%PDF-", "pdf"),
)


def kind_of(head: bytes) -> Kind:
    """The kind of a file that begins with `head` (up to HEAD_BYTES bytes)."""
    if not head:
        return "empty"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "xml"
    if text.startswith((b"{", b"[")):
        return "json"
    return "text" if _looks_like_text(head) else "binary"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        return True
    return b"\x00" not in head and sum(b < 9 or 13 < b < 32 for b in head) == 0


def beyond_end(head: bytes, size: int) -> int | None:
    """The byte at which a TIFF's directory should lie, if the file of `size` bytes ends before.

    `head` are its first bytes. None for a file that is whole, as far as that tells, or no TIFF.
    """
    if kind_of(head) != "tiff" or len(head) < 16:
        return None
    order: Literal["little", "big"] = "little" if head.startswith(b"II") else "big"
    big = head[2:4] in (b"+\x00", b"\x00+")
    offset = int.from_bytes(head[8:16] if big else head[4:8], order)
    return offset if offset >= size else None


def sniff(path: Path) -> Kind:
    """The kind of the file at `path`. Raises UnreadableFile if its bytes cannot be read."""
    try:
        with path.open("rb") as file:
            return kind_of(file.read(HEAD_BYTES))
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from error
