"""Runs batches of cases: one seed, family and number always give the same ones."""

import contextlib
import tempfile
from functools import partial

import numpy as np
import oracle_cases as discs
import oracle_places as places
from oracle_cases import MARGIN_DAYS
from oracle_check import bulk, judged, single, stored

from catalogue.catalogue import Catalogue
from catalogue.settings import Settings

BATCH = 10
FAMILIES = {
    f.__name__: f
    for f in (
        discs.plain, discs.tiny, discs.large, discs.high_latitude, discs.antimeridian,
        discs.poles, discs.slivers, discs.holes, discs.multipolygons, discs.declared_wide,
        places.areas, places.wide_areas, places.grown, places.grown_far, places.spots,
        places.candidates, discs.far_times, places.touching,
    )
}  # fmt: skip


def cases_of(family, seed, number, size=BATCH):
    """A batch of cases, near each other in nothing but their family."""
    rng = np.random.default_rng([seed, number, list(FAMILIES).index(family)])
    return [FAMILIES[family](rng) for _ in range(size)]


def batch(family, seed, number, *, through_store=False, size=BATCH):
    """The tally of a batch; `through_store` holds the catalogue's file to it too."""
    cases = cases_of(family, seed, number, size)
    with contextlib.ExitStack() as stack:
        ways = {"single": single, "bulk": bulk}
        if through_store:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            settings = Settings.read({}, margin_days=MARGIN_DAYS)
            opened = Catalogue.open(folder, create=True, settings=settings)
            ways["store"] = partial(stored, stack.enter_context(opened))
        return judged(cases, ways)
