"""Working copies on demand: made once however many tiles ask, kept under a disk quota."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalogue.errors import UnreadableFile
from catalogue.imagery.copies import ensure_working, evict, used, working_path
from catalogue.imagery.limits import Limits
from catalogue.imagery.working import Copier
from catalogue.model import Asset
from catalogue.settings import Settings


class WorkingCopies:
    """Those of the catalogue in `folder`, one for each original that was looked at."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._copier = Copier(Limits.of(settings), settings.workers)
        self._quota = settings.disk_quota_bytes
        # Each thread only waits for the child process that does the work.
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="working")
        self._making: dict[str, asyncio.Future[Path]] = {}
        self._failed: dict[str, UnreadableFile] = {}

    def start(self) -> None:
        """Start the processes that read originals, so that the first look need not wait."""
        self._threads.submit(self._copier.start)

    async def of(self, asset: Asset) -> Path:
        """The working copy of an original, made if it is not there.

        Call it from the event loop only. Raises UnreadableFile if the original is gone, is not
        the file that was taken in any more, or cannot be read.
        """
        sha256 = asset.sha256 or ""
        path = working_path(self._folder, asset)
        if used(path):
            return path
        if sha256 in self._failed:
            raise self._failed[sha256]
        making = self._making.get(sha256)
        if making is None:
            job = self._threads.submit(self._make, asset)
            making = asyncio.wrap_future(job)
            self._making[sha256] = making
            making.add_done_callback(lambda _: self._making.pop(sha256, None))
        try:
            # Shielded: one request that is given up must not end it for the others.
            return await asyncio.shield(making)
        except UnreadableFile as error:
            self._failed[sha256] = error
            raise

    def _make(self, asset: Asset) -> Path:
        path = ensure_working(self._folder, asset, self._copier)
        evict(self._folder, self._quota, path)
        return path

    def close(self) -> None:
        """Drop what waits; twice is harmless."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._copier.close()
