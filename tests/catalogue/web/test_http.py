import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import mapbox_vector_tile
import morecantile
import numpy as np
import pytest
from pyproj import Transformer
from shapely.geometry import Point, box
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.errors import InvalidTime, InvalidValue, SettingError
from catalogue.ingest import take_scenes
from catalogue.interval import Interval
from catalogue.model import Annotation, Scene
from catalogue.settings import Settings
from catalogue.web.app import check_host, middleware, routes
from catalogue.web.http import bbox, interval

NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "path", ["/api/none", "/api", "/tiles/x", "/stac/x/y", "/ui-assets/a.js", "/api/scenes/none"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_paths_answer_json(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code in (404, 405)
    assert answer.json()["error"]


def test_a_wrong_method_is_405_and_head_works(client: TestClient) -> None:
    answer = client.post("/api/config")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert client.head("/api/config").status_code == 200


def test_config_tells_the_screen_what_it_needs(client: TestClient) -> None:
    found = client.get("/api/config").json()
    assert found["author"] == "Ana"
    assert [c["id"] for c in found["classes"]] == ["uav"]
    assert found["rev"] == 0


def test_footprints_are_kept_until_scenes_change(client: TestClient, cat: Catalogue) -> None:
    url = "/api/footprints/0/0/0.mvt"
    first = client.get(url)
    assert first.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    layer = mapbox_vector_tile.decode(first.content)["scenes"]
    uids = {f["properties"]["uid"] for f in layer["features"]}
    assert {"utm", "line", "undated"} <= uids
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get(url, headers=tag).status_code == 304
    cat.annotate(Annotation(uid="a", scene="utm", kind="point", cls="uav", geometry=Point(15, 45)))
    assert client.get(url, headers=tag).status_code == 304
    take_scenes(cat.store, [Scene(uid="new", id="new", footprint=box(0, 0, 9, 9))], "Ana")
    changed = client.get(url, headers=tag)
    assert changed.status_code == 200
    features = mapbox_vector_tile.decode(changed.content)["scenes"]["features"]
    assert "new" in {f["properties"]["uid"] for f in features}


def test_footprints_filter(client: TestClient) -> None:
    answer = client.get("/api/footprints/0/0/0.mvt?gsd_max=1&datetime=2022-06-01/2022-07-01")
    features = mapbox_vector_tile.decode(answer.content)["scenes"]["features"]
    assert [f["properties"]["uid"] for f in features] == ["utm"]
    assert client.get("/api/footprints/0/0/0.mvt?gsd_max=x").status_code == 400
    assert client.get("/api/footprints/0/0/1.mvt").status_code == 400
    assert client.get("/api/footprints/0/0/0.mvt?platform=none").content == b""


def test_footprints_filter_by_what_was_tagged(client: TestClient, cat: Catalogue) -> None:
    def found(query: str) -> set[str]:
        body = client.get(f"/api/footprints/0/0/0.mvt?{query}").content
        layers = mapbox_vector_tile.decode(body) if body else {"scenes": {"features": []}}
        return {f["properties"]["uid"] for f in layers["scenes"]["features"]}

    assert found("tagged=yes") == set()
    note = Annotation(uid="a", scene="utm", kind="point", cls="uav", geometry=Point(15, 45))
    stored = cat.annotate(note)
    assert found("tagged=yes") == found("class=uav") == {"utm"}
    assert found("tagged=no") == {"line", "undated"}
    assert found("class=uav&class=other&platform=p1") == {"utm"}
    assert found("class=other") == set()
    cat.retract(stored.uid)
    assert found("tagged=yes") == set()
    assert client.get("/api/footprints/0/0/0.mvt?tagged=maybe").status_code == 400


def test_polar_tiles_and_unknown_grids(client: TestClient) -> None:
    body = client.get("/api/footprints/Arctic/0/0/0.mvt").content
    uids = {f["properties"]["uid"] for f in mapbox_vector_tile.decode(body)["scenes"]["features"]}
    assert uids == {"utm", "arctic", "undated", "line"}
    refused = client.get("/api/footprints/Flat/0/0/0.mvt")
    assert refused.status_code == 404
    assert "Antarctic" in refused.json()["error"]


def test_hits_are_observations_then_scenes_smallest_first(client: TestClient) -> None:
    hits = client.get("/api/hit?lon=15.002&lat=45.151").json()["hits"]
    assert [(h["kind"], h["uid"]) for h in hits] == [
        ("observation", "o1"),
        ("scene", "utm"),
        ("scene", "undated"),
    ]
    assert hits[1]["area_km2"] < hits[2]["area_km2"]
    assert client.get("/api/hit?lon=-179.5&lat=1").json()["hits"][0]["uid"] == "line"
    assert client.get("/api/hit?lon=100&lat=-40").json() == {"hits": [], "total": 0}
    beside = client.get("/api/hit?lon=100&lat=-40&near=line&near=gone").json()
    assert [h["uid"] for h in beside["hits"]] == ["line"]
    for bad in ("lon=1", "lon=1&lat=91", "lon=nan&lat=1"):
        assert client.get(f"/api/hit?{bad}").status_code == 400


def test_observations_as_geojson(client: TestClient) -> None:
    found = client.get("/api/observations.geojson")
    assert found.headers["content-type"] == "application/geo+json"
    (one,) = found.json()["features"]
    own = one["properties"]
    assert (own["title"], own["r95_m"], own["when"]) == ("A <b>thing</b>", 500.0, "2022-06-08")
    assert own["begin_ms"] == int(NOON.timestamp() * 1000)
    tag = {"If-None-Match": found.headers["etag"]}
    assert client.get("/api/observations.geojson", headers=tag).status_code == 304
    late = client.get("/api/observations.geojson?datetime=2023-01-01/..").json()
    assert late["features"] == []


def test_observations_are_written_again_once_one_changed(
    client: TestClient, cat: Catalogue
) -> None:
    before = client.get("/api/observations.geojson").headers["etag"]
    cat.annotate(Annotation(uid="a", scene="utm", kind="point", cls="uav", geometry=Point(15, 45)))
    assert client.get("/api/observations.geojson").headers["etag"] == before
    cat.enter_observation({"id": "E2", "title": "New", "lon": "1", "lat": "2", "time": "2022"})
    after = client.get("/api/observations.geojson", headers={"If-None-Match": before})
    assert [f["properties"]["id"] for f in after.json()["features"]] == ["E2", "obs"]


def test_details_of_a_scene(client: TestClient) -> None:
    found = client.get("/api/scenes/line").json()
    assert found["bounds"] == [178.0, 0.0, -179.0, 2.0]
    assert found["imagery"] is None
    assert found["t_begin"] == "2022-04-09T12:00:00Z"
    undated = client.get("/api/scenes/undated").json()
    assert (undated["t_begin"], undated["cloud"]) == (None, None)


def test_the_original_comes_byte_for_byte(client: TestClient, cat: Catalogue) -> None:
    answer = client.get("/api/scenes/utm/assets/data")
    assert answer.content == Path(cat.scene("utm").assets[0].href).read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/api/scenes/utm/assets/other").status_code == 404


def test_the_grid_has_a_limit_and_says_what_fits(client: TestClient) -> None:
    refused = client.get("/api/scenes/undated/grid?z=24")
    assert refused.status_code == 400
    better = int(re.search(r"use zoom (\d+)", refused.json()["error"])[1])
    tiles = client.get(f"/api/scenes/undated/grid?z={better}").json()["tiles"]
    assert 0 < len(tiles) <= 4096
    places = [(t["y"], t["x"]) for t in tiles]
    assert places == sorted(places)
    pixels = client.get("/api/scenes/picture/grid").json()
    assert (pixels["grid"], pixels["z"], len(pixels["tiles"])) == ("pixels", 2, 6)
    assert pixels["tiles"][-1]["ring"][2] == [600, 400]
    assert client.get("/api/scenes/picture/grid?z=20").status_code == 400


def test_rings_are_squares_in_the_grid_also_across_180_degrees(client: TestClient) -> None:
    found = client.get("/api/scenes/line/grid?z=8").json()
    assert {t["ring"][0][0] for t in found["tiles"]} == {177.1875, 178.59375, -180.0}
    for uid, z in (("arctic", 12), ("line", 8)):
        found = client.get(f"/api/scenes/{uid}/grid?z={z}").json()
        tms = morecantile.tms.get(found["grid"])
        to_grid = Transformer.from_crs("OGC:CRS84", tms.crs.to_epsg(), always_xy=True)
        for tile in found["tiles"][:50]:
            own = tms.xy_bounds(tile["x"], tile["y"], z)
            xs, ys = to_grid.transform(*zip(*tile["ring"], strict=True))
            assert np.allclose((min(xs), min(ys), max(xs), max(ys)), own, atol=0.1)


def test_built_files_are_immutable(cat: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "a-1.js").write_text("export {}")
    app = Starlette(routes=routes(cat, assets=tmp_path / "ui"))
    client = TestClient(app)
    answer = client.get("/ui-assets/a-1.js")
    assert (answer.status_code, answer.text) == (200, "export {}")
    assert "immutable" in answer.headers["cache-control"]
    missing = client.get("/ui-assets/b.js")
    assert (missing.status_code, "error" in missing.json()) == (404, True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.5", "::1", "[::1]", "localhost"])
def test_this_machine_may_be_bound(host: str) -> None:
    check_host(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_nothing_else_may_be_bound_before_there_is_a_login(host: str) -> None:
    with pytest.raises(SettingError, match="no login yet"):
        check_host(host)
    if host:
        with pytest.raises(SettingError):
            middleware(Settings.read({}, host=host))


def test_datetime_as_stac_has_it() -> None:
    just_after = timedelta(microseconds=1)
    day = datetime(2022, 6, 8, tzinfo=UTC)
    assert interval(None) is interval("..") is interval("../..") is None
    assert interval("2022-06-08T12:00:00Z") == Interval.instant(NOON)
    assert interval("2022-06-08") == Interval(day, day + timedelta(days=1))
    assert interval("2022-06-08T14:00:00+02:00/..") == Interval(NOON, None)
    assert interval("../2022-06-08T12:00:00Z") == Interval(None, NOON + just_after)
    assert interval("2022-06-08/2022-06-08") == Interval(day, day + timedelta(days=1))
    for bad in ("yesterday", "2022-13-01/..", "2023-01-01/2022-01-01"):
        with pytest.raises(InvalidTime):
            interval(bad)


def test_boxes_of_four_and_six_numbers() -> None:
    assert bbox("170,-10,-170,10") == bbox([170, -10, 0, -170, 10, 100])
    for bad in ("1,2,3", "a,b,c,d", "0,10,10,0", "0,0,0,91", "nan,0,0,0", {"a": 1}):
        with pytest.raises(InvalidValue):
            bbox(bad)
