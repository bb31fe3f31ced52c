"""The coverage matrix, pairs, gaps, cases and the search log over HTTP."""

import math
import threading
from dataclasses import replace

import pytest
from shapely.geometry import Point
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.model import Assessment, Candidate, Place


@pytest.fixture(autouse=True)
def _small_place(cat: Catalogue) -> None:
    """The claim's place lies wholly in the image of the town."""
    claim = cat.observation("o1")
    place = Place((Candidate(Point(15.002, 45.1513), 20.0),))
    with cat.store.transaction():
        cat.store.put_observations([replace(claim, place=place)])


def judge(cat: Catalogue, verdict: str, author: str = "Ana", scene: str = "utm") -> None:
    made = "2026-01-02T03:04:05Z"
    uid = f"{verdict}-{author}-{scene}"
    cat.keep(Assessment(uid, "o1", 1, scene, 1, "object", verdict, author, made))  # type: ignore[arg-type]


def cells(client: TestClient, query: str = "") -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(claim, scene, state, flags) of every cell."""
    found = client.get(f"/api/matrix{query}").json()
    each = found["cells"]
    names = [
        tuple(name for n, name in enumerate(found["flags"]) if flags >> n & 1)
        for flags in each["flags"]
    ]
    return [
        (found["rows"][r]["id"], found["columns"][c]["id"], found["states"][s], f)
        for r, c, s, f in zip(each["row"], each["column"], each["state"], names, strict=True)
    ]


def test_a_linked_pair_is_unreviewed_until_somebody_judges(client, cat):
    assert cells(client) == [("obs", "town", "unreviewed", ())]
    judge(cat, "consistent")
    assert cells(client) == [("obs", "town", "consistent", ("assessed",))]
    judge(cat, "inconsistent", "Ben")
    [(_, _, state, flags)] = cells(client)
    assert (state, flags) == ("inconsistent", ("assessed", "disagreement"))
    assert cells(client, "?author=Ana")[0][2] == "consistent"
    assert cells(client, "?state=consistent") == []


def test_a_judged_pair_that_is_not_linked_stays_to_be_seen(client, cat):
    judge(cat, "not_observable", scene="line")
    assert cells(client)[0] == ("obs", "date/line", "could_not_show", ("assessed", "not_linked"))
    found = client.get("/api/pairs/o1/line").json()
    assert found["link"] is None
    assert found["why_not"]
    assert found["state"] == "could_not_show"


def test_a_matrix_that_is_known_is_not_sent_again(client):
    first = client.get("/api/matrix")
    again = client.get("/api/matrix", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_pair_tells_its_terms_and_verdicts(client, cat):
    judge(cat, "inconclusive")
    found = client.get("/api/pairs/o1/utm").json()
    assert found["link"]["rank_score"] == pytest.approx(
        math.prod(t["value"] for t in found["terms"])
    )
    assert [a["verdict"] for a in found["assessments"]] == ["inconclusive"]


def test_the_gap_names_its_searches(client):
    [gap] = client.get("/api/observations/o1/gaps").json()["gaps"]
    assert gap["shown"] is True
    assert gap["sentence"].endswith("Never searched.")
    logged = {"provider": "Archive X", "searched": "2022-07-01", "found": 0, "at_place": True,
              "datetime": "2022-06-01/2022-07-01", "observations": ["o1"]}  # fmt: skip
    assert client.post("/api/searches", json=logged).status_code == 201
    [gap] = client.get("/api/observations/o1/gaps").json()["gaps"]
    assert gap["sentence"].endswith("Searched Archive X by hand on 2022-07-01: 0 found.")
    assert gap["searches"][0]["whole"] is True


def test_a_case_is_opened_changed_closed_and_opened_again(client):
    made = client.post("/api/cases", json={"id": "c1", "question": "What?", "observations": ["o1"]})
    assert made.status_code == 201
    again = client.post("/api/cases", json={"id": "c1", "question": "What?"})
    assert again.status_code == 400
    changed = client.patch("/api/cases/c1", json={"base": 1, "note": "n", "closed": True}).json()
    assert (changed["note"], changed["version"]) == ("n", 3)
    assert changed["closed"]
    assert client.patch("/api/cases/c1", json={"base": 1, "note": "m"}).status_code == 409
    assert client.patch("/api/cases/c1", json={"closed": False}).json()["closed"] is None
    assert client.get("/api/matrix?case=c1").json()["rows"][0]["id"] == "obs"
    assert client.get("/api/matrix?case=c2").status_code == 404


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "provider"),
        ({"provider": "X", "found": -1}, "found"),
        ({"provider": "X", "area": {"type": "Point", "coordinates": [1, 2]}}, "no area"),
        ({"provider": "X", "searched": "soon"}, "soon"),
        ({"provider": "X", "observations": "o1"}, "list of texts"),
        ({"provider": "X", "at_place": True}, "which claims"),
    ],
)
def test_what_cannot_be_logged_is_said(client, body, says):
    answer = client.post("/api/searches", json=body)
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_a_filter_that_is_not_known_is_said(client):
    assert "nonsense" in client.get("/api/matrix?state=nonsense").json()["error"]
    assert client.get("/api/matrix?usable=maybe").status_code == 400


@pytest.mark.parametrize(
    ("name", "media", "begins"),
    [
        ("matrix.csv", "text/csv; charset=utf-8", b"report,"),
        ("matrix.svg", "image/svg+xml", b"<svg"),
        ("matrix.png", "image/png", b"\x89PNG"),
    ],
)
def test_the_matrix_as_a_file(client, name, media, begins):
    answer = client.get(f"/api/matrix/{name}")
    assert answer.headers["Content-Type"] == media
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(begins)
    assert client.get("/api/matrix/matrix.exe").status_code == 400


def test_long_linking_is_not_waited_for_and_can_be_stopped_and_gone_on_with(
    client, cat, monkeypatch
):
    monkeypatch.setattr("catalogue.web.linking.AT_ONCE_S", 0.05)
    go_on, real = threading.Event(), type(cat).relink

    def slow(self, progress=None):
        """Long work that tells how far it is, before the real thing."""
        if progress is not None:
            for done in range(1, 4):
                progress(done, 4)
                assert go_on.wait(20)
        return real(self, progress)

    monkeypatch.setattr(type(cat), "relink", slow)
    told = {}
    while told.get("done") != 1:
        first = client.get("/api/matrix?wait=no")
        assert first.status_code == 202
        told = first.json()["linking"]
    assert told == {"done": 1, "total": 4, "compiling": False}
    assert client.delete("/api/linking").status_code == 200
    go_on.set()
    monkeypatch.setattr("catalogue.web.linking.AT_ONCE_S", 20.0)
    stopped = client.get("/api/matrix?wait=no")
    assert (stopped.status_code, stopped.json()["linking"]["total"]) == (202, 4)
    again = client.get("/api/matrix?wait=no")
    assert again.status_code == 200
    assert again.json() == client.get("/api/matrix").json()
