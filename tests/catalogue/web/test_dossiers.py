"""Dossiers over HTTP: built in the background, given up, fetched and read without any script."""

import io
import json
import subprocess
import sys
import time
import zipfile

import pytest

from catalogue.web.app import context_of
from catalogue.web.dossier_jobs import DossierJobs, Wanted
from catalogue.web.dossiers import PAGE_POLICY


def finished(client, body):
    answer = client.post("/api/dossiers", json=body)
    assert answer.status_code == 202, answer.text
    path = f"/api/dossiers/{answer.json()['job']}"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        job = client.get(path).json()
        if job["state"] != "running":
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_dossier_is_built_and_verifies_after_it_was_unpacked(client, tmp_path):
    job = finished(client, {"observation": "o1", "pdf": False})
    assert job["state"] == "done", job
    assert job["done"] == job["total"]
    answer = client.get(job["result"]["archive"])
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    (folder,) = tmp_path.glob("dossier-obs")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert job["result"]["fingerprint"] in done.stdout
    (folder / "brief.html").write_text("other")
    changed = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert changed.returncode == 1
    assert "brief.html" in changed.stdout


def test_a_dossier_of_a_case_holds_its_claims(client, cat):
    case = cat.open_case("kashan", "What was there?")
    refused = client.post("/api/dossiers", json={"case": case.uid})
    assert refused.status_code == 400
    assert "no claim yet" in refused.json()["error"]
    cat.change_case(case.uid, case.version, observations=["o1"])
    job = finished(client, {"case": case.uid, "pdf": False, "images": 0})
    assert job["state"] == "done", job
    with zipfile.ZipFile(io.BytesIO(client.get(job["result"]["archive"]).content)) as packed:
        manifest = json.loads(packed.read("dossier-kashan/manifest.json"))
        cases = packed.read("dossier-kashan/cases.json").decode()
    assert manifest["title"] == "What was there?"
    assert "kashan" in cases


def test_its_pages_can_be_read_here_and_can_do_nothing(client):
    job = finished(client, {"observation": "o1", "pdf": False})
    names = [page["name"] for page in job["result"]["pages"]]
    assert names == ["Dossier", "Brief for an editor"]
    for page in job["result"]["pages"]:
        answer = client.get(page["href"])
        assert answer.status_code == 200
        policies = answer.headers.get_list("content-security-policy")
        assert PAGE_POLICY in policies
        assert any("frame-ancestors 'none'" in p for p in policies), "the gate's own stays"
        assert "link" not in answer.headers
        assert "&lt;b&gt;thing" in answer.text
    for path in ("manifest.json", "../../etc/passwd", "%2e%2e/%2e%2e/x/index.html", "verify.py"):
        assert client.get(f"/api/dossiers/{job['job']}/pages/{path}").status_code == 404


def test_an_edition_for_publication_tells_what_is_allowed_only(client):
    job = finished(client, {"observation": "o1", "publication": True, "pdf": False})
    page = client.get(job["result"]["pages"][0]["href"]).text
    assert "&lt;b&gt;thing" not in page
    assert "A reported claim" in page
    told = finished(
        client,
        {"observation": "o1", "publication": True, "allow": ["text"], "pdf": False},
    )
    assert "&lt;b&gt;thing" in client.get(told["result"]["pages"][0]["href"]).text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "one observation, report or case"),
        ({"observation": "o1", "report": "r"}, "one observation, report or case"),
        ({"observation": "o1", "allow": ["text"]}, "publication"),
        ({"observation": "o1", "images": -1}, "images"),
        ({"observation": "o1", "pdf": "yes"}, "pdf"),
        ({"observation": "o1", "colour": "red"}, "colour"),
        ({"observation": "o1", "title": 5}, "title"),
    ],
)
def test_a_mistake_is_said_before_anything_is_built(client, body, says):
    answer = client.post("/api/dossiers", json=body)
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_what_does_not_exist_is_said(client):
    assert client.post("/api/dossiers", json={"observation": "none"}).status_code == 404
    assert client.post("/api/dossiers", json={"report": "none"}).status_code == 404
    assert client.post("/api/dossiers", json={"case": "none"}).status_code == 404
    assert client.get("/api/dossiers/none").status_code == 404


def test_a_wrong_edition_fails_in_words(client):
    job = finished(
        client,
        {"observation": "o1", "publication": True, "coarse_km": 5000, "pdf": False},
    )
    assert job["state"] == "failed"
    assert "coarsened" in job["error"]
    assert client.get(f"/api/dossiers/{job['job']}/dossier.zip").status_code == 404


def test_what_is_given_up_leaves_nothing(client, cat):
    jobs = context_of(cat).dossiers
    job = jobs.build(Wanted(("o1",), pdf=False))
    job.stop.set()
    job.thread.join(60)
    assert job.state == "stopped"
    assert not job.folder.exists()
    listed = client.get("/api/dossiers").json()["dossiers"]
    assert [one["state"] for one in listed] == ["stopped"]


def test_old_ones_are_erased_and_all_when_it_ends(cat):
    jobs = DossierJobs(cat, kept=2)
    made = []
    for n in range(4):
        made.append(jobs.build(Wanted(("o1",), name=f"d{n}", pdf=False, images=0)))
        made[-1].thread.join(60)
        assert made[-1].state == "done", made[-1].error
    assert [one.folder.exists() for one in made] == [False, False, True, True]
    manifest = made[-1].folder / "d3" / "manifest.json"
    assert json.loads(manifest.read_text())["files"]
    jobs.close()
    assert not any(one.folder.exists() for one in made)
