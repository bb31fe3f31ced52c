"""The numbers of `catalogue.score`, for many pairs at once; property tests hold them equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalogue.bulk.columns import SceneColumns
from catalogue.model import Level, Role
from catalogue.score import SECONDS_PER_DAY, Parameters
from catalogue.space.edges import Floats, Ints

ROLES: tuple[Role, ...] = ("before", "during", "between", "after")
LEVELS: tuple[Level, ...] = ("good", "limited", "unusable")
_DURING = ROLES.index("during")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A column of terms or of their products, each in [0, 1]."""

    low: Floats
    high: Floats
    value: Floats

    def times(self, other: Bounds) -> Bounds:
        """The product, each with each."""
        return Bounds(self.low * other.low, self.high * other.high, self.value * other.value)


def scores(
    place: Bounds,
    role: Ints,
    dt_s: Floats,
    scenes: SceneColumns,
    scene: Ints,
    critical_m: Floats,
    p: Parameters,
) -> tuple[Bounds, Ints]:
    """(score, index into LEVELS) of pairs: `scene` are rows, the others a value a pair."""
    timing = _timing(role, dt_s, p)
    sharp = sharpness(scenes.gsd_m[scene], critical_m, p)
    clear = _clear_view(scenes, scene, p)
    return place.times(timing).times(sharp).times(clear), _levels((place, sharp, clear), p)


def _timing(role: Ints, dt_s: Floats, p: Parameters) -> Bounds:
    halved = p.beside_event * np.power(2.0, -np.abs(dt_s) / SECONDS_PER_DAY / p.half_life_days)
    value = np.where(role == _DURING, 1.0, halved)
    return Bounds(value, value, value)


def sharpness(gsd_m: Floats, critical_m: Floats, p: Parameters) -> Bounds:
    """The term of pixel sizes against critical dimensions (m), NaN where unknown."""
    best = critical_m / p.detect_pixels
    low = _seen(np.minimum(p.reliable_gsd_m, best) / gsd_m, p)
    high = _seen(best / gsd_m, p)
    unknown = np.isnan(gsd_m) | np.isnan(critical_m)
    value = np.maximum(low, np.sqrt(low * high))
    return Bounds(
        np.where(unknown, 0.0, low),
        np.where(unknown, 1.0, high),
        np.where(unknown, p.prior, value),
    )


def _seen(ratio: Floats, p: Parameters) -> Floats:
    full = np.array(p.transfer_full)
    some = _transfer(np.minimum(ratio, full), p) / _transfer(full, p)
    return np.where(ratio >= full, 1.0, some)


def _transfer(ratio: Floats, p: Parameters) -> Floats:
    power = np.power(ratio, p.transfer_a + p.transfer_b * ratio)
    return np.asarray(power / (1 + power), dtype=np.float64)


def _clear_view(scenes: SceneColumns, scene: Ints, p: Parameters) -> Bounds:
    share = scenes.cloud_pct[scene] / 100
    radar, night = scenes.radar[scene], scenes.sun_elevation_deg[scene] <= 0
    cases = [radar, night, np.isnan(share)]
    low = np.maximum(0.0, 1 - p.cloud_factor * share)
    high = np.minimum(1.0, p.cloud_factor * (1 - share))
    return Bounds(
        np.select(cases, [1.0, 0.0, 0.0], low),
        np.select(cases, [1.0, 0.0, 1.0], high),
        np.select(cases, [1.0, 0.0, p.prior], 1 - share),
    )


def _levels(view: tuple[Bounds, ...], p: Parameters) -> Ints:
    value = np.minimum.reduce([t.value for t in view])
    unusable = value < p.unusable
    for term in view:
        unusable |= term.high < p.unusable_at_best
    return np.where(unusable, 2, np.where(value >= p.good, 0, 1)).astype(np.int64)
