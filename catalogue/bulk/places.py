"""How places lie in footprints: `catalogue.join.met` for many pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from catalogue.bulk.columns import AREA, DISC, EACH, SPOT, ObservationColumns, SceneColumns
from catalogue.bulk.scoring import Bounds
from catalogue.join import met
from catalogue.score import Parameters
from catalogue.space.areas import area_shares
from catalogue.space.discs import disc_shares
from catalogue.space.edges import Flags, Floats, Ints, edges_of


@dataclass(frozen=True, slots=True)
class Places:
    """Of each pair: `catalogue.join.Met` as columns."""

    meets: Flags
    whole: Flags
    stated: Floats
    bounds: Bounds


def places(
    scenes: SceneColumns, wanted: ObservationColumns, of: Ints, scene: Ints, p: Parameters
) -> Places:
    """Places of the pairs of rows `of` and `scene`; exact, each kind of place by its own rule."""
    share, mass, meets, whole, left = covers(scenes, wanted, of, scene)
    result = _weighed(wanted, of, share, mass, meets, whole, p)
    _each(scenes, wanted, of, scene, left, result, p)
    return result


def covers(
    scenes: SceneColumns, wanted: ObservationColumns, of: Ints, scene: Ints
) -> tuple[Floats, Floats, Flags, Flags, Ints]:
    """(share, mass, meets, whole, pairs of which they say nothing) of the only candidates."""
    n = len(of)
    share, meets, whole = np.zeros(n), np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    kind = wanted.kind[of].copy()
    discs = np.flatnonzero(kind == DISC)
    at = of[discs]
    # Edges of these footprints only: those of all would take more memory than all else.
    used, which = np.unique(scene[discs], return_inverse=True)
    edges = edges_of(scenes.footprint[used])
    found = disc_shares(edges, which, wanted.lon[at], wanted.lat[at], wanted.radius_m[at])
    share[discs], meets[discs], whole[discs] = found.share, found.meets, found.whole
    kind[discs[found.undecided]] = EACH
    spots = np.flatnonzero(kind == SPOT)
    inside = shapely.intersects_xy(
        scenes.footprint[scene[spots]], wanted.lon[of[spots]], wanted.lat[of[spots]]
    )
    share[spots], meets[spots], whole[spots] = inside, inside, inside
    areas = np.flatnonzero(kind == AREA)
    used, which = np.unique(scene[areas], return_inverse=True)
    held, whose = np.unique(of[areas], return_inverse=True)
    share[areas], meets[areas], whole[areas] = area_shares(
        scenes.footprint[used], which, wanted.area[held], whose
    )
    mass = share.copy()
    mass[discs] = found.mass
    return share, mass, meets, whole, np.flatnonzero(kind == EACH)


def _weighed(
    wanted: ObservationColumns,
    of: Ints,
    share: Floats,
    mass: Floats,
    meets: Flags,
    whole: Flags,
    p: Parameters,
) -> Places:
    """One candidate with its probability; one without a stated radius may lie anywhere."""
    known, weight, reserve = wanted.stated[of], wanted.p[of], wanted.reserve[of]
    likely = weight * mass
    low = np.minimum(1.0, np.where(known, likely, 0.0))
    high = np.minimum(1.0, np.where(known, likely, weight) + reserve)
    value = np.minimum(1.0, np.where(known, likely, p.prior * likely))
    sure = whole & known & (reserve == 0)
    return Places(meets, sure, np.minimum(1.0, weight * share), Bounds(low, high, value))


def _each(
    scenes: SceneColumns,
    wanted: ObservationColumns,
    of: Ints,
    scene: Ints,
    pairs: Ints,
    result: Places,
    p: Parameters,
) -> None:
    """Several candidates, lines, what lies at a pole or on 180 degrees: one after the other."""
    for n in pairs:
        place = wanted.values[int(of[n])].place
        if place is None:
            continue
        found = met(place, scenes.footprint[scene[n : n + 1]][0], p)
        result.meets[n], result.whole[n] = found.meets, found.whole
        result.stated[n] = found.covered.stated
        bounds = result.bounds
        bounds.low[n], bounds.high[n] = found.covered.low, found.covered.high
        bounds.value[n] = found.covered.value
