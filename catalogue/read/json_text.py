"""JSON text to values. NaN and Infinity, which JSON has not, are let in to be named."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import orjson

from catalogue.errors import UnreadableFile


def load(data: bytes) -> Any:
    """The value of JSON bytes, with or without a byte order mark.

    NaN and Infinity come as such numbers: whoever takes a part of the value in asks `not_finite`
    first. Raises UnreadableFile for what is no JSON.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if b"NaN" not in data and b"Infinity" not in data:
            raise UnreadableFile(f"is no valid JSON: {error}.") from None
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"is no valid JSON: {error}.") from None


def not_finite(value: Any, path: str = "") -> tuple[str, float] | None:
    """Where the first number stands that is not finite, as "properties.gsd", and the number."""
    if isinstance(value, float):
        return None if math.isfinite(value) else (path, value)
    parts: Any = ()
    if isinstance(value, Mapping):
        parts = value.items()
    elif isinstance(value, list | tuple):
        parts = enumerate(value)
    for name, part in parts:
        found = not_finite(part, f"{path}.{name}" if path else str(name))
        if found is not None:
            return found
    return None
