"""Files of observations: good rows go in, every other row says what is wrong and how to mend it."""

import sqlite3

import geopandas
import pytest
from shapely import Point

from catalogue.errors import InvalidValue, UnreadableFile
from catalogue.interval import format_utc
from catalogue.model import Observation, Rejected
from catalogue.read.observations import build_observation, read_observations

HEADER = "id,title,lon,lat,radius_m,time\n"


@pytest.fixture
def read(tmp_path):
    def write_and_read(content, name="reports.csv", mapping=None, **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_observations(path, mapping, **options)

    return write_and_read


def interval(observation):
    found = observation.when.occurrences[0].alternatives[0][0]
    return tuple(None if s is None else format_utc(s) for s in (found.begin, found.end))


def test_the_plain_columns_need_no_mapping(read):
    table = read(
        "id,title,lon,lat,radius_m,time,object,length_m,width_m\n"
        "a1,A drone,51.2,35.1,500,2022-06-08,UAV,16,8\n"
    )
    (row,) = table.rows
    assert (row.id, row.title) == ("a1", "A drone")
    (place,) = row.place.candidates
    assert (place.geometry.x, place.geometry.y, place.r95_m) == (51.2, 35.1, 500)
    assert interval(row) == ("2022-06-07T19:30:00Z", "2022-06-08T19:30:00Z")
    assert row.when.zone == "Asia/Tehran"
    assert row.when.occurrences[0].exact
    (thing,) = row.objects
    assert (thing.name, thing.length_m, thing.width_m) == ("UAV", 16, 8)
    assert row.properties["radius_m"] == "500"
    assert row.warnings == table.warnings == ()


def test_begin_and_end_columns(read):
    table = read("id,lon,lat,begin,end\na,51.2,35.1,2022-06-08,2022-06-10\n")
    assert interval(table.rows[0]) == ("2022-06-07T19:30:00Z", "2022-06-10T19:30:00Z")


def test_unknown_stays_unknown(read):
    (row,) = read(HEADER + "a,,,,,\n").rows
    assert row.place is None
    assert row.when is None
    assert row.title == "a"
    assert len(row.warnings) == 2
    (row,) = read(HEADER + "a,x,51.2,35.1,,2022\n").rows
    assert row.place.candidates[0].r95_m is None


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        ("a,x,51,123,,", "lat", "between -90 and 90"),
        ("a,x,35,123,,", "lat", "swapped"),
        ("a,x,400,35,,", "lon", "between -180 and 180"),
        ("a,x,231.2,35,,", "lon", "Did you mean -128.8?"),
        ("a,x,nan,35,,", "lon", "finite"),
        ("a,x,51,inf,,", "lat", "finite"),
        ("a,x,east,35,,", "lon", "not a number"),
        ("a,x,,35,,", "lon", "empty while lat"),
        ("a,x,51,35,-5,", "radius_m", "0 or more"),
        ("a,x,51,35,wide,", "radius_m", "250 m"),
        ("a,x,51,35,9e9,", "radius_m", "r95"),
        ("a,x,51,35,,8/1/2008", "time", "8 January 2008 or 1 August 2008"),
        ("a,x,51,35,,soon", "time", "cannot be read"),
        ("a,x,51,35,,2022-06-10/2022-06-08", "time", "lies before"),
        ("a,x\x00,51,35,,", "title", "NUL"),
        ("a,x,51,35", None, "4 cells and the header 6"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(read, cells, field, says):
    table = read(HEADER + "ok,x,51,35,,\n" + cells + "\nalso,x,51,35,,\n")
    first, bad, last = table.rows
    assert isinstance(first, Observation)
    assert isinstance(last, Observation)
    assert isinstance(bad, Rejected)
    assert (bad.source, bad.row, bad.field) == ("reports.csv", 3, field)
    assert says in bad.reason


def test_end_before_begin_names_both(read):
    (bad,) = read("id,lon,lat,begin,end\na,51,35,2022-06-10,2022-06-08\n").rows
    assert "2022-06-08" in bad.reason
    assert "2022-06-10" in bad.reason


def test_duplicates(read):
    table = read(HEADER + "a,x,51,35,,\na,x,51,35,,\na,y,51,35,,\n")
    first, bad = table.rows
    assert first.title == "x"
    assert bad.row == 4
    assert "row 2" in bad.reason
    assert table.warnings == ("row 3 repeats row 2; it is taken once.",)


def test_a_missing_id_is_made_from_the_row_and_stable(read):
    one = read("title,lon,lat\nx,51,35\n")
    again = read("title,lon,lat\nother,1,2\nx,51,35\n")
    assert one.rows[0].id == again.rows[1].id
    assert "no id" in one.warnings[0]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", False),
     ("latin-1", True)],
)  # fmt: skip
def test_encodings(read, encoding, told):
    table = read((HEADER + "a,Junín señal,51,35,,\nb,x,51,35,,\n").encode(encoding))
    assert [r.title for r in table.rows] == ["Junín señal", "x"]
    assert any("not UTF-8" in w for w in table.warnings) == told


