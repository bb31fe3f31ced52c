"""Fixtures for every test. Real outside data is optional: a plain clone skips those tests."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# What tests keep for next time is not the user's, nor is what he keeps theirs. Read on import.
CACHE = os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="catalogue-tests-")

from catalogue.gazetteer import Draft, Gazetteer, compile_gazetteer, gazetteer_path, sources
from catalogue.gazetteer.areas import town_radius_m
from catalogue.settings import Settings
from sample_tiles.make import make

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real imagery and observations beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the collection of real files in {SHARED.parent.name}/data, not shipped")
    return SHARED


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample set, rendered once."""
    return make(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session", autouse=True)
def gazetteer() -> Iterator[Gazetteer]:
    """A gazetteer of few places, compiled as the real one is, with all airfields and seas.

    Every catalogue of the tests uses it, those of processes that tests start too.
    """
    path = gazetteer_path(Settings.read({}).gazetteer)
    with (Path(__file__).parent / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        listed = [_draft(row) for row in csv.DictReader(file)]
    compile_gazetteer(path, drafts=[*listed, *sources.airfields(), *sources.regions()])
    with Gazetteer(path) as opened:
        yield opened
    shutil.rmtree(CACHE, ignore_errors=True)


def _draft(row: dict[str, str]) -> Draft:
    people = int(row["population"])
    return Draft(
        row["id"],
        row["name"],
        row["kind"],
        row["cc"],
        float(row["lon"]),
        float(row["lat"]),
        1000 * float(row["radius_km"]) if row["radius_km"] else town_radius_m(people),
        people,
        row["admin1"] or None,
        row["admin2"] or None,
        *([n for n in row[key].split("|") if n] for key in ("names", "short", "codes")),
        capital=bool(row["capital"]),
    )
