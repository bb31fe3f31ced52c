"""What a score takes of scenes alone, for many at once: their sharpness and their clear view."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from catalogue.bulk.columns import SceneColumns
from catalogue.model import CloudAtPlace
from catalogue.score import SENSORS, Parameters, clear_at, losses
from catalogue.space.edges import Floats, Ints

_RADAR, _THERMAL = SENSORS.index("radar"), SENSORS.index("thermal")
# Angles in half degrees, and what stands for an unknown one.
_UNKNOWN = 999
_BASE = 1000


def code_sights(scenes: SceneColumns, p: Parameters, rows: Ints | slice) -> tuple[Ints, Floats]:
    """(a code of each scene, by code: log10 of its pixel in m, its three losses, its sensor).

    Few differ: pixels come with the sensor, angles count to half a degree, losses in steps.
    """
    import pyarrow as pa  # what ranks a few scenes does without it

    gsd = pa.array(scenes.gsd_m[rows]).dictionary_encode()
    angles = _half(scenes.off_nadir_deg[rows]) * _BASE + _half(scenes.sun_elevation_deg[rows])
    angle = pa.array(angles * len(SENSORS) + scenes.sensor[rows]).dictionary_encode()
    views = [_view(code, p) for code in angle.dictionary.to_pylist()]
    kinds = sorted(set(views))
    which = np.array([kinds.index(view) for view in views], dtype=np.int64)
    size = gsd.indices.to_numpy().astype(np.int64)
    pixel = np.log10(gsd.dictionary.to_numpy(zero_copy_only=False))
    each = np.array(kinds).reshape(-1, 4)
    sights = np.column_stack([np.repeat(pixel, len(each)), np.tile(each, (len(pixel), 1))])
    return size * len(each) + which[angle.indices.to_numpy()], sights


def _half(degrees: Floats) -> Ints:
    """Half degrees from -90 on, whole numbers; `_UNKNOWN` for NaN."""
    known = np.round(2 * np.nan_to_num(degrees)).astype(np.int64) + 180
    return np.where(np.isnan(degrees), _UNKNOWN, known)


def _view(code: int, p: Parameters) -> tuple[float, float, float, float]:
    """(most, least and usual loss, sensor)."""
    rest, sensor = divmod(code, len(SENSORS))
    off, sun = (None if c == _UNKNOWN else (c - 180) / 2 for c in divmod(rest, _BASE))
    return *losses(SENSORS[sensor], off, sun, p), float(sensor)


def clear_views(
    scenes: SceneColumns, p: Parameters, rows: Ints | slice,
    clouds: Iterable[tuple[int, CloudAtPlace]] = (),
) -> Floats:  # fmt: skip
    """(low, high, value) of the term of cloud and light, a row for each scene.

    `clouds` are of rows that count by what their masks say of a place.
    """
    share = scenes.cloud_pct[rows] / 100
    sun, sensor = scenes.sun_elevation_deg[rows], scenes.sensor[rows]
    unclouded = [
        np.where(np.isnan(share), worst, known)
        for worst, known in (
            (0.0, np.maximum(0.0, 1 - p.cloud_factor * share)),
            (1.0, np.minimum(1.0, p.cloud_factor * (1 - share))),
            (p.prior, 1 - share),
        )
    ]
    for n, cloud in clouds:
        for known, bound in zip(unclouded, clear_at(cloud, p), strict=True):
            known[n] = bound
    found = np.empty((len(share), 3))
    for column, (clear, deg) in enumerate(
        zip(unclouded, (p.sun_worst_deg, p.sun_best_deg, p.sun_deg), strict=True)
    ):
        height = np.where(np.isnan(sun), deg, sun)
        ramp = (height - p.sun_least_deg) / (p.sun_full_deg - p.sun_least_deg)
        light = np.minimum(1.0, np.maximum(0.0, ramp))
        found[:, column] = clear * np.where(sensor == _THERMAL, 1.0, light)
    found[sensor == _RADAR] = 1.0
    return found
