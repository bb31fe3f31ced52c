"""The report that the catalogue was made for, on screen: read, placed, judged and handed over."""

import json
import subprocess
import sys
import zipfile

import httpx
import pytest

from ..acceptance.test_founding_report import SCENES, item
from .conftest import Server
from .test_dossier_screen import without_pdf
from .test_evidence import cell_state, matrix, open_pair
from .test_reports import press
from .test_story import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CLAIM = "visited an Iranian airfield"
KASHAN = "33.895, 51.577"


@pytest.fixture(scope="module")
def own(tmp_path_factory, server, shared_data):
    """A catalogue of its own with scenes of the report's weeks, served."""
    folder = tmp_path_factory.mktemp("founding")
    features = [item(name, when, gsd) for name, (when, gsd, _) in SCENES.items()]
    (folder / "scenes.json").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    add = [sys.executable, "-P", "-m", "catalogue", "add", folder / "scenes.json"]
    subprocess.run([*add, "--catalogue", folder / "c"], check=True, capture_output=True)
    served = Server(folder / "c", "serve")
    served.start()
    yield served
    served.stop()


def test_from_the_report_to_a_dossier_that_others_can_check(own, page, shared_data, tmp_path):
    text = (shared_data / "text" / "founding_report.txt").read_text(encoding="utf-8")
    page.goto(f"{own.url}/reports")
    page.get_by_label("Text of the report").fill(text)
    page.get_by_role("textbox", name="Published").fill("2022-07-19")
    press(page, "Tab")
    page.get_by_role("button", name="Read it").click()
    wait_for(page, "report")

    # The claim of the visits, at the airfield that a person names.
    (report,) = httpx.get(f"{own.url}/api/reports").json()["reports"]
    made = httpx.get(f"{own.url}/api/reports/{report['uid']}").json()["suggestions"]
    visits = next(s for s in made if CLAIM in text.encode("utf-16-le")[
        2 * s["start"] : 2 * s["end"]].decode("utf-16-le"))  # fmt: skip
    page.locator(f'.rp [data-id="{visits["id"]}"]').click()
    page.wait_for_function(
        "(id) => [...window.__cv.instances.values()][0].state().current === id", arg=visits["id"]
    )
    press(page, "e")
    page.get_by_label("Where").fill(KASHAN)
    press(page, "Enter")
    wait_for(page, "accepted", id=visits["id"])

    # Sub-metre on the day comes first; ten metres a pixel cannot speak against it.
    found = matrix(own)
    row = next(r for r in found["rows"] if r["report"] == report["uid"])
    claim, scenes = row["observation"], {c["id"]: c["scene"] for c in found["columns"]}
    fine, coarse = scenes["fine-20220608"], scenes["coarse-20220608"]
    page.goto(f"{own.url}/evidence")
    wait_for(page, "matrix")
    open_pair(page, own, claim, coarse)
    press(page, "i")
    page.get_by_text("An empty image does not count against a claim").wait_for()
    press(page, "Escape")
    open_pair(page, own, claim, fine)
    press(page, "c")
    wait_for(page, "judged", verdicts=1)
    assert cell_state(own, claim, fine) == "consistent"
    assert cell_state(own, claim, coarse) == "unreviewed"

    page.keyboard.press("h")
    page.wait_for_url(f"**/dossier?observation={claim}")
    page.get_by_role("button", name="Build the dossier").wait_for()
    without_pdf(page)
    page.get_by_role("button", name="Build the dossier").click()
    link = page.get_by_role("link", name="Download").first
    link.wait_for()
    with page.expect_download() as caught:
        link.click()
    caught.value.save_as(tmp_path / "dossier.zip")
    with zipfile.ZipFile(tmp_path / "dossier.zip") as packed:
        packed.extractall(tmp_path)
    (folder,) = tmp_path.glob("dossier-*")
    assert verified(folder).returncode == 0
    (folder / "index.html").write_bytes((folder / "index.html").read_bytes().replace(b"e", b"f", 1))
    done = verified(folder)
    assert done.returncode != 0
    assert "index.html" in done.stdout


def verified(folder):
    return subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
