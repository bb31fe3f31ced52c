"""Taking scenes and observations in: identity, batches, one transaction and one entry a batch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from catalogue.errors import CatalogueError
from catalogue.identity import identify, same_observation
from catalogue.journal import next_entry, row, rows_of
from catalogue.model import Asset, Observation, Outcome, Rejected, Scene
from catalogue.read.results import Consumed, Warned
from catalogue.store.codec import row_digest, storable_digest
from catalogue.store.protocol import Store

BATCH_ROWS = 2000
# A long read of large rasters commits what it has at least this often.
BATCH_SECONDS = 2.0


@dataclass
class Tally:
    """Counts that an Outcome is made of, filled while reading."""

    added: int = 0
    unchanged: int = 0
    updated: int = 0
    consumed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """The frozen result."""
        return Outcome(
            self.added,
            self.unchanged,
            self.updated,
            tuple(self.consumed),
            tuple(self.warnings),
            tuple(self.rejected),
        )


def record(store: Store, actor: str, op: str, rows: list[dict[str, str]], **extra: Any) -> None:
    """Append one change to the journal; call inside the transaction that wrote the rows."""
    entry = next_entry(
        store.head(), origin=store.origin(), actor=actor, op=op, payload={"rows": rows, **extra}
    )
    store.append(entry)


def _exists(asset: Asset) -> bool:
    return Path(asset.href).exists()


def take_scenes(
    store: Store,
    read: Iterable[Scene | Rejected | Consumed | Warned],
    actor: str,
    *,
    dry_run: bool = False,
) -> Outcome:
    """Store every scene that is new or changed; count, warn and reject the rest."""
    tally = Tally()
    for batch in _batches(_sorted_out(read, tally)):
        _take_scene_batch(store, batch, actor, tally, dry_run=dry_run)
    return tally.outcome()


def _sorted_out(
    read: Iterable[Scene | Rejected | Consumed | Warned], tally: Tally
) -> Iterator[Scene]:
    for item in read:
        if isinstance(item, Rejected):
            tally.rejected.append(item)
        elif isinstance(item, Consumed):
            tally.consumed.append(str(item.path))
        elif isinstance(item, Warned):
            tally.warnings.append(f"{item.source}: {item.text}")
        else:
            tally.warnings.extend(f"{item.name}: {text}" for text in item.warnings)
            yield item


def _batches(scenes: Iterable[Scene]) -> Iterator[list[Scene]]:
    batch: list[Scene] = []
    started = time.monotonic()
    for scene in scenes:
        batch.append(scene)
        if len(batch) >= BATCH_ROWS or time.monotonic() - started > BATCH_SECONDS:
            yield batch
            batch, started = [], time.monotonic()
    if batch:
        yield batch


def _take_scene_batch(
    store: Store, batch: list[Scene], actor: str, tally: Tally, *, dry_run: bool
) -> None:
    with store.transaction():
        rows = []
        for scene in batch:
            try:
                stored, digest = _decide(store, scene, tally)
            except CatalogueError as error:  # this one alone stays out
                tally.rejected.append(Rejected(_source(scene), str(error), field=scene.name))
                continue
            if stored is None or dry_run:
                continue
            store.put_scenes([stored])
            rows.append(row("scene", stored.uid, digest))
        if rows:
            record(store, actor, "add-scenes", rows)


def take_scene(store: Store, scene: Scene, actor: str, tally: Tally) -> None:
    """One scene of which the name is known: unchanged, a new version, or rejected."""
    _take_scene_batch(store, [scene], actor, tally, dry_run=False)


def _source(scene: Scene) -> str:
    """Where a scene came from, as well as it is known by now."""
    return next((a.href for a in scene.assets if a.is_local), scene.name)


def _decide(store: Store, scene: Scene, tally: Tally) -> tuple[Scene | None, str]:
    """Say what is to be stored, if anything, and its digest. Raises before anything is counted."""
    digest = storable_digest(scene)
    named = store.scenes_named(scene.id, scene.collection or "")
    hashed = [s for a in scene.assets if a.sha256 for s in store.scenes_with_hash(a.sha256)]
    found = identify(scene, named, hashed, _exists)
    if found.scene is not None and found.scene is not scene:
        digest = storable_digest(found.scene)
    if found.verdict == "new":
        tally.added += 1
    elif found.verdict in ("unchanged", "copy"):
        tally.unchanged += 1
        if found.verdict == "copy" and found.known:
            tally.warnings.append(f"{scene.name}: same content as {found.known.name}, kept once")
    elif found.verdict == "moved":
        tally.unchanged += 1
        tally.warnings.append(f"{scene.name}: its files moved, the new place is noted")
    else:
        tally.updated += 1
        tally.warnings.append(f"{scene.name}: changed since it was added, kept as a new version")
    return found.scene, digest


def take_observations(
    store: Store,
    rows: Iterable[Observation | Rejected],
    actor: str,
    *,
    source: str,
    dry_run: bool = False,
) -> Outcome:
    """Store every observation that is new or changed, in one transaction per batch."""
    tally = Tally()
    batch: list[Observation] = []
    for item in rows:
        if isinstance(item, Rejected):
            tally.rejected.append(item)
            continue
        tally.warnings.extend(f"{item.id}: {text}" for text in item.warnings)
        batch.append(item)
        if len(batch) >= BATCH_ROWS:
            _take_observation_batch(store, batch, actor, tally, source=source, dry_run=dry_run)
            batch = []
    if batch:
        _take_observation_batch(store, batch, actor, tally, source=source, dry_run=dry_run)
    return tally.outcome()


def _take_observation_batch(
    store: Store,
    batch: list[Observation],
    actor: str,
    tally: Tally,
    *,
    source: str,
    dry_run: bool,
) -> None:
    with store.transaction():
        stored: list[Observation] = []
        replaced: list[tuple[Observation, Observation]] = []
        for observation in batch:
            try:
                storable_digest(observation)
            except CatalogueError as error:  # this one alone stays out
                tally.rejected.append(Rejected(source, str(error), field=observation.id))
                continue
            known = next(iter(store.observations_named(observation.id)), None)
            if known is None:
                tally.added += 1
                stored.append(observation)
            elif same_observation(known, observation):
                tally.unchanged += 1
            elif _is_what_was_corrected(store, known, observation):
                tally.unchanged += 1
                tally.warnings.append(f"{known.id}: a person has corrected it since, kept so")
            else:
                tally.updated += 1
                replaced.append((known, observation))
                version = known.version + 1
                stored.append(replace(observation, uid=known.uid, version=version))
        tally.warnings.extend(_changes(store, replaced, source))
        if dry_run or not stored:
            return
        store.put_observations(stored)
        rows = [row("observation", o.uid, row_digest(o)) for o in stored]
        record(store, actor, "add-observations", rows, source=source)


def _is_what_was_corrected(store: Store, known: Observation, new: Observation) -> bool:
    """True for the same row again, after a person corrected what it says."""
    if not known.edited:
        return False
    return any(same_observation(old, new) for old in store.observation_versions(known.uid))


def _changes(
    store: Store, replaced: list[tuple[Observation, Observation]], source: str
) -> Iterator[str]:
    """One warning for each observation that a row of the same id but other content follows."""
    if not replaced:
        return
    before = sources_of(store, {known.uid for known, _ in replaced})
    for known, new in replaced:
        first = before.get(known.uid)
        if first is None or first == source:
            yield f"{new.id}: changed, kept as a new version"
        else:
            yield (
                f"{new.id}: {source} says something else than {first}, kept as a new version; "
                "if they are two observations, give one another id"
            )


def sources_of(store: Store, uids: set[str]) -> dict[str, str]:
    """The file that each of these observations was last taken from, as the history says."""
    found: dict[str, str] = {}
    for entry in store.entries():
        if entry.op != "add-observations" or entry.payload is None:
            continue
        payload = orjson.loads(entry.payload)
        named = {uid for _, uid, _ in rows_of(entry.payload)} & uids
        found.update(dict.fromkeys(named, payload.get("source", "")))
    return found
