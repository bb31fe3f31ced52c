"""The join on the workers of Dask: one machine's processes, or a cluster.

What is shared lies in a folder that all workers see; what travels are paths. A worker that dies
costs the time of its partition: another one joins it again, with the same answer.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from catalogue import __version__
from catalogue.bulk import COMPILED
from catalogue.errors import Busy, InvalidValue, MissingExtra
from catalogue.linking import partitions
from catalogue.linking.packed import LinkRows
from catalogue.linking.relink import Engine, Progress, Scenes
from catalogue.model import Observation
from catalogue.score import Parameters

# Observations that are joined before their links are put: what a killed run may lose.
ROUND = 50_000
_ANSWER_S = 10


@contextmanager
def dask_engine(
    scheduler: str | None = None,
    scratch: str | Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Iterator[Engine]:
    """An engine on the cluster of `scheduler`, or on `workers` new processes of this machine.

    `scratch` is where the folder of partitions is made (default: the system's temporary folder);
    it is removed afterwards. `progress` is told of the partitions that are done.

    Raises MissingExtra without Dask, InvalidValue for a scheduler that does not answer, a folder
    that is none or that a worker does not see, and for a worker with another version; the
    engine raises Busy if workers die again and again.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtra(
            "--engine dask needs Dask: pip install 'imagery-catalogue[dask]'. Without it leave "
            "the option out; the links are the same."
        ) from None
    if scratch is not None and not Path(scratch).is_dir():
        raise InvalidValue(f"--scratch {scratch} is no folder; make it, on a disk all workers see.")
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="catalogue-link-", dir=scratch)
        folder = Path(stack.enter_context(made))
        if scheduler is None:
            scheduler = stack.enter_context(_cluster(distributed, folder, workers))
        client = stack.enter_context(_client(distributed, scheduler))
        _check_workers(client, folder)
        joiner = _Joiner(distributed, client, folder, progress)
        yield joiner.join


def _cluster(distributed: Any, folder: Path, workers: int | None) -> Any:
    """Processes on this machine, that listen to it alone."""
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(folder),
        silence_logs=logging.CRITICAL,
    )


@contextmanager
def _client(distributed: Any, scheduler: Any) -> Iterator[Any]:
    try:
        client = distributed.Client(scheduler, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InvalidValue(
            f"no Dask scheduler answers at {scheduler!r} ({error}). Start one with `dask "
            "scheduler` and give its address, as tcp://host:8786, or leave --scheduler out."
        ) from error
    with client:
        yield client


def _check_workers(client: Any, folder: Path) -> None:
    try:
        client.wait_for_workers(1, timeout=_ANSWER_S)
        found = client.run(_seen, str(folder))
    except TimeoutError:
        raise InvalidValue(
            "the Dask scheduler has no workers. Start some with `dask worker ADDRESS`."
        ) from None
    except ImportError as error:
        raise InvalidValue(f"a worker lacks imagery-catalogue {__version__} ({error}).") from error
    for worker, (version, compiled, seen) in found.items():
        if version != __version__:
            raise InvalidValue(
                f"worker {worker} has imagery-catalogue {version}, this is {__version__}; "
                "install the same there."
            )
        if compiled != COMPILED:
            lacking, other = ("this", "that worker") if compiled else (f"worker {worker}", "this")
            raise InvalidValue(
                f"{lacking} lacks numba, which {other} computes links by; install the extra [fast] "
                "everywhere or nowhere, or links would differ in their last digits."
            )
        if not seen:
            raise InvalidValue(
                f"worker {worker} does not see {folder}; give a folder that all workers see with "
                "--scratch."
            )


def _seen(folder: str) -> tuple[str, bool, bool]:
    return __version__, COMPILED, Path(folder).is_dir()


class _Joiner:
    """Joins by handing out partitions, some observations at a time."""

    def __init__(
        self, distributed: Any, client: Any, folder: Path, progress: Progress | None
    ) -> None:
        self._distributed, self._client = distributed, client
        self._folder, self._progress = folder, progress
        self._joins = 0

    def join(
        self,
        scenes: Scenes,
        observations: Iterable[Observation],
        margin_days: float,
        parameters: Parameters,
    ) -> Iterator[LinkRows]:
        """The engine; see `catalogue.linking.relink.Engine`."""
        self._joins += 1
        folder = self._folder / f"join-{self._joins}"
        folder.mkdir()
        found = partitions.write_scenes(scenes, folder)
        waiting = iter(observations)
        while some := list(islice(waiting, ROUND)):
            blocks = [some[n : n + partitions.BLOCK] for n in range(0, len(some), partitions.BLOCK)]
            paths = [folder / f"observations-{n:05}.parquet" for n in range(len(blocks))]
            for block, path in zip(blocks, paths, strict=True):
                path.unlink(missing_ok=True)
                partitions.write_block(block, margin_days, path)
            answers = self._answers(found, paths, margin_days, parameters)
            yield from partitions.merged(answers, blocks)

    def _answers(
        self, found: list[partitions.Partition], blocks: list[Path], margin_days: float,
        parameters: Parameters,
    ) -> list[Path]:  # fmt: skip
        answers = [each.path.with_suffix(".arrow") for each in found]
        futures = [
            self._client.submit(
                partitions.join_partition,
                each,
                blocks,
                answer,
                margin_days,
                parameters,
                COMPILED,
                pure=False,
            )
            for each, answer in zip(found, answers, strict=True)
        ]
        try:
            done = self._distributed.as_completed(futures, loop=self._client.loop)
            for n, future in enumerate(done, start=1):
                future.result()
                if self._progress:
                    self._progress(n, len(futures))
        except self._distributed.KilledWorker as error:
            raise Busy(
                "workers of Dask died again and again, most likely for want of memory. Start "
                "fewer on each machine, then run the same command: it goes on where it stopped."
            ) from error
        finally:
            self._client.cancel(futures)
        return answers
