"""Clear view: cloud over the place, or else over the scene, and light. Radar needs neither."""

from __future__ import annotations

from catalogue.model import CloudAtPlace, Scene, Term
from catalogue.score.parameters import Parameters
from catalogue.score.sensor import sensor_of
from catalogue.score.terms import percent, unknown


def clear_view(scene: Scene, p: Parameters, at_place: CloudAtPlace | None = None) -> Term:
    """The term of cloud and light: (1 - cloud) x light, light rising with the sun's elevation."""
    sensor = sensor_of(scene)
    if sensor == "radar":
        return Term("clear_view", 1, 1, 1, "radar: it sees through cloud and at night")
    sun = scene.sun_elevation_deg
    needs_light = sensor == "optical"
    dark, bright, usual = light(sun, p) if needs_light else (1.0, 1.0, 1.0)
    if needs_light and sun is not None and bright == 0:
        return Term("clear_view", 0, 0, 0, _dark(sun))
    said = _lit(sun, usual) if needs_light else ""
    if at_place is not None and at_place.told:
        low, high, value = clear_at(at_place, p)
        reason = f"{_over(at_place)}{said}"
        return Term("clear_view", low * dark, high * bright, value * usual, reason)
    if at_place is not None:
        said = f"; {at_place.source} says nothing of the place{said}"
    if scene.cloud_pct is None:
        term = unknown("clear_view", f"its cloud cover is unknown{said}", p)
        return Term(term.name, 0.0, bright, term.value * usual, term.reason, known=False)
    low, high, value = clear_share(scene.cloud_pct / 100, p)
    reason = f"cloud {scene.cloud_pct:.3g} % over the whole scene, not known for the place itself"
    if scene.cloud_pct == 0:
        reason = "no cloud in the whole scene"
    return Term("clear_view", low * dark, high * bright, value * usual, f"{reason}{said}")


def clear_at(at_place: CloudAtPlace, p: Parameters) -> tuple[float, float, float]:
    """(low, high, value): what lies in shadow counts in part, the unknown may be clear or not."""
    high = max(0.0, 1 - at_place.share - p.shadow_hides * at_place.shadow)
    low = max(0.0, high - at_place.unknown)
    return low, high, low + p.prior * (high - low)


def light(sun_elevation_deg: float | None, p: Parameters) -> tuple[float, float, float]:
    """(low, high, value) of the ramp min(1, (sun - least) / (full - least)), 0 below it."""
    if sun_elevation_deg is None:
        return _ramp(p.sun_worst_deg, p), _ramp(p.sun_best_deg, p), _ramp(p.sun_deg, p)
    known = _ramp(sun_elevation_deg, p)
    return known, known, known


def _ramp(sun_deg: float, p: Parameters) -> float:
    return min(1.0, max(0.0, (sun_deg - p.sun_least_deg) / (p.sun_full_deg - p.sun_least_deg)))


def clear_share(cloud: float, p: Parameters) -> tuple[float, float, float]:
    """(low, high, value) from a scene's share of cloud: the place may be cloudier or clearer."""
    return max(0.0, 1 - p.cloud_factor * cloud), min(1.0, p.cloud_factor * (1 - cloud)), 1 - cloud


def _over(at_place: CloudAtPlace) -> str:
    """Cloud over the place, and what else the mask says of it."""
    text = f"cloud over {percent(at_place.share)} of the place ({at_place.source})"
    if at_place.share == 0:
        text = f"no cloud over any of the place ({at_place.source})"
    if at_place.shadow > 0:
        text += f", its shadow over {percent(at_place.shadow)}"
    return text + (f", {percent(at_place.unknown)} unknown" if at_place.unknown > 0 else "")


def _dark(sun: float) -> str:
    if sun <= 0:
        return f"night: the sun was {abs(sun):.0f}° below the horizon"
    return f"dusk: the sun was {sun:.0f}° above the horizon"


def _lit(sun: float | None, usual: float) -> str:
    if sun is None:
        return "; the sun's elevation was not stated"
    return f"; the sun was {sun:.0f}° high" if usual < 1 else ""
