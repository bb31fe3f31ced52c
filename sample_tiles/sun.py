"""Shadows on the map grid of a scene, by the sun that stood over it."""

from __future__ import annotations

import math

from catalogue.evidence.sun import Sun, sun_at

__all__ = ["Sun", "shadow_step", "sun_at"]


def shadow_step(sun: Sun, convergence_deg: float) -> tuple[float, float, float]:
    """East, north and drop (m) of a shadow ray, per metre over ground, on a map grid.

    `convergence_deg` is grid north minus true north, clockwise positive.
    """
    away = math.radians(sun.azimuth_deg + 180 - convergence_deg)
    return math.sin(away), math.cos(away), math.tan(math.radians(sun.elevation_deg))
