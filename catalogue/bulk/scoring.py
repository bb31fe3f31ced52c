"""The numbers of `catalogue.score`, for many pairs at once; property tests hold them equal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.views import clear_views, code_sights
from catalogue.model import CloudAtPlace, Level, Role
from catalogue.score import PER_DECADE, Parameters, fit_table
from catalogue.space.edges import Flags, Floats, Ints

ROLES: tuple[Role, ...] = ("before", "during", "between", "after")
LEVELS: tuple[Level, ...] = ("good", "limited", "unusable")
_ROOT_HALF = math.sqrt(0.5)
_erfc = np.frompyfunc(math.erfc, 1, 1)


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
    timing: Bounds,
    scenes: SceneColumns,
    scene: Ints,
    wanted: ObservationColumns,
    of: Ints,
    p: Parameters,
) -> tuple[Bounds, Ints]:
    """(score, index into LEVELS) of pairs: `scene` and `of` are rows, the others a value a pair."""
    sharp = _sharpness(scenes, scene, wanted, of, p)
    clear = Bounds(*clear_views(scenes, p, scene, _clouds(scenes, scene, wanted, of)).T)
    fit = Bounds(*fits_of(wanted.thing, p)[of, scenes.sensor[scene]].T)
    total = place.times(timing).times(sharp).times(clear).times(fit)
    return total, _levels((place, sharp, clear, fit), p)


def _clouds(
    scenes: SceneColumns, scene: Ints, wanted: ObservationColumns, of: Ints
) -> Iterator[tuple[int, CloudAtPlace]]:
    """What masks say, by pair."""
    for n in np.flatnonzero(wanted.clouded[of]):
        cloud = wanted.clouds[of[n]].get(scenes.uid[scene[n]])
        if cloud is not None and cloud.told:
            yield int(n), cloud


def _sharpness(
    scenes: SceneColumns, scene: Ints, wanted: ObservationColumns, of: Ints, p: Parameters
) -> Bounds:
    code, sights = code_sights(scenes, p, scene)
    first, strict = needed(wanted.critical_m, wanted.flies, p)
    pixel, most, least, usual, _ = sights[code].T
    return sharpness(pixel, (most, least, usual), first[of], strict[of], p)


def needed(critical_m: Floats, flies: Flags, p: Parameters) -> tuple[Floats, Floats]:
    """Logarithms of the pixels (m) that serve the task, by the first and by the strict rule."""
    strict = critical_m / (2 * p.strict_cycles)
    strict = np.where(flies, np.minimum(strict, p.aircraft_gsd_m), strict)
    return np.log10(critical_m / (2 * p.cycles)), np.log10(strict)


def sharpness(
    pixel: Floats, losses: tuple[Floats, Floats, Floats], first: Floats, strict: Floats,
    p: Parameters,
) -> Bounds:  # fmt: skip
    """The term; `pixel`, `first` and `strict` are logarithms of metres, NaN where unknown.

    `losses` are the most, the least and the usual one, in NIIRS.
    """
    most, least, usual = losses
    low, high = _chance(strict, pixel, most, p), _chance(first, pixel, least, p)
    usually = (1 - p.prior) * _chance(strict, pixel, usual, p)
    value = usually + p.prior * _chance(first, pixel, usual, p)
    unknown = np.isnan(pixel) | np.isnan(first)
    return Bounds(
        np.where(unknown, 0.0, low),
        np.where(unknown, 1.0, high),
        np.where(unknown, p.prior, value),
    )


def _chance(needed_m: Floats, pixel: Floats, lost: Floats, p: Parameters) -> Floats:
    spare = PER_DECADE * (needed_m - pixel) - lost
    return 0.5 * np.asarray(_erfc(-spare / p.niirs_error * _ROOT_HALF), dtype=np.float64)


def fits_of(thing: Ints, p: Parameters) -> Floats:
    """(low, high, value) of the term of the sensor, for each observation and sensor."""
    return np.array(fit_table(p))[thing]


def _levels(view: tuple[Bounds, ...], p: Parameters) -> Ints:
    value = np.minimum.reduce([t.value for t in view])
    unusable = value < p.unusable
    for term in view:
        unusable |= term.high < p.unusable_at_best
    return np.where(unusable, 2, np.where(value >= p.good, 0, 1)).astype(np.int64)
