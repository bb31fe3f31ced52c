"""From a pasted report to accepted, linked observations, by the keyboard alone."""

import json

import httpx
import pytest

from .test_story import STATE, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

REPORT = (
    "According to the Island Herald, officials inspected two drones at 32.6006° S, 160.2007° W on "
    "June 11. 😀 Two drones were parked at 32.6006° S, 160.2007° W on July 9, witnesses said.\n"
    "The ministry plans to deliver 40 trucks next month.\n"
    "<img src=https://example.org/x.png> A missile struck a depot near the port."
)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_pasted_report_becomes_linked_observations(server, page):
    page.goto(f"{server.url}/reports")
    page.get_by_text("Paste a report").first.wait_for()
    page.get_by_label("Text of the report").focus()
    page.keyboard.insert_text(REPORT)
    press(page, "Tab")
    page.get_by_role("textbox", name="Published").focus()
    page.keyboard.insert_text("2024-07-10")
    press(page, "Tab")
    page.get_by_role("button", name="Read it").focus()
    press(page, "Enter")
    wait_for(page, "report")
    page.wait_for_url("**report=**")
    state = page.evaluate(STATE)[0]
    assert state["all"] == 4
    assert state["decided"] == 0, "nothing is accepted before a person does"
    # Someone else's HTML is text: no picture of it is in the page.
    assert page.locator(".rp img").count() == 0
    assert page.locator(".rp", has_text="<img src=").count() == 1

    page.locator(".rp").focus()
    press(page, "a")
    page.wait_for_function("() => [...window.__cv.instances.values()][0].state().decided === 1")
    page.get_by_text("could have shown it").first.wait_for()
    press(page, "a")
    page.wait_for_function("() => [...window.__cv.instances.values()][0].state().decided === 2")
    press(page, "r", "2")
    page.wait_for_function("() => [...window.__cv.instances.values()][0].state().decided === 3")

    reports = httpx.get(f"{server.url}/api/reports").json()["reports"]
    (known,) = [r for r in reports if r["published"] == "2024-07-10"]
    document = httpx.get(f"{server.url}/api/reports/{known['uid']}").json()
    units = document["text"].encode("utf-16-le")
    for made in document["suggestions"]:
        shown = units[2 * made["start"] : 2 * made["end"]].decode("utf-16-le")
        assert shown in REPORT  # the browser counts UTF-16: behind the emoji too
    linked = [o for o in document["observations"] if o["links"]]
    assert linked, json.dumps(document["observations"])
    assert any("SYNTHETIC" in best for o in linked for best in o["best"])
    verdicts = sorted(s["decision"]["verdict"] for s in document["suggestions"] if s["decision"])
    assert verdicts == ["accept", "accept", "reject"]
