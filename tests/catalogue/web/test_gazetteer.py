"""Places by name over HTTP: found where they can be, offered where not, never waited for."""

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from catalogue.gazetteer import Draft, Entry, compile_gazetteer, gazetteer_path
from catalogue.web.gazetteer import Places, bounds


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "gazetteer"
    draft = Draft("t1", "Kharkiv", "town", "UA", 36.25, 49.98, 12_000.0, 1_400_000, names=())
    compile_gazetteer(gazetteer_path(folder), drafts=[draft])
    return folder


def test_a_name_is_a_place_to_jump_to(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "Kharkiv"}).json()
    assert answer["gazetteer"] == {"state": "ready"}
    first = answer["hits"][0]
    assert (first["kind"], first["title"]) == ("place", "Kharkiv")
    west, south, east, north = first["bounds"]
    lon, lat = first["at"]
    assert west < lon < east
    assert south < lat < north


def test_coordinates_are_no_name(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "50.4, 30.5"}).json()["hits"]
    assert [h["title"] for h in hits if h["kind"] == "place"] == ["50.40000, 30.50000"]


def test_a_slip_of_the_keyboard_is_forgiven(tmp_path: Path) -> None:
    places = Places(_folder(tmp_path), tmp_path)
    assert places.status() == {"state": "ready"}
    assert [hit["title"] for hit in places.alike("kharkiw")] == ["Kharkiv"]
    assert places.find("kharkiw") == []
    assert places.find("") == places.alike("kha") == []
    places.close()


def test_without_a_gazetteer_the_search_says_so_and_does_not_wait(tmp_path: Path) -> None:
    places = Places(tmp_path / "none", tmp_path)
    begin = time.monotonic()
    assert places.find("Kyiv") == []
    assert time.monotonic() - begin < 1
    assert places.status() == {"state": "absent"}


def test_a_folder_that_refuses_ends_in_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    places = Places(tmp_path / "file" / "in", tmp_path)
    places.start()
    end = time.monotonic() + 60
    while places.status()["state"] == "compiling" and time.monotonic() < end:
        time.sleep(0.1)
    now = places.status()
    assert now["state"] == "failed"
    assert "gazetteer cannot be written" in now["reason"]


@pytest.mark.parametrize("lat", [0.0, 60.0, 89.9])
def test_bounds_hold_the_place_at_every_latitude(lat: float) -> None:
    entry = Entry(1, "x", "X", "town", None, None, None, 10.0, lat, 5_000.0, None)
    west, south, east, north = bounds(entry)
    assert west < 10 < east
    assert -90 <= south < north <= 90
    assert east - west <= 360
