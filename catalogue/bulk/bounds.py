"""What terms of the score do not exceed, before a scene or an observation is read."""

from __future__ import annotations

import math

import numpy as np

from catalogue.bulk.scoring import needed, sharpness
from catalogue.score import Parameters
from catalogue.space.edges import Flags, Floats

# Longer than any stated interval: one side is open.
_OPEN_DAYS = 10**6


def timing_bound(
    before: Floats, after: Floats, tau: float, span: Floats, state: Floats, baseline: float,
    p: Parameters,
) -> Floats:  # fmt: skip
    """What the term of timing does not exceed, by days before and after an interval of `span` days.

    With neither it may be taken within, before or after; `state` where it may be one. `baseline` is
    as `catalogue.score.baseline` has it.
    """
    beside = baseline * np.exp(-np.maximum(before, after) / p.baseline_days)
    since = _faded(span / tau) * np.exp(-after / tau)
    # Within, the term rises until what fades from its trace is what it loses as a comparison.
    best = -tau * math.log(baseline) if baseline > 0 else math.inf
    until = np.minimum(span, best)
    share = np.where(span > 0, until / np.where(span > 0, span, 1.0), 1.0)
    within = share * _faded(until / tau) + baseline * (1 - share)
    within = np.where(state > 0, 1.0, np.maximum(within, p.prior * (span > _OPEN_DAYS)))
    found = np.where(after > 0, np.maximum(since, beside * (state > 0)), within)
    return np.where(before > 0, beside, found)


def _faded(spans: Floats) -> Floats:
    """`catalogue.score.faded`; 1 where open sides make it mean nothing."""
    some = np.where((spans > 0) & np.isfinite(spans), spans, 1.0)
    return np.where(spans > 0, -np.expm1(-some) / some, 1.0)


def best_sharpness(gsd_m: Floats, critical: Floats, flies: Flags, p: Parameters) -> Floats:
    """The term of images that lose nothing to their angle and their light."""
    none = np.zeros(len(gsd_m))
    return sharpness(np.log10(gsd_m), (none, none, none), *needed(critical, flies, p), p).value
