"""`catalogue clouds` looks masks up and says what it found."""

import json

import numpy as np
import pytest
from mask_files import SIZE, at, write_mask, write_scene
from typer.testing import CliRunner

from catalogue import Catalogue
from catalogue.cli import app


@pytest.fixture
def case(tmp_path):
    write_scene(tmp_path, "half", 9, np.full((SIZE, SIZE), 9, dtype=np.uint8))
    lon, lat = at(50, 50)
    with Catalogue.open(tmp_path / "case", create=True) as cat:
        cat.add([tmp_path / "half.json"])
        cat.enter_observation({"id": "o", "time": "2022-06-08", "lon": str(lon), "lat": str(lat),
                               "radius_m": "100"})  # fmt: skip
    return tmp_path


def run(case, *words):
    return CliRunner().invoke(app, ["--catalogue", str(case / "case"), *words])


def test_it_counts_what_it_looked_at_and_scenes_then_say_so(case):
    first = run(case, "clouds").stdout
    assert "1 scene has a cloud mask: 1 places looked at, 0 known before." in first
    again = json.loads(run(case, "clouds", "--json").stdout)
    assert again == {"scenes": 1, "looked_at": 0, "known_before": 1, "failed": []}
    assert "cloud over 100% of the place (SCL)" in run(case, "scenes", "o").stdout
    told = json.loads(run(case, "scenes", "o", "--json").stdout)[0]
    assert told["cloud_at_place"] == {"share": 1.0, "shadow": 0.0, "unknown": 0.0, "source": "SCL"}


def test_a_mask_that_cannot_be_read_is_named(case):
    write_mask(case / "half_SCL.tif", np.zeros((SIZE, SIZE), dtype=np.uint8))
    result = run(case, "clouds")
    assert result.exit_code == 3
    assert "not read: sentinel-2-l2a/half: the mask SCL" in result.stderr


def test_without_a_mask_it_says_what_counts(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True):
        pass
    assert "the figure of the whole scene counts" in run(tmp_path, "clouds").stdout


def test_stopped_it_says_that_it_goes_on(case, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Catalogue, "look_at_clouds", stop)
    result = run(case, "clouds")
    assert result.exit_code == 130
    assert "the same command goes on there" in result.stderr
