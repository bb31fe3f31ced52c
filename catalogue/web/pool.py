"""Worker processes for pixels: as many as cores, a bounded queue, a time limit per job.

Nothing here touches the thread pool that Streamlit's pages share. A job that runs over its
limit, or that takes its process down, costs that one process, which is replaced.
"""

from __future__ import annotations

import asyncio
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from catalogue.errors import Busy
from catalogue.web.worker import receive, send

T = TypeVar("T")
_START_LIMIT_S = 60.0
_ROOT = str(Path(__file__).resolve().parents[2])
_ENVIRONMENT = {
    "GDAL_CACHEMAX": "128",  # MB for each process: no slower than the default 5 % of memory
    "GDAL_NUM_THREADS": "1",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Gone(Exception):
    """The worker process ended while it had a job."""


class Worker:
    """One process. `call` blocks; use each worker from one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "catalogue.web.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": _ROOT, **_ENVIRONMENT},
        )
        self._ready = False

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def call(self, function: Callable[..., T], arguments: tuple[Any, ...], limit_s: float) -> T:
        """The function's result. Raises what it raised, TimeoutError, or Gone."""
        try:
            if not self._ready:
                self._receive(_START_LIMIT_S)
                self._ready = True
            send(cast("BinaryIO", self._process.stdin), (function, arguments))
            done, value = self._receive(limit_s)
        except (EOFError, BrokenPipeError) as error:
            raise Gone from error
        if not done:
            raise value
        return cast("T", value)

    def _receive(self, limit_s: float) -> Any:
        stream = cast("BinaryIO", self._process.stdout)
        # One answer to one call: nothing is ever left in the reader's buffer, so the pipe tells.
        deadline = time.monotonic() + limit_s
        while not select.select([stream], [], [], max(0.0, deadline - time.monotonic()))[0]:
            if time.monotonic() >= deadline:
                raise TimeoutError
        return receive(stream)

    def close(self, *, kill: bool = False) -> None:
        """Let it end (it does when its input ends), or end it now."""
        if kill:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast("BinaryIO", stream).close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class TilePool:
    """`workers` processes and a queue of at most `max_queue` further jobs."""

    def __init__(self, workers: int, max_queue: int, limit_s: float) -> None:
        self._size = workers
        self._max_queue = max_queue
        self._limit_s = limit_s
        # Each thread only waits for its own process, so they cost next to nothing.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="tiles")
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._pending = 0
        self._closed = False

    def start(self) -> None:
        """Start the processes now, so that the first tile need not wait for them."""
        with self._lock:
            missing = 0 if self._closed else self._size - len(self._idle) - self._pending
        for _ in range(max(missing, 0)):
            self._put_back(Worker())

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that have no job at the moment."""
        with self._lock:
            return tuple(worker.pid for worker in self._idle)

    async def run(self, function: Callable[..., T], *arguments: Any, limit_s: float = 0) -> T:
        """The result of `function(*arguments)` from a worker; both must be picklable.

        Raises Busy if the queue is full or the time limit ran out, else what the function raised.
        """
        with self._lock:
            if self._closed or self._pending >= self._size + self._max_queue:
                raise Busy("all workers are busy with other tiles; ask again in a moment.")
            self._pending += 1
        try:
            job = self._threads.submit(self._work, function, arguments, limit_s or self._limit_s)
        except RuntimeError as error:  # closed in between
            self._done()
            raise Busy("the server is stopping.") from error
        job.add_done_callback(self._done)
        return await asyncio.wrap_future(job)

    def _done(self, _: Any = None) -> None:
        with self._lock:
            self._pending -= 1

    def _work(self, function: Callable[..., T], arguments: tuple[Any, ...], limit_s: float) -> T:
        worker = self._take()
        try:
            value = worker.call(function, arguments, limit_s)
        except TimeoutError:
            self._replace(worker)
            raise Busy(f"it took longer than {limit_s:g} s and was stopped.") from None
        except Gone:
            self._replace(worker)
            raise Busy("its worker process ended; ask again in a moment.") from None
        except BaseException:
            self._put_back(worker)
            raise
        self._put_back(worker)
        return value

    def _take(self) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Worker()

    def _replace(self, worker: Worker) -> None:
        worker.close(kill=True)
        if not self._closed:
            self._put_back(Worker())

    def _put_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.close()

    def close(self) -> None:
        """Refuse further jobs, drop waiting ones and end the processes. Twice is harmless."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in idle:
            worker.close()
