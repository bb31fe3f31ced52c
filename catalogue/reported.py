"""The best observations of a scene without decoding every one; pure. As `catalogue.rank`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from catalogue.bulk.bounds import best_sharpness
from catalogue.join import MARGIN_DAYS, link_pairs
from catalogue.model import CloudAtPlace, Link, Observation, ObservationSketches, Scene
from catalogue.model.summary import Floats
from catalogue.rank import Pair, first, timed, worth
from catalogue.score import (
    DEFAULTS,
    SECONDS_PER_DAY,
    SENSORS,
    Parameters,
    clear_view,
    critical_m,
    fit_table,
    persistences,
    sensor_of,
)

# Fetches observations by the keys of sketches; see `Store.sketched_observations`.
Fetch = Callable[[Sequence[int]], Sequence[Observation]]


def best_observations(
    scene: Scene,
    candidates: ObservationSketches,
    fetch: Fetch,
    limit: int | None = None,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    clouded: Sequence[tuple[Observation, CloudAtPlace]] = (),
) -> list[Link]:
    """The links of a scene, best first, equal ones by the observation's uid; the first `limit`.

    `clouded` are the observations of whose places its mask tells.
    """
    if scene.when is None or (limit is not None and limit <= 0):
        return []
    bound = observation_bounds(scene, candidates, margin_days, parameters)

    def weigh(observations: Sequence[Observation], least: float) -> Iterator[Pair]:
        sketches = observation_sketches_of(observations)
        exact = np.full(len(observations), -1.0)
        each = observation_bounds(scene, sketches, margin_days, parameters)
        np.maximum.at(exact, sketches.key, each)
        tried = [(observation, scene) for observation in observations]
        for made, observation, _ in worth(tried, exact, least, margin_days, parameters):
            yield Pair.of(made, "", observation.uid)

    tried = [(observation, scene) for observation, _ in clouded]
    made = link_pairs(tried, margin_days, parameters, [cloud for _, cloud in clouded])
    begun = [Pair.of(link, "", link.observation) for link in made]
    known = [observation.uid for observation, _ in clouded]
    return first(bound, candidates.key, fetch, weigh, limit, begun, known)


def observation_bounds(
    scene: Scene, candidates: ObservationSketches, margin_days: float, p: Parameters
) -> Floats:
    """What no score of a candidate exceeds; -1 for those surely beyond the margin."""
    if scene.when is None:
        return np.full(len(candidates), -1.0)
    after = np.maximum(scene.when.begin_us - candidates.end_us, 0) / 1e6 / SECONDS_PER_DAY
    before = np.maximum(candidates.begin_us - scene.when.end_us, 0) / 1e6 / SECONDS_PER_DAY
    untold = np.isinf(candidates.critical_m)
    gsd = np.full(len(candidates), scene.gsd_m, dtype=np.float64)
    size, flies = (
        np.where(untold, np.nan, candidates.critical_m),
        np.zeros(len(gsd), dtype=np.bool_),
    )
    # Of what class they are is not told: nothing lasts longer than what lasts longest.
    compared = max(p.baseline, p.baseline_change)
    timing = np.where(
        before > 0,
        compared * np.exp(-before / p.baseline_days),
        np.exp(-after / max(persistences(p))),
    )
    timing = np.maximum(timing, compared * np.exp(-after / p.baseline_days) * (before <= 0))
    best = np.where(untold, 1.0, best_sharpness(gsd, size, flies, p)) * clear_view(scene, p).value
    most = max(row[SENSORS.index(sensor_of(scene))][2] for row in fit_table(p))
    return timed(np.maximum(before, after), timing * best * most, margin_days)


def observation_sketches_of(observations: Sequence[Observation]) -> ObservationSketches:
    """Sketches of whole observations, a row for each time of one; keys count them."""
    rows = [
        (n, i.begin_us, i.end_us, critical_m(o.objects))
        for n, o in enumerate(observations)
        for i in (i for e in (o.when.occurrences if o.when else ()) for i, _ in e.alternatives)
    ]
    key, begin, end, size = zip(*rows, strict=True) if rows else ((),) * 4
    return ObservationSketches(
        key=np.array(key, dtype=np.int64),
        begin_us=np.array(begin, dtype=np.int64),
        end_us=np.array(end, dtype=np.int64),
        critical_m=np.array(size, dtype=np.float64),
    )
