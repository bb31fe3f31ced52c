"""Places as people write them, and refusals that say the way out."""

import pytest

from catalogue.coordinates import parse_place
from catalogue.errors import InvalidPlace


@pytest.mark.parametrize(
    "text",
    [
        "35.1, 51.2",
        "35.1 51.2",
        "(35.1, 51.2)",
        "35.1/51.2",
        "35.1°, 51.2°",
        "35.1N 51.2E",
        "51.2E 35.1N",
        "N35.1 E51.2",
        "E 51.2, N 35.1",
        "35,1; 51,2",
        "35,1 51,2",
        "35,1, 51,2",
        "lat 35.1 lon 51.2",
        "Longitude: 51.2, Latitude: 35.1",
        "35°06'00\"N 51°12'00\"E",
        "35°06′00″N, 51°12′00″E",
        "35 06 00 N 51 12 00 E",
        "35°06' 51°12'",
        "35 06.0, 51 12.0",
        "35:06:00N 51:12:00E",
        "35d06m00sN 51d12m00sE",
        "N 35° 06.000 E 051° 12.000",
        "35\ufffd06'00\"N 51\ufffd12'00\"E",
        "POINT (51.2 35.1)",
        "geo:35.1,51.2",
        "geo:35.1,51.2,900;crs=wgs84",
        "geo:0,0?q=35.1,51.2(airfield)",
        "https://www.google.com/maps/@35.1,51.2,15z",
        "https://www.google.com/maps?q=35.1,51.2",
        "https://www.google.com/maps/search/?api=1&query=35.1%2C51.2",
        "https://www.google.com/maps/search/35.1,+51.2",
        "https://www.google.com/maps/place/X/@35.9,51.9,17z/data=!4m5!3m4!1s0x0:0x0!8m2!3d35.1!4d51.2",
        "maps.google.com/maps?ll=35.1,51.2",
        "https://www.openstreetmap.org/#map=15/35.1/51.2",
        "https://www.openstreetmap.org/?mlat=35.1&mlon=51.2#map=15/1.0/2.0",
        "https://www.bing.com/maps?cp=35.1~51.2&lvl=15",
        "https://www.bing.com/maps?sp=point.35.1_51.2_Name",
        "https://maps.apple.com/?ll=35.1,51.2&q=Place",
        "https://yandex.com/maps/?ll=51.2%2C35.1&z=15",
        "https://browser.dataspace.copernicus.eu/?zoom=14&lat=35.1&lng=51.2",
        "https://apps.sentinel-hub.com/eo-browser/?zoom=14&lat=35.1&lng=51.2",
        "http://wikimapia.org/#lang=en&lat=35.1&lon=51.2&z=12&m=w",
    ],
)
def test_the_same_place_in_many_spellings(text):
    spot = parse_place(text)
    assert (spot.lat, spot.lon) == pytest.approx((35.1, 51.2), abs=1e-9)
    assert spot.r95_m is None


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("-20.119, -44.121", -20.119, -44.121),
        ("\u221220.119, \u221244.121", -20.119, -44.121),
        ("20.119S 44.121W", -20.119, -44.121),
        ("35,51", 35, 51),
        ("37°36'37.8\"N 121°2'17.9\"W", 37.6105, -121.038306),
        ("+0, -0", 0, 0),
    ],
)
def test_signs_and_whole_numbers(text, lat, lon):
    spot = parse_place(text)
    assert (spot.lat, spot.lon) == pytest.approx((lat, lon), abs=1e-6)


def test_a_stated_radius_is_kept_and_only_then():
    assert parse_place("geo:35.1,51.2;u=250").r95_m == 250


def test_precision_is_half_the_diagonal_of_the_last_digit():
    assert parse_place("0.0, 0.0").precision_m == pytest.approx(7871, abs=2)
    assert parse_place("39S WV 12345 67890").precision_m == pytest.approx(0.7071, abs=1e-3)
    assert parse_place("39SWV").precision_m == pytest.approx(70711, abs=1)


def test_mgrs_is_the_centre_of_its_cell():
    coarse, fine = parse_place("39SWV1267"), parse_place("39S WV 12500 67500")
    assert (coarse.lon, coarse.lat) == pytest.approx((fine.lon, fine.lat), abs=1e-5)
    assert parse_place("18SUJ 23480 06470").lat == pytest.approx(38.8895, abs=1e-3)
    assert parse_place("ZAH 00000 00000").lat == pytest.approx(90, abs=1e-4)


def test_utm_where_it_is_clear():
    spot = parse_place("31U 448251 5411932")  # the Eiffel Tower
    assert (spot.lat, spot.lon) == pytest.approx((48.8583, 2.2945), abs=1e-3)
    assert parse_place("23S 591942 7774978").lat == pytest.approx(-20.119, abs=0.01)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("somewhere", "cannot be read"),
        ("123, 45", "swapped? Write 45, 123"),
        ("123, 400", "beyond 90"),
        ("45, 400", "longitude 400"),
        ("35.1N 51.2N", "same axis"),
        ("-35.1S 51.2E", "sign and a letter"),
        ("35°61'N 51°12'E", "below 60"),
        ("35.5°06'N 51°12'E", "only the last"),
        ("nan, nan", "cannot be read"),
        ("39S WV 123 4567", "as many for east"),
        ("39SWV 123", "as many for east"),
        ("61N AA 1 1", "no square"),
        ("39S 512345 3954321", "southern hemisphere"),
        ("31U 448251 11932", "band U"),
        ("geo:35.1", "geo: URI"),
        ("geo:35.1,51.2;crs=nad27", "nad27"),
        ("geo:35.1,51.2;u=-5", "0 or more"),
        ("https://maps.app.goo.gl/abcDEF", "short link"),
        ("https://example.com/page", "no coordinates"),
        ("35.1", "cannot be read"),
        ("35 1 51 2", "cannot be read"),
        ("35.1,51.2\x00", "no coordinate"),
    ],
)
def test_refusals_say_the_way_out(text, says):
    with pytest.raises(InvalidPlace) as refused:
        parse_place(text)
    assert says in str(refused.value)
