"""A wish to stop what waits for the network."""

from __future__ import annotations

import contextlib
import socket
import threading


class Stopped(Exception):
    """The user has had enough."""


class Stop:
    """A wish to stop that reaches even a thread that waits for the network."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._sockets: list[socket.socket] = []

    @property
    def wished(self) -> bool:
        """True once somebody wants it to end."""
        return self._event.is_set()

    def set(self) -> None:
        """Stop: open connections are cut."""
        self._event.set()
        for sock in list(self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise Stopped if it was wished."""
        if self._event.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Rest. Raises Stopped as soon as it is wished."""
        self._event.wait(seconds)
        self.check()

    def watch(self, sock: socket.socket) -> None:
        """Cut this one too."""
        self._sockets.append(sock)
        self.check()
