"""NIIRS of an optical image by the General Image Quality Equation, version 5 (NGA, 2015).

    NIIRS = 9.57 - 3.32 log10(GSD) + 3.32 (1 - exp(-1.9 / SNR)) log10(RER) - 2 log10(RER)^4
            - 1.8 / SNR

GSD in inches: that of the image plane, divided by sin(elevation)^(1/4) to weigh in the ground.
The tests hold it against `pybsm`.
"""

from __future__ import annotations

import math
from functools import lru_cache

from catalogue.score.parameters import DEFAULTS

PER_DECADE = 3.32
_INCH_M = 0.0254
_STEPS = 20


def giqe5(
    gsd_m: float, elevation_deg: float, edge_response: float, signal_to_noise: float
) -> float:
    """NIIRS of an image.

    `gsd_m` is the pixel in the image plane, `elevation_deg` that of the sensor seen from the
    target, `edge_response` the relative edge response, `signal_to_noise` the contrast's.
    """
    weighted = gsd_m / math.sin(math.radians(elevation_deg)) ** 0.25
    edge = math.log10(edge_response)
    sharpened = PER_DECADE * (1 - math.exp(-1.9 / signal_to_noise)) * edge
    return (
        9.57 - PER_DECADE * math.log10(weighted / _INCH_M)
        + sharpened - 2 * edge**4 - 1.8 / signal_to_noise
    )  # fmt: skip


def niirs(
    gsd_m: float,
    off_nadir_deg: float = 0.0,
    sun_elevation_deg: float = 90.0,
    edge_response: float = DEFAULTS.edge_response,
    signal_to_noise: float = DEFAULTS.signal_to_noise,
) -> float:
    """NIIRS of an image of a nominal pixel size, which holds at nadir (as STAC has it).

    Off nadir the pixel grows with the distance, 1 / cos (flat Earth); light falls with the sine
    of the sun's elevation and the signal-to-noise ratio with its root. Both are assumptions.
    """
    away = math.radians(min(off_nadir_deg, 80.0))
    light = math.sin(math.radians(max(sun_elevation_deg, 1.0)))
    return giqe5(
        gsd_m / math.cos(away),
        90.0 - math.degrees(away),
        edge_response,
        signal_to_noise * math.sqrt(light),
    )


@lru_cache(maxsize=100_000)
def loss(
    off_nadir_deg: float, sun_elevation_deg: float, edge_response: float, signal_to_noise: float
) -> float:
    """NIIRS lost against the same pixel at nadir with the sun in the zenith; never negative.

    To 0.05, a sixth of the equation's error: so few images differ.
    """
    best = niirs(1.0, 0.0, 90.0, edge_response, signal_to_noise)
    got = niirs(1.0, off_nadir_deg, sun_elevation_deg, edge_response, signal_to_noise)
    return max(0, round((best - got) * _STEPS)) / _STEPS
