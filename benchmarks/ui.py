"""How fast is the screen? Drives a real Chromium on the demo and prints what a user waits for.

    python benchmarks/ui.py [--tags 2000] [--shapes 60] [--annotations 10000] [--storm 64]

Chromium runs without a GPU. Times are wall times of a machine that does all of it at once: server,
browser and tiles; compare them with the targets beside them, and runs with each other. Needs
Chromium (or its path in CHROMIUM) and playwright.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SCENE = "SYNTHETIC-050cm-20240611"
FINE = 19  # a tagging zoom at which the scene has hundreds of tiles
CANVAS = "[...window.__cv.instances.values()][0]"


def main() -> int:
    """Print the table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tags", type=int, default=2000, help="tiles tagged for the memory row")
    parser.add_argument("--shapes", type=int, default=60)
    parser.add_argument("--annotations", type=int, default=10_000)
    parser.add_argument("--storm", type=int, default=64, help="slow tiles asked for at once")
    asked = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        with served(folder) as url, browser() as page:
            scene = open_scene(page, url, table)
            next_tile(page, url, table, 60)
            drawing(page, table, asked.shapes, "draw finished → committed", (15, 60))
            page_switch(page, url, table)
            storm(url, scene, asked.storm, table)
            memory(page, url, scene, asked.tags, table)
        if asked.annotations:
            crowd(folder, asked.annotations)
            with served(folder) as url, browser() as page:
                page.goto(f"{url}/tag?scene={SCENE}")
                wait_log(page, "ready")
                what = f"the same with {asked.annotations:,} annotations on the scene"
                drawing(page, table, asked.shapes, what, (None, 120))
                frames(page, table, f"frame of a pan over {asked.annotations:,} annotations")
    return table.done()


class Table:
    """Rows as they come, each beside its target."""

    def __init__(self) -> None:
        self._missed: list[str] = []
        print(f"{'what':<52}{'p50':>9}{'p95':>9}  target")

    def row(self, what: str, values: list[float], most: tuple[float | None, float | None]) -> None:
        """Values in ms; `most` are the targets of p50 and p95."""
        p50, p95 = statistics.median(values), percentile(values, 95)
        targets = [f"p50 ≤ {most[0]:g}" if most[0] else "", f"p95 ≤ {most[1]:g}" if most[1] else ""]
        missed = (most[0] and p50 > most[0]) or (most[1] and p95 > most[1])
        mark = "  MISSED" if missed else ""
        text = ", ".join(t for t in targets if t)
        print(f"{what:<52}{p50:>7.0f}ms{p95:>7.0f}ms  {text}{mark}", flush=True)
        if missed:
            self._missed.append(what)

    def value(self, what: str, text: str, target: str, missed: bool) -> None:
        """A row of one value."""
        print(f"{what:<52}{text:>18}  {target}{'  MISSED' if missed else ''}", flush=True)
        if missed:
            self._missed.append(what)

    def done(self) -> int:
        """The exit code."""
        print("every target was met" if not self._missed else f"missed: {'; '.join(self._missed)}")
        return 1 if self._missed else 0


def percentile(values: list[float], share: int) -> float:
    """The value that `share` % of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share / 100))]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """`catalogue demo` on a folder; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "catalogue", "demo", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--catalogue", str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if not found:
            raise SystemExit(f"the demo did not start: {line}")
        wait_http(found[0])
        yield found[0]
    finally:
        process.terminate()
        process.wait(20)


def wait_http(url: str) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + 180
    while True:
        try:
            urllib.request.urlopen(f"{url}/api/config", timeout=10).read()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def browser() -> Iterator[Page]:
    """A page at 1440 x 900."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise SystemExit("needs Chromium: install it, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = opened.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        yield page
        opened.close()


def wait_log(page: Page, name: str, count: int = 1) -> None:
    """Wait until the canvas has noted so many events of this name."""
    page.wait_for_function(
        "([n, c]) => (window.__cv?.log ?? []).filter((e) => e.name === n).length >= c",
        arg=[name, count],
    )


def open_scene(page: Page, url: str, table: Table) -> str:
    """A scene from a cold browser, until its pixels are there; the scene's uid."""
    begin = time.perf_counter()
    page.goto(f"{url}/tag?scene={SCENE}")
    wait_log(page, "rendered")
    wait_log(page, "ready")
    table.row("scene open, cold browser", [(time.perf_counter() - begin) * 1000], (None, 2500))
    return str(page.evaluate(f"() => {CANVAS}.state().scene"))


