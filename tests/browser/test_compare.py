"""Two dates of one place: stepping through time by the keyboard, swiping, a figure of both."""

import httpx
import pytest

from .test_story import STATE, uid_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_stepping_through_time_keeps_the_view(server, page):
    first = uid_of(server, "scenes", "SYNTHETIC-050cm-20240520")
    later = uid_of(server, "scenes", "SYNTHETIC-050cm-20240611")
    page.goto(f"{server.url}/compare?a={first}&b={later}")
    wait_for(page, "ready", mode="compare")
    wait_for(page, "compared", a=first, b=later)
    page.locator(".sides").get_by_text("2024-05-20 21:29 UTC").wait_for()
    page.locator(".sides").get_by_text("2024-06-11 21:34 UTC").wait_for()
    before = page.evaluate(STATE)[0]

    canvas = page.locator(".cv").first
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => [...window.__cv.instances.values()][0].state().b !== '{later}'")
    after = page.evaluate(STATE)[0]
    assert after["a"] == first
    assert (after["zoom"], after["centre"]) == (before["zoom"], before["centre"])
    page.wait_for_url(f"**b={after['b']}**")

    page.keyboard.press(".")
    assert page.evaluate(STATE)[0]["share"] == pytest.approx(0.55)
    page.keyboard.press("e")
    assert page.evaluate(STATE)[0]["how"] == "side"
    # Moved by a pixel to the right and back; the pair keeps it.
    page.keyboard.press("Alt+ArrowRight")
    assert page.evaluate(STATE)[0]["shift"][0] > 0
    # It is in the catalogue, and so there for whoever opens the pair.
    pair = f"{server.url}/api/nudges/{first}/{after['b']}"
    page.wait_for_timeout(1500)
    assert httpx.get(pair).json()["east_m"] == pytest.approx(page.evaluate(STATE)[0]["shift"][0])
    page.reload()
    wait_for(page, "compared", a=first, b=after["b"])
    assert page.evaluate(STATE)[0]["shift"][0] > 0
    canvas.focus()
    page.keyboard.press("0")
    assert page.evaluate(STATE)[0]["shift"] == [0, 0]
    page.keyboard.press("Control+z")
    assert page.evaluate(STATE)[0]["shift"][0] > 0
    page.keyboard.press("0")
    page.keyboard.press("c")
    wait_for(page, "figure")
