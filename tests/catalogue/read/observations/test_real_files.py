"""Real files of others: every row goes in or is refused with a reason, and never a traceback."""

import pytest

from catalogue.model import Observation, Rejected
from catalogue.read.observations import read_observations


def split(table):
    good = [row for row in table.rows if isinstance(row, Observation)]
    bad = [row for row in table.rows if isinstance(row, Rejected)]
    assert len(good) + len(bad) == len(table.rows)
    assert all(row.reason for row in bad)
    return good, bad


def test_every_malformed_file_is_told_apart(shared_data):
    folder = shared_data / "malformed"
    files = [*folder.glob("csv/*/*.csv"), *folder.glob("geojson_bad/*.geojson")]
    assert len(files) > 30
    for path in files:
        table = read_observations(path)
        split(table)
        assert table.rows or table.warnings, path.name


def test_ucdp(shared_data):
    table = read_observations(shared_data / "observations/ucdp/ucdp_ged_sample.csv")
    good, bad = split(table)
    assert (len(good), len(bad)) == (958, 0)
    first = next(row for row in good if row.id == "300380.0")
    assert (first.when.edtf, first.when.zone) == ("2013-01-03", "Asia/Damascus")
    # A precision code is a rank; the documented table says what it is taken for.
    radii = {row.properties["where_prec"]: row.place.candidates[0].r95_m for row in good}
    assert (radii["1.0"], radii["2.0"], radii["4.0"], radii["6.0"]) == (5000, 25_000, 150_000, None)
    assert any("where_prec 6" in text for row in good for text in row.warnings)
    assert any("imports.md" in text for text in table.warnings)


@pytest.mark.slow
def test_landslides(shared_data):
    table = read_observations(
        shared_data / "observations/nasa_glc/Global_Landslide_Catalog_Export_to2013.csv"
    )
    good, bad = split(table)
    assert (len(good), len(bad)) == (6219, 0)
    first = good[0]
    assert (first.id, first.when.edtf, first.when.zone) == ("684", "2008-08-01", "Asia/Shanghai")
    assert first.place.candidates[0].r95_m is None
    assert good[1].place.candidates[0].r95_m == 5000
    assert any("month/day/year" in warning for warning in table.warnings)


def test_earthquakes(shared_data):
    table = read_observations(
        shared_data / "observations/usgs_earthquakes/earthquakes_2017-09-08_2017-10-08.geojson"
    )
    good, bad = split(table)
    assert (len(good), len(bad)) == (6107, 0)
    assert good[0].when.occurrences[0].alternatives[0][0].is_instant
    assert good[0].when.edtf.startswith("2017-10-08T01:20:50.893")


def test_glaciers_have_places_and_no_times(shared_data):
    table = read_observations(shared_data / "rasters/geoutils/15_rgi60_glacier_outlines.gpkg")
    good, bad = split(table)
    assert (len(good), len(bad)) == (86, 0)
    assert all(86 < row.place.candidates[0].geometry.centroid.x < 88 for row in good)
