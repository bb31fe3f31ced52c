"""Links brought up to date while the server goes on: by one thread for all who wait for them.

What came by the time it is stopped is kept; the next one who asks goes on from there.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, NamedTuple

from catalogue.errors import CatalogueError
from catalogue.linking.ready import compiles_first
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

# Most changes are linked at once: whoever asks should not see a bar for them.
AT_ONCE_S = 1.5
_CLOSE_WAIT_S = 5.0
_log = logging.getLogger(__name__)


class Waiting(NamedTuple):
    """Of `total` observations `done` are linked; None before it is known.

    `compiling`: it has not begun, as what finds links is compiled, once on a machine.
    """

    done: int
    total: int | None
    compiling: bool


class _Stopped(Exception):
    """Somebody has had enough."""


class _Run:
    """One thread that links; `done` of `total` observations are, `total` None until it is known."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.done = 0
        self.total: int | None = None
        self.error: CatalogueError | None = None
        self._compiles = compiles_first()
        self.stop = threading.Event()
        self._catalogue = catalogue
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    @property
    def waiting(self) -> Waiting:
        """How far it is."""
        return Waiting(self.done, self.total, self._compiles and not self.done)

    def _told(self, done: int, total: int | None) -> None:
        self.done, self.total = done, total
        if self.stop.is_set():
            raise _Stopped

    def _run(self) -> None:
        try:
            self._catalogue.relink(self._told)
        except _Stopped:
            pass
        except CatalogueError as error:
            self.error = error
        except Exception:
            _log.exception("linking failed")
            self.error = CatalogueError("links cannot be computed; the log of the server says why.")


class Linking:
    """The links of one catalogue. Safe from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._now: _Run | None = None

    def bring(self, wait_s: float | None = None) -> Waiting | None:
        """Begin to link what is due, or go on waiting; None once nothing is.

        Otherwise, after `wait_s` (AT_ONCE_S), how far it is. Raises what the linking raised.
        """
        with self._lock:
            if self._now is None:
                self._now = _Run(self._catalogue)
            run = self._now
        run.thread.join(AT_ONCE_S if wait_s is None else wait_s)
        if run.thread.is_alive():
            return run.waiting
        with self._lock:
            if self._now is run:
                self._now = None
        if run.error is not None:
            raise run.error
        return run.waiting if run.stop.is_set() else None

    def stop(self) -> None:
        """Stop soon; what is linked by then is kept. Twice is harmless."""
        with self._lock:
            if self._now is not None:
                self._now.stop.set()

    def close(self) -> None:
        """Stop, and wait a little for it."""
        with self._lock:
            run = self._now
        if run is not None:
            run.stop.set()
            run.thread.join(_CLOSE_WAIT_S)


async def stop(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """DELETE /api/linking: stop linking; `GET /api/matrix?wait=no` goes on with it."""
    context.linking.stop()
    return json_response({})
