"""The list of chosen scenes is whole, names what there is, and ranks mean what they say."""

import csv
import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from catalogue import Catalogue
from catalogue.settings import Settings
from catalogue.when import parse_edtf

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "validate.py"


@pytest.fixture(scope="module")
def validate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["validate"] = module
    spec.loader.exec_module(module)
    return module


def test_the_list_has_enough_pairs_each_with_a_reason_of_its_own(validate: ModuleType):
    choices = validate.read_choices()
    assert len({(c.event, c.scene) for c in choices}) == len(choices) >= 30
    assert len({c.reason for c in choices}) == len(choices)
    for c in choices:
        assert len(c.reason.split()) >= 8, c
        assert c.reason.endswith("."), c
        assert c.role in ("before", "during", "after"), c
        assert parse_edtf(c.fields["time"], "UTC"), c
        assert -180 <= float(c.fields["lon"]) <= 180, c
        assert -90 <= float(c.fields["lat"]) <= 90, c


def test_an_event_says_the_same_on_all_its_lines(validate: ModuleType):
    choices = validate.read_choices()
    said = {(c.event, c.source, tuple(c.fields.items())) for c in choices}
    assert len(said) == len({c.event for c in choices})


def _names(folder: Path, validate: ModuleType) -> set[str]:
    names = set()
    for name in (*validate.SCENES, validate.ARRAYS):
        base = folder / name
        for path in [base] if base.is_file() else base.rglob("*"):
            names.update(_names_in(path))
    return names


def _names_in(path: Path) -> set[str]:
    if path.suffix == ".parquet":
        rows = pq.read_table(path, columns=["collection", "id"]).to_pylist()
    elif path.suffix == ".ndjson":
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    elif path.suffix == ".json":
        found = json.loads(path.read_text("utf-8"))
        rows = found if isinstance(found, list) else [found]
    else:
        return {path.stem} if path.suffix == ".tif" else set()
    return {"/".join(x for x in (r.get("collection"), r.get("id")) if x) for r in rows}


def test_every_chosen_scene_is_in_the_shared_data(validate: ModuleType, shared_data: Path):
    names = _names(shared_data, validate)
    assert {c.scene for c in validate.read_choices()} <= names


def test_every_event_of_a_file_stands_there_with_its_place(validate: ModuleType, shared_data: Path):
    listed = [c for c in validate.read_choices() if c.source != "public record"]
    assert all((shared_data / c.source).is_file() for c in listed)
    tables = {c.source for c in listed if c.source.endswith(".csv")}
    for source in tables:
        with (shared_data / source).open(encoding="utf-8", newline="") as file:
            rows = {r["event_id"]: r for r in csv.DictReader(file)}
        for c in (c for c in listed if c.source == source):
            row = rows[c.event]
            assert float(row["longitude"]) == pytest.approx(float(c.fields["lon"]), abs=1e-4)
            assert float(row["latitude"]) == pytest.approx(float(c.fields["lat"]), abs=1e-4)
            month, day, year = row["event_date"].split()[0].split("/")
            assert c.fields["time"] == f"{year}-{int(month):02}-{int(day):02}"
            assert f"{float(c.fields['radius_m']) / 1000:g}km" == row["location_accuracy"]


def test_two_choices_for_one_event_do_not_push_each_other_down(
    validate: ModuleType, shared_data: Path
):
    choices = [c for c in validate.read_choices() if c.event == "brumadinho"]
    catalogue = Catalogue.in_memory(replace(Settings.read(), margin_days=validate.MARGIN_DAYS))
    catalogue.add([shared_data / "derived"])
    catalogue.enter_observation(choices[0].fields)
    placed = validate.place(catalogue, choices)
    assert [p.candidates for p in placed] == [1, 1]
    assert [p.ranks["ours"] for p in placed] == [1, 1]
    without = validate.place(catalogue, choices[:1])
    # The later scene is five days after, the other eleven before: the nearest comes first.
    assert (without[0].candidates, without[0].ranks["nearest"]) == (2, 1)
    one_side = validate.place(catalogue, choices[:1], one_side=True)
    assert (one_side[0].candidates, one_side[0].ranks["nearest"]) == (1, 1)


def test_equal_values_share_their_mean_rank(validate: ModuleType):
    values = {"a": 3.0, "b": 2.0, "c": 2.0, "d": 1.0}
    ranks = [validate._rank(name, list(values), values.__getitem__) for name in values]
    assert ranks == [1, 2.5, 2.5, 4]


def test_measures_of_chance_and_of_what_was_not_linked(validate: ModuleType):
    choice = validate.read_choices()[0]
    ten = validate.Placed(choice, 10, {"ours": 6.0}, "timing")
    assert validate.measures(ten, "random") == pytest.approx((0.5, 0.1, 0.2928968))
    assert validate.measures(ten, "ours") == pytest.approx((0.0, 0.0, 1 / 6))
    none = validate.Placed(choice, 0, {"ours": None}, "no link")
    assert validate.measures(none, "ours") == validate.measures(none, "random") == (0, 0, 0)
