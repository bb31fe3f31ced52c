"""Canonical JSON by RFC 8785, the fast way where that is the same to the byte.

orjson writes text, keys in order and most numbers exactly as RFC 8785 wants them. It differs for
floats that are whole numbers (10.0 is 10), very small or large numbers, and keys beyond ASCII.
The first are written as integers here, the others are left to the reference implementation.
"""

from __future__ import annotations

from typing import Any

import orjson
import rfc8785

# The integers that JSON keeps exactly everywhere (RFC 8785 refuses others).
SAFE_INTEGER = 2**53 - 1
# Below this, ECMAScript and orjson may differ in when they write an exponent.
_SMALL = 1e-4


class _Odd(Exception):
    pass


def canonical(value: Any) -> bytes:
    """RFC 8785 of a value of dict, list, str, int, float, bool and None.

    Raises what `rfc8785.dumps` raises.
    """
    try:
        return orjson.dumps(_as_integers(value), option=orjson.OPT_SORT_KEYS)
    except (_Odd, TypeError):
        return rfc8785.dumps(value)


def _as_integers(value: Any) -> Any:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is dict:
        return {_plain_key(name): _as_integers(item) for name, item in value.items()}
    if kind is list:
        return [_as_integers(item) for item in value]
    if kind is float:
        return whole(value)
    if kind is int and -SAFE_INTEGER <= value <= SAFE_INTEGER:
        return value
    raise _Odd


def whole(value: float) -> float | int:
    """The number as orjson must be given it. Raises _Odd where orjson writes it otherwise."""
    if value.is_integer():
        if -SAFE_INTEGER <= value <= SAFE_INTEGER:
            return int(value)
    elif _SMALL < abs(value) < SAFE_INTEGER:
        return value
    raise _Odd


def _plain_key(name: Any) -> str:
    if type(name) is str and name.isascii():
        return name
    raise _Odd
