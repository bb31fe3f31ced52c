"""Whoever waits for the first compilation is told so; afterwards nobody is."""

import logging
import os
from datetime import UTC, datetime

import pytest
import shapely

from catalogue import Catalogue
from catalogue.interval import Interval
from catalogue.linking import ready
from catalogue.model import Scene
from catalogue.settings import Settings

WORDS = "once on this machine"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Where compiled functions are kept, for `ready` alone: nothing is compiled for this."""
    pytest.importorskip("numba")
    import catalogue.bulk.fast.engine  # noqa: F401  (it keeps the real ones)
    from catalogue.bulk.fast import kernel

    class Kept:
        class stats:  # noqa: N801 - as numba names it
            cache_path = str(tmp_path)

    monkeypatch.setattr(kernel, "pairs_of", Kept)
    return tmp_path


@pytest.fixture
def cat():
    day = Interval.instant(datetime(2022, 6, 8, tzinfo=UTC))
    with Catalogue.in_memory(Settings.read({})) as made:
        with made.store.transaction():
            made.store.put_scenes(
                [Scene("s", "s", footprint=shapely.box(50, 32, 52, 34), when=day)]
            )
        yield made


def test_the_first_link_says_why_it_takes_long(cache, cat, caplog):
    with caplog.at_level(logging.WARNING):
        cat.relink()
        assert caplog.text == ""  # there is nothing to link
        cat.enter_observation(
            {"id": "E", "time": "2022-06-08", "lon": "51", "lat": "33", "radius_m": "100"}
        )
        assert cat.relink().joined == 1
    assert WORDS in caplog.text


def test_nothing_is_said_where_it_is_there(cache, caplog):
    index = cache / "kernel.pairs_of-41.py311.nbi"
    index.touch()
    with caplog.at_level(logging.WARNING):
        ready.say_if_it_takes_long()
        assert caplog.text == ""
        os.utime(index, (0, 0))  # from before the last change of the source
        ready.say_if_it_takes_long()
    assert WORDS in caplog.text


def test_numba_keeps_what_it_compiles_where_it_is_looked_for(cat):
    pytest.importorskip("numba")
    cat.enter_observation(
        {"id": "E", "time": "2022-06-08", "lon": "51", "lat": "33", "radius_m": "100"}
    )
    cat.relink()
    assert not ready.compiles_first()


def test_without_the_extra_there_is_nothing_to_compile(monkeypatch):
    monkeypatch.setattr(ready, "COMPILED", False)
    assert not ready.compiles_first()
