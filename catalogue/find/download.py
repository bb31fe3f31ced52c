"""Files of scenes, fetched into the catalogue's folder by their content.

A file that breaks off is gone on with where it stopped. It counts as evidence only once it is
whole, hashed and, if its item states a hash or a size, the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from catalogue.errors import ProviderFailed
from catalogue.find.address import file_address, joined
from catalogue.find.request import USER_AGENT
from catalogue.find.wire import AGAIN, TROUBLES, Wire
from catalogue.read.files import hashed

FOLDER = "files"
_PARTS = "unfinished"
_MOST_HOPS = 5
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
# (bytes so far, bytes in all if known)
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class File:
    """A whole file of the catalogue."""

    path: Path
    size: int
    sha256: str


class Downloads:
    """Fetches files into `folder`/files over one wire."""

    def __init__(self, folder: Path, wire: Wire, progress: Progress | None = None) -> None:
        self.folder, self.wire, self.progress = folder / FOLDER, wire, progress

    def fetch(self, url: str, sha256: str | None = None, size: int | None = None) -> File:
        """The file at `url`. `sha256` and `size` are what its item states, None if it does not.

        Raises ProviderFailed, with the reason; Stopped, and what came so far is kept.
        """
        name = hashlib.sha256(plain_address(url).encode()).hexdigest()
        part = self.folder / _PARTS / f"{name}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        limits = self.wire.limits
        if size is not None and size > limits.file_bytes:
            raise ProviderFailed(_too_large(limits.file_bytes))
        for attempt in range(1, limits.tries + 1):
            try:
                if self._more(url, part):
                    break
                failed = "is busy"
            except TROUBLES as error:
                self.wire.stop.check()
                failed = f"broke off ({type(error).__name__})"
            if attempt == limits.tries:
                raise ProviderFailed(f"{failed}; what came is kept, the same command goes on.")
            self.wire.stop.wait(limits.backoff_s * 2 ** (attempt - 1))
        return self._taken(part, url, sha256, size)

    def _more(self, url: str, part: Path) -> bool:
        """Get what is missing; False if the server is busy. Raises HTTPError, OSError."""
        tag = part.with_suffix(".tag")
        have = part.stat().st_size if part.exists() and tag.exists() else 0
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="ascii")}
        hop = url
        for _ in range(_MOST_HOPS):
            self._check(hop)
            with self.wire.answer("GET", hop, None, headers) as answer:
                if answer.status in (301, 302, 303, 307, 308):
                    hop = joined(hop, str(answer.headers.get("Location", "")))
                    continue
                if answer.status in AGAIN:
                    return False
                if answer.status == 416:  # another file by now: from the start
                    part.unlink(missing_ok=True)
                    return False
                found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
                goes_on = answer.status == 206 and found is not None and int(found[1]) == have
                if answer.status != 200 and not (goes_on and have):
                    raise ProviderFailed(f"answered {answer.status}")
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise ProviderFailed("is sent packed, though it was asked for as it is")
                self._write(answer, part, tag, have if goes_on else 0)
                return True
        raise ProviderFailed("is sent on and on")

    def _check(self, url: str) -> None:
        reason = file_address(url, self.wire.endpoint, self.wire.access.hosts)
        if reason is not None:
            raise ProviderFailed(reason)

    def _write(self, answer: Any, part: Path, tag: Path, at: int) -> None:
        """Append from byte `at` on, no more than the limit."""
        most = self.wire.limits.file_bytes
        length = answer.headers.get("Content-Length", "")
        total = at + int(length) if length.isascii() and length.isdigit() else None
        if total is not None and total > most:
            raise ProviderFailed(_too_large(most))
        mark = answer.headers.get("ETag", "")
        strong = mark.startswith('"') and mark.isascii() and mark.isprintable()
        if not at:
            tag.unlink(missing_ok=True)
            if strong:
                tag.write_text(mark, encoding="ascii")
        told = 0.0
        with part.open("ab" if at else "wb") as file:
            for chunk in self.wire.chunks(answer):
                at += len(chunk)
                if at > most:
                    raise ProviderFailed(_too_large(most))
                file.write(chunk)
                if self.progress is not None and time.monotonic() - told > 0.1:
                    told = time.monotonic()
                    self.progress(at, total)
            file.flush()
            os.fsync(file.fileno())

    def _taken(self, part: Path, url: str, sha256: str | None, size: int | None) -> File:
        """The whole file under the name of its content; hashed from the disk, not from the net."""
        found, length = hashed(part)
        if (sha256 is not None and found != sha256) or (size is not None and length != size):
            part.unlink()
            raise ProviderFailed("is not what its item says (hash or size); it was not kept")
        ending = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
        ending = ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""
        target = self.folder / found[:2] / f"{found}{ending}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            part.unlink()
        else:
            part.chmod(0o444)
            part.replace(target)
        part.with_suffix(".tag").unlink(missing_ok=True)
        return File(target, length, found)


def plain_address(url: str) -> str:
    """An address without its parameters, which may hold a key, and so never kept."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def stated_size(asset: Mapping[str, Any]) -> int | None:
    """The size in bytes that an item's asset states (file:size)."""
    value = asset.get("file:size")
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _too_large(most: int) -> str:
    return f"is larger than {most / 1024**3:.3g} GB; allow more with --most-mb"
