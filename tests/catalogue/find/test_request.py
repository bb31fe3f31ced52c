"""Requests, addresses and keys as values; curl lines that a shell runs."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import shapely
from find_world import LAT, LON, QUICK, Faulty, answer, item, observation, page
from shapely.geometry import Point, box

from catalogue import Catalogue, space
from catalogue.errors import InvalidValue, ProviderFailed, StoreError
from catalogue.find import Enlargement, SearchRequest, enlarged, size_words
from catalogue.find.access import Access
from catalogue.find.address import file_address, next_page, permitted, search_url
from catalogue.find.place import LEAST_M, area_of
from catalogue.find.request import datetime_text
from catalogue.find.seed import FILE, seed_of
from catalogue.interval import Interval
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place

HERE = "https://stac.example.org/v1/search"
BOX = {"bbox": [1, 2, 3, 4]}
DAY = Interval(datetime(2022, 6, 8, tzinfo=UTC), datetime(2022, 6, 9, tzinfo=UTC))


def test_a_box_is_asked_for_as_a_box_and_another_area_as_it_is():
    one = SearchRequest(HERE, box(1, 2, 3, 4), DAY, ("a", "b"), 30, 1.5, page=7)
    assert one.body() == {
        "limit": 7,
        "collections": ["a", "b"],
        "bbox": [1, 2, 3, 4],
        "datetime": "2022-06-08T00:00:00Z/2022-06-09T00:00:00Z",
        "query": {"eo:cloud_cover": {"lte": 30}, "gsd": {"lte": 1.5}},
    }
    across = SearchRequest(HERE, shapely.MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)]))
    assert across.body()["intersects"]["type"] == "MultiPolygon"
    assert "datetime" not in across.body()
    crossing = SearchRequest.from_body(HERE, {"bbox": [179, 0, -179, 1]})
    assert crossing.area.equals(across.area)
    assert SearchRequest.from_body(HERE, {"bbox": [1, 2, -9, 3, 4, 9]}).area.equals(one.area)


@pytest.mark.parametrize(
    "body",
    [{}, {"bbox": [1, 2]}, {**BOX, "intersects": {}}, {**BOX, "ids": []}, {**BOX, "limit": 0},
     {**BOX, "query": {"gsd": {"gt": 1}}}, {**BOX, "query": {"x": {}}}],
)  # fmt: skip
def test_bodies_that_cannot_be_repeated(body):
    with pytest.raises(InvalidValue):
        SearchRequest.from_body(HERE, body)


@pytest.mark.parametrize(
    "changes",
    [{"page": 0}, {"cloud_max_pct": 101}, {"gsd_max_m": -1}, {"collections": ("",)},
     {"collections": ("a\nb",)}, {"endpoint": "ftp://x"}, {"area": Point(1, 2)}],
)  # fmt: skip
def test_requests_that_make_no_sense(changes):
    with pytest.raises(InvalidValue):
        SearchRequest(**{"endpoint": HERE, "area": box(1, 2, 3, 4), **changes})


@pytest.mark.parametrize(
    ("given", "url"),
    [("https://h.org", "https://h.org/search"), ("https://H.org/v1/", "https://h.org/v1/search"),
     ("https://h.org:8443/v1/search", "https://h.org:8443/v1/search"),
     ("http://127.0.0.1:8501/stac", "http://127.0.0.1:8501/stac/search"),
     ("http://localhost/stac/", "http://localhost/stac/search"),
     ("http://[::1]:80/", "http://[::1]:80/search")],
)  # fmt: skip
def test_endpoints(given, url):
    assert search_url(given) == url
    assert search_url(url) == url


@pytest.mark.parametrize(
    "given",
    ["", "h.org", "http://h.org", "http://127.0.0.1.evil.org", "https://", "https://u:p@h.org",
     "https://u@h.org/", "https://h.org/?key=1", "https://h.org/#x", "https://h.org:x/",
     "file:///etc", "https://h.org/a\nb", "https://h\\.org", "https://h_o.org@", "http://10.0.0.1/",
     "https://" + "a" * 5000],
)  # fmt: skip
def test_endpoints_that_are_refused(given):
    with pytest.raises(InvalidValue):
        search_url(given)


def test_pages_stay_where_the_search_is():
    assert next_page("search?page=2", HERE) == "https://stac.example.org/v1/search?page=2"
    assert next_page("https://stac.example.org:443/x", HERE).endswith("/x")
    for href in (
        "http://stac.example.org/x", "https://stac.example.org:8443/x", "//evil.org/x",
        "https://evil.org/x", "https://stac.example.org@evil.org/", "https://[::1/",
        "https://u:p@stac.example.org/x",
    ):  # fmt: skip
        with pytest.raises(ProviderFailed):
            next_page(href, HERE)


def test_files_come_from_where_a_person_said():
    assert file_address("https://stac.example.org/x.tif", HERE, ()) is None
    assert file_address("https://cdn.example.org/x.tif", HERE, ("cdn.example.org",)) is None
    assert "--from cdn.example.org" in file_address("https://cdn.example.org/x.tif", HERE, ())
    for href in (
        "http://cdn.example.org/x.tif",
        "https://u@cdn.example.org/x",
        "s3://b/x",
        "x.tif",
    ):
        assert file_address(href, HERE, ("cdn.example.org",)) is not None


@pytest.mark.parametrize(
    "peer",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses(peer):
    assert not permitted("https", peer, own=False)
    assert permitted("https", peer, own=True)  # the user named it
    assert permitted("http", "127.0.0.1", own=True)
    assert not permitted("http", "93.184.215.14", own=True)
    assert permitted("https", "93.184.215.14", own=False)


def test_a_key_is_taken_from_a_variable_of_its_own_name():
    env = {"CATALOGUE_HEADER_X": "Authorization: Bearer abc", "HOME": "A: b"}
    access = Access.of(env, "CATALOGUE_HEADER_X")
    assert access.header == ("Authorization", "Bearer abc")
    assert "abc" not in repr(access)
    with pytest.raises(InvalidValue, match="CATALOGUE_HEADER"):
        Access.of(env, "HOME")
    for value in ("", "secret", "Host: x", "Content-Length: 3", "A b: c", "A: b\nC: d", "A: \x7f"):
        with pytest.raises(InvalidValue) as error:
            Access.of({"CATALOGUE_HEADER_X": value}, "CATALOGUE_HEADER_X")
        assert value == "" or value not in str(error.value)


def test_the_proxy_that_the_environment_names():
    env = {"HTTPS_PROXY": "http://p:3128", "no_proxy": "example.com, .inner.org"}
    access = Access.of(env)
    assert access.proxy(HERE) == "http://p:3128"
    assert access.proxy("https://a.inner.org/") is None
    assert access.proxy("https://example.com/") is None
    assert access.proxy("http://127.0.0.1/") is None
    assert Access.of({"ALL_PROXY": "socks5h://p:9050"}).proxy(HERE) == "socks5h://p:9050"


def test_a_proxy_that_cannot_be_used_sends_nothing(cat: Catalogue):
    plan = cat.plan_search("o", HERE)
    access = Access.of({"https_proxy": "gopher://127.0.0.1:9"})
    assert "gopher" in cat.find_imagery(plan, access).error
    shown = cat.preview_search(plan, Access.of({"https_proxy": "http://user:pw@proxy.example:1"}))
    assert any("proxy proxy.example of" in s for s in shown.says)
    assert not any("pw" in s for s in shown.says)


def test_a_proxy_is_what_is_talked_to(cat: Catalogue, faulty: Faulty):
    """The name of the provider goes to the proxy, which has to look it up."""
    faulty.answers = [answer(b"", 502)]
    access = Access(proxies={"https_proxy": faulty.address})
    found = cat.find_imagery(cat.plan_search("o", HERE, limits=QUICK), access)
    assert found.error


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_line_sends_the_same(cat: Catalogue, faulty: Faulty):
    faulty.answers = [answer(page([item(1)]))]
    sly = 'it\'s $(touch x) `id` "q" é'
    request = cat.plan_search("o", faulty.address, collections=[sly]).request
    line = request.curl("CATALOGUE_HEADER_X")
    env = {"CATALOGUE_HEADER_X": "X-Key: a b", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=env, check=True)
    assert json.loads(done.stdout)["features"][0]["id"] == "item-1"
    (asked,) = faulty.asked
    assert asked.body == request.body_bytes()
    assert asked.headers["x-key"] == "a b"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"] == "imagery-catalogue/0.1.0"


def test_the_area_of_interest_says_nothing_else(cat: Catalogue):
    feature = cat.plan_search("o", HERE, enlarge="100").request.aoi()
    assert set(feature) == {"type", "geometry", "bbox", "properties"}
    assert set(feature["properties"]) == {"datetime"}


def test_what_is_larger_is_said_in_words():
    place = space.disc(LON, LAT, 3000)
    assert size_words(place, place) == "asks for the place itself, 28.3 km²"
    around = enlarged(place, Enlargement(km=100), b"x" * 32)
    assert size_words(place, around).endswith(" km² around; the place itself is 28.3 km²")


def test_the_area_of_an_observation():
    point, line = Point(10, 20), shapely.LineString([(1, 1), (1, 2)])
    place = Place((Candidate(point, 5000, 0.5), Candidate(line, None, 0.3)), reserve=0.2)
    area = area_of(Observation("u", "i", "t", place))
    assert area.covers(point)
    assert area.covers(line)
    assert space.area_m2(area) == pytest.approx(3.1416 * 5000**2 + 110.6e3 * 2 * LEAST_M, rel=0.01)
    with pytest.raises(InvalidValue, match="nowhere to search"):
        area_of(Observation("u", "i", "t"))


def test_too_many_places_are_not_sent():
    many = shapely.MultiPoint([(x / 2, y / 2) for x in range(20) for y in range(20)]).buffer(0.1)
    with pytest.raises(InvalidValue, match="too many corners"):
        SearchRequest(HERE, many.segmentize(0.01))


def test_the_seed_is_made_once_and_kept_to_oneself(tmp_path):
    first = seed_of(tmp_path)
    assert seed_of(tmp_path) == first
    assert len(first) == 32
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    (tmp_path / FILE).write_text("abcd")
    with pytest.raises(StoreError, match="cut short"):
        seed_of(tmp_path)
    with pytest.raises(StoreError, match=r"find\.seed"):
        seed_of(tmp_path / "nowhere")


def test_the_interval_is_in_whole_days(cat: Catalogue):
    """So that the hour of the event is not told."""
    assert datetime_text(cat.plan_search("o", HERE, days=2).request.when) == (
        "2022-06-06T00:00:00Z/2022-06-11T00:00:00Z"
    )
    day = EventTime("2022-06-08", (Occurrence(((DAY, 1.0),)),))
    cat.put_observation(replace(observation("d"), when=day))
    plan = cat.plan_search("d", HERE, days=0)
    assert plan.request.when == DAY
    late = Interval(datetime(9999, 12, 31, tzinfo=UTC), None)
    cat.put_observation(
        replace(observation("e"), when=EventTime("9999", (Occurrence(((late, 1.0),)),)))
    )
    assert cat.plan_search("e", HERE, days=9).request.when.end is None


def test_an_unknown_time_needs_one(cat: Catalogue):
    cat.put_observation(Observation("n", "n", "t", Place((Candidate(Point(1, 2), 10),))))
    with pytest.raises(InvalidValue, match="--datetime"):
        cat.plan_search("n", HERE)
    assert cat.plan_search("n", HERE, when="2022-06-01/2022-06-02").request.when is not None
    with pytest.raises(InvalidValue, match="not both"):
        cat.plan_search("o", HERE, when="2022-06-01/2022-06-02", days=3)
