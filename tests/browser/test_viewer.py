"""Looking at one scene: other bands, values under the pointer, a figure to take away."""

import pytest

from .test_story import STATE, uid_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_bands_values_and_a_figure_by_the_keyboard(server, page):
    scene = uid_of(server, "scenes", "SYNTHETIC-050cm-20240611")
    page.goto(f"{server.url}/tag?scene={scene}")
    wait_for(page, "ready", scene=scene)
    wait_for(page, "rendered", mode="tag")
    canvas = page.locator(".cv").first
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.5)
    page.locator(".bottom .values", has_text="red").wait_for()
    assert "green" in page.locator(".bottom .values").inner_text()

    canvas.focus()
    page.keyboard.press("i")
    page.get_by_role("group", name="Look of the image").wait_for()
    with page.expect_response(lambda r: "style=" in r.url and r.ok):
        page.keyboard.press("]")
        page.keyboard.press("]")
    assert page.evaluate(STATE)[0]["style"] == {"bands": ["red"]}
    with page.expect_response(lambda r: "expression" in r.url and "/tiles/" in r.url and r.ok):
        page.get_by_label("Expression of bands").fill("(red - blue) / (red + blue)")
        page.get_by_label("Expression of bands").press("Enter")
    style = page.evaluate(STATE)[0]["style"]
    assert style["stretch"][0][0] < style["stretch"][0][1]

    # Typing a class's key or a command into the panel is text; back on the canvas it is a command.
    canvas.focus()
    page.keyboard.press("c")
    wait_for(page, "figure", annotated=True)
    page.keyboard.press("x")
    wait_for(page, "figure", annotated=False)
