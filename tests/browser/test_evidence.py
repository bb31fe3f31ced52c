"""Claims against images on screen: found, judged by the keyboard, and told apart."""

import httpx
import pytest

from .test_axe import AXE, RUN
from .test_story import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

EVIDENCE = """() => [...window.__cv.instances.values()]
  .map((i) => i.state()).find((s) => s && "blind" in s)"""
CLAIM = "Unmanned aircraft shown on the apron"


def matrix(server):
    return httpx.get(f"{server.url}/api/matrix", timeout=60).json()


def cell_state(server, observation, scene):
    found = matrix(server)
    row = [r["observation"] for r in found["rows"]].index(observation)
    column = [c["scene"] for c in found["columns"]].index(scene)
    pairs = zip(
        found["cells"]["row"], found["cells"]["column"], found["cells"]["state"], strict=True
    )
    return next((found["states"][s] for r, c, s in pairs if (r, c) == (row, column)), "none")


def open_pair(page, server, observation, scene):
    page.goto(f"{server.url}/evidence?observation={observation}&scene={scene}")
    wait_for(page, "pair", scene=scene)
    page.locator(".ev").focus()


def of_demo(server, title=CLAIM):
    found = matrix(server)
    observation = next(r["observation"] for r in found["rows"] if r["title"] == title)
    scenes = {c["id"].split("/")[-1]: c["scene"] for c in found["columns"]}
    return observation, scenes


def test_a_verdict_by_one_key_stands_in_the_matrix_and_is_taken_back_by_another(server, page):
    observation, scenes = of_demo(server)
    sharp = scenes["SYNTHETIC-050cm-20240611"]
    open_pair(page, server, observation, sharp)
    page.get_by_text("taken at the stated time").first.wait_for()
    page.keyboard.press("c")
    wait_for(page, "judged", verdicts=1)
    assert cell_state(server, observation, sharp) == "consistent"
    page.keyboard.press("z")
    wait_for(page, "judged", verdicts=0)
    assert cell_state(server, observation, sharp) == "unreviewed"


def test_an_empty_coarse_image_cannot_speak_against_a_claim_without_a_reason(server, page):
    observation, scenes = of_demo(server)
    coarse = scenes["SYNTHETIC-3m-20240612"]
    open_pair(page, server, observation, coarse)
    page.keyboard.press("i")
    page.get_by_text("An empty image does not count against a claim").wait_for()
    page.get_by_role("button", name="Keep this verdict").click()
    assert page.evaluate(EVIDENCE)["pair"]["form"], "without a reason it is not kept"
    page.get_by_label("Why nevertheless").fill("A second image of that day shows the empty apron.")
    page.get_by_role("button", name="Keep this verdict").click()
    wait_for(page, "judged", verdicts=1)
    assert cell_state(server, observation, coarse) == "inconsistent"


def test_blind_first_hides_the_claim_until_one_has_looked(server, page):
    title = "Second visit to Orrelune airfield"
    observation, scenes = of_demo(server, title)
    page.goto(f"{server.url}/evidence")
    wait_for(page, "matrix")
    page.locator(".ev").focus()
    page.keyboard.press("b")
    assert page.evaluate(EVIDENCE)["blind"]
    found = matrix(server)
    at = [c["scene"] for c in found["columns"]].index(scenes["SYNTHETIC-050cm-20240709"])
    row = [r["observation"] for r in found["rows"]].index(observation)
    x, y = page.evaluate(
        """([r, c]) => [...window.__cv.instances.values()].find((i) => i.middle).middle(r, c)""",
        [row, at],
    )
    page.mouse.click(x, y)
    wait_for(page, "pair")
    assert page.evaluate(EVIDENCE)["pair"]["hidden"]
    assert page.locator(".pair").get_by_text(title).count() == 0
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => ({EVIDENCE})().pair.hidden === false")
    assert page.locator(".pair").get_by_text(title).count() > 0
    page.keyboard.press("c")
    wait_for(page, "judged")
    page.get_by_text("Looked first without knowing the claim.").wait_for()


