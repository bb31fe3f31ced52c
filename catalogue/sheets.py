"""Taking many scenes in from columns: names that are new in bulk, known ones one by one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from catalogue.ingest import Tally, record, take_scene
from catalogue.journal import run
from catalogue.model import Outcome, Rejected, SceneSheet
from catalogue.read.footprints import read_footprints, rows_in
from catalogue.store.protocol import Store
from catalogue.store.sheets import written

# Rows that one entry of the history names.
BATCH_ROWS = 10_000
# Neighbours on the ground are put beside each other in the file: cells of so many degrees.
_CELL_DEG = 2.0


def take_columns(
    store: Store,
    source: str | Path | pa.Table | Iterable[pa.RecordBatch],
    actor: str,
    mapping: Mapping[str, str] | None = None,
    collection: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Outcome:
    """`take_sheets` of a table; see `Catalogue.add_columns`."""
    if isinstance(source, str | Path):
        source = Path(source)
        total: int | None = rows_in(source)
    else:
        total = getattr(source, "num_rows", None)
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, total)

    # Making the indexes anew costs about what putting a quarter of the rows in does.
    deferred = total is None or 4 * total >= store.scene_count()
    read = read_footprints(source, mapping, collection)
    return take_sheets(store, read, actor, deferred=deferred, progress=advance)


def take_sheets(
    store: Store,
    read: Iterable[tuple[SceneSheet, list[Rejected]]],
    actor: str,
    *,
    deferred: bool,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Store every scene that is new or changed, in one transaction: all of it or nothing.

    `deferred`: most of what there will be is new, so indexes are made at the end, at once.
    """
    tally = Tally()
    counter = _uids()
    with store.transaction(), store.deferred() if deferred else nullcontext():
        for sheet, rejected in read:
            tally.rejected.extend(rejected)
            order = _by_place(sheet)
            for at in range(0, len(order), BATCH_ROWS):
                _take(store, sheet.take(order[at : at + BATCH_ROWS]), actor, tally, counter)
            progress(len(sheet) + len(rejected))
    return tally.outcome()


def _uids() -> Iterator[int]:
    """Numbers of uids of this load: they count up, so that rows and index grow at their ends."""
    first = uuid.uuid4().int >> 64 << 64
    return iter(range(first, first + 2**64))


def _by_place(sheet: SceneSheet) -> NDArray[np.int64]:
    west, south, _, _ = shapely.bounds(sheet.footprint).T
    return np.lexsort((sheet.begin_us, south // _CELL_DEG, west // _CELL_DEG))


def _repeated(sheet: SceneSheet) -> Iterator[int]:
    """Rows with the name of a row before."""
    if len(set(sheet.id)) == len(sheet):
        return
    names: set[tuple[str, str | None]] = set()
    for row, name in enumerate(zip(sheet.id, sheet.collection, strict=True)):
        if name in names:
            yield row
        names.add(name)


def _take(
    store: Store, sheet: SceneSheet, actor: str, tally: Tally, counter: Iterator[int]
) -> None:
    known = {*store.scenes_taken(sheet.id, sheet.collection), *_repeated(sheet)}
    fresh = sheet
    if known:
        fresh = sheet.take(np.array([n for n in range(len(sheet)) if n not in known], np.int64))
    if len(fresh):
        uids = [f"{number:032x}" for number in islice(counter, len(fresh))]
        records, digests = written(fresh, uids)
        store.put_sheet(fresh, uids, records)
        record(store, actor, "add-scenes", [], runs=[run("scene", uids[0], digests)])
        tally.added += len(fresh)
    for row in sorted(known):
        take_scene(store, sheet.scene(row, uuid.uuid4().hex), actor, tally)
