"""From values to colours: expression, decibels, stretch, gamma, colour map; pure.

The order is fixed, so that a look says all there is to say about how a picture came about.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.errors import InvalidValue

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Perceptually even, and told apart by most colour-blind people; the last two for values round 0.
COLORMAPS = ("viridis", "cividis", "magma", "inferno", "gray", "rdbu", "brbg")
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs, "exp": np.exp, "log": np.log, "log10": np.log10, "sqrt": np.sqrt,
    "max": np.fmax, "min": np.fmin, "where": lambda test, a, b: np.where(test > 0, a, b),
}  # fmt: skip
_ARGUMENTS = {"max": 2, "min": 2, "where": 3}
_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide,
    ast.Pow: np.power, ast.USub: np.negative, ast.UAdd: np.positive,
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal,
}  # fmt: skip
MAX_EXPRESSION = 300
_MAX_POWER = 8
_NODES = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Name, ast.Constant,
    ast.Load, *_OPERATORS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How the bands `names` become a picture.

    With an expression one channel comes of it, else each band is one. `stretch` has the values
    drawn as 0 and 255 for each channel, in the unit after `decibel`; a gamma above 1 lightens.
    """

    names: tuple[str, ...]
    stretch: tuple[tuple[float, float], ...]
    expression: str | None = None
    decibel: bool = False
    gamma: float = 1.0
    colormap: str | None = None


def values(look: Look, data: Floats) -> Floats:
    """(channels, rows, columns) in the unit of the stretch; not a number where it is unknown."""
    found = data
    if look.expression:
        bands = dict(zip(look.names, data, strict=True))
        with np.errstate(all="ignore"):
            one = _evaluated(ast.parse(look.expression, mode="eval").body, bands)
        found = np.broadcast_to(np.asarray(one, np.float32), data.shape[1:])[None]
    if look.decibel:
        with np.errstate(all="ignore"):
            found = np.where(found > 0, 10 * np.log10(found), np.nan).astype(np.float32)
    return np.asarray(found, np.float32)


def coloured(look: Look, data: Floats, alpha: Bytes) -> tuple[list[Bytes], Bytes]:
    """One or three channels of bytes, and alpha: 0 also where a channel has no value."""
    found = values(look, data)
    known = np.isfinite(found).all(axis=0)
    alpha = np.where(known, alpha, 0).astype(np.uint8)
    planes = []
    for plane, (low, high) in zip(found, look.stretch, strict=True):
        span = (high - low) or 1.0
        share = np.clip((np.where(known, plane, low) - low) / span, 0.0, 1.0)
        if look.gamma != 1.0:
            share = share ** (1 / look.gamma)
        planes.append(np.rint(share * 255).astype(np.uint8))
    if look.colormap and len(planes) == 1:
        return list(np.moveaxis(_colours(look.colormap)[planes[0]], -1, 0)), alpha
    return planes, alpha


def _evaluated(node: ast.AST, bands: Mapping[str, Floats]) -> Any:
    """The value of an expression that `names_in` let pass."""
    match node:
        case ast.Constant(value=value):
            return np.float32(float(str(value)))
        case ast.Name(id=name):
            return bands[name]
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATORS[type(op)](_evaluated(operand, bands))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_evaluated(left, bands), _evaluated(right, bands))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            test = _OPERATORS[type(op)](_evaluated(left, bands), _evaluated(right, bands))
            return np.asarray(test, np.float32)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_evaluated(a, bands) for a in arguments))
    raise InvalidValue(f"{ast.unparse(node)} is not allowed in an expression.")


@cache
def _colours(name: str) -> Bytes:
    from rio_tiler.colormap import cmap

    table = cmap.get(name)
    return np.array([table[i][:3] for i in range(256)], np.uint8)


def names_in(expression: str) -> tuple[str, ...]:
    """The bands an expression names, in order. Raises InvalidValue unless it is arithmetic."""
    if len(expression) > MAX_EXPRESSION:
        raise InvalidValue(
            f"the expression has {len(expression)} characters; {MAX_EXPRESSION} at most."
        )
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InvalidValue(
            f"expression {expression!r} cannot be read; write it like (nir - red) / (nir + red)."
        ) from None
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        _check(node, expression)
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS:
            found[node.id] = None
    if not found:
        raise InvalidValue(f"expression {expression!r} names no band.")
    return tuple(found)


def _check(node: ast.AST, expression: str) -> None:
    if not isinstance(node, _NODES):
        raise InvalidValue(
            f"expression {expression!r}: {type(node).__name__} is not allowed; use + - * / ** "
            f"( ) < > and {', '.join(FUNCTIONS)}."
        )
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
        raise InvalidValue(f"expression {expression!r}: {node.value!r} is no number.")
    if isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else None
        if called not in FUNCTIONS or node.keywords:
            raise InvalidValue(f"expression {expression!r}: use only {', '.join(FUNCTIONS)}.")
        wanted = _ARGUMENTS.get(called or "", 1)
        if len(node.args) != wanted:
            raise InvalidValue(f"expression {expression!r}: {called} takes {wanted} values.")
    if isinstance(node, ast.Compare) and len(node.ops) != 1:
        raise InvalidValue(f"expression {expression!r}: compare two values at a time.")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        power = node.right
        if isinstance(power, ast.UnaryOp):
            power = power.operand
        small = isinstance(power, ast.Constant) and abs(float(str(power.value))) <= _MAX_POWER
        if not small:
            raise InvalidValue(
                f"expression {expression!r}: a power is a number up to {_MAX_POWER}."
            )
