"""A program of one's own: the request on its standard input, the answer on its standard output.

It is started by the user's command only, without a shell, and ended when it takes too long.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence

from catalogue.errors import CatalogueError
from catalogue.extract.suggesters.protocol import Answer, read_answer, request_json

_MOST_ANSWER = 32 * 1024 * 1024


class SuggesterFailed(CatalogueError):
    """A suggester could not be started, took too long, or gave no answer that could be read."""


def ask_program(
    command: Sequence[str], text: str, published: str | None, *, limit_s: float = 120.0
) -> Answer:
    """What the program suggests. Raises SuggesterFailed, with what it printed on stderr."""
    name = command[0] if command else ""
    if not name or shutil.which(name) is None:
        raise SuggesterFailed(f"the program {name!r} is not there; give its path.")
    request = json.dumps(request_json(text, published)).encode()
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, and no shell
            list(command), input=request, capture_output=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        raise SuggesterFailed(f"{name} took longer than {limit_s:g} s and was stopped.") from None
    except OSError as error:
        raise SuggesterFailed(f"{name} cannot be started: {error.strerror}.") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["nothing"]
        raise SuggesterFailed(f"{name} ended with code {done.returncode}; it said: {said[0][:300]}")
    return read_answer(text, read_json(name, done.stdout), f"program:{name.rsplit('/', 1)[-1]}")


def read_json(name: str, body: bytes) -> object:
    """The JSON of an answer. Raises SuggesterFailed."""
    if len(body) > _MOST_ANSWER:
        raise SuggesterFailed(f"the answer of {name} is larger than 32 MB.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        shown = body[:80].decode("utf-8", "replace")
        raise SuggesterFailed(f"the answer of {name} is not JSON: it begins {shown!r}.") from None
