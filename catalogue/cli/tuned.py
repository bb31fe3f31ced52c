"""The numbers of the score: score, with set and reset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.common import (
    COULD,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalogue.model import Tuning
    from catalogue.score import Row

score_app = typer.Typer(invoke_without_command=True, pretty_exceptions_enable=False)
app.add_typer(score_app, name="score", rich_help_panel=COULD)

Why = Annotated[str | None, typer.Option("--why", help="Why; it is kept in the history.")]


@score_app.callback()
def score(
    context: typer.Context,
    table: Annotated[
        bool, typer.Option("--table", help="All numbers of the score, with unit and source.")
    ] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show what scores are made of; with --table, every number with its source."""
    from catalogue.score import table as rows_of

    if context.invoked_subcommand is not None:
        return
    with open_catalogue(folder) as cat:
        rows = rows_of(cat.parameters)
    _print([row for row in rows if table or row.value != row.default], as_json)


@score_app.command("set")
def score_set(
    name: Annotated[str, typer.Argument(help="A number of `catalogue score --table`.")],
    value: Annotated[str, typer.Argument(help="What it is to be.")],
    why: Why = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Set a number of the score for this catalogue; links are computed anew with it."""
    with open_catalogue(folder) as cat:
        _said(cat.tune({name: value}, why), as_json)


@score_app.command("reset")
def score_reset(why: Why = None, folder: Folder = None, as_json: AsJson = False) -> None:
    """Go back to the defaults of all numbers of the score."""
    with open_catalogue(folder) as cat:
        _said(cat.untune(why), as_json)


def _print(rows: Sequence[Row], as_json: bool) -> None:
    if as_json:
        print_json([
            {"name": r.name, "value": r.value, "default": r.default, "unit": r.unit,
             "source": r.source}
            for r in rows
        ])  # fmt: skip
        return
    print_table(
        ["name", "value", "unit", "source"], [[r.name, r.value, r.unit, r.source] for r in rows],
        "A score is place x timing x sharpness x clear view x sensor, each from 0 to 1: an order "
        "of images, not a probability. All numbers are the defaults; --table lists them.",
    )  # fmt: skip


def _said(made: Tuning, as_json: bool) -> None:
    if as_json:
        print_json({"values": dict(made.values), "why": made.why, "version": made.version})
        return
    set_ = ", ".join(f"{name} = {value}" for name, value in made.values.items())
    typer.echo(f"Other than the defaults: {set_ or 'nothing'}. Links are computed anew.")
