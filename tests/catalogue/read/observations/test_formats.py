"""Exports of known catalogues: what a row says, its radius and its interval by the tables."""

import json
from pathlib import Path

import pytest

from catalogue.model import Observation
from catalogue.read.observations import read_observations
from catalogue.read.observations.conventions import CONVENTIONS, reference
from catalogue.read.observations.formats import GDELT_HEADERS

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def read(tmp_path):
    def reading(name, text, mapping=None):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        table = read_observations(path, mapping)
        assert all(isinstance(row, Observation) for row in table.rows), table.rows
        return table

    return reading


def facts(row):
    place = row.place.candidates[0]
    return row.id, row.when.edtf if row.when else None, place.r95_m, place.geometry.coords[0]


ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,admin1,location,"
    "latitude,longitude,geo_precision,source,notes,status\n"
)


@pytest.mark.parametrize(
    ("date", "time", "place", "edtf", "radius"),
    [
        ("2022-06-08", "1", "1", "2022-06-08", 5_000),
        ("08 June 2022", "2", "2", "2022-06-05/2022-06-11", 30_000),
        ("2022-06-08", "3", "3", "2022-06", 150_000),
        ("2022-06-08", "", "9", "2022-06-08", None),
    ],
)
def test_acled(read, date, time, place, edtf, radius):
    kind, where = "Explosions,Shelling,A", "Kherson,Kakhovka,46.8,33.5"
    row = f"UKR1,{date},{time},{kind},{where},{place},Paper,Hit.,x\n"
    (made,) = read("acled.csv", ACLED + row).rows
    assert facts(made) == ("UKR1", edtf, radius, (33.5, 46.8))
    assert (made.claim, made.event_class, made.source) == ("Hit.", "Shelling", "Paper")
    assert (made.title, made.status) == ("Shelling, Kakhovka", "asserted")
    assert made.properties["actor1"] == "A"
    assert any("no known code" in w for w in made.warnings) == (place == "9")


def gdelt(columns, **values):
    return "\t".join(values.get(name, "") for name in columns) + "\n"


@pytest.mark.parametrize("columns", GDELT_HEADERS.values(), ids=lambda c: f"{len(c)} columns")
@pytest.mark.parametrize("header", [False, True])
def test_gdelt_with_and_without_a_header(read, columns, header):
    row = gdelt(
        columns, GLOBALEVENTID="410", SQLDATE="20220608", Actor1Name="RUSSIA", Actor2Name="UKRAINE",
        EventRootCode="19", ActionGeo_Type="4", ActionGeo_FullName="Izyum, Ukraine",
        ActionGeo_Lat="49.2", ActionGeo_Long="37.25", SOURCEURL="https://example.org/a",
    )  # fmt: skip
    text = ("\t".join(columns) + "\n" if header else "") + row
    table = read("20220608.export.CSV", text)
    (made,) = table.rows
    assert facts(made) == ("410", "2022-06-08~", 10_000, (37.25, 49.2))
    assert made.title == "Russia – Ukraine · fighting, Izyum, Ukraine"
    assert (made.event_class, made.source) == ("fighting", "https://example.org/a")
    assert any("machine" in warning for warning in table.warnings)


EXTRACTED = [
    {"id": "B1", "date": "2022-06-08", "latitude": 46.6, "longitude": 32.6, "place_desc": "Kherson",
     "title": "Depot hit", "description": "Smoke seen.", "source": "BELLINGCAT",
     "links": ["https://example.org/a", "https://example.org/b"]},
    {"id": "B2", "date": "1970-01-01", "latitude": 46.7, "longitude": 32.7, "place_desc": None,
     "title": None, "description": "No date.", "source": "TEXTY", "links": []},
]  # fmt: skip


@pytest.mark.parametrize("name", ["e.json", "e.jsonl", "e.geojson"])
def test_osint_geo_extractor(read, name):
    features = [
        {"type": "Feature", "id": e["id"],
         "geometry": {"type": "Point", "coordinates": [e["longitude"], e["latitude"]]},
         "properties": {k: v for k, v in e.items() if k not in ("id", "latitude", "longitude")}}
        for e in EXTRACTED
    ]  # fmt: skip
    texts = {
        "e.json": json.dumps(EXTRACTED),
        "e.jsonl": "\n".join(map(json.dumps, EXTRACTED)),
        "e.geojson": json.dumps({"type": "FeatureCollection", "features": features}),
    }
    first, second = read(name, texts[name]).rows
    assert facts(first) == ("B1", "2022-06-08", None, (32.6, 46.6))
    assert (first.claim, first.source, first.attribution) == (
        "Smoke seen.", "https://example.org/a", ("BELLINGCAT",))  # fmt: skip
    assert second.when is None
    assert second.source == "TEXTY"


@pytest.mark.parametrize(
    ("resolution", "radius"), [("Exact", 50), ("Vicinity", 500), ("Locality", 5000), ("", None)]
)
def test_atlos(read, resolution, radius):
    text = (
        "Slug,Project,Inserted At,Updated At,Latitude,Longitude,Status,Description,Date,Type,"
        "Equipment,Geolocation Resolution,More Info,Source 1,Source 2\n"
        f"CIV-1A,Case,2022-06-10,2022-06-11,46.6,32.6,Completed,Depot hit,2022-06-08,Strike,Tank,"
        f"{resolution},seen twice,,https://example.org/b\n"
    )
    (made,) = read("atlos-export-2022-07-01.csv", text).rows
    assert facts(made) == ("CIV-1A", "2022-06-08", radius, (32.6, 46.6))
    assert (made.title, made.claim, made.note) == ("Depot hit", "Depot hit", "seen twice")
    assert (made.source, made.status) == ("https://example.org/b", "asserted")


def test_what_the_user_says_goes_over_the_table(read):
    row = "UKR1,2022-06-08,3,Explosions,Shelling,A,Kherson,Kakhovka,46.8,33.5,1,Paper,Hit.,x\n"
    (made,) = read("acled.csv", ACLED + row, {"time": "event_date", "title": "notes"}).rows
    assert (made.when.edtf, made.title) == ("2022-06-08", "Hit.")


def test_the_page_is_the_tables():
    page = (ROOT / "docs/reference/imports.md").read_text(encoding="utf-8")
    assert reference() in page


def test_wider_units_have_wider_radii():
    for convention in CONVENTIONS:
        radii = [r for r, _ in convention.codes.values() if r is not None]
        if convention.format not in ("GDELT events",):  # its codes are kinds, no ranks
            assert radii == sorted(radii), convention.format
