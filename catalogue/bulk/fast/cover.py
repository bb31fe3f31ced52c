"""How the place of an observation lies in footprints, whatever kind of place it is."""

from __future__ import annotations

import numpy as np

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.area import area_covers, area_glances
from catalogue.bulk.fast.areas import MOST
from catalogue.bulk.fast.disc import (
    NOTHING,
    UNDECIDED,
    UNMEASURED,
    WHOLE,
    disc_covers,
    disc_glances,
)
from catalogue.bulk.fast.outline import holds

# As in `catalogue.bulk.columns`.
DISC, SPOT, AREA = 0, 1, 2


@compiled
def workspace():
    """What `area_cover` writes crossings to: where on the area, x, y, where on the edge, order."""
    return (
        np.empty(MOST), np.empty(MOST), np.empty(MOST), np.empty(MOST),
        np.empty(MOST, dtype=np.int64),
    )  # fmt: skip


@compiled
def _spots(shapes, scenes, first, last, lon, lat, codes, shares):
    """(code, share) of a position and each of `scenes[first:last]`."""
    coords, rings, ring_of = shapes
    for i in range(first, last):
        inside = holds(coords, rings, ring_of[scenes[i]], ring_of[scenes[i] + 1], lon, lat)
        codes[i] = UNDECIDED if inside < 0 else WHOLE if inside else NOTHING
        shares[i] = 1.0 if inside == 1 else 0.0


@compiled
def measure(shapes, scenes, first, last, places, o, row, work, codes, shares, masses):
    """(code, share, mass) of the place of a row and each of `scenes[first:last]`."""
    discs, areas = places
    kind, lon, lat = o.kind[row], o.lon[row], o.lat[row]
    if kind == DISC:
        disc_covers(shapes, scenes, first, last, lon, lat, discs[row], codes, shares, masses)
        return
    if kind == SPOT:
        _spots(shapes, scenes, first, last, lon, lat, codes, shares)
    else:
        area_covers(shapes, scenes, first, last, areas, row, work, codes, shares)
    masses[first:last] = shares[first:last]


@compiled
def glance(shapes, scenes, first, last, places, o, row, codes):
    """The code of each as far as a look tells it: MEETS says nothing of the share."""
    discs, areas = places
    if o.kind[row] == DISC:
        disc_glances(shapes, scenes, first, last, o.lon[row], o.lat[row], discs[row], codes)
    elif o.kind[row] == AREA:
        area_glances(shapes, scenes, first, last, areas.around[row], codes)
    else:
        codes[first:last] = UNMEASURED
