"""Could this scene have shown it? Four terms in [0, 1], multiplied; each says why in words.

The score orders images and is not a probability. A term that cannot be known is [0, 1] with a
documented prior as its value, and says so. Every number used is in `Parameters`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.interval import Interval
from catalogue.model import Level, Observation, ReportedObject, Role, Scene, Score, Term, TermName

SECONDS_PER_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of the score, each with its source or the word assumption."""

    # Value of a term of which nothing is known. Assumption.
    prior: float = 0.5
    # Timing of an image just before or after, and days in which it halves. Assumption.
    beside_event: float = 0.5
    half_life_days: float = 30.0
    # Pixels across an object to detect it, at best: Johnson's criteria (1958) ask for one cycle,
    # so two pixels, for one chance in two. Assumption: "across" is sqrt(length x width).
    detect_pixels: float = 2.0
    # Pixel size to detect aircraft reliably, m ("From Pixels to Planes", arXiv 2412.02137).
    # Assumption: it holds for other objects too, unless the rule above asks for less.
    reliable_gsd_m: float = 0.86
    # Exponent a + b N/N50 of the target transfer probability function, as it is commonly used
    # with Johnson's criteria. Assumption: it holds for satellite images.
    transfer_a: float = 2.7
    transfer_b: float = 0.7
    # From this many times the limit on, detection counts as sure. Assumption.
    transfer_full: float = 2.0
    # The place itself may be this many times as cloudy or as clear as the scene. Assumption.
    cloud_factor: float = 2.0
    # An image is unusable if a term of its view has a value below the first or, in the best
    # case, stays below the second; good if all have a value of at least the third. Assumption.
    unusable: float = 0.05
    unusable_at_best: float = 0.25
    good: float = 0.6


DEFAULTS = Parameters()


@dataclass(frozen=True, slots=True)
class Covered:
    """Share of a place's probability inside a footprint: bounds and value for the score.

    `stated` is the share found at the places as stated; `known` is False if one of them is a
    point of which nobody said how sure it is.
    """

    low: float
    high: float
    value: float
    stated: float
    known: bool = True


def score(
    scene: Scene,
    observation: Observation,
    covered: Covered,
    role: Role,
    dt_s: float,
    parameters: Parameters = DEFAULTS,
) -> Score:
    """The score of one scene for one observation; `dt_s` as in `catalogue.model.Link`."""
    terms = (
        _place(covered),
        _timing(scene, observation, role, dt_s, parameters),
        _sharpness(scene, observation.objects, parameters),
        clear_view(scene, parameters),
    )
    limiting = min(terms, key=lambda t: t.value)
    return Score(
        low=math.prod(t.low for t in terms),
        high=math.prod(t.high for t in terms),
        value=math.prod(t.value for t in terms),
        level=_level(terms, parameters),
        limiting=limiting.name,
        terms=terms,
    )


def _level(terms: Sequence[Term], p: Parameters) -> Level:
    """Usability of the image itself: a sharp clear image before the event is a good one."""
    view = [t for t in terms if t.name != "timing"]
    if any(t.value < p.unusable or t.high < p.unusable_at_best for t in view):
        return "unusable"
    return "good" if all(t.value >= p.good for t in view) else "limited"


def _place(covered: Covered) -> Term:
    if covered.stated >= 0.9995:
        what = "the whole place" if covered.known else "the stated position"
    else:
        what = f"{_percent(covered.stated)} of the place"
    unsure = "" if covered.known else "; how sure that position is was not stated"
    reason = f"shows {what}{unsure}"
    return Term("place", covered.low, covered.high, covered.value, reason, covered.known)


def _percent(share: float) -> str:
    """Never 0 % of something that is there."""
    return "less than 1%" if 0 < share < 0.005 else f"{share:.0%}"


def _timing(scene: Scene, observation: Observation, role: Role, dt_s: float, p: Parameters) -> Term:
    taken = _moment(scene.when)
    if role == "during":
        if _is_longer(observation, scene):
            return Term("timing", 1, 1, 1, f"taken within the stated time ({taken}); order unknown")
        return Term("timing", 1, 1, 1, f"taken at the stated time ({taken})")
    days = abs(dt_s) / SECONDS_PER_DAY
    value = p.beside_event * 2 ** (-days / p.half_life_days)
    side = "before" if dt_s < 0 or role == "before" else "after"
    between = " and between two stated times" if role == "between" else ""
    return Term("timing", value, value, value, f"taken {_span(days)} {side}{between} ({taken})")


