"""Names to places: exact, folded, fuzzy; areas that hold them; the user's own before all."""

from pathlib import Path

import pytest

from catalogue.errors import StoreError, UnreadableFile
from catalogue.gazetteer import Entry, Gazetteer, compile_gazetteer, fold, own_places
from catalogue.gazetteer.areas import centre_and_radius
from catalogue.space.measure import GEOD


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("U.S.", "us"),
        ("Kāshān", "kashan"),
        ("Ra’s al Khaymah", "ras al khaymah"),
        ("ŁÓDŹ", "lodz"),
        ("I\u015f\u0131k", "isik"),
        ("Київ", "киів"),
        ("서울", "서울"),
        ("  Bab el-Mandeb ", "bab el mandeb"),
        ("...", ""),
    ],
)
def test_many_spellings_have_one_key(written: str, key: str) -> None:
    assert fold(written) == key
    assert fold(key) == key


def test_the_name_as_written_is_exact_and_others_say_how_they_fit(gazetteer: Gazetteer) -> None:
    best = gazetteer.find("Kharkiv")[0]
    assert (best.entry.id, best.how) == ("kharkiv", "exact")
    assert gazetteer.find("KHARKIV")[0].how == "name"
    assert gazetteer.find("Kharkov")[0].how == "alternate"
    assert gazetteer.find("OIFK")[0].how == "code"
    assert gazetteer.find("OIFK", codes=False) == []


def test_the_best_known_come_first_and_a_country_narrows(gazetteer: Gazetteer) -> None:
    assert [m.entry.cc for m in gazetteer.find("Paris") if m.entry.kind == "town"] == ["FR", "US"]
    assert {m.entry.cc for m in gazetteer.find("Paris", country="US")} == {"US"}


def test_what_is_not_listed_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Sigou Village") == []
    assert gazetteer.find("") == []
    assert not gazetteer.knows("Sigou Village")


@pytest.mark.parametrize("wrong", ["Kharkyv", "Kharkivv", "Kharkv", "Xharkiv", "Karkiv"])
def test_a_spelling_mistake_at_either_end_is_forgiven(gazetteer: Gazetteer, wrong: str) -> None:
    found = gazetteer.fuzzy(wrong)
    assert "kharkiv" in [match.entry.id for match in found[:5]]
    assert all(0.8 <= match.likeness <= 1 for match in found)


def test_fuzzy_finds_nothing_for_what_is_like_no_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.fuzzy("qqqqqqqqqq") == []
    assert gazetteer.fuzzy("") == []


def test_areas_hold_towns_and_the_country_comes_last(gazetteer: Gazetteer) -> None:
    helena = gazetteer.find("Helena")[0].entry
    assert [area.name for area in gazetteer.within(helena)] == ["Montana", "United States"]
    assert gazetteer.country("IR") == gazetteer.find("Iran")[0].entry


def test_demonyms_and_all_airfields_of_a_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("Iranian") == ["IR"]
    fields = gazetteer.airfields("IR")
    assert len(fields) > 80
    assert "icao:OIFK" in [field.id for field in fields]
    assert all(field.kind == "airfield" and field.cc == "IR" for field in fields)


def test_seas_and_straits_are_listed_with_their_reach(gazetteer: Gazetteer) -> None:
    hormuz = gazetteer.find("Strait of Hormuz")[0].entry
    assert hormuz.kind == "strait"
    for lon, lat in ((55.9, 26.4), (56.9, 26.6)):
        assert GEOD.inv(hormuz.lon, hormuz.lat, lon, lat)[2] < hormuz.radius_m


def test_the_radius_of_an_area_holds_most_of_its_towns() -> None:
    lons, lats = [179.0, -179.0, 179.5, -179.5], [10.0, 10.0, 11.0, 9.0]
    lon, lat, radius = centre_and_radius(lons, lats, "admin1")
    assert abs(abs(lon) - 180) < 0.1  # the mean on the sphere, not of the numbers
    assert abs(lat - 10) < 0.1
    assert max(GEOD.inv([lon] * 4, [lat] * 4, lons, lats)[2]) <= radius


def test_own_places_come_alone_and_before_all_others(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "name,lon,lat,radius_m,aliases,country\nThe depot,36.1,49.9,250,Kharkiv|Depot 7,UA\n"
    )
    with Gazetteer(gazetteer.path, own_places([tmp_path])) as opened:
        found = opened.find("kharkiv")
        assert [(m.how, m.entry.name, m.entry.radius_m) for m in found] == [
            ("own", "The depot", 250.0)
        ]
        assert [area.name for area in opened.within(found[0].entry)] == ["Ukraine"]
        assert opened.fuzzy("depott 7")[0].entry == found[0].entry


def test_an_area_of_ones_own_reaches_to_its_corners(tmp_path: Path) -> None:
    (tmp_path / "places.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"name": "Range"}, "geometry": {"type": "Polygon", "coordinates": '
        "[[[10, 50], [10.2, 50], [10.2, 50.1], [10, 50.1], [10, 50]]]}}]}"
    )
    ((entry, names),) = own_places([tmp_path])
    assert names == ("Range",)
    assert entry.radius_m == pytest.approx(9_080, rel=0.01)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,lon,lat,radius_m\n,1,2,3\n", "row 1: name is empty"),
        ("name,lon,lat,radius_m\nA,x,2,3\n", "row 1: lon is 'x'"),
        ("name,lon,lat,radius_m\nA,1,95,3\n", "row 1: lat is '95'"),
        ("name,lon,lat,radius_m\nA,1,2,3\nB,1,2,\n", "row 2: radius_m is ''"),
        ("name,lon,lat\nA,1,2\n", "radius_m is None"),
        ("name,lon,lat,radius_m\nA,1,2,0\n", "must be above 0"),
        ("name,lon,lat,radius_m\nA,nan,2,3\n", "lon is 'nan'"),
    ],
)
def test_a_mistake_in_own_places_names_its_row(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "places.csv").write_text(text)
    with pytest.raises(UnreadableFile, match=says):
        own_places([tmp_path])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"features": [{}]}', '{"features": [1]}'])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "places.geojson").write_text(text)
    with pytest.raises(UnreadableFile, match=r"places\.geojson"):
        own_places([tmp_path])


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "g.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="Delete it"):
        Gazetteer(tmp_path / "g.sqlite")


def test_the_rows_of_the_file_are_the_values_of_entry(gazetteer: Gazetteer) -> None:
    tehran = gazetteer.find("Tehran")[0].entry
    assert isinstance(tehran, Entry)
    assert (tehran.kind, tehran.cc, tehran.capital, tehran.population) == (
        "town", "IR", True, 7_150_000,
    )  # fmt: skip


def test_compiling_where_nothing_may_be_written_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    with pytest.raises(StoreError, match="CATALOGUE_GAZETTEER"):
        compile_gazetteer(file / "gazetteer-x.sqlite", drafts=[])
