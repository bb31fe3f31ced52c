"""Open it: serve and demo. The one place where the package reaches the screen (`ui`)."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.common import OPEN, Folder, app, open_catalogue
from catalogue.errors import SettingError

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

Port = Annotated[
    int | None, typer.Option(help="Port on this machine (default: 8501, or the next free).")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser window.")]
Host = Annotated[
    str | None, typer.Option(help="Address to bind; only loopback until login exists.")
]


@app.command(rich_help_panel=OPEN)
def serve(
    folder: Folder = None, port: Port = None, host: Host = None, no_browser: NoBrowser = False
) -> None:
    """Open the catalogue in the browser, served from this machine only."""
    with open_catalogue(folder, create=True, port=port, host=host) as cat:
        _run(cat, no_browser)


@app.command(rich_help_panel=OPEN)
def demo(
    folder: Folder = None, port: Port = None, host: Host = None, no_browser: NoBrowser = False
) -> None:
    """Open a demonstration: an invented island, an airfield and a story told by images."""
    folder = folder or Path("catalogue-demo")
    with open_catalogue(folder, create=True, port=port, host=host) as cat:
        _fill(cat)
        _run(cat, no_browser)


def _fill(cat: Catalogue) -> None:
    """Render the sample scenes and take them in, once."""
    from catalogue.cli.common import progress_bar
    from sample_tiles.make import make

    samples = cat.folder / "sample_tiles"
    if not (samples / "observations.csv").is_file():
        with progress_bar("rendering sample scenes", quiet=False) as progress:
            make(samples, progress=progress)
    if cat.store.scene_count() == 0:
        cat.add([samples / "scenes"])
    if cat.store.observation_count() == 0:
        cat.observe(samples / "observations.csv")
        cat.look_at_clouds()


def _run(cat: Catalogue, no_browser: bool) -> None:
    from catalogue.web.app import check_host
    from ui.app import run

    check_host(cat.settings.host)
    port = _free_port(cat.settings.host, cat.settings.port)
    address = f"http://{cat.settings.host}:{port}"
    typer.echo(f"{address}  (catalogue in {cat.folder}; stop with Ctrl+C)")
    run(cat, port=port, open_browser=not no_browser)


def _free_port(host: str, wanted: int) -> int:
    """`wanted` or one of the next 20; 0 takes any free one. Raises SettingError."""
    for port in range(wanted, wanted + 20) if wanted else (0,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As the server does: a port that was just given up is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SettingError(f"ports {wanted} to {wanted + 19} are all taken; give another with --port.")
