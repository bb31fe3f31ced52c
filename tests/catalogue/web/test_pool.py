import asyncio
import math
import os
import time
from collections.abc import Iterator

import psutil
import pytest

from catalogue.errors import Busy, InvalidValue, UnreadableFile
from catalogue.model import check_range
from catalogue.web.pool import TilePool


@pytest.fixture
def pool() -> Iterator[TilePool]:
    made = TilePool(workers=1, max_queue=2, limit_s=30)
    yield made
    made.close()


def test_work_happens_in_another_process(pool: TilePool) -> None:
    first = asyncio.run(pool.run(os.getpid))
    assert first != os.getpid()
    assert asyncio.run(pool.run(os.getpid)) == first
    assert pool.pids == (first,)


def test_errors_come_back_as_they_were(pool: TilePool) -> None:
    with pytest.raises(InvalidValue, match="cloud is 200"):
        asyncio.run(pool.run(check_range, "cloud", 200, 0, 100, "%"))
    with pytest.raises(UnreadableFile, match="ValueError"):
        asyncio.run(pool.run(math.sqrt, -1))
    with pytest.raises(FileNotFoundError):
        asyncio.run(pool.run(os.stat, "/no/such/file"))


def test_over_the_time_limit_the_worker_is_replaced(pool: TilePool) -> None:
    before = asyncio.run(pool.run(os.getpid))
    begin = time.monotonic()
    with pytest.raises(Busy, match=r"longer than 0\.3 s"):
        asyncio.run(pool.run(time.sleep, 60, limit_s=0.3))
    assert time.monotonic() - begin < 10
    assert not psutil.pid_exists(before)
    assert asyncio.run(pool.run(os.getpid)) != before


def test_a_worker_that_dies_costs_one_job(pool: TilePool) -> None:
    before = asyncio.run(pool.run(os.getpid))
    with pytest.raises(Busy, match="worker process ended"):
        asyncio.run(pool.run(os._exit, 3))
    assert asyncio.run(pool.run(os.getpid)) != before


def test_a_full_queue_refuses_at_once(pool: TilePool) -> None:
    async def crowd() -> list[object]:
        jobs = [pool.run(time.sleep, 0.3) for _ in range(6)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    asyncio.run(pool.run(os.getpid))
    answers = asyncio.run(crowd())
    assert [a for a in answers if a is None] == [None] * 3
    assert sum(isinstance(a, Busy) for a in answers) == 3


def test_closing_ends_the_processes(pool: TilePool) -> None:
    pid = asyncio.run(pool.run(os.getpid))
    pool.close()
    pool.close()
    assert not psutil.pid_exists(pid)
    with pytest.raises(Busy):
        asyncio.run(pool.run(os.getpid))
