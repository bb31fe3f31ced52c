"""A pool of child processes that open foreign files, so that this process never does.

Each child is a fresh interpreter with limits (`catalogue.imagery.confine`). It is sent one file
at a time and answers in JSON, never in pickles: what a broken or hostile file makes of the
child cannot reach further than a text that is parsed. A child that dies, hangs or answers
nonsense costs its one file and is replaced.
"""

from __future__ import annotations

import contextlib
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

import orjson

from catalogue.errors import Busy, UnreadableFile
from catalogue.imagery.confine import GDAL_OPTIONS
from catalogue.imagery.limits import Limits

_LENGTH = struct.Struct(">I")
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_FILES_PER_CHILD = 500  # then a fresh one, so that no library's leak grows for ever
_START_S = 60.0
# Credentials and proxies of the user have no business in a child: only these pass.
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
           "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # fmt: skip


def write_message(pipe: IO[bytes], data: bytes) -> None:
    """Send one message: four bytes of length, then the bytes."""
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def read_message(pipe: IO[bytes], most: int = _MAX_ANSWER_BYTES) -> bytes | None:
    """Receive one message; None when the other side is gone or sends more than `most` bytes."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    if length > most:
        return None
    data = pipe.read(length)
    return data if len(data) == length else None


class _Child:
    """One running child process; used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        root = str(Path(__file__).resolve().parents[2])
        env = {name: os.environ[name] for name in _PASSED if name in os.environ}
        env |= GDAL_OPTIONS | {"PYTHONPATH": root, "PYTHONUTF8": "1"}
        if limits.max_write_bytes:  # GDAL writes by way of its VRT driver
            env["GDAL_SKIP"] = env["GDAL_SKIP"].removeprefix("VRT ")
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "catalogue.imagery.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
        )
        # Popen types its pipes as optional; with PIPE they are there
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self.files = 0
        if self._exchange(orjson.dumps(asdict(limits)), _START_S) is None:
            self.stop()
            raise Busy("the process that reads imagery does not start; try again.")

    def ask(self, request: bytes, time_s: float) -> tuple[bytes | None, bool]:
        """The answer, or None when there is none; and whether the time ran out."""
        self.files += 1
        expired = threading.Event()
        answer = self._exchange(request, time_s, expired)
        return answer, expired.is_set()

    def _exchange(
        self, request: bytes, time_s: float, expired: threading.Event | None = None
    ) -> bytes | None:
        def kill() -> None:
            if expired is not None:
                expired.set()
            self._process.kill()

        timer = threading.Timer(time_s, kill)
        timer.daemon = True
        timer.start()
        try:
            write_message(self._requests, request)
            return read_message(self._answers)
        except (OSError, ValueError):
            return None
        finally:
            timer.cancel()

    def fate(self) -> str:
        """How a child ended, in words."""
        code = self._process.wait()
        if code < 0:
            return f"was ended by the system (signal {-code})"
        return f"ended early (code {code})"

    def stop(self) -> None:
        """End the process and close the pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()


class Sandbox:
    """Up to `workers` children, started when first needed. Safe to use from several threads.

    Use as a context manager: leaving it ends the children.
    """

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.workers = max(1, workers)
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self.workers):
            self._idle.put(None)
        self._closed = False

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start one child now, so that the first file need not wait for it."""
        child = self._idle.get()
        try:
            child = child or _Child(self.limits)
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End all children. Waits for a file that is being read by another thread."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self.workers):
            child = self._idle.get()
            if child is not None:
                child.stop()

    def run(self, op: str, **arguments: str) -> dict[str, Any]:
        """Have a child do `op` ("probe", "picture" and so on) and return its answer.

        Raises UnreadableFile, with the reason and without the path, when the file is refused,
        the child dies or the time runs out.
        """
        if self._closed:
            raise Busy("the reading processes have been stopped.")
        child = self._idle.get()
        try:
            if child is None:
                child = _Child(self.limits)
            request = orjson.dumps({"op": op, "arguments": arguments})
            answer, expired = child.ask(request, self.limits.time_s)
            if answer is None:
                text = self._no_answer(child, expired)
                child.stop()
                child = None
                raise UnreadableFile(text)
            if child.files >= _FILES_PER_CHILD:
                child.stop()
                child = None
        except BaseException:
            # Interrupted in the middle of an exchange: such a child is out of step.
            if child is not None and not isinstance(sys.exc_info()[1], UnreadableFile):
                child.stop()
                child = None
            raise
        finally:
            self._idle.put(child)
        return _parsed(answer)

    def _no_answer(self, child: _Child, expired: bool) -> str:
        if expired:
            return f"took longer than {self.limits.time_s:g} s to read (setting read_time_limit_s)."
        return (
            f"the process that read it {child.fate()}: the file is damaged, hostile or needs "
            f"more than {self.limits.memory_bytes // 2**20} MB (setting read_memory_bytes)."
        )


def _parsed(answer: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise UnreadableFile("the process that read it answered nonsense.") from None
    if isinstance(value, Mapping):
        if isinstance(value.get("ok"), dict):
            result: dict[str, Any] = value["ok"]
            return result
        if isinstance(value.get("error"), str):
            raise UnreadableFile(value["error"])
    raise UnreadableFile("the process that read it answered nonsense.")
