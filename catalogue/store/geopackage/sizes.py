"""Numbers of the index's entries for observations: what they say before any row is read.

A number is a counter, then 12 bits for the critical dimension of the smallest object (see
`catalogue.score.critical_m`): 0 says nothing, 1 that no size was stated, the others are steps of
half a per cent, rounded up.
"""

from __future__ import annotations

import math

import numpy as np

from catalogue.store.geopackage.entries import Floats, Ints

COUNTER = 12
NOT_STATED = 1
CODES = 4095
_FIRST = 2
_STEPS = 128  # of each doubling
_LEAST_M = 1e-3


def size_code(critical_m: float | None) -> int:
    """The code of a critical dimension in metres."""
    if critical_m is None:
        return NOT_STATED
    steps = math.ceil(_STEPS * math.log2(critical_m / _LEAST_M))
    return _FIRST + min(max(steps, 0), CODES - _FIRST)


def sizes(numbers: Ints) -> Floats:
    """At most so many metres; NaN where none was stated, infinite where nothing is told."""
    code = numbers & CODES
    # A power that is a hair off must not be less than what it bounds.
    metres = _LEAST_M * np.exp2((code - _FIRST) / _STEPS) * (1 + 1e-9)
    known = np.where((code < _FIRST) | (code == CODES), np.inf, metres)
    return np.asarray(np.where(code == NOT_STATED, np.nan, known), dtype=np.float64)
