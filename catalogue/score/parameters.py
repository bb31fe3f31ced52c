"""All numbers of the score: one table, each with its unit, range and source or "assumption".

A project may override any of them (`changed`); what differs from the defaults is kept as JSON
(`to_json`, `from_json`). Everything that scores takes a `Parameters`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, get_args

from catalogue.errors import InvalidValue
from catalogue.model import Task

TASKS: tuple[Task, ...] = get_args(Task)


def _number(default: float, unit: str, low: float, high: float, source: str) -> Any:
    return field(default=default, metadata={"unit": unit, "range": (low, high), "source": source})


def _share(default: float, source: str) -> Any:
    return _number(default, "share", 0, 1, source)


def _days(default: float, source: str) -> Any:
    return _number(default, "days", 0.01, 100_000, source)


def _fit(default: float, why: str) -> Any:
    return _share(default, f"assumption: {why}")


_JOHNSON = "Johnson (1958): the upper end of"
_CHEVALIER = "Chevalier (2015), two-dimensional targets"
_SUN_HIGH = "assumption: what nobody stated is no worse"
_ORBIT = "assumption: mid-morning orbits of most optical satellites"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers of the score; names, units, ranges and sources in `table`."""

    task: Task = field(
        default="detect",
        metadata={"unit": "", "range": TASKS, "source": "what the image is to serve for"},
    )
    prior: float = _share(0.5, "assumption: value of what is unknown, weight of the first limit")
    # -- timing
    baseline: float = _share(0.2, "assumption: an image before serves only to compare")
    baseline_change: float = _share(
        1,
        "assumption: a lasting change takes a pair to be shown, the image before as the one after",
    )
    baseline_days: float = _days(45, "assumption: e-folding time of such an image's use")
    persist_visit_days: float = _days(0.5, "assumption: visits, inspections, launches; hours")
    persist_parked_days: float = _days(3, "assumption: parked aircraft, vehicles, deployments")
    persist_flood_days: float = _days(10, "assumption: water recedes within weeks")
    persist_fire_days: float = _days(60, "assumption: burn scars")
    persist_damage_days: float = _days(120, "assumption: craters, damaged buildings")
    persist_scar_days: float = _days(365, "assumption: landslides, dam failures")
    persist_building_days: float = _days(3650, "assumption: construction")
    persist_unknown_days: float = _days(10, "assumption: between parked things and burn scars")
    # -- sharpness
    cycles_detect: float = _number(1, "cycles", 0.1, 50, _CHEVALIER)
    cycles_recognise: float = _number(2, "cycles", 0.1, 50, _CHEVALIER)
    cycles_identify: float = _number(6, "cycles", 0.1, 50, _CHEVALIER)
    strict_cycles_detect: float = _number(1.25, "cycles", 0.1, 50, f"{_JOHNSON} 1.0 ± 0.25")
    strict_cycles_recognise: float = _number(4.8, "cycles", 0.1, 50, f"{_JOHNSON} 4.0 ± 0.8")
    strict_cycles_identify: float = _number(7.9, "cycles", 0.1, 50, f"{_JOHNSON} 6.4 ± 1.5")
    aircraft_gsd_m: float = _number(
        0.86, "m", 0.01, 100, "From Pixels to Planes (arXiv 2412.02137): reliable detection"
    )
    niirs_error: float = _number(
        0.42, "NIIRS", 0.05, 3, "0.3 · √2: standard error of GIQE twice (Leachtenauer 1997)"
    )
    edge_response: float = _number(
        0.35, "share", 0.05, 1, "GIQE-5's own test case of NIIRS 5; assumption: it holds for all"
    )
    signal_to_noise: float = _number(
        50, "ratio", 1, 1000, "GIQE-5's own test case; assumption: with the sun in the zenith"
    )
    off_nadir_best_deg: float = _number(0, "degrees", 0, 60, _SUN_HIGH)
    off_nadir_deg: float = _number(15, "degrees", 0, 60, "assumption: where it is unknown")
    off_nadir_worst_deg: float = _number(
        30, "degrees", 0, 60, "SkyWatch: beyond, images degrade; assumption: unknown is no worse"
    )
    sun_best_deg: float = _number(90, "degrees", 5, 90, _ORBIT)
    sun_deg: float = _number(45, "degrees", 5, 90, f"{_ORBIT}; where it is unknown")
    sun_worst_deg: float = _number(15, "degrees", 5, 90, f"{_ORBIT}, in winter")
    # -- clear view
    sun_least_deg: float = _number(5, "degrees", -18, 45, "assumption: lower, nothing is seen")
    sun_full_deg: float = _number(25, "degrees", 1, 90, "assumption: higher, all is lit")
    cloud_factor: float = _number(
        2, "times", 1, 100, "assumption: the place may be so much cloudier or clearer than a scene"
    )
    shadow_hides: float = _share(0.5, "assumption: ground in the shadow of a cloud is seen badly")
    # -- sensor
    radar_uav: float = _fit(0.3, "composite skins return little")
    radar_aircraft: float = _fit(0.7, "metal returns, types blur")
    radar_vehicle: float = _fit(0.5, "bright points that are hard to tell")
    radar_ship: float = _fit(0.9, "metal on dark water")
    radar_building: float = _fit(0.7, "corners return, damage shows by change")
    radar_ground: float = _fit(0.6, "changed ground shows by roughness")
    radar_fire: float = _fit(0.3, "neither flames nor smoke return")
    radar_flood: float = _fit(1.0, "open water is dark")
    thermal_uav: float = _fit(0.2, "small and cold")
    thermal_aircraft: float = _fit(0.4, "engines only")
    thermal_vehicle: float = _fit(0.4, "engines only")
    thermal_ship: float = _fit(0.6, "warm on cold water")
    thermal_building: float = _fit(0.3, "heat of use, hardly damage")
    thermal_ground: float = _fit(0.3, "little contrast")
    thermal_fire: float = _fit(1.0, "what it was made for")
    thermal_flood: float = _fit(0.6, "water differs in temperature")
    other_sensor_worst: float = _fit(0.2, "radar and thermal, where the class is unknown")
    # -- level
    unusable: float = _share(0.05, "assumption: a term below it, at its value, is useless")
    unusable_at_best: float = _share(0.25, "assumption: a term below it even in the best case")
    good: float = _share(0.6, "assumption: all terms but timing at least so much")

    @property
    def cycles(self) -> float:
        """Cycles across an object that the task needs by the first limit."""
        return float(getattr(self, f"cycles_{self.task}"))

    @property
    def strict_cycles(self) -> float:
        """Cycles that it needs by the strict limit."""
        return float(getattr(self, f"strict_cycles_{self.task}"))