def test_a_named_encoding_is_used_or_refused(read):
    content = (HEADER + "a,Сирия,51,35,,\n").encode("cp1251")
    assert read(content, encoding="cp1251").rows[0].title == "Сирия"
    assert "encoding" in read(content, encoding="martian").rows[0].reason
    assert "not ascii" in read(content, encoding="ascii").rows[0].reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(read, delimiter, newline):
    lines = [["id", "title", "lon", "lat"], ["a", '"two, words;"', "51.5", "35"]]
    table = read(newline.join(delimiter.join(line) for line in lines))
    assert table.rows[0].title == "two, words;"
    assert table.rows[0].place.candidates[0].geometry.x == 51.5


def test_decimal_commas(read):
    (row,) = read("id;lon;lat\na;51,25;-35,5\n").rows
    assert row.place.candidates[0].geometry.coords[0] == (51.25, -35.5)


def test_row_numbers_are_those_of_a_spreadsheet(read):
    table = read('id,title,lat,lon\na,"two\nlines",1,2\n\nb,x,99,2\n')
    assert table.rows[1].row == 4


def test_an_open_quotation_mark_is_found(read):
    table = read('id,title,lat,lon\na,x,1,2\nb,"open,1,2\nc,x,1,2\n')
    assert table.rows[0].id == "a"
    assert isinstance(table.rows[1], Rejected)
    assert len(table.rows) == 2


@pytest.mark.parametrize("content", [b"", b"\n", b"  \r\n", b"PK\x03\x04zip", b"a,b\n1,2\n"])
def test_files_that_say_nothing_are_rejected_with_a_reason(read, content):
    (bad,) = read(content).rows
    assert bad.row is None
    assert bad.reason


def test_cells_made_harmless_are_restored(read):
    (row,) = read("id,title,lon,lat\na,'=SUM(A1),51,35\n").rows
    assert row.title == "=SUM(A1)"
    (row,) = read("id,title,lon,lat\na,'tis,'-51,35\n").rows
    assert row.title == "'tis"
    assert row.place.candidates[0].geometry.x == -51


def test_a_mapping_goes_over_the_guess(read):
    content = "ref,Long X,Lat Y,seen\na,51,35,08/06/2022 10:30\n"
    mapping = {"id": "ref", "lon": "Long X", "lat": "Lat Y", "time": "seen",
               "time_format": "%d/%m/%Y %H:%M"}  # fmt: skip
    (row,) = read(content, mapping=mapping).rows
    assert interval(row) == ("2022-06-08T06:00:00Z",) * 2
    (bad,) = read(content, mapping=mapping | {"time_format": "%Y"}).rows
    assert (bad.field, bad.value) == ("time", "08/06/2022 10:30")
    (bad,) = read(content, mapping=mapping | {"time_format": "%d/%m"}).rows
    assert "no year" in bad.reason


def test_a_mapping_that_names_nothing_lists_what_there_is(read):
    with pytest.raises(InvalidValue, match="there are id, title"):
        read(HEADER + "a,x,1,2,,\n", mapping={"lon": "Longitude"})
    with pytest.raises(InvalidValue, match="radius_m"):
        read(HEADER + "a,x,1,2,,\n", mapping={"longitude": "lon"})


def test_a_guess_that_holds_something_else_is_left(read):
    table = read("id,place,status,lat,lon\na,Tehran,4,35,51\n")
    assert "status" not in table.mapping
    table = read("id,place,date,time\na,Tehran,2022-06-08,10:30\n")
    assert table.mapping == {"id": "id", "time": "date"}
    assert len(table.warnings) == 2


