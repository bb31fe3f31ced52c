"""Display copies: tiles that are ready, handed out as they lie in the file.

A scene that is looked at gets one in the background, made by a process of its own that gives way
to all others. Until it is there, and finer than its finest zoom, tiles are drawn when asked for.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from catalogue.errors import CatalogueError
from catalogue.imagery.copies import display_path, evict, pyramid_request, used, write_display
from catalogue.imagery.display import Display
from catalogue.imagery.leaves import PyramidRequest
from catalogue.imagery.tilefile import TileFile
from catalogue.model import Scene
from catalogue.settings import Settings
from catalogue.web.pool import TilePool
from catalogue.web.working import WorkingCopies

_KEPT_OPEN = 64
_WAITING = 10_000
# Whoever opened the scene waits for its first tiles: those come before the copy.
_FIRST_S = 1.5
_log = logging.getLogger(__name__)
Place = tuple[int, int, int]  # z, x, y


class DisplayCopies:
    """Those of the catalogue in `folder`. Use it from the event loop only."""

    def __init__(self, folder: Path, settings: Settings, working: WorkingCopies) -> None:
        self._folder = folder
        self._quota = settings.disk_quota_bytes
        self._working = working
        self._builder = TilePool(1, _WAITING, settings.read_time_limit_s)
        self._open: OrderedDict[str, TileFile] = OrderedDict()
        self._shown: dict[str, Display] = {}
        self._wanted: dict[str, asyncio.Task[None]] = {}
        self._failed: set[str] = set()

    def ready(self, uid: str, version: str | None, grid: str, place: Place) -> bytes | None:
        """A tile that is ready, empty bytes where it shows nothing; None if there is none.

        Only of a scene that was `opened` in this version: what has changed since is not known
        here, and a new version has a new address.
        """
        shown = self._shown.get(uid)
        z = place[0]
        if shown is None or shown.version != version or shown.grid != grid:
            return None
        if not shown.minzoom <= z <= shown.maxzoom:
            return None
        file = self._open.get(shown.version)
        return None if file is None else file.tile(*place) or b""

    def opened(self, scene: Scene, shown: Display) -> bool:
        """Note that a scene is looked at; True if its display copy is there, else it is made."""
        self._shown[scene.uid] = shown
        if shown.version in self._open:
            self._open.move_to_end(shown.version)
            return True
        path = display_path(self._folder, shown)
        if used(path):
            with suppress(FileNotFoundError):
                self._open[shown.version] = TileFile(path)
                while len(self._open) > _KEPT_OPEN:
                    self._open.popitem(last=False)[1].close()
                return True
        if shown.version not in self._wanted and shown.version not in self._failed:
            task = asyncio.get_running_loop().create_task(self._make(scene, shown, path))
            self._wanted[shown.version] = task
            task.add_done_callback(lambda _: self._wanted.pop(shown.version, None))
        return False

    async def _make(self, scene: Scene, shown: Display, path: Path) -> None:
        try:
            working = [await self._working.of(part.asset) for part in shown.drawn]
            await asyncio.sleep(_FIRST_S)
            request = pyramid_request(scene, shown, working)
            await self._builder.run(build, path, request)
            await asyncio.to_thread(evict, self._folder, self._quota, path)
        except (CatalogueError, OSError) as error:
            # The tiles themselves say what is wrong; without a copy they are only slower.
            self._failed.add(shown.version)
            _log.warning("no display copy of %s: %s", scene.id, error)

    def close(self) -> None:
        """End the process and release the files; twice is harmless."""
        for task in self._wanted.values():
            with suppress(RuntimeError):  # the loop is closed already
                task.cancel()
        self._builder.close()
        while self._open:
            self._open.popitem()[1].close()


def build(path: Path, request: PyramidRequest) -> int:
    """Write a display copy, in a worker process; the number of tiles."""
    with suppress(OSError, AttributeError):  # no such thing on this system
        os.nice(10 - os.nice(0))
    return write_display(path, request)
