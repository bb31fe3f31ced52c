"""Places in text: notations, distances, nesting, facilities, roles, and what is not found."""

import pytest

from catalogue.extract.places import find_places
from catalogue.extract.values import PlaceFound
from catalogue.gazetteer import Gazetteer
from catalogue.space.measure import GEOD


def find(text: str, gazetteer: Gazetteer) -> list[PlaceFound]:
    return list(find_places(text, [(0, len(text))], gazetteer))


def named(text: str, gazetteer: Gazetteer, words: str) -> PlaceFound:
    (found,) = [f for f in find(text, gazetteer) if f.text == words]
    return found


@pytest.mark.parametrize(
    ("written", "lon", "lat"),
    [
        ("35°06'12\"N 51°12'00\"E", 51.2, 35.1033),
        ("03:08N – 006:20E", 6.3333, 3.1333),
        ("04 03.7N, 007 03.5E", 7.0583, 4.0617),
        ("N 45 06.33 E 033 35.7", 33.595, 45.1055),
        ("48.8583° N, 2.2945° E", 2.2945, 48.8583),
        ("12-34.5S 045-12.3W", -45.205, -12.575),
        ("35.1234, 51.2345", 51.2345, 35.1234),
        ("lat 12.5, long 44.25", 44.25, 12.5),
        ("39S WV 12345 67890", 51.1367, 35.8551),
        ("geo:35.1,51.2", 51.2, 35.1),
    ],
)
def test_written_coordinates_are_read_where_they_stand(
    gazetteer: Gazetteer, written: str, lon: float, lat: float
) -> None:
    (found,) = find(f"It was seen at {written} on Monday.", gazetteer)
    assert found.text == written
    (spot,) = found.candidates
    assert (spot.lon, spot.lat) == (pytest.approx(lon, abs=1e-4), pytest.approx(lat, abs=1e-4))
    assert spot.r95_m < 20_000


@pytest.mark.parametrize("text", ["from 5:30 to 6.", "up to 300 of the Shahed-129", "in 2.5, 3.5"])
def test_numbers_that_are_no_position_are_none(gazetteer: Gazetteer, text: str) -> None:
    assert find(f"They flew {text}", gazetteer) == []


@pytest.mark.parametrize(
    ("words", "bearing", "metres"),
    [
        ("45nm South of", 180, 45 * 1852),
        ("about 30 km northwest of", 315, 30_000),
        ("118 nautical miles SSW of", 202.5, 118 * 1852),
        ("ten miles north-east of", 45, 16_093.44),
    ],
)
def test_an_offset_is_a_geodesic_from_its_anchor(
    gazetteer: Gazetteer, words: str, bearing: float, metres: float
) -> None:
    phrase = f"{words} Brass"
    found = named(f"A tanker was boarded {phrase}, Nigeria.", gazetteer, phrase)
    (spot,) = found.candidates
    azimuth, _, away = GEOD.inv(6.24, 4.31, spot.lon, spot.lat)
    assert away == pytest.approx(metres, abs=1)
    assert azimuth % 360 == pytest.approx(bearing, abs=0.01)
    assert found.role == "location"
    assert spot.r95_m >= 2_000


def test_the_anchor_and_its_country_are_only_context(gazetteer: Gazetteer) -> None:
    text = "A tanker was boarded 45nm South of Brass, Nigeria."
    assert named(text, gazetteer, "Brass").role == "context"
    assert named(text, gazetteer, "Nigeria").role == "context"


def test_a_distance_without_direction_is_a_ring(gazetteer: Gazetteer) -> None:
    found = named("A convoy stood 20 km from Kharkiv.", gazetteer, "20 km from Kharkiv")
    best = found.candidates[0]
    assert (best.lon, best.lat) == (36.25, 49.98)
    assert best.r95_m >= 20_000


