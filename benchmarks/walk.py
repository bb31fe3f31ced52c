"""A stranger's first three minutes: open the demo, find the airfield, tag, compare, export.

    python benchmarks/walk.py [--think 3] [--pictures docs/images]

Drives a real Chromium as someone would who has not read anything: by what is written on the
screen. Before each click or key it waits, as a person looks for it. Prints how long each part
took, and writes a picture of each. Needs Chromium (or its path in CHROMIUM) and playwright.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from ui import browser, served, wait_log

LIMIT_S = 180
QUALITY = 72
BEFORE = "SYNTHETIC-050cm-20240520"
# Where the apron lies in the first view of the scene, as shares of its width and height.
APRON = (0.36, 0.49)
STORY = "Unmanned aircraft shown on the apron"


class Walk:
    """What the stranger does, with the time it takes."""

    def __init__(self, page: Page, url: str, think_s: float, pictures: Path | None) -> None:
        self.page = page
        self.url = url
        self.think_s = think_s
        self.pictures = pictures
        self.begin = self.last = time.monotonic()
        self.actions = 0

    def think(self) -> None:
        """Look for what to do next."""
        self.page.wait_for_timeout(self.think_s * 1000)
        self.actions += 1

    def click(self, *, role: str, name: str, exact: bool = True) -> None:
        """Click the first thing of this name."""
        self.think()
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]

    def press(self, *keys: str) -> None:
        """Press keys, one thought each."""
        for key in keys:
            self.think()
            self.page.keyboard.press(key)

    def part(self, number: int, title: str, settle_ms: int = 900) -> None:
        """A part is done: its time, and what is on screen."""
        self.page.wait_for_timeout(settle_ms)
        now = time.monotonic()
        print(f"{number}. {title:<44}{now - self.last:6.0f} s{now - self.begin:6.0f} s", flush=True)
        if self.pictures:
            path = self.pictures / f"walk-{number}.jpg"
            self.page.screenshot(path=path, type="jpeg", quality=QUALITY)
        self.last = time.monotonic()

    def finds(self) -> None:
        """The map, a word in the search, the first answer."""
        self.page.goto(self.url)
        wait_log(self.page, "rendered")
        wait_log(self.page, "observations")
        self.part(1, "opens the demo")
        self.think()
        self.page.get_by_role("combobox").first.click()
        self.think()
        self.page.keyboard.type("apron", delay=90)
        self.page.locator(".found li").first.wait_for()
        self.part(2, "looks for the airfield by a word")
        self.think()
        self.page.locator(".found li", has_text=STORY).first.click()
        self.page.get_by_text("possible images").wait_for()
        self.part(3, "sees which images could have shown it", 2500)

    def tags(self) -> None:
        """The best image; the tour says what to press."""
        self.click(role="button", name="Open image")
        wait_log(self.page, "ready")
        wait_log(self.page, "rendered")
        box = self.page.locator(".cv").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] * APRON[0], box["y"] + box["height"] * APRON[1]
        self.think()
        self.page.mouse.click(x, y)
        self.press("2", "Enter", "0")
        wait_log(self.page, "saved", 2)
        self.press("b")
        self.part(4, "tags tiles as the first steps say")
        self.think()
        self.page.mouse.click(x - 40, y - 60)
        self.page.mouse.move(x + 60, y + 20)
        self.part(5, "draws a box; its size is measured")
        self.think()
        self.page.mouse.click(x + 60, y + 20)
        wait_log(self.page, "drawn")
        self.press("Escape")

    def compares(self) -> None:
        """Two dates of the place."""
        self.click(role="button", name="Compare with other dates")
        wait_log(self.page, "compared")
        self.think()
        self.page.locator(f".strip g[aria-label^='{BEFORE}']").click()
        wait_log(self.page, "compared", 2)
        self.page.wait_for_timeout(1500)
        self.part(6, "compares two dates")

    def exports(self) -> Path:
        """The labels, as a file."""
        self.click(role="link", name="Data")
        self.page.get_by_text("SYNTHETIC").first.wait_for(state="attached")
        self.click(role="tab", name="Export")
        self.click(role="button", name="Prepare")
        self.page.get_by_role("button", name="Download").wait_for()
        self.part(7, "exports what was tagged")
        with self.page.expect_download() as download:
            self.click(role="button", name="Download", exact=False)
        return Path(download.value.path())


def main() -> int:
    """Walk; 1 if it took longer than three minutes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--think", type=float, default=3.0, help="seconds before each click or key")
    parser.add_argument("--pictures", type=Path, default=None, help="folder for the pictures")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        served(Path(name) / "demo") as url,
        browser() as page,
    ):
        walk = Walk(page, url, asked.think, asked.pictures)
        parts: list[Callable[[], object]] = [walk.finds, walk.tags, walk.compares]
        for part in parts:
            part()
        features = json.loads(walk.exports().read_text())["features"]
        spent = time.monotonic() - walk.begin
    kinds = sorted({f["properties"]["kind"] for f in features})
    print(f"{len(features)} labels exported ({', '.join(kinds)}); {walk.actions} clicks and keys")
    print(f"{spent:.0f} s in all, {asked.think:g} s of thought before each; at most {LIMIT_S} s")
    return 1 if spent > LIMIT_S or not features else 0


if __name__ == "__main__":
    raise SystemExit(main())
