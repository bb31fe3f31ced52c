"""Working copies on demand: made once however many tiles ask, kept under a disk quota."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.working import make_working
from catalogue.model import Asset
from catalogue.settings import Settings

_TOUCH_AFTER_S = 600.0


class WorkingCopies:
    """The folder `working` of a catalogue: <sha256>.tif for each original that was looked at."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._limits = Limits.of(settings)
        self._quota = settings.disk_quota_bytes
        # Each thread only waits for the child process that does the work.
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="working")
        self._making: dict[str, asyncio.Future[Path]] = {}
        self._failed: dict[str, UnreadableFile] = {}

    async def of(self, asset: Asset) -> Path:
        """The working copy of an original, made if it is not there.

        Call it from the event loop only. Raises UnreadableFile if the original is gone, is not
        the file that was taken in any more, or cannot be read.
        """
        sha256 = asset.sha256 or ""
        path = self._folder / f"{sha256}.tif"
        if _used(path):
            return path
        if sha256 in self._failed:
            raise self._failed[sha256]
        making = self._making.get(sha256)
        if making is None:
            job = self._threads.submit(self._make, asset, path)
            making = asyncio.wrap_future(job)
            self._making[sha256] = making
            making.add_done_callback(lambda _: self._making.pop(sha256, None))
        try:
            # Shielded: one request that is given up must not end it for the others.
            return await asyncio.shield(making)
        except UnreadableFile as error:
            self._failed[sha256] = error
            raise

    def _make(self, asset: Asset, path: Path) -> Path:
        source = Path(asset.href)
        check_original(source, asset.sha256)
        make_working(source, path, self._limits)
        self._evict(path)
        return path

    def _evict(self, keep: Path) -> None:
        """Remove the copies not used for longest until all fit the quota; `keep` stays."""
        found = [(p.stat(), p) for p in self._folder.glob("*.tif") if not p.name.startswith(".")]
        total = sum(stat.st_size for stat, _ in found)
        for stat, path in sorted(found, key=lambda f: f[0].st_mtime):
            if total <= self._quota:
                return
            if path != keep:
                path.unlink(missing_ok=True)
                total -= stat.st_size

    def close(self) -> None:
        """Drop what waits; twice is harmless."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def check_original(path: Path, sha256: str | None) -> None:
    """Raise UnreadableFile unless the file is there and still is what was taken in."""
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(
            f"{path.name} cannot be opened ({error.strerror}). If it was moved, add it again from "
            "its new place."
        ) from None
    if found != sha256:
        raise UnreadableFile(
            f"{path.name} is not the file that was taken in: it was changed since. Put the "
            "original back, or add the changed one."
        )


def _used(path: Path) -> bool:
    """True if it exists; notes the use, which is what eviction goes by."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return False
    if age > _TOUCH_AFTER_S:
        try:
            os.utime(path)
        except OSError:
            return path.exists()
    return True