@pytest.mark.parametrize(
    ("text", "name", "lon"),
    [
        ("They met in Paris on Monday.", "Paris", 2.35),
        ("They met in Paris, Texas, on Monday.", "Paris", -95.56),
        ("A slide near Helena, MT, closed the road.", "Helena", -112.03),
        ("Paguite, Abuyog, Leyte", "Abuyog", 125.01),
    ],
)
def test_what_holds_a_place_says_which_it_is(
    gazetteer: Gazetteer, text: str, name: str, lon: float
) -> None:
    best = named(text, gazetteer, name).candidates[0]
    assert best.lon == lon
    assert best.p > 0.5


def test_a_name_that_lies_elsewhere_is_not_found_rather_than_guessed(gazetteer: Gazetteer) -> None:
    found = named("Saki, Texas", gazetteer, "Saki")
    assert found.candidates == ()
    assert found.reserve == 1.0
    assert "Texas" in found.why[0]


def test_a_village_that_is_not_listed_is_named_without_a_position(gazetteer: Gazetteer) -> None:
    found = named("Sigou Village, Loufan County", gazetteer, "Sigou Village")
    assert (found.candidates, found.reserve) == ((), 1.0)


def test_a_facility_is_sought_round_its_town(gazetteer: Gazetteer) -> None:
    text = "Explosions shook Saky air base in Ukraine. The base was evacuated."
    found = named(text, gazetteer, "Saky air base")
    assert found.candidates[0].name == "Saki Air Base"
    assert any(c.id == "saki" for c in found.candidates)  # for a base that is not listed
    again = named(text, gazetteer, "The base")
    assert again.candidates == found.candidates
    assert "Saky air base" in again.why[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Officials visited an Iranian airfield on June 8.", "Iranian airfield"),
        ("Officials visited an airfield in Iran on June 8.", "airfield"),
    ],
)
def test_an_airfield_without_a_name_is_every_one_of_the_country(
    gazetteer: Gazetteer, text: str, words: str
) -> None:
    found = named(text, gazetteer, words)
    assert len(found.candidates) == len(gazetteer.airfields("IR"))
    assert len({c.p for c in found.candidates}) == 1
    assert found.reserve > 0
    assert any(c.id == "icao:OIFK" for c in found.candidates)


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Moscow said the depot was empty.", "Moscow", "actor"),
        ("Iran has delivered drones to Russia.", "Iran", "actor"),
        ("Iran has delivered drones to Russia.", "Russia", "destination"),
        ("Drones came from Iran.", "Iran", "origin"),
        ("A strike hit a depot in Moscow.", "Moscow", "location"),
        ("It was the invasion of Ukraine.", "Ukraine", "location"),
        ("Ukraine's government denied it.", "Ukraine", "actor"),
    ],
)
def test_who_acts_is_not_where_it_happened(
    gazetteer: Gazetteer, text: str, words: str, role: str
) -> None:
    assert named(text, gazetteer, words).role == role


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jackson sang. Jackson left.",
        "The Boston Globe wrote about it.",
        "They used a Mobile phone.",
        "It ended at Conewago Creek Bridge.",
        "In June and May they met on Paris Street.",
        "",
        "!!! ??? ...",
    ],
)
def test_names_of_other_things_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert [f for f in find(text, gazetteer) if f.candidates] == []


def test_a_side_of_a_country_lies_on_that_side(gazetteer: Gazetteer) -> None:
    whole = named("Fighting in Ukraine.", gazetteer, "Ukraine").candidates[0]
    east = named("Fighting in eastern Ukraine.", gazetteer, "Ukraine").candidates[0]
    assert east.lon > whole.lon + 2
    assert east.r95_m < whole.r95_m


def test_own_places_are_taken_for_sure(gazetteer: Gazetteer, tmp_path) -> None:
    from catalogue.gazetteer import own_places

    (tmp_path / "places.csv").write_text("name,lon,lat,radius_m\nDepot Seven,36.1,49.9,250\n")
    with Gazetteer(gazetteer.path, own_places([tmp_path])) as opened:
        found = named("Trucks stood at Depot Seven.", opened, "Depot Seven")
    assert found.candidates[0].id == "own:Depot Seven"
