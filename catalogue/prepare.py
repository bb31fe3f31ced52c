"""Making scenes ready to look at: their working and display copies, before anyone asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Lock

from catalogue.errors import CatalogueError
from catalogue.imagery import display
from catalogue.imagery.copies import (
    display_path,
    ensure_working,
    evict,
    pyramid_request,
    used,
    write_display,
)
from catalogue.imagery.display import Display
from catalogue.imagery.limits import Limits
from catalogue.imagery.working import Copier
from catalogue.model import Scene
from catalogue.settings import Settings

Progress = Callable[[int, int | None], None]
# Of the work on one scene, how much its working copies are; measured, and only for the bar.
_WORKING_SHARE = 0.3
_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of one scene: made, there already, or why not."""

    scene: str
    made: bool = False
    reason: str | None = None


class _Stopped(Exception):
    """Someone cancelled: what is half done is thrown away."""


def prepare(
    folder: Path, scenes: Sequence[Scene], settings: Settings, progress: Progress | None = None
) -> Iterator[Prepared]:
    """Make the copies of scenes, several at a time; each result as it comes.

    Closing the iterator (or Ctrl-C) stops at once and leaves whole copies only. `progress` hears
    of thousandths of scenes.
    """
    meter = _Meter(len(scenes), progress)
    with (
        Copier(Limits.of(settings), settings.workers) as copier,
        ThreadPoolExecutor(settings.workers, thread_name_prefix="prepare") as threads,
    ):
        one = partial(_one, folder, settings=settings, copier=copier, meter=meter)
        left = list(reversed(scenes))
        running: set[Future[Prepared]] = set()
        try:
            while left or running:
                while left and len(running) < settings.workers:
                    running.add(threads.submit(one, left.pop()))
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for job in done:
                    yield job.result()
        finally:
            meter.stopped.set()


class _Meter:
    """How far all scenes together are; raises _Stopped in the threads when it is over."""

    def __init__(self, scenes: int, progress: Progress | None) -> None:
        self.stopped = Event()
        self._total = scenes * _STEPS
        self._progress = progress
        self._lock = Lock()
        self._done: dict[str, int] = {}

    def at(self, uid: str, share: float) -> None:
        """`share` of the scene is done."""
        if self.stopped.is_set():
            raise _Stopped
        if self._progress:
            with self._lock:
                self._done[uid] = int(share * _STEPS)
                self._progress(sum(self._done.values()), self._total)


def _one(folder: Path, scene: Scene, settings: Settings, copier: Copier, meter: _Meter) -> Prepared:
    shown = display.choose(scene)
    try:
        if shown is None:
            return Prepared(scene.uid, reason=display.why_not(scene))
        if used(display_path(folder, shown)):
            return Prepared(scene.uid)
        path = _make(folder, scene, shown, copier, meter)
        evict(folder, settings.disk_quota_bytes, path)
        return Prepared(scene.uid, made=True)
    except (CatalogueError, OSError) as error:
        return Prepared(scene.uid, reason=str(error))
    except _Stopped:
        return Prepared(scene.uid, reason="stopped")
    finally:
        if not meter.stopped.is_set():
            meter.at(scene.uid, 1.0)


def _make(folder: Path, scene: Scene, shown: Display, copier: Copier, meter: _Meter) -> Path:
    working = []
    for n, part in enumerate(shown.drawn, 1):
        working.append(ensure_working(folder, part.asset, copier))
        meter.at(scene.uid, _WORKING_SHARE * n / len(shown.drawn))

    def tiles(done: int, total: int) -> None:
        meter.at(scene.uid, _WORKING_SHARE + (1 - _WORKING_SHARE) * done / total)

    path = display_path(folder, shown)
    write_display(path, pyramid_request(scene, shown, working), tiles)
    return path
