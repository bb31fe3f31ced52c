import os
from dataclasses import fields
from pathlib import Path

import pytest

from catalogue.errors import SettingError
from catalogue.settings import TABLE, Settings, reference


def test_defaults_need_no_environment() -> None:
    settings = Settings.read({})
    assert settings.catalogue == Path.cwd()
    assert settings.author == "anonymous"
    assert (settings.host, settings.port) == ("127.0.0.1", 8501)
    assert settings.workers == os.cpu_count()
    assert settings.margin_days == 365


def test_an_override_wins_over_the_environment_and_none_does_not() -> None:
    env = {"CATALOGUE_PORT": "9000", "CATALOGUE_AUTHOR": "Ana"}
    settings = Settings.read(env, port=9001, author=None)
    assert (settings.port, settings.author) == (9001, "Ana")


def test_an_empty_variable_is_not_set() -> None:
    assert Settings.read({"CATALOGUE_PORT": ""}).port == 8501


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "70000"),
        ("port", 1.5),
        ("workers", "-1"),
        ("margin_days", "nan"),
        ("margin_days", "-3"),
        ("tile_time_limit_s", "0"),
        ("author", "a\nb"),
        ("max_bands", True),
        ("catalogue", "a\0b"),
    ],
)
def test_a_value_without_sense_names_its_setting(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.read({}, **{name: value})


def test_a_file_is_no_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    file.touch()
    with pytest.raises(SettingError, match="a file; give a folder"):
        Settings.read({"CATALOGUE": str(file)})


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingError, match="no setting 'ports'"):
        Settings.read({}, ports=1)


def test_the_table_names_every_setting_once() -> None:
    assert [e.name for e in TABLE] == [f.name for f in fields(Settings)]
    assert len({e.env for e in TABLE}) == len(TABLE)
    assert all(e.env in reference() for e in TABLE)
