"""A worker process: takes calls on its standard input, answers on its standard output.

Started as `python -m catalogue.web.worker`. It ends when its input ends, so none outlives the
server, however that ended. Frames are a length (8 bytes, big endian) and a pickle; both ends
are this program, and nothing that came over a network is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from typing import Any, BinaryIO

from catalogue.errors import CatalogueError, UnreadableFile

_LENGTH = struct.Struct(">Q")


def send(stream: BinaryIO, value: Any) -> None:
    """Write one frame."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one frame. Raises EOFError when the other end is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - written by the other end of our own pipe


def answer(call: tuple[Any, tuple[Any, ...]]) -> tuple[bool, Any]:
    """Make the call: (True, result), or (False, an error a user can read)."""
    function, arguments = call
    try:
        return True, function(*arguments)
    except CatalogueError as error:
        return False, error
    except FileNotFoundError as error:  # a working copy that was evicted: it is made again
        return False, FileNotFoundError(str(error))
    except Exception as error:
        return False, UnreadableFile(f"could not be drawn: {type(error).__name__}: {error}")


def main() -> None:
    """Answer calls until the input ends."""
    # Libraries written in C may print: keep the pipe for frames, send all else to the log.
    frames_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    import catalogue.imagery.render  # noqa: F401 - loads GDAL before the first call

    try:
        send(frames_out, (True, "ready"))
        while True:
            send(frames_out, answer(receive(sys.stdin.buffer)))
    except (EOFError, BrokenPipeError):  # the server is gone, or has no more use for this one
        os._exit(0)


if __name__ == "__main__":
    main()
