"""Checks that values of every kind share."""

from __future__ import annotations

import math

from catalogue.errors import InvalidValue


def check_range(name: str, value: float | None, low: float, high: float, unit: str) -> None:
    """Raise InvalidValue unless `value` is None or a finite number in [low, high] `unit`."""
    if value is None:
        return
    if not math.isfinite(value) or not low <= value <= high:
        raise InvalidValue(f"{name} is {value}; it must lie between {low:g} and {high:g} {unit}.")
