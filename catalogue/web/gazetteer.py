"""Places by name while serving: found at once where the gazetteer is compiled, offered where not.

It is compiled when somebody asks for it, in a process of its own: no search waits for it.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.errors import StoreError
from catalogue.gazetteer import Entry, Gazetteer, Match, gazetteer_path, own_places
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

Json = dict[str, Any]
MOST = 8
_ROOT = str(Path(__file__).resolve().parents[2])
_SHORTEST_ALIKE = 4
_PAD_DEG = 0.02
_DEGREE_M = 111_320.0


class Places:
    """The gazetteer in one folder, with the own places of the catalogue in another."""

    def __init__(self, folder: Path, catalogue: Path) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._done = self._total = 0
        self._failed: str | None = None
        self._opened: Gazetteer | None = None

    @cached_property
    def _path(self) -> Path:
        return gazetteer_path(self._folder)

    def status(self) -> Json:
        """`state` is "ready", "absent", "compiling" (`done` of `total` steps) or "failed"."""
        if self._path.is_file():
            return {"state": "ready"}
        if self._process is not None:
            return {"state": "compiling", "done": self._done, "total": self._total}
        if self._failed is not None:
            return {"state": "failed", "reason": self._failed}
        return {"state": "absent"}

    def start(self) -> None:
        """Begin to compile it, unless it is there or somebody did."""
        with self._lock:
            if self._process is not None or self._path.is_file():
                return
            self._failed = None
            self._done = self._total = 0
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", "catalogue.gazetteer", str(self._folder)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": _ROOT},
            )
            threading.Thread(target=self._follow, args=(self._process,), daemon=True).start()

    def _follow(self, process: subprocess.Popen[str]) -> None:
        with process:
            for line in process.stdout or ():
                self._done, self._total = (int(n) for n in line.split())
            said = process.stderr.read().strip() if process.stderr else ""
        if process.returncode:
            self._failed = said or "its process was ended. Ask for it again."
        self._process = None

    def close(self) -> None:
        """Stop compiling and release the file; twice is harmless."""
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def find(self, name: str) -> list[Json]:
        """Places with this name; none until it is compiled."""
        return self._look(name, lambda gazetteer: gazetteer.find(name))

    def alike(self, name: str) -> list[Json]:
        """Places with names much like this one."""
        if len(name) < _SHORTEST_ALIKE:
            return []
        return self._look(name, lambda gazetteer: gazetteer.fuzzy(name, most=MOST))

    def _look(self, name: str, ask: Callable[[Gazetteer], list[Match]]) -> list[Json]:
        if not name or not self._path.is_file():
            return []
        with self._lock:
            if self._opened is None:
                own = own_places((self._catalogue, self._folder))
                self._opened = Gazetteer(self._path, own)
            return [self._hit(self._opened, match.entry) for match in ask(self._opened)[:MOST]]

    def _hit(self, gazetteer: Gazetteer, entry: Entry) -> Json:
        within = ", ".join(area.name for area in gazetteer.within(entry))
        return {
            "kind": "place",
            "title": entry.name,
            "more": f"{_KINDS.get(entry.kind, entry.kind)} in {within}" if within else entry.kind,
            "bounds": bounds(entry),
            "at": [entry.lon, entry.lat],
        }


_KINDS = {"admin1": "region", "admin2": "district", "own": "your own place"}


def bounds(entry: Entry) -> tuple[float, float, float, float]:
    """West, south, east, north (degrees) of what a place reaches; west of -180 is beyond it."""
    high = max(entry.radius_m / _DEGREE_M, _PAD_DEG)
    wide = min(high / max(math.cos(math.radians(entry.lat)), 0.01), 180.0)
    south, north = max(entry.lat - high, -90.0), min(entry.lat + high, 90.0)
    return entry.lon - wide, south, entry.lon + wide, north


async def status(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """Answer `GET /api/gazetteer`: whether places can be found by name."""
    return json_response(context.places.status())


async def compile_it(context: Context, request: Request) -> Response:  # noqa: ARG001
    """PUT /api/gazetteer: have it compiled, once."""
    try:
        context.places.start()
    except OSError as error:
        raise StoreError(f"the gazetteer cannot be compiled: {error}.") from error
    return json_response(context.places.status())
