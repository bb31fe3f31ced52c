"""Records and digests that are written by the column are those of each scene alone."""

import numpy as np
import orjson
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.interval import MAX_US, MIN_US
from catalogue.model import SceneSheet
from catalogue.model.sheet import NUMBERS
from catalogue.store.codec import row_digest, scene_to_json
from catalogue.store.sheets import written

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.sampled_from(
    ['","', '\\","', "a", "é", '"']
)
sizes = st.none() | st.sampled_from([1e-5, 0.4, 10.0, 1e6]) | st.floats(1e-6, 1e7)
shares = st.none() | st.sampled_from([0.0, -0.0, 1e-5, 0.1, 10.0]) | st.floats(0, 90)
moments = st.integers(-(10**16), 10**17)
lasting = st.sampled_from([0, 1, 10**6, None])
numbers_of = st.tuples(sizes, shares, shares, shares, shares)
rows = st.tuples(
    text.filter(bool), st.none() | text, st.none() | text, st.booleans(), st.booleans(),
    moments, lasting, numbers_of,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(rows, min_size=1, max_size=6), st.booleans())
def test_columns_are_written_as_scenes_are(made, all_known):
    if all_known:
        made = [(i, c or "", p or "", True, True, b, 0, [1.5] * 5) for i, c, p, _, _, b, *_ in made]
    shapes = [shapely.box(0, 0, n + 0.5, 1) if row[4] else None for n, row in enumerate(made)]
    numbers = np.array([row[7] for row in made], dtype=np.float64).T
    sheet = SceneSheet(
        id=[row[0] for row in made],
        collection=[row[1] for row in made],
        footprint=np.array(shapes, dtype=object),
        wkb=[None if s is None else shapely.to_wkb(s, byte_order=1) for s in shapes],
        timed=np.array([row[3] for row in made]),
        begin_us=np.array([MIN_US if row[6] is None else row[5] for row in made], np.int64),
        end_us=np.array([MAX_US if r[6] is None else r[5] + r[6] for r in made], np.int64),
        platform=[row[2] for row in made],
        **dict(zip(NUMBERS, numbers, strict=True)),
    )
    uids = [f"{n:032x}" for n in range(len(made))]
    records, digests = written(sheet, uids)
    for n, uid in enumerate(uids):
        scene = sheet.scene(n, uid)
        value = scene_to_json(scene)
        value.pop("footprint", None)
        assert orjson.loads(records[n]) == value
        assert digests[n] == row_digest(scene)
