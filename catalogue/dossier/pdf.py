"""The pages as PDF, through a Chromium that is installed; nothing is fetched for it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from catalogue.errors import InvalidValue

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIME_S = 60.0
_STEP_S = 0.2


def browser() -> str | None:
    """The path of a Chromium, None if there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def print_pdf(
    folder: Path, wanted: bool | None, waiting: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """Write dossier.pdf and brief.pdf beside the pages; what went wrong, a sentence each.

    With `wanted` None only where a browser is there. `waiting` is called several times a second
    meanwhile; what it raises ends the browser. Raises InvalidValue if a PDF is asked for and there
    is no browser.
    """
    program = None if wanted is False else browser()
    if program is None:
        if wanted:
            raise InvalidValue(
                f"a PDF needs a browser: install Chromium (one of {', '.join(BROWSERS)}), or leave "
                "--pdf out."
            )
        return
    for page, target in (("index.html", "dossier.pdf"), ("brief.html", "brief.pdf")):
        if not _printed(program, folder / page, folder / target, waiting):
            (folder / target).unlink(missing_ok=True)
            yield f"{target}: {Path(program).name} could not print it; the HTML page is complete."


def _printed(program: str, page: Path, target: Path, waiting: Callable[[], None]) -> bool:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
            "--no-pdf-header-footer", f"--print-to-pdf={target.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            if not _ran(command, waiting):
                return False
        except OSError:
            return False
    return target.is_file() and target.stat().st_size > 0


def _ran(command: list[str], waiting: Callable[[], None]) -> bool:
    """True if it ended well in time; it is never left running."""
    end = time.monotonic() + _TIME_S
    program = subprocess.Popen(  # noqa: S603 - a program of this machine, our own page
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.monotonic() < end:
            try:
                return program.wait(_STEP_S) == 0
            except subprocess.TimeoutExpired:
                waiting()
        return False
    finally:
        program.kill()
        program.wait()
