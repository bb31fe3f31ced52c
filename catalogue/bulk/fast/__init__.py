"""The compiled form of `catalogue.bulk`: numba, the optional extra `[fast]`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from numba import njit

_FOLDER = os.path.dirname(__file__)
_STAMP = tuple(
    (e.name, e.stat().st_mtime, e.stat().st_size)
    for e in sorted(os.scandir(_FOLDER), key=lambda e: e.name)
    if e.name.endswith(".py")
)


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function and keep the result, beside this file or in numba's cache folder.

    numba compiles again when the function's own file is newer, but machine code holds the
    functions it calls too, and those may be in another file: so all files here count.
    """
    return _kept(njit(cache=True, nogil=True)(function))


def inlined(function: Callable[..., Any]) -> Any:
    """The same of a function that becomes part of those that call it.

    For what is called for each pair with columns: to hand ten arrays over costs more than most
    pairs do.
    """
    return _kept(njit(cache=True, nogil=True, forceinline=True)(function))


def _kept(made: Any) -> Any:
    made._cache._cache_file._source_stamp = _STAMP
    return made
