"""A dossier from the screen: built, given up, downloaded, verified and read without a script."""

import subprocess
import sys
import time
import zipfile

import httpx
import pytest

from .test_axe import AXE, RUN
from .test_evidence import of_demo, open_pair

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TITLE = "Second visit to Orrelune airfield"


def open_dossier(page, server, observation):
    page.goto(f"{server.url}/dossier?observation={observation}")
    page.get_by_role("button", name="Build the dossier").wait_for()


def without_pdf(page):
    page.get_by_text("Title, pictures, PDF").click()
    page.get_by_text("Print PDF files, too").wait_for()
    box = page.get_by_role("checkbox", name="Print PDF files, too")
    if box.is_enabled() and box.is_checked():
        page.get_by_text("Print PDF files, too").click()


def test_a_pair_leads_to_its_dossier_which_verifies_after_the_download(server, page, tmp_path):
    observation, scenes = of_demo(server, TITLE)
    open_pair(page, server, observation, scenes["SYNTHETIC-050cm-20240709"])
    page.keyboard.press("h")
    page.wait_for_url(f"**/dossier?observation={observation}")
    page.get_by_role("button", name="Build the dossier").wait_for()
    without_pdf(page)
    page.get_by_role("button", name="Build the dossier").click()
    page.get_by_text(TITLE).first.wait_for()
    link = page.get_by_role("link", name="Download").first
    link.wait_for()
    with page.expect_download() as caught:
        link.click()
    assert caught.value.suggested_filename.endswith(".zip")
    caught.value.save_as(tmp_path / "dossier.zip")
    with zipfile.ZipFile(tmp_path / "dossier.zip") as packed:
        packed.extractall(tmp_path)
    (script,) = tmp_path.glob("dossier-*/verify.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    fingerprint = next(x for x in done.stdout.split() if len(x) == 64)
    page.get_by_text(fingerprint).wait_for()
    page.get_by_text("How others check it").first.click()
    page.get_by_text("names each that is not").first.wait_for()


def test_its_page_opens_here_and_runs_nothing(server, page):
    observation, _ = of_demo(server, TITLE)
    body = {"observation": observation, "pdf": False, "images": 2}
    job = httpx.post(f"{server.url}/api/dossiers", json=body).json()["job"]
    end = time.monotonic() + 60
    while httpx.get(f"{server.url}/api/dossiers/{job}").json()["state"] == "running":
        assert time.monotonic() < end
        time.sleep(0.2)
    open_dossier(page, server, observation)
    page.get_by_role("link", name="Brief for an editor").first.wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Brief for an editor").first.click()
    brief = opened.value
    brief.get_by_role("heading", name=TITLE).wait_for()
    assert f"/api/dossiers/{job}/pages/brief.html" in brief.url
    answer = httpx.get(brief.url)
    policies = answer.headers.get_list("content-security-policy")
    assert any(policy.startswith("sandbox;") for policy in policies)
    assert "<script" not in answer.text
    assert brief.evaluate("window.origin") == "null", "it has the origin of nobody"


def test_a_publication_warns_and_asks_what_may_be_told(server, page):
    observation, _ = of_demo(server, TITLE)
    open_dossier(page, server, observation)
    page.get_by_text("Publication", exact=True).click()
    page.get_by_text("The pictures themselves may show where this is").first.wait_for()
    moved = page.get_by_role("spinbutton", name="Move places by up to, km")
    moved.wait_for()
    page.get_by_text("Exact coordinates, maps").click()
    moved.wait_for(state="detached")
    page.get_by_text("Exact coordinates, maps").click()
    moved.wait_for()
    without_pdf(page)
    page.get_by_role("button", name="Build the dossier").click()
    page.get_by_text("Edition for publication").first.wait_for()
    newest = httpx.get(f"{server.url}/api/dossiers").json()["dossiers"][0]
    assert (newest["publication"], newest["state"]) == (True, "done")
    told = httpx.get(server.url + newest["result"]["pages"][0]["href"]).text
    assert TITLE not in told
    assert "Moved on purpose" in told


def test_what_takes_long_is_given_up(server, page):
    observation, _ = of_demo(server, TITLE)
    open_dossier(page, server, observation)
    page.get_by_role("button", name="Build the dossier").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Given up; nothing of it is left.").first.wait_for()
    newest = httpx.get(f"{server.url}/api/dossiers").json()["dossiers"][0]
    assert newest["state"] == "stopped"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out(server, page, width, scheme):
    if not AXE.is_file():
        pytest.skip("needs axe-core; `python hatch_build.py` fetches it with npm")
    observation, _ = of_demo(server, TITLE)
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    open_dossier(page, server, observation)
    page.get_by_text("Publication", exact=True).click()
    page.get_by_text("The pictures themselves may show where this is").first.wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
