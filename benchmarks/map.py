"""How fast is the map with many footprints? Drives Chromium against a real server.

    python benchmarks/map.py [--scenes 100000] [--observations 10000] [--catalogue FOLDER]

Fills a catalogue with seeded scenes and observations (or takes the one in FOLDER), serves it,
waits until the footprints are loaded, and prints: first render of the map (from the mounting of
the canvas to the first complete picture), frames while panning and zooming at three zooms, a brush
over the timeline until the filtered tiles are there, and a click until the list. Software
rendering (--disable-gpu). Chromium is found in CHROMIUM or on the path.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import search_fill
from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
PLACES = ((2.2, 10.0, 20.0), (5.5, 35.0, 40.0), (8.0, 37.0, 48.0))
LATER = """(name) => window.__cv.log.filter((e) => e.name === name).length"""
FRAMES = """(ms) => new Promise((done) => {
  const times = [];
  const end = performance.now() + ms;
  const step = (now) => {
    times.push(now);
    if (now < end) requestAnimationFrame(step);
    else done(times.slice(1).map((t, i) => t - times[i]));
  };
  requestAnimationFrame(step);
})"""


def serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the server; (process, address)."""
    command = [sys.executable, "-P", "-m", "catalogue", "serve", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--catalogue", str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    return process, next(word for word in line.split() if word.startswith("http://"))


def ready(url: str) -> None:
    """Wait until the footprints are loaded, and say how long that took."""
    begin = time.monotonic()
    while True:
        try:
            state = httpx.get(f"{url}/api/footprints/state", timeout=60).json()
        except httpx.HTTPError:
            state = {"state": "away"}
        if state["state"] == "ready":
            break
        time.sleep(0.1)
    print(f"footprints loaded {time.monotonic() - begin:.1f} s after the server was up")


def wait_for(page: Page, name: str, count: int) -> None:
    """Until the canvas noted `count` events of a name."""
    page.wait_for_function(
        "([n, c]) => (window.__cv?.log ?? []).filter((e) => e.name === n).length >= c",
        arg=[name, count],
    )


def at(page: Page, name: str) -> float:
    """When the first event of a name was noted, in ms."""
    return float(page.evaluate("(n) => window.__cv.log.find((e) => e.name === n).t", name))


def first_render(page: Page, url: str) -> None:
    """From the canvas's mounting to the first complete picture, three times."""
    spent = []
    for _ in range(3):
        page.goto(f"{url}/?view=2.2,10,20")
        wait_for(page, "rendered", 1)
        spent.append(at(page, "rendered") - at(page, "mounted"))
    print(f"first render: {', '.join(f'{ms:.0f}' for ms in spent)} ms")


def frames(page: Page, url: str) -> None:
    """Frame times while the map is dragged about and zoomed by wheel."""
    print(f"{'zoom':>6}{'':8}{'median':>8}{'p95':>8}{'max':>8}  ms a frame")
    for zoom, lon, lat in PLACES:
        page.goto(f"{url}/?view={zoom},{lon},{lat}")
        wait_for(page, "rendered", 1)
        page.wait_for_timeout(1000)
        box: Any = page.locator(".cv .map").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for what in ("pan", "wheel"):
            page.evaluate(f"window.__frames = ({FRAMES})(3000)")
            if what == "pan":
                page.mouse.move(x, y)
                page.mouse.down()
                for n in range(60):
                    page.mouse.move(x + 150 * ((n // 15) % 2 * 2 - 1) * (n % 15) / 15, y + n)
                    page.wait_for_timeout(30)
                page.mouse.up()
            else:
                for n in range(12):
                    page.mouse.wheel(0, -120 if n % 6 < 3 else 120)
                    page.wait_for_timeout(150)
            times = page.evaluate("window.__frames")
            p95 = statistics.quantiles(times, n=20)[-1]
            middle = statistics.median(times)
            print(f"{zoom:6}{what:>8}{middle:8.1f}{p95:8.1f}{max(times):8.1f}", flush=True)


def interactions(page: Page, url: str) -> None:
    """The brush by keyboard, and a click."""
    page.goto(f"{url}/?view=5.5,35,40")
    wait_for(page, "rendered", 1)
    wait_for(page, "histogram", 1)
    page.locator(".cv").first.focus()
    page.keyboard.press("t")
    page.wait_for_timeout(1500)
    spent = []
    for n in range(5):
        before = page.evaluate(LATER, "filtered")
        begin = time.monotonic()
        with page.expect_response(lambda r: ".mvt" in r.url and "datetime" in r.url):
            page.keyboard.press("ArrowRight")
        wait_for(page, "filtered", before + 1)
        spent.append((time.monotonic() - begin) * 1000)
        page.wait_for_timeout(300 + n)
    print(f"key on the brush until the first filtered tile: {statistics.median(spent):.0f} ms")
    box: Any = page.locator(".cv .map").bounding_box()
    spent = []
    for n in range(5):
        begin = time.monotonic()
        with page.expect_response(lambda r: "/api/hit" in r.url):
            page.mouse.click(box["x"] + 300 + 40 * n, box["y"] + 260)
        spent.append((time.monotonic() - begin) * 1000)
        page.wait_for_timeout(200)
        page.keyboard.press("Escape")
    print(f"click until the answer: {statistics.median(spent):.0f} ms")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=lambda text: int(float(text)), default=100_000)
    parser.add_argument("--observations", type=lambda text: int(float(text)), default=10_000)
    parser.add_argument("--catalogue", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.catalogue
        if folder is None:
            known = search_fill.observations(asked.observations)
            folder = search_fill.catalogue(Path(temporary), asked.scenes, known)
        process, url = serve(folder)
        try:
            ready(url)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.set_default_timeout(120_000)
                first_render(page, url)
                frames(page, url)
                interactions(page, url)
                browser.close()
        finally:
            process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
