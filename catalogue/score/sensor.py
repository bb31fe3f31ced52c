"""Sensor fit: optical, radar or thermal, and what each shows of a kind of thing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, get_args

from catalogue.model import Observation, Scene, Term
from catalogue.score.classes import KINDS, Kind, kind_of
from catalogue.score.parameters import Parameters

Sensor = Literal["optical", "radar", "thermal"]
# A catalogue has few different sensors; ranking asks for the same ones again and again.
_MOST_NAMES = 4096
SENSORS: tuple[Sensor, ...] = get_args(Sensor)
# A code for "may be any".
ANY_SENSOR = -1

_RADAR = ("sentinel-1", "c-sar", "x-sar", "terrasar", "iceye", "capella", "umbra", "cosmo-sky")
_THERMAL = {"thermal", "tir", "tirs", "lwir", "mwir", "ecostress", "hotsat"}
_WORD = re.compile(r"[a-z0-9]+")
_NAMES: dict[Kind, str] = {
    "uav": "an unmanned aircraft", "aircraft": "an aircraft", "vehicle": "a vehicle",
    "ship": "a ship", "building": "a building", "ground": "changed ground", "fire": "a fire",
    "flood": "a flood",
}  # fmt: skip


def sensor_of(scene: Scene) -> Sensor:
    """The sensor by its names; what says nothing of radar or heat is taken as optical.

    One with optical and thermal instruments is optical.
    """
    return _named(scene.instruments, scene.platform or "", scene.collection or "")


@lru_cache(_MOST_NAMES)
def _named(instruments: tuple[str, ...], platform: str, collection: str) -> Sensor:
    words = " ".join([*instruments, platform, collection]).lower()
    if any(m in words for m in _RADAR) or "sar" in _WORD.findall(words):
        return "radar"
    each = instruments or tuple(filter(None, (platform, collection)))
    heat = [bool(_THERMAL & set(_WORD.findall(name.lower()))) for name in each]
    thermal = any(heat) if not instruments else bool(heat) and all(heat)
    return "thermal" if thermal else "optical"


def fits(sensor: Sensor, kind: Kind | None, p: Parameters) -> tuple[float, float, float]:
    """(low, high, value) of the term."""
    if sensor == "optical":
        return 1.0, 1.0, 1.0
    if kind is None:
        return p.other_sensor_worst, 1.0, p.prior
    fit = float(getattr(p, f"{sensor}_{kind}"))
    return fit, fit, fit


def sensor_fit(scene: Scene, observation: Observation, p: Parameters) -> Term:
    """The term of what this sensor shows of what was reported."""
    sensor, kind = sensor_of(scene), kind_of(observation)
    low, high, value = fits(sensor, kind, p)
    if sensor == "optical":
        reason = "an optical image"
    elif kind is None:
        reason = f"a {sensor} image; how well it shows this is unknown: no class was stated"
    else:
        reason = f"a {sensor} image, which shows {_NAMES[kind]} {_word(value)}"
    known = sensor == "optical" or kind is not None
    return Term("sensor", low, high, value, reason, known)


def _word(fit: float) -> str:
    return "well" if fit >= 0.8 else "fairly" if fit >= 0.5 else "poorly"


def fit_table(p: Parameters) -> list[list[tuple[float, float, float]]]:
    """`fits` by kind (in the order of KINDS, then unknown) and sensor."""
    return [[fits(s, k, p) for s in SENSORS] for k in (*KINDS, None)]
