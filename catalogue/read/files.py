"""Finding files, telling what they are, and hashing them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.imagery.magic import Kind, sniff
from catalogue.read.names import LANDSAT_PRODUCT

_CHUNK = 1024 * 1024
RASTER_ENDINGS = frozenset({".tif", ".tiff", ".jp2", ".j2k", ".gtif", ".png", ".jpg", ".jpeg"})
DOCUMENT_ENDINGS = frozenset({".json", ".geojson", ".ndjson", ".jsonl", ".parquet"})
_SIDECAR_ENDINGS = (
    ".aux.xml", ".ovr", ".msk", ".tfw", ".tifw", ".tiffw", ".pgw", ".pngw", ".jgw", ".jpgw",
    ".j2w", ".wld", ".prj", ".aux", ".md5", ".sha256",
)  # fmt: skip
_LANDSAT_PAPERS = ("MTL", "ANG")


@dataclass(frozen=True, slots=True)
class Found:
    """One file: `root` is the folder that the person named, `named` if the file itself was."""

    path: Path
    kind: Kind
    root: Path
    named: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something found that is no file to read; `fatal` if it was to be."""

    source: str
    text: str
    fatal: bool


def find(path: Path) -> Iterator[Found | Trouble]:
    """The file at `path`, or every file below it in sorted order."""
    absolute = Path(os.path.abspath(path))
    if not os.path.lexists(absolute):
        yield Trouble(str(path), "no such file or folder.", True)
    elif absolute.is_dir():
        yield from _below(absolute, absolute)
    else:
        yield _file(absolute, absolute.parent, named=True)


def _below(folder: Path, root: Path) -> Iterator[Found | Trouble]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        yield Trouble(str(folder), f"cannot be listed: {error.strerror or error}.", True)
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir():
            if entry.is_symlink():
                yield Trouble(str(path), "is a link to a folder: not followed.", False)
            elif entry.name.startswith("."):
                yield Trouble(str(path), "is a hidden folder: skipped.", False)
            else:
                yield from _below(path, root)
        else:
            yield _file(path, root, named=False)


def _file(path: Path, root: Path, *, named: bool) -> Found | Trouble:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return Trouble(str(path), "is not a regular file.", True)
        return Found(path, sniff(path), root, named)
    except (UnreadableFile, OSError) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        return Trouble(str(path), f"{text or error}", True)


def ending(path: Path) -> str:
    """The file's last ending in lower case, with its dot."""
    return path.suffix.lower()


def sidecar_of(path: Path) -> str | None:
    """The start of the name of the raster a sidecar belongs to; None for other files."""
    lower = path.name.lower()
    for suffix in _SIDECAR_ENDINGS:
        if lower.endswith(suffix):
            return path.name[: -len(suffix)]
    return None


def landsat_paper(path: Path) -> str | None:
    """The product a Landsat MTL or ANG file describes; None for other files."""
    found = LANDSAT_PRODUCT.fullmatch(path.stem)
    return found["product"] if found and found["part"] in _LANDSAT_PAPERS else None


def hashed(path: Path) -> tuple[str, int]:
    """(SHA-256 in lower-case hex, size in bytes). Raises UnreadableFile.

    Also when the file changes meanwhile: the hash would be of no version of it.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile("changed while it was read; add it again when it is complete.")
    return digest.hexdigest(), after.st_size


class FolderNames:
    """The names in a folder, and how many of them may be STAC items; remembered for one folder."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._answer: tuple[frozenset[str], int] = (frozenset(), 0)

    def of(self, folder: Path) -> tuple[frozenset[str], int]:
        """(all file names in `folder`, number of JSON files that may be items)."""
        if folder != self._folder:
            names = frozenset(e.name for e in os.scandir(folder) if e.is_file())
            items = [n for n in names if _may_be_item(n)]
            self._folder, self._answer = folder, (names, len(items))
        return self._answer


def _may_be_item(name: str) -> bool:
    lower = name.lower()
    if lower in ("catalog.json", "collection.json") or lower.endswith("_mtl.json"):
        return False
    return lower.endswith((".json", ".geojson"))


def is_document(found: Found) -> bool:
    """True for what may be STAC: JSON, a Parquet table, or a file with such an ending."""
    if landsat_paper(found.path) is not None:
        return False
    if found.kind in ("json", "parquet"):
        return ending(found.path) not in RASTER_ENDINGS
    return ending(found.path) in DOCUMENT_ENDINGS and found.kind in ("text", "empty", "binary")
