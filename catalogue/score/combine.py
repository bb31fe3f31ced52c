"""The score: a product of five terms, and what the screen says of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from catalogue.model import CloudAtPlace, Level, Observation, Role, Scene, Score, Term
from catalogue.score.clear_view import clear_view
from catalogue.score.parameters import DEFAULTS, Parameters
from catalogue.score.place import Covered, place_term
from catalogue.score.sensor import sensor_fit
from catalogue.score.sharpness import sharpness
from catalogue.score.timing import timing


def score(
    scene: Scene,
    observation: Observation,
    covered: Covered,
    role: Role,
    dt_s: float,
    parameters: Parameters = DEFAULTS,
    cloud_at_place: CloudAtPlace | None = None,
) -> Score:
    """The score of one scene for one observation; `role` and `dt_s` as in `catalogue.model.Link`.

    `cloud_at_place` is what a mask or a person says of the place itself; without it the figure of
    the whole scene counts.
    """
    p = parameters
    terms = (
        place_term(covered),
        timing(scene, observation, role, dt_s, p),
        sharpness(scene, observation.objects, p),
        clear_view(scene, p, cloud_at_place),
        sensor_fit(scene, observation, p),
    )
    limiting = min(terms, key=lambda t: t.value)
    return Score(
        low=math.prod(t.low for t in terms),
        high=math.prod(t.high for t in terms),
        value=math.prod(t.value for t in terms),
        level=_level(terms, p),
        limiting=limiting.name,
        terms=terms,
    )


def _level(terms: Sequence[Term], p: Parameters) -> Level:
    """Usability of the image itself: a sharp clear image before the event is a good one."""
    view = [t for t in terms if t.name != "timing"]
    if any(t.value < p.unusable or t.high < p.unusable_at_best for t in view):
        return "unusable"
    return "good" if all(t.value >= p.good for t in view) else "limited"