def _is_longer(observation: Observation, scene: Scene) -> bool:
    spans = [
        i
        for o in (observation.when.occurrences if observation.when else ())
        for i, _ in o.alternatives
    ]
    return any(scene.when and i.contains(scene.when) and i != scene.when for i in spans)


def _moment(when: Interval | None) -> str:
    if when is None:
        return "time unknown"
    begin = f"{when.begin:%Y-%m-%d %H:%M} UTC" if when.begin else "open"
    if when.is_instant:
        return begin
    return f"{begin} to {f'{when.end:%Y-%m-%d %H:%M} UTC' if when.end else 'open'}"


def _span(days: float) -> str:
    if days < 1:
        return f"{days * 24:.0f} h"
    return f"{days:.0f} day{'s' if round(days) != 1 else ''}"


def _sharpness(scene: Scene, objects: Sequence[ReportedObject], p: Parameters) -> Term:
    smallest = _smallest(objects)
    if scene.gsd_m is None:
        return _unknown("sharpness", "the size of its pixels is unknown", p)
    pixels = f"pixels of {scene.gsd_m:.3g} m"
    if smallest is None:
        what = "no size of an object was stated" if objects else "no object was stated"
        return _unknown("sharpness", f"{pixels}; {what}", p)
    best = _critical_m(smallest) / p.detect_pixels
    reliable = min(p.reliable_gsd_m, best)
    low = _seen(reliable / scene.gsd_m, p)
    high = _seen(best / scene.gsd_m, p)
    # Between two published rules that differ by up to 7 times the truth is not known: their
    # geometric mean orders images, and both limits are shown.
    value = max(low, math.sqrt(low * high))
    reason = (
        f"{pixels}; an object of {smallest.length_m:g} × {smallest.width_m:g} m needs "
        f"{best:.2g} m at best to be detected, {reliable:.2g} m to be detected reliably"
    )
    return Term("sharpness", low, high, value, reason)


def critical_m(objects: Sequence[ReportedObject]) -> float | None:
    """Critical dimension in metres of the smallest object, None if no size was stated."""
    smallest = _smallest(objects)
    return None if smallest is None else _critical_m(smallest)


def _smallest(objects: Sequence[ReportedObject]) -> ReportedObject | None:
    sized = [o for o in objects if o.length_m and o.width_m]
    return min(sized, key=_critical_m, default=None)


def _critical_m(thing: ReportedObject) -> float:
    return math.sqrt((thing.length_m or 0) * (thing.width_m or 0))


def _seen(ratio: float, p: Parameters) -> float:
    """Target transfer function: 1/2 where the pixel is just the limit, rising with the ratio.

    P = r^E / (1 + r^E), E = a + b r, r = N/N50 = limit / pixel; scaled to be 1 from
    `transfer_full` times the limit on.
    """
    if ratio >= p.transfer_full:
        return 1.0
    return _transfer(ratio, p) / _transfer(p.transfer_full, p)


def _transfer(ratio: float, p: Parameters) -> float:
    power = math.pow(ratio, p.transfer_a + p.transfer_b * ratio)
    return power / (1 + power)


def clear_view(scene: Scene, p: Parameters) -> Term:
    """The term of cloud and light, which is the same for every observation."""
    if is_radar(scene):
        return Term("clear_view", 1, 1, 1, "radar: it sees through cloud and at night")
    if scene.sun_elevation_deg is not None and scene.sun_elevation_deg <= 0:
        sun = f"the sun was {abs(scene.sun_elevation_deg):.0f}° below the horizon"
        return Term("clear_view", 0, 0, 0, f"night: {sun}")
    if scene.cloud_pct is None:
        return _unknown("clear_view", "its cloud cover is unknown", p)
    share = scene.cloud_pct / 100
    # The figure is of the whole scene: the place may be cloudier or clearer.
    low, high = max(0.0, 1 - p.cloud_factor * share), min(1.0, p.cloud_factor * (1 - share))
    reason = f"cloud {scene.cloud_pct:.3g} % over the whole scene, not known for the place itself"
    if share == 0:
        reason = "no cloud in the whole scene"
    return Term("clear_view", low, high, 1 - share, reason)


def is_radar(scene: Scene) -> bool:
    """True for a sensor that needs no light and sees through cloud, by its names."""
    words = " ".join([*scene.instruments, scene.platform or "", scene.collection or ""]).lower()
    marks = ("sentinel-1", "c-sar", "x-sar", "terrasar", "iceye", "capella", "umbra", "cosmo-sky")
    return (
        any(m in words for m in marks) or "sar" in words.replace("-", " ").replace("_", " ").split()
    )


def _unknown(name: TermName, why: str, p: Parameters) -> Term:
    return Term(name, 0.0, 1.0, p.prior, why, known=False)