def test_written_coordinates_are_a_place(read):
    (row,) = read("id,coordinates\na,\"35°06'N 51°12'E\"\n").rows
    assert row.place.candidates[0].geometry.x == pytest.approx(51.2)


def test_longitude_and_latitude_with_marks(read):
    (row,) = read("id,lon,lat\na,51°12'E,35.1N\n").rows
    assert row.place.candidates[0].geometry.coords[0] == pytest.approx((51.2, 35.1))


def test_objects_and_counts(read):
    head = "id,object,count,length_m,status\n"
    good, many, bad, worse = read(
        head + "a,tank,3-5,7 m,Negated\nb,tank; truck,,,\nc,tank;truck,,7,\nd,tank,few,,maybe\n"
    ).rows
    assert (good.objects[0].count_min, good.objects[0].count_max) == (3, 5)
    assert good.status == "negated"
    assert [o.name for o in many.objects] == ["tank", "truck"]
    assert bad.field == "length_m"
    assert worse.field in ("count", "status")


def test_no_such_file(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.csv"):
        read_observations(tmp_path / "gone.csv")


def test_a_form_is_read_as_a_row_is():
    made = build_observation({"title": "x", "lon": "51", "lat": "35", "time": "2022-06-08"})
    assert made.when.zone == "Asia/Tehran"
    bad = build_observation({"title": "x", "lon": "51", "lat": "123"})
    assert (bad.source, bad.field, bad.value) == ("entered", "lat", "123")


def test_geojson_geometries_properties_and_ids(read):
    table = read(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[51,35]},'
        '"properties":{"title":"x","time":"2022","n":null}},'
        '{"type":"Feature","id":8,"geometry":null,"properties":{"title":"y"}},'
        '{"type":"Feature","id":9,"geometry":{"type":"Point","coordinates":[51,NaN]},'
        '"properties":{}},'
        '{"type":"Feature","id":10,"geometry":{"type":"Point","coordinates":[51,123]},'
        '"properties":{}}]}',
        "r.geojson",
    )
    first, second, nan, beyond = table.rows
    assert (first.id, first.title, second.place) == ("7", "x", None)
    assert (nan.row, beyond.row) == (3, 4)
    assert nan.field == beyond.field == "geometry"


def test_geojson_lines(read):
    line = (
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"id":%d}}'
    )
    table = read("\n".join([line % 1, line % 2, "{broken"]), "r.geojsonl")
    assert [getattr(r, "id", None) for r in table.rows] == ["1", "2", None]
    assert table.rows[2].row == 3


@pytest.mark.parametrize(
    "content",
    [
        "[1,2]", "null", "{", "[" * 5000, '{"type":"FeatureCollection","features":[5]}',
        '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:32639"}},"features":[]}',
        '{"type":"Feature","geometry":{"type":"Point","coordinates":["1","2"]},"properties":{}}',
        '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},"properties":{}}',
        "[NaN," * 5000,
        '{"type":"Feature","geometry":null,"properties":{"title":"\\ud800","n":NaN}}',
    ],
)  # fmt: skip
def test_geojson_refused_with_a_reason(read, content):
    (bad,) = read(content, "r.geojson").rows
    assert isinstance(bad, Rejected)
    assert bad.reason


def test_geopackage_in_another_reference_system(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"id": ["a", "b"], "time": ["2022-06-08", "8/1/2008"], "count": [2, 3]},
        geometry=[Point(51.2, 35.1), Point(51, 35)], crs=4326,
    )  # fmt: skip
    path = tmp_path / "r.gpkg"
    frame.to_crs(32639).to_file(path, layer="reports", engine="pyogrio")
    good, bad = read_observations(path).rows
    assert good.place.candidates[0].geometry.x == pytest.approx(51.2)
    assert interval(good)[0] == "2022-06-07T19:30:00Z"
    assert bad.field == "time"
    assert "no layer" in read_observations(path, layer="nope").rows[0].reason


def test_what_is_no_geopackage(read, tmp_path):
    (bad,) = read(b"not a database", "r.gpkg").rows
    assert "no GeoPackage" in bad.reason
    with sqlite3.connect(tmp_path / "plain.gpkg") as db:
        db.execute("create table t (a)")
    db.close()
    (bad,) = read_observations(tmp_path / "plain.gpkg").rows
    assert isinstance(bad, Rejected)
