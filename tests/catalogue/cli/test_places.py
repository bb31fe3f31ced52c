"""`catalogue places`: names to places for people and for programs."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import InvalidValue
from catalogue.gazetteer import Gazetteer, gazetteer_path


@pytest.fixture
def folder(gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small gazetteer in place of the compiled one."""
    shutil.copy(gazetteer.path, gazetteer_path(tmp_path))
    monkeypatch.setenv("CATALOGUE_GAZETTEER", str(tmp_path))
    return tmp_path


def run(*args: str) -> str:
    result = CliRunner().invoke(app, ["places", *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_json_names_places_what_holds_them_and_the_licences(folder: Path) -> None:
    answer = json.loads(run("Helena", "--json"))
    helena = answer["places"][0]
    assert helena["within"] == ["Montana", "United States"]
    assert (helena["lon"], helena["lat"], helena["found_as"]) == (-112.03, 46.59, "exact")
    assert "CC BY 4.0" in answer["licences"]


def test_a_table_for_people_and_a_way_out_where_nothing_is_found(folder: Path) -> None:
    assert "Kharkiv" in run("Kharkov")
    assert "--fuzzy" in run("Kharkyv")
    assert "Kharkiv" in run("Kharkyv", "--fuzzy")


def test_a_country_narrows_and_must_be_a_code(folder: Path) -> None:
    found = json.loads(run("Paris", "--country", "us", "--json"))["places"]
    assert {place["country"] for place in found} == {"US"}
    with pytest.raises(InvalidValue, match="ISO 3166"):
        run("Paris", "--country", "France")


def test_own_places_of_the_catalogue_come_first(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "case"
    own.mkdir()
    (own / "places.csv").write_text("name,lon,lat,radius_m\nParis,1.5,2.5,900\n")
    (found,) = json.loads(run("Paris", "--catalogue", str(own), "--json"))["places"]
    assert (found["kind"], found["lon"], found["radius_m"]) == ("own", 1.5, 900.0)