def next_tile(page: Page, url: str, table: Table, times: int) -> None:
    """From the key to the next tile drawn, all pictures on screen there.

    On small tiles, so that each key brings a new one into view, at three keys a second.
    """
    page.goto(f"{url}/tag?scene={SCENE}&z={FINE}")
    wait_log(page, "ready")
    page.wait_for_timeout(5000)  # the display copy is made meanwhile
    page.locator(".cv").first.focus()
    took = page.evaluate(
        f"""async (times) => {{
          const root = document.querySelector('.cv') ?? {CANVAS}.root;
          const map = {CANVAS}.view.map;
          const took = [];
          for (let n = 0; n < times; n++) {{
            await new Promise((done) => setTimeout(done, 350));
            const begin = performance.now();
            const shown = new Promise((done) => map.once('rendercomplete', done));
            root.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true }}));
            map.render();
            await shown;
            took.push(performance.now() - begin);
          }}
          return took;
        }}""",
        times,
    )
    table.row("key → next tile shown", took, (None, 80))


def drawing(page: Page, table: Table, shapes: int, what: str, most: Any) -> None:
    """Boxes drawn with the mouse: from the last click until the answer that follows the commit has
    come in, and until the page, which draws meanwhile, takes note of it.
    """
    page.locator(".cv").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("b")
    box = page.locator(".cv").first.bounding_box()
    assert box is not None
    page.evaluate(
        """() => {
          window.__cv.log.length = 0;
          performance.clearResourceTimings();
          performance.setResourceTimingBufferSize(5000);
        }"""
    )
    for n in range(shapes):
        x = box["x"] + 260 + (n % 10) * 34
        y = box["y"] + 200 + (n // 10 % 10) * 34
        page.mouse.click(x, y)
        page.mouse.click(x + 22, y + 22)
        wait_log(page, "saved", n + 1)
    came, noted = page.evaluate(
        """() => {
          const of = (name) => window.__cv.log.filter((e) => e.name === name);
          const put = new Map(performance.getEntriesByType('resource')
            .map((e) => [e.name.split('/').at(-1), e.responseEnd]));
          const saved = new Map(of('saved').map((e) => [e.detail.uid, e.t]));
          const drawn = of('drawn');
          return [put, saved].map((end) => drawn.map((e) => end.get(e.detail.uid) - e.t));
        }"""
    )
    page.keyboard.press("Escape")
    table.row(what, came, most)
    table.row("   … and noted by the page", noted, (None, None))


def page_switch(page: Page, url: str, table: Table) -> None:
    """Between map and tagging, both seen before."""
    page.goto(url)
    wait_log(page, "rendered")
    for name in ("Tag", "Map"):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_timeout(1500)
    took = []
    for n in range(10):
        mode = "tag" if n % 2 == 0 else "map"
        begin = time.perf_counter()
        page.get_by_role("link", name=mode.title(), exact=True).click()
        page.wait_for_function(
            """(mode) => [...window.__cv.instances.values()].some(
                 (c) => c.root.isConnected && c.state().mode === mode)""",
            arg=mode,
        )
        took.append((time.perf_counter() - begin) * 1000)
        page.wait_for_timeout(700)
    table.row("page switch, warm", took, (300, None))


def storm(url: str, scene: str, count: int, table: Table) -> None:
    """GET / while many tiles that must be drawn are asked for at once."""
    style = quote('{"expression":"(red - blue) / (red + blue + 1)","stretch":[[-1,1]]}')
    detail = urllib.request.urlopen(f"{url}/api/scenes/{scene}").read().decode()
    path = re.search(r'"url":"([^"]+)"', detail)
    grid = urllib.request.urlopen(f"{url}/api/scenes/{scene}/grid").read().decode()
    keys = re.findall(r'"key":"[^/]+/(\d+)/(\d+)/(\d+)"', grid)
    assert path is not None

    def tile(n: int) -> None:
        z, x, y = keys[n % len(keys)]
        at = path[1].replace("{z}", z).replace("{x}", x).replace("{y}", y)
        # A query of its own for each, so that none is answered from a cache.
        urllib.request.urlopen(f"{url}{at}&style={style}&n={n}", timeout=120).read()

    threads = [threading.Thread(target=tile, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    took = []
    while any(thread.is_alive() for thread in threads) or len(took) < 20:
        begin = time.perf_counter()
        urllib.request.urlopen(url, timeout=60).read()
        took.append((time.perf_counter() - begin) * 1000)
    table.row(f"GET / beside {count} tiles that are drawn", took, (None, 1000))


def memory(page: Page, url: str, scene: str, tags: int, table: Table) -> None:
    """What the page holds after many tiles were tagged, against after the first of them.

    By keyboard, row after row of the small tiles and round again with other classes.
    """
    page.goto(f"{url}/tag?scene={scene}&z={FINE}")
    wait_log(page, "ready")
    page.locator(".cv").first.focus()
    cdp = page.context.new_cdp_session(page)
    pids = renderers(page)
    cdp.send("Performance.enable")
    cdp.send("HeapProfiler.enable")

    def used() -> float:
        cdp.send("HeapProfiler.collectGarbage")
        metrics = cdp.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize")) / 1e6

    def tag(count: int) -> None:
        for n in range(count):
            page.keyboard.press("2" if n % 2 else "4")
            row, column = divmod(n, 20)
            down = "ArrowDown" if row // 20 % 2 == 0 else "ArrowUp"
            across = "ArrowRight" if row % 2 == 0 else "ArrowLeft"
            page.keyboard.press(down if column == 19 else across)
        page.locator(".cv").get_by_text("saved", exact=True).wait_for()
        page.wait_for_timeout(1500)

    tag(max(20, tags // 10))
    first, resident = used(), sum(map(resident_mb, pids))
    tag(tags)
    last, grown = used(), sum(map(resident_mb, pids))
    for what, before, after in (("heap", first, last), ("process", resident, grown)):
        name = f"browser memory over {tags} tile tags, {what}"
        table.value(name, f"{before:.0f} → {after:.0f} MB", "≤ 20 % more", after > before * 1.2)


def renderers(page: Page) -> list[int]:
    """The processes in which pages are drawn, of this page's browser."""
    opened = page.context.browser
    assert opened is not None
    found = opened.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [int(process["id"]) for process in found if process["type"] == "renderer"]


def resident_mb(pid: int) -> float:
    """Memory that a process has in use, in MB; 0 if it has ended."""
    found = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
    return float(found.stdout.strip() or 0) / 1000


def frames(page: Page, table: Table, what: str) -> None:
    """Frame times while the view moves with each frame, for four seconds."""
    took = page.evaluate(
        f"""() => new Promise((done) => {{
          const view = {CANVAS}.view.map.getView();
          const times = [];
          const end = performance.now() + 4000;
          const step = (now) => {{
            times.push(now);
            const [x, y] = view.getCenter();
            view.setCenter([x + view.getResolution() * (times.length % 80 < 40 ? 5 : -5), y]);
            if (now < end) requestAnimationFrame(step);
            else done(times.slice(1).map((t, i) => t - times[i]));
          }};
          requestAnimationFrame(step);
        }})"""
    )
    table.row(what, took, (25, None))


def crowd(folder: Path, count: int) -> None:
    """Many small boxes on the scene, stored through the catalogue itself."""
    import uuid

    from shapely.geometry import box

    from catalogue import Catalogue
    from catalogue.model import Annotation

    with Catalogue.open(folder) as cat, cat.store.transaction():
        scene = cat.named_scene(SCENE)
        assert scene.footprint is not None
        west, south, east, north = scene.footprint.bounds
        side = int(count**0.5)
        step_x, step_y = (east - west) / (side + 2), (north - south) / (side + 2)
        for n in range(count):
            x, y = west + (n % side + 1) * step_x, south + (n // side + 1) * step_y
            shape = box(x, y, x + step_x / 2, y + step_y / 2)
            cat.annotate(Annotation(str(uuid.uuid4()), scene.uid, "box", "vehicle", shape))


if __name__ == "__main__":
    raise SystemExit(main())