def test_the_next_pair_is_one_nobody_judged_at_its_time(server, page):
    page.goto(f"{server.url}/evidence")
    wait_for(page, "matrix")
    page.locator(".ev").focus()
    page.keyboard.press("n")
    wait_for(page, "pair")
    first = page.evaluate(EVIDENCE)["pair"]
    page.keyboard.press("Enter")
    page.wait_for_function(
        f"(was) => ({EVIDENCE})().pair?.observation !== was", arg=first["observation"]
    )


def test_five_hundred_claims_and_two_thousand_images_are_there_at_once(server, page):
    """The matrix of a large case, given by the network: read, laid out and drawn in a second."""
    rows, columns = 500, 2000
    body = {
        "rows": [
            {"observation": f"o{n}", "id": f"o{n}", "title": f"Claim number {n}", "report": None,
             "observability": None, "when": None, "sentence": None}
            for n in range(rows)
        ],
        "reports": [{"uid": None, "id": None, "title": None, "first": 0, "rows": rows}],
        "columns": [
            {"scene": f"s{n}", "id": f"s{n}", "when": "", "begin_ms": 1.6e12 + n * 4e6,
             "platform": None, "gsd_m": 1, "cloud_pct": 1}
            for n in range(columns)
        ],
        "cells": {
            "row": [r for r in range(rows) for _ in range(0, columns, 4)],
            "column": [c for r in range(rows) for c in range(r % 4, columns, 4)],
            "state": [n % 5 for n in range(rows * columns // 4)],
            "level": [0] * (rows * columns // 4),
            "role": [1] * (rows * columns // 4),
            "flags": [0] * (rows * columns // 4),
        },
        "states": ["consistent", "inconsistent", "inconclusive", "could_not_show", "unreviewed"],
        "levels": ["good", "limited", "unusable"],
        "roles": ["before", "during", "between", "after"],
        "flags": ["assessed"],
        "counts": {"states": {}},
    }  # fmt: skip
    page.route("**/api/matrix*", lambda route: route.fulfill(json=body))
    page.goto(f"{server.url}/evidence")
    wait_for(page, "matrix", rows=rows)
    entry = page.evaluate("() => window.__cv.log.findLast((e) => e.name === 'matrix').detail")
    assert entry["columns"] == columns
    # From its arrival to what is seen, on a machine with other work to do.
    assert entry["own_ms"] < 1000
    page.locator(".ev").focus()
    page.keyboard.press("End")
    assert page.evaluate(EVIDENCE)["cursor"][1] == columns - 1


def test_long_linking_says_how_far_it_is_and_is_stopped_and_gone_on_with(server, page):
    answers = [{"done": 0, "total": None}, {"done": 300, "total": 1200}]
    stopped, asked = [], []

    def matrix(route):
        """Far from done while there are answers left, then as the server says."""
        asked.append(route.request.url)
        told = answers.pop(0) if len(answers) > 1 else answers[0] if answers else None
        route.continue_() if told is None else route.fulfill(status=202, json={"linking": told})

    page.route("**/api/matrix*", matrix)
    page.route("**/api/linking", lambda route: (stopped.append(1), route.continue_()))
    page.goto(f"{server.url}/evidence")
    page.get_by_text("each claim: 300 of 1,200 claims").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    page.get_by_role("button", name="Stop linking").click()
    page.get_by_text("Linking was stopped: 300 of 1,200 claims.").wait_for()
    assert stopped == [1]
    before = len(asked)
    page.wait_for_timeout(1500)
    assert len(asked) == before, "nobody asks for what was stopped"
    answers.clear()
    page.get_by_role("button", name="Go on linking").click()
    wait_for(page, "matrix")
    assert page.get_by_text("Linking was stopped").is_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out(server, page, width, scheme):
    if not AXE.is_file():
        pytest.skip("needs axe-core; `python hatch_build.py` fetches it with npm")
    observation, scenes = of_demo(server)
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.url}/evidence")
    wait_for(page, "matrix")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    open_pair(page, server, observation, scenes["SYNTHETIC-050cm-20240611"])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
