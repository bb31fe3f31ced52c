"""The child process: reads a request, opens one file, answers. Holds no rights it can give up.

Run by `catalogue.imagery.sandbox` only. Nothing that a file does may end in a traceback: every
failure becomes an answer {"error": reason}.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import IO, Any

import orjson

from catalogue.imagery import confine
from catalogue.imagery.limits import Limits
from catalogue.imagery.sandbox import read_message, write_message

_MAX_REASON = 400


def main() -> None:
    """Serve requests on standard input until it closes."""
    requests, answers = _private_pipes()
    first = read_message(requests)
    if first is None:
        return
    limits = Limits(**orjson.loads(first))
    confine.leave_network()
    confine.limit_memory_and_files(
        limits.memory_bytes, limits.max_write_bytes, limits.max_open_files
    )
    handlers = _handlers(limits)
    write_message(answers, b"{}")
    while (request := read_message(requests)) is not None:
        confine.limit_cpu(limits.time_s)
        write_message(answers, _answer(handlers, request))


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes under numbers of their own: what a library prints must not mix with them."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    return requests, answers


def _handlers(limits: Limits) -> dict[str, Callable[..., dict[str, Any]]]:
    # Loaded here, after the rights are gone.
    from catalogue.imagery import clouded, picture, probe, rectify, working

    return {
        "probe": lambda path: probe.probe(path, limits),
        "clouds": lambda path, plan: clouded.cloud_shares(path, plan, limits),
        "check": lambda path: probe.check_only(path, limits),
        "picture": lambda path: picture.picture(path, limits),
        "rectify": lambda src, dst, plan: rectify.write_rectified(src, dst, plan, limits),
        "working": lambda src, dst: working.write_copy(src, dst, limits),
    }


def _answer(handlers: dict[str, Callable[..., dict[str, Any]]], request: bytes) -> bytes:
    arguments: dict[str, str] = {}
    try:
        asked = orjson.loads(request)
        arguments = asked["arguments"]
        return orjson.dumps({"ok": handlers[asked["op"]](**arguments)})
    except MemoryError:
        return orjson.dumps({"error": "needs more memory than allowed (read_memory_bytes)."})
    except Exception as error:  # the boundary: GDAL, codecs and Pillow raise anything
        return orjson.dumps({"error": _reason(error, arguments.values())})


def _reason(error: BaseException, paths: Any) -> str:
    """A readable reason without the paths: the caller names the file."""
    text = str(error) or type(error).__name__
    if error.__cause__ is not None and "See previous exception" in text:
        text = str(error.__cause__)
    for path in paths:
        text = text.replace(path, "the file").replace(os.path.basename(path), "the file")
    text = re.sub(r"^(the file: ?)+|(?<=: )the file: ?", "", text)
    text = re.sub(r"[^\x20-\x7e\u00a0-\uffff]+", " ", text)
    text = text.encode("utf-8", "replace").decode("utf-8").strip()
    return (text[:_MAX_REASON] or type(error).__name__).rstrip(".") + "."


if __name__ == "__main__":
    main()
