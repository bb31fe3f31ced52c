"""The best links from a store, batch by batch, are the first of those that are kept."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from bulk_worlds import world
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.linking import best_tables, parts, relink, stored_tables
from catalogue.score import DEFAULTS
from catalogue.store.memory import MemoryStore


def filled(seed, twins=20):
    """Some scenes twice in another collection: they tie, and are told apart by their names."""
    wanted, several = world(seed, 60, 12)
    several = [replace(s, id=f"{s.id}-{n}") for n, s in enumerate(several)]
    several += [replace(s, uid=f"0-{s.uid}", collection="twin") for s in several[:twins]]
    store = MemoryStore()
    with store.transaction():
        store.put_scenes(several)
        store.put_observations([*wanted, replace(wanted[0], uid="o-no", id="o-no", place=None)])
    return store


@given(
    seed=st.integers(0, 10**6),
    top=st.integers(1, 8),
    held=st.integers(1, 90),
    p=st.sampled_from([DEFAULTS, replace(DEFAULTS, prior=0.2, persist_unknown_days=1.0)]),
)
@settings(max_examples=15, deadline=None)
def test_the_best_are_the_first_of_all(seed, top, held, p):
    store = filled(seed)
    relink(store, 40.0, parameters=p)
    every = pa.concat_tables(stored_tables(store))
    before, parts.SCENES = parts.SCENES, held
    try:
        told = []
        some = pa.concat_tables(best_tables(store, 40.0, top, lambda *a: told.append(a), p))
    finally:
        parts.SCENES = before
    of = np.array(every["observation_uid"].to_pylist(), dtype=object)
    place = [np.count_nonzero(of[:n] == uid) for n, uid in enumerate(of)]
    wanted = every.filter(pa.array([n < top for n in place], pa.bool_()))
    assert some.combine_chunks().equals(wanted.combine_chunks())
    assert told[-1][0] <= told[-1][1] == store.scene_count()


def test_a_town_has_links_to_choose_from():
    tables = list(best_tables(filled(5), 40.0, 3))
    assert sum(t.num_rows for t in tables) > 10
