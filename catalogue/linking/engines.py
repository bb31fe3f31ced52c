"""Which engine joins: this process, or the workers of Dask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.errors import InvalidValue
from catalogue.linking.relink import Engine, Progress, local

ENGINES = ("local", "dask")


@contextmanager
def engine_named(
    name: str,
    scheduler: str | None = None,
    scratch: str | Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Iterator[Engine]:
    """The engine with its workers, which are released afterwards.

    What follows the name is for "dask": see `catalogue.linking.dask_engine.dask_engine`. Raises
    InvalidValue for a name that is not known, and what that raises.
    """
    if name not in ENGINES:
        raise InvalidValue(f"there is no engine {name!r}; choose one of {', '.join(ENGINES)}.")
    if name == "local":
        if scheduler is not None or scratch is not None:
            given = "scheduler" if scheduler is not None else "scratch"
            raise InvalidValue(f"--{given} is for Dask; add --engine dask, or leave it out.")
        yield local
        return
    from catalogue.linking.dask_engine import dask_engine

    with dask_engine(scheduler, scratch, progress, workers) as engine:
        yield engine
