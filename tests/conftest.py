"""Fixtures for every test. Real outside data is optional: a plain clone skips those tests."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.gazetteer import Draft, Gazetteer, compile_gazetteer, gazetteer_path, sources
from catalogue.gazetteer.areas import town_radius_m

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real imagery and observations beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the collection of real files in {SHARED.parent.name}/data, not shipped")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    """A gazetteer of few places, compiled as the real one is, with all airfields and seas.

    Every catalogue of the tests uses it, those of processes that tests start too.
    """
    folder = tmp_path_factory.mktemp("gazetteer")
    os.environ["CATALOGUE_GAZETTEER"] = str(folder)
    path = gazetteer_path(folder)
    with (Path(__file__).parent / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        listed = [_draft(row) for row in csv.DictReader(file)]
    compile_gazetteer(path, drafts=[*listed, *sources.airfields(), *sources.regions()])
    with Gazetteer(path) as opened:
        yield opened


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
