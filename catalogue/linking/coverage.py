"""Stored links of some observations as the coverage matrix takes them, with their scenes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from catalogue.errors import InvalidValue
from catalogue.evidence.build import Linked
from catalogue.evidence.filters import MOST_CELLS
from catalogue.evidence.matrix import Column
from catalogue.identity import full_name
from catalogue.linking.packed import unpack
from catalogue.model import Observation, Scene
from catalogue.store.linked import SceneRow
from catalogue.store.protocol import Store


def coverage(
    store: Store,
    observations: Sequence[Observation],
    judged: Iterable[str] = (),
) -> tuple[list[Column], Linked]:
    """The scenes linked to these observations, in order of time, and their links.

    Links are those stored (see `relink`). `judged` are further scenes (uids) to have.
    Raises InvalidValue where there are too many links.
    """
    rows = {observation.uid: n for n, observation in enumerate(observations)}
    stored = list(store.links.of(list(rows)).values())
    count = sum(each.totals.links for each in stored)
    if count > MOST_CELLS:
        raise InvalidValue(
            f"{count:,} links are more than a matrix can show ({MOST_CELLS:,}): choose a report or "
            "a case, or export the links with `catalogue link --out FILE.parquet`."
        )
    links = unpack(stored)
    numbers = np.unique(links.rows["scene"])
    uids = [name.uid for name in store.links.scene_names(numbers.tolist())]
    scenes = sorted(
        store.links.scene_rows(list(dict.fromkeys([*uids, *judged]))),
        key=lambda s: (s.begin_us, s.id, s.uid),
    )
    place = np.full(int(max((*numbers.tolist(), *(s.number for s in scenes)), default=0)) + 1, -1)
    place[[s.number for s in scenes]] = np.arange(len(scenes))
    column = place[links.rows["scene"]]
    kept = column >= 0
    row = np.array([rows[uid] for uid in links.observations], dtype=np.int64)[links.of]
    found = links.rows[kept]
    shared = store.links.shared_ids()
    return [_column(scene, shared) for scene in scenes], Linked(
        row=row[kept],
        column=column[kept].astype(np.int64),
        role=found["role"],
        level=found["level"],
        certain=found["certain"].astype(np.bool_),
        value=found["value"],
    )


def _column(scene: SceneRow, shared: set[str]) -> Column:
    name = scene.id
    if scene.id in shared:
        name = full_name(Scene(scene.uid, scene.id, scene.collection))
    return Column(
        scene.uid,
        name,
        scene.begin_us,
        scene.end_us,
        scene.platform,
        scene.gsd_m,
        scene.cloud_pct,
    )
