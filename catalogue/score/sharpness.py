"""Sharpness: what the pixels resolve against what the object needs, by two published rules.

    chance = Phi((NIIRS(pixel, off-nadir, sun) - NIIRS(needed pixel)) / error)
    needed pixel = sqrt(length x width) / (2 cycles)

The first rule counts two-dimensional cycles, the strict one Johnson's at their upper end, and for
aircraft at most what reliable detection took. They differ by 2 to 7 times, so both are shown: low
is by the strict one, high by the first, and the value lies between by `prior`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.model import ReportedObject, Scene, Task, Term
from catalogue.score.classes import across_m, is_aircraft, smallest
from catalogue.score.giqe import PER_DECADE, loss
from catalogue.score.parameters import DEFAULTS, TASKS, Parameters
from catalogue.score.sensor import Sensor, sensor_of
from catalogue.score.terms import unknown

_ROOT_HALF = math.sqrt(0.5)
_DONE: dict[Task, str] = {
    "detect": "detected", "recognise": "recognised", "identify": "identified"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """The largest pixels (m) that serve a task, by the first and by the strict rule, named."""

    task: Task
    gsd_m: float
    strict_gsd_m: float
    rule: str
    strict_rule: str


def needs(objects: Sequence[ReportedObject], p: Parameters = DEFAULTS) -> tuple[Need, ...]:
    """What the smallest object needs for each task; empty if no size was stated."""
    thing = smallest(objects)
    if thing is None:
        return ()
    flies = is_aircraft(objects)
    return tuple(_need(across_m(thing), flies, replace(p, task=task)) for task in TASKS)


def _need(critical_m: float, flies: bool, p: Parameters) -> Need:
    first, strict = limits(critical_m, flies, p)
    capped = flies and strict == p.aircraft_gsd_m
    johnson = f"Johnson's criteria, {p.strict_cycles:g} cycles"
    return Need(
        p.task, first, strict,
        f"{p.cycles:g} cycle{'s' if p.cycles != 1 else ''} across",
        "reliable detection of aircraft" if capped else johnson,
    )  # fmt: skip


def limits(critical_m: float, flies: bool, p: Parameters) -> tuple[float, float]:
    """(pixel by the first rule, by the strict one) in metres for a critical dimension."""
    strict = critical_m / (2 * p.strict_cycles)
    return critical_m / (2 * p.cycles), min(strict, p.aircraft_gsd_m) if flies else strict


def losses(
    sensor: Sensor, off_nadir_deg: float | None, sun_elevation_deg: float | None, p: Parameters
) -> tuple[float, float, float]:
    """(most, least, usual) NIIRS that an image loses to its angle and its light.

    GIQE is of optical images: radar loses nothing, and heat needs no sun. Angles count to half a
    degree.
    """
    if sensor == "radar":
        return 0.0, 0.0, 0.0
    away = (p.off_nadir_worst_deg, p.off_nadir_best_deg, p.off_nadir_deg)
    light = (p.sun_worst_deg, p.sun_best_deg, p.sun_deg)
    if off_nadir_deg is not None:
        away = (round(2 * off_nadir_deg) / 2,) * 3
    if sensor == "thermal":
        light = (90.0,) * 3
    elif sun_elevation_deg is not None:
        light = (round(2 * sun_elevation_deg) / 2,) * 3
    terms = (p.edge_response, p.signal_to_noise)
    most, least, usual = (loss(a, s, *terms) for a, s in zip(away, light, strict=True))
    return most, least, usual


def chance(needed_m: float, gsd_m: float, lost: float, p: Parameters) -> float:
    """1/2 where the pixel is just what is needed; the normal distribution of GIQE's error."""
    spare = PER_DECADE * (math.log10(needed_m) - math.log10(gsd_m)) - lost
    return 0.5 * math.erfc(-spare / p.niirs_error * _ROOT_HALF)


def sharpness(scene: Scene, objects: Sequence[ReportedObject], p: Parameters) -> Term:
    """The term of what the pixels resolve."""
    thing = smallest(objects)
    if scene.gsd_m is None:
        return unknown("sharpness", "the size of its pixels is unknown", p)
    pixels = f"pixels of {scene.gsd_m:.3g} m"
    if thing is None:
        what = "no size of an object was stated" if objects else "no object was stated"
        return unknown("sharpness", f"{pixels}; {what}", p)
    need = _need(across_m(thing), is_aircraft(objects), p)
    sensor = sensor_of(scene)
    most, least, usual = losses(sensor, scene.off_nadir_deg, scene.sun_elevation_deg, p)
    low = chance(need.strict_gsd_m, scene.gsd_m, most, p)
    high = chance(need.gsd_m, scene.gsd_m, least, p)
    value = (1 - p.prior) * chance(need.strict_gsd_m, scene.gsd_m, usual, p) + p.prior * chance(
        need.gsd_m, scene.gsd_m, usual, p
    )
    reason = (
        f"{pixels}{_unstated(scene)}; an object of {thing.length_m:g} × {thing.width_m:g} m needs "
        f"{need.gsd_m:.2g} m at best to be {_DONE[p.task]} ({need.rule}), "
        f"{need.strict_gsd_m:.2g} m to be surely so ({need.strict_rule})"
    )
    return Term("sharpness", low, high, value, reason)


def _unstated(scene: Scene) -> str:
    sensor = sensor_of(scene)
    missing = [
        name
        for name, value in (
            ("off-nadir", scene.off_nadir_deg if sensor != "radar" else 0.0),
            ("sun", scene.sun_elevation_deg if sensor == "optical" else 0.0),
        )
        if value is None
    ]
    return f" ({' and '.join(missing)} not stated)" if missing else ""
