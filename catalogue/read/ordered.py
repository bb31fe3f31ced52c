"""Work done by several threads, results in the order of the work, few of them at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from catalogue.model import Rejected, Scene
from catalogue.read.results import Consumed, Warned

Result = Scene | Rejected | Consumed | Warned
Work = Callable[[], list[Result]]
_AHEAD = 4  # jobs begun before their turn, for each worker


def ordered(jobs: Iterator[list[Result] | Work], workers: int) -> Iterator[Result]:
    """Yield the results of `jobs` in their order; a job is work to do or results already there."""
    waiting: deque[list[Result] | Future[list[Result]]] = deque()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for job in jobs:
                waiting.append(job if isinstance(job, list) else threads.submit(job))
                while waiting and (isinstance(waiting[0], list) or len(waiting) > _AHEAD * workers):
                    yield from _finished(waiting.popleft())
            while waiting:
                yield from _finished(waiting.popleft())
        finally:
            threads.shutdown(cancel_futures=True)


def _finished(job: list[Result] | Future[list[Result]]) -> list[Result]:
    return job if isinstance(job, list) else job.result()