DEFAULTS = Parameters()
# Pairs that must keep their order, or the limits would be upside down.
_ORDERED = (
    *((f"cycles_{task}", f"strict_cycles_{task}") for task in TASKS),
    ("off_nadir_best_deg", "off_nadir_deg"),
    ("off_nadir_deg", "off_nadir_worst_deg"),
    ("sun_worst_deg", "sun_deg"),
    ("sun_deg", "sun_best_deg"),
    ("unusable", "good"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One number of the table; `unit` is empty for a word."""

    name: str
    value: float | str
    default: float | str
    unit: str
    source: str


def table(parameters: Parameters = DEFAULTS) -> list[Row]:
    """All numbers in the order of the terms."""
    return [
        Row(f.name, getattr(parameters, f.name), _default(f), f.metadata["unit"],
            f.metadata["source"])
        for f in fields(Parameters)
    ]  # fmt: skip


def changed(parameters: Parameters, values: Mapping[str, object]) -> Parameters:
    """The parameters with other values, given as numbers or as text.

    Raises InvalidValue for a name that is not known, or a value outside its range.
    """
    known = {f.name: f for f in fields(Parameters)}
    for name in values:
        if name not in known:
            near = get_close_matches(str(name), known, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise InvalidValue(
                f"the score has no parameter {name!r}.{meant} `catalogue score --table` lists them."
            )
    checked: dict[str, Any] = {n: _checked(known[n], v) for n, v in values.items()}
    made = replace(parameters, **checked)
    for least, most in _ORDERED:
        if getattr(made, least) > getattr(made, most):
            raise InvalidValue(
                f"{least} is {getattr(made, least):g} and {most} {getattr(made, most):g}; "
                "the first must not be more than the second."
            )
    if made.sun_full_deg <= made.sun_least_deg:
        raise InvalidValue(
            f"sun_full_deg is {made.sun_full_deg:g}; it must be more than sun_least_deg, "
            f"{made.sun_least_deg:g} degrees."
        )
    return made


def to_json(parameters: Parameters) -> dict[str, float | str]:
    """What differs from the defaults, by name."""
    return {r.name: r.value for r in table(parameters) if r.value != r.default}


def from_json(kept: Mapping[str, object]) -> Parameters:
    """The parameters of `to_json`. Raises InvalidValue as `changed`."""
    return changed(DEFAULTS, kept)


def fingerprint(parameters: Parameters) -> str:
    """All numbers as one text: what links were computed with."""
    return json.dumps({r.name: r.value for r in table(parameters)}, sort_keys=True)


def _default(of: Field[Any]) -> float | str:
    value = of.default
    if value is MISSING:  # pragma: no cover
        raise AssertionError(of.name)
    return float(value) if of.name != "task" else str(value)


def _checked(of: Field[Any], value: object) -> float | str:
    wanted = of.metadata["range"]
    if of.name == "task":
        if value not in wanted:
            raise InvalidValue(f"task is {value!r}; it must be one of {', '.join(wanted)}.")
        return str(value)
    low, high = wanted
    try:
        number = float(str(value)) if not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise InvalidValue(
            f"{of.name} is {value}; it must be a number from {low:g} to {high:g} "
            f"({of.metadata['unit']})."
        )
    return number
