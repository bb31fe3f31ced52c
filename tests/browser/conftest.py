"""A real server in a process of its own and a real Chromium; every request is watched."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
# CI sets REQUIRE_BROWSER: there a missing browser is a failure, not a reason to skip.
REQUIRED = bool(os.environ.get("REQUIRE_BROWSER"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_LIMIT_S = 120


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`catalogue demo`, or `serve`, on a folder; can be stopped and started again."""

    def __init__(self, folder: Path, verb: str = "demo") -> None:
        self.folder = folder
        self.verb = verb
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.first_line = ""

    def start(self) -> None:
        command = [sys.executable, "-P", "-m", "catalogue", self.verb, "--no-browser"]
        command += ["--catalogue", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.first_line)
        assert found, f"no address in {self.first_line!r}{self.process.stdout.read(4000)}"
        end = time.monotonic() + START_LIMIT_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(f"{self.url} did not answer within {START_LIMIT_S} s")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.communicate()
            self.process = None

    def kill(self) -> None:
        """End it at once, with no chance to finish anything."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate(timeout=20)
        self.process = None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, request) -> Iterator[Server]:
    """The demo, up and answering."""
    if not CHROMIUM:
        message = "needs Chromium; install it or name it in CHROMIUM"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    served = Server(tmp_path_factory.mktemp("demo"))
    shutil.copytree(request.getfixturevalue("samples"), served.folder / "sample_tiles")
    served.start()
    yield served
    served.stop()


@pytest.fixture
def page(server: Server):
    """A page at 1440 x 900; a request that leaves this machine or a page error fails the test."""
    from playwright.sync_api import sync_playwright

    foreign: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)

        def watch(request):
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
                foreign.append(request.url)

        page.on("request", watch)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        browser.close()
    assert not foreign, f"requests left this machine: {foreign[:5]}"
    assert not errors, f"errors in the page: {errors[:5]}"
