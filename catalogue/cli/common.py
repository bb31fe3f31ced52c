"""What all commands share: options, opening the catalogue, printing, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import orjson
import typer

from catalogue.errors import CatalogueError

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.model import Outcome
    from catalogue.settings import Settings

HAVE = "What have I got"
TOLD = "What is reported"
COULD = "What could show it"
SAW = "What did I see"
UNPROVEN = "What is unproven"
SHOWS = "What does it show"
HAND = "Hand it over"
OPEN = "Open it"

EXIT_REJECTED = 3
EXIT_STOPPED = 130  # as a shell says it of a program that was interrupted

app = typer.Typer(
    name="catalogue",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Which satellite images could have shown a reported event? What do they show?",
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="DIR",
        help="The catalogue's folder (default: CATALOGUE, or the current folder).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

_state: dict[str, Path | None] = {"folder": None}


def _version(wanted: bool) -> None:
    if wanted:
        from catalogue import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    catalogue: Folder = None,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    _state["folder"] = catalogue


def read_settings(folder: Path | None, **overrides: Any) -> Settings:
    """Settings from options and environment, for a command that needs no catalogue."""
    from catalogue.settings import Settings

    return Settings.read(catalogue=folder or _state["folder"], **overrides)


def open_catalogue(
    folder: Path | None, *, create: bool = False, look_only: bool = False, **overrides: Any
) -> Catalogue:
    """The catalogue a command works on, with settings read from options and environment.

    With `look_only`, one that is not there yet is made in memory and gone afterwards.
    """
    from catalogue.catalogue import Catalogue

    settings = read_settings(folder, **overrides)
    if look_only and not Catalogue.is_at(settings.catalogue):
        return Catalogue.in_memory(settings)
    return Catalogue.open(settings.catalogue, create=create, settings=settings)


def fail(error: CatalogueError) -> NoReturn:
    """Say what is wrong on stderr and end with exit code 1."""
    typer.echo(f"catalogue: {error}", err=True)
    sys.exit(1)


def print_json(value: Any) -> None:
    """One JSON document on stdout; the only thing a command with --json prints there."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], empty: str) -> None:
    """A table for people; `empty` says what to do next when there are no rows."""
    if not rows:
        typer.echo(empty)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("–" if v is None else str(v)) for v in row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width).print(table)


def columns_option(columns: Sequence[str] | None) -> dict[str, str] | None:
    """The field=column pairs of --column, None without any."""
    if not columns:
        return None
    pairs = [text.partition("=") for text in columns]
    for name, sep, value in pairs:
        if not (name and sep and value):
            raise typer.BadParameter(
                f"--column {name!r}: write field=column, such as lon=Longitude"
            )
    return {name: value for name, _, value in pairs}


@contextmanager
def progress_bar(title: str, quiet: bool) -> Iterator[Callable[[int, int | None], None] | None]:
    """A progress bar on stderr while something long runs; nothing when output is not a screen."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def finish(outcome: Outcome, what: str, as_json: bool) -> None:
    """Print what an add or observe did; exit code 3 if anything was rejected."""
    if as_json:
        print_json(outcome_json(outcome))
    else:
        typer.echo(
            f"{outcome.added} {what} added, {outcome.updated} updated, "
            f"{outcome.unchanged} unchanged, {len(outcome.rejected)} rejected."
        )
        for text in outcome.warnings:
            typer.echo(f"  note: {text}", err=True)
        for r in outcome.rejected:
            where = ", ".join(
                part
                for part in (r.source, f"row {r.row}" if r.row is not None else "", r.field or "")
                if part
            )
            typer.echo(f"  rejected: {where}: {r.reason}", err=True)
    if outcome.rejected:
        raise typer.Exit(EXIT_REJECTED)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """An Outcome for programs."""
    return {
        "added": outcome.added,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "consumed": list(outcome.consumed),
        "warnings": list(outcome.warnings),
        "rejected": [
            {
                "source": r.source,
                "row": r.row,
                "field": r.field,
                "value": r.value,
                "reason": r.reason,
            }
            for r in outcome.rejected
        ],
    }
