"""Bring the links of a store up to date: all of them, or those of what has changed.

A run leads from one mark of the records to another. Its links are put some observations at a
time, each time in one transaction, so that it can be stopped anywhere: the next one goes on with
the observations it has not put yet. The mark is taken before any record is read; what is put
meanwhile lies beyond it and is joined again by the run after.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from catalogue import __version__
from catalogue.bulk import COMPILED, CloudsOf, link_pairs
from catalogue.journal import GENESIS
from catalogue.linking import partitions
from catalogue.linking.changes import Changes
from catalogue.linking.known import Known, known
from catalogue.linking.packed import LinkRows, pack, rows_of, spliced, unpack
from catalogue.linking.parts import Parts
from catalogue.linking.ready import say_if_it_takes_long
from catalogue.model import Observation
from catalogue.score import DEFAULTS, Parameters, fingerprint
from catalogue.store.linked import LinkRun
from catalogue.store.protocol import Store

Progress = Callable[[int, int | None], None]
# All scenes of a store, or a few; in one part or in several, that are read anew each time.
Scenes = Parts | tuple[Known]
# Joins observations, in their order, with scenes, by the margin in days and the numbers of the
# score. The links of some observations at a time, each observation once, also those without links.
# Only `local` is told of clouds, and joins what they tell of.
Engine = Callable[[Scenes, Iterable[Observation], float, Parameters], Iterator[LinkRows]]
# Observations that are joined with one part after the other before their links are put, and how
# many of them at a time.
ROUND, BLOCK = 50_000, 500
# What links are computed by. The number grows with every change of what the join answers; compiled
# shares differ in their last digits, so all links are computed anew when `[fast]` comes or goes.
CODE = f"{__version__} links 3 {'compiled' if COMPILED else 'plain'}"


@dataclass(frozen=True, slots=True)
class Relinked:
    """What was done: of so many observations, so many were joined, all or with changed scenes.

    `why` says why links were not kept, if there were some.
    """

    observations: int
    joined: int
    why: str | None = None


def local(
    scenes: Scenes, observations: Iterable[Observation], margin_days: float,
    parameters: Parameters, clouds: CloudsOf | None = None,
) -> Iterator[LinkRows]:  # fmt: skip
    """The engine of this process."""
    if isinstance(scenes, Parts) and scenes.several:
        yield from _in_parts(scenes, observations, margin_days, parameters, clouds)
        return
    for part in scenes:
        for pairs in link_pairs(part.index, observations, margin_days, parameters, clouds=clouds):
            yield rows_of(pairs, part.numbers)


def _in_parts(
    scenes: Parts, observations: Iterable[Observation], margin_days: float,
    parameters: Parameters, clouds: CloudsOf | None,
) -> Iterator[LinkRows]:  # fmt: skip
    """With more scenes than are held at a time; the links of a part wait in a file."""
    waiting = iter(observations)
    with tempfile.TemporaryDirectory(prefix="catalogue-link-") as folder:
        while some := list(islice(waiting, ROUND)):
            blocks = [some[n : n + BLOCK] for n in range(0, len(some), BLOCK)]
            places = [(np.arange(len(block)), block) for block in blocks]
            answers: list[Path] = []
            for part in scenes:
                answers.append(Path(folder) / f"{len(answers):05}.arrow")
                partitions.join(part, places, answers[-1], margin_days, parameters, clouds)
            yield from partitions.merged(answers, blocks)


def relink(
    store: Store,
    margin_days: float,
    engine: Engine = local,
    progress: Progress | None = None,
    *,
    again: bool = False,
    parameters: Parameters = DEFAULTS,
) -> Relinked:
    """Link what has changed since the last time; everything if the margin or the score has.

    With `again` everything in any case. Raises Conflict if another program links the same
    catalogue with other settings meanwhile.
    """
    total = store.observation_count()
    if total and store.scene_count():
        say_if_it_takes_long()
    joined: set[str] = set()
    why = None
    # The first run may have been begun long ago, or records come meanwhile: then there is another.
    for turn in range(2):
        with store.transaction():
            run, reason = _next_run(store, margin_days, parameters, again=again and turn == 0)
            why = why or reason
            linking = None
            if run is not None:
                linking = _Linking(store, run, engine, parameters, progress, total)
            small = linking is not None and linking.small
            if linking is not None and small:
                joined |= linking.through()
        if linking is None or small:
            break
        joined |= linking.through()
    if progress:
        progress(total, total)
    return Relinked(total, min(len(joined), total), why)


def _next_run(
    store: Store, margin_days: float, p: Parameters, *, again: bool = False
) -> tuple[LinkRun | None, str | None]:
    """The run to do, and why it does not keep the links there are; (None, None) if none is due.

    Within a transaction, so that two programs do not begin at once.
    """
    with store.transaction():
        last, mark, head = store.links.run(), store.links.mark(), store.head()
        parameters = fingerprint(p)
        why = _why_anew(last, margin_days, parameters)
        since = None
        if last is not None and not again and why is None:
            if not last.done:
                return last, None
            if last.upto == mark:
                return None, None
            since = last.upto
        run = LinkRun(
            number=last.number + 1 if last else 1,
            margin_days=margin_days,
            parameters=parameters,
            code=CODE,
            since=since,
            upto=mark,
            inputs=head.hash if head else GENESIS,
        )
        store.links.begin(run)
    return run, why


def _why_anew(last: LinkRun | None, margin_days: float, parameters: str) -> str | None:
    if last is None:
        return None
    if last.margin_days != margin_days:
        return f"the margin was {last.margin_days:g} days and is {margin_days:g} now"
    if last.parameters != parameters:
        return "the numbers of the score have changed"
    if last.code != CODE:
        return f"they were computed by another version ({last.code})"
    return None


class _Linking:
    """One run over a store; a `small` one may be done in one transaction."""

    def __init__(
        self, store: Store, run: LinkRun, engine: Engine, parameters: Parameters,
        progress: Progress | None, total: int,
    ) -> None:  # fmt: skip
        self._store, self._links, self._run = store, store.links, run
        self._engine, self._parameters, self._progress = engine, parameters, progress
        self._changes = None if run.since is None else Changes(store, run)
        self.small = self._changes is not None and self._changes.few
        self._total, self._done = total, 0
        self._joined: set[str] = set()
        self._clouded = store.clouds.observations()

    def through(self) -> set[str]:
        """Do what is left of the run; returns the uids of the observations that were joined."""
        if not self.small:
            self._done = self._links.put_by(self._run)
        if self._changes is None:
            self._join(self._engine, Parts(self._store), self._links.missing(self._run))
        else:
            self._follow(self._changes)
        with self._store.transaction():
            self._links.finish(self._run)
        return self._joined

    def _follow(self, changed: Changes) -> None:
        """Changed observations with every scene, then the others with the changed scenes."""
        engine = local if self.small else self._engine
        if changed.observations:
            self._join(engine, changed.scenes_near(), changed.changed_observations())
        if changed.scenes:
            self._splice(engine, (known(changed.changed_scenes()),), changed)

    def _join(self, engine: Engine, scenes: Scenes, observations: Iterable[Observation]) -> None:
        for links in self._links_of(engine, scenes, observations):
            self._put(links)

    def _links_of(
        self, engine: Engine, scenes: Scenes, observations: Iterable[Observation]
    ) -> Iterator[LinkRows]:
        """What an engine answers; of whose places masks tell, is joined here."""
        numbers = self._run.margin_days, self._parameters
        here = partial(local, clouds=self._store.clouds.of if self._clouded else None)
        if engine is local or not self._clouded:
            yield from (here if engine is local else engine)(scenes, observations, *numbers)
            return
        told: list[Observation] = []

        def others() -> Iterator[Observation]:
            for observation in observations:
                if observation.uid in self._clouded:
                    told.append(observation)
                else:
                    yield observation

        yield from engine(scenes, others(), *numbers)
        yield from here(scenes, told, *numbers)

    def _splice(self, engine: Engine, scenes: Scenes, changed: Changes) -> None:
        touched = changed.touched_observations()
        for new in self._links_of(engine, scenes, touched):
            stored = self._links.of(new.observations)
            # One without a row came after the run began; the next run links it.
            if all(uid in stored for uid in new.observations):
                old = unpack([stored[uid] for uid in new.observations])
                self._put(spliced(old, new, changed.numbers, changed.names))

    def _put(self, links: LinkRows) -> None:
        with self._store.transaction():
            self._links.put(self._run, pack(links))
        self._joined.update(links.observations)
        self._done += len(links.observations)
        if self._progress:
            self._progress(min(self._done, self._total), self._total)
