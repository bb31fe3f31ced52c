"""`catalogue find` and `catalogue searches`: what is shown, sent, printed and refused."""

import json
import socket
import threading
import time

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import CatalogueError

ITEM = {
    "type": "Feature",
    "stac_version": "1.0.0",
    "id": "a",
    "collection": "c",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[51, 33], [52, 33], [52, 34], [51, 34], [51, 33]]],
    },
    "properties": {"datetime": "2022-06-08T07:30:00Z"},
    "links": [],
    "assets": {"data": {"href": "https://files.example.org/a.tif"}},
}


@pytest.fixture
def run(tmp_path):
    table = tmp_path / "seen.csv"
    table.write_text("id,title,lon,lat,radius_m,time\nkashan,Drones,51.4,33.9,3000,2022-06-08\n")
    folder = str(tmp_path / "case")

    def running(*args, code=0, text=None):
        done = CliRunner().invoke(app, [*map(str, args), "--catalogue", folder], input=text)
        if done.exception and not isinstance(done.exception, SystemExit):
            if not isinstance(done.exception, CatalogueError):
                raise done.exception
            assert code == 1, done.exception
            return str(done.exception)
        assert done.exit_code == code, done.output
        return done.stdout

    running("init")
    running("observe", table)
    return running


@pytest.fixture
def api():
    """(address, requests so far) of a STAC API with one scene."""
    asked = []

    async def search(request):
        asked.append((dict(request.headers), await request.json()))
        return JSONResponse({"type": "FeatureCollection", "features": [ITEM], "numberMatched": 1})

    made = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=[Route("/v1/search", search, methods=["POST"])]),
            host="127.0.0.1", port=0, log_level="error",
        )
    )  # fmt: skip
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    while not made.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{made.servers[0].sockets[0].getsockname()[1]}/v1", asked
    made.should_exit = True
    thread.join(timeout=10)


def test_nothing_is_sent_without_a_yes(run, api):
    address, asked = api
    told = run("find", "kashan", "--endpoint", address, "--dry-run")
    assert "POST /v1/search HTTP/1.1" in told
    assert told.endswith("Nothing was sent.\n")
    assert "asks for the place itself, 28.3 km²: the provider learns it" in told
    shown = json.loads(run("find", "kashan", "--endpoint", address, "--dry-run", "--json"))
    assert shown["text"] in told
    assert "nobody is here to say yes" in run("find", "kashan", "--endpoint", address, code=1)
    assert asked == []
    assert json.loads(run("searches", "--json")) == []


def test_a_search_is_made_listed_and_repeated(run, api):
    address, asked = api
    args = ("--endpoint", address, "--enlarge", "100", "--yes")
    told = run("find", "kashan", *args, "--name", "june")
    assert "1 show the place (1 new, 0 known)" in told
    assert "new: a, 2022-06-08T07:30:00Z" in told
    again = json.loads(run("find", "--again", "june", "--yes", "--json"))
    assert (again["new"], again["known"][0]["scene"]) == ([], "a")
    assert asked[0][1] == asked[1][1]
    log = json.loads(run("searches", "--json"))
    assert [s["name"] for s in log] == ["june", None]
    assert log[1]["again"] == log[0]["uid"]
    assert "june" in run("searches")
    assert "a" in run("scenes", "kashan")


def test_a_search_that_fails_is_kept_and_ends_with_1(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    told = run("find", "kashan", "--endpoint", address, "--yes", code=1)
    assert "Nothing was learnt from" in told
    (logged,) = json.loads(run("searches", "--json"))
    assert (logged["found"], bool(logged["error"])) == (None, True)


def test_taken_out_as_curl_and_as_an_area(run, api):
    address, asked = api
    line = run("find", "kashan", "--endpoint", address, "--enlarge", "100", "--curl")
    assert line.startswith("curl ")
    assert f"{address}/search" in line
    area = json.loads(run("find", "kashan", "--enlarge", "100", "--aoi"))
    assert area["type"] == "Feature"
    assert area["bbox"] == json.loads(line.split("--data-raw ")[1].strip().strip("'"))["bbox"]
    assert asked == []


@pytest.mark.parametrize(
    ("args", "says"),
    [((), "name an observation"), (("kashan", "--again", "x"), "name an observation"),
     (("kashan",), "--endpoint"), (("kashan", "--endpoint", "http://h.org"), "not https"),
     (("--again", "x"), "no search"), (("--again", "x", "--days", "3"), "same search"),
     (("kashan", "--endpoint", "https://h.org", "--enlarge", "x"), "cannot be read"),
     (("kashan", "--endpoint", "https://h.org", "--limit", "0"), "--limit"),
     (("kashan", "--endpoint", "https://h.org", "--header-env", "HOME"), "HOME"),
     (("kashan", "--endpoint", "https://h.org", "--case", "x"), "no case"),
     (("nobody", "--endpoint", "https://h.org"), "nobody")],
)  # fmt: skip
def test_mistakes_end_in_a_sentence(run, args, says):
    assert says in run("find", *args, code=1)
