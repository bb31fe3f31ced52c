"""Investigations: case new, show, list, add, close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import (
    UNPROVEN,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    print_table,
)
from catalogue.cli.searches import Claims, geojson, print_log

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.model import Case

case_app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(
    case_app, name="case", rich_help_panel=UNPROVEN,
    help="Investigations: a question, what it is about, and where was searched.",
)  # fmt: skip

_Reports = Annotated[list[str] | None, typer.Option("--report", help="A report. Repeatable.")]
_Named = Annotated[str, typer.Argument(help="A case, by its id.")]


@case_app.command("new")
def case_new(
    name: Annotated[str, typer.Argument(metavar="ID", help="What the case is to be called.")],
    question: Annotated[str, typer.Argument(help="What is to be found out.")],
    folder: Folder = None,
    title: Annotated[str, typer.Option(help="A title, if the id is not enough.")] = "",
    report: _Reports = None,
    observation: Claims = None,
    places: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoJSON of the area it is about.")
    ] = None,
    sensitivity: Annotated[
        str, typer.Option(help="How carefully to handle it: open, restricted or secret.")
    ] = "restricted",
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    as_json: AsJson = False,
) -> None:
    """Begin an investigation."""
    with open_catalogue(folder) as cat:
        made = cat.open_case(
            name,
            question,
            title=title,
            **_about(cat, report, observation),
            places=None if places is None else geojson(places),
            sensitivity=sensitivity,
            note=note,
        )
        _show(cat, made, as_json)


@case_app.command("add")
def case_add(
    name: _Named,
    folder: Folder = None,
    report: _Reports = None,
    observation: Claims = None,
    as_json: AsJson = False,
) -> None:
    """Make reports and observations part of a case."""
    with open_catalogue(folder) as cat:
        made = cat.add_to_case(name, **_about(cat, report, observation))
        _show(cat, made, as_json)


@case_app.command("close")
def case_close(
    name: _Named,
    folder: Folder = None,
    note: Annotated[str | None, typer.Option(help="With what result.")] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Go on with it instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """End an investigation; nothing of it is lost."""
    with open_catalogue(folder) as cat:
        made = cat.reopen_case(name) if reopen else cat.close_case(name, note)
        _show(cat, made, as_json)


@case_app.command("show")
def case_show(name: _Named, folder: Folder = None, as_json: AsJson = False) -> None:
    """Show an investigation with its claims and its searches."""
    with open_catalogue(folder) as cat:
        _show(cat, cat.named_case(name), as_json)


@case_app.command("list")
def case_list(folder: Folder = None, as_json: AsJson = False) -> None:
    """List the investigations."""
    from catalogue.evidence.as_json import case_json

    with open_catalogue(folder) as cat:
        found = cat.cases()
    if as_json:
        print_json([case_json(case) for case in found])
        return
    rows = [
        [c.id, c.question, len(c.reports), len(c.observations), c.sensitivity, c.closed]
        for c in found
    ]
    columns = ["case", "question", "reports", "observations", "sensitivity", "closed"]
    print_table(columns, rows, "No cases yet. Begin one: catalogue case new ID QUESTION")


def _about(
    cat: Catalogue, reports: list[str] | None, observations: list[str] | None
) -> dict[str, Any]:
    return {
        "reports": [cat.named_report(name).uid for name in reports or ()],
        "observations": [cat.named_observation(name).uid for name in observations or ()],
    }


def _show(cat: Catalogue, case: Case, as_json: bool) -> None:
    from catalogue.evidence.as_json import case_json, search_json

    log = cat.searches(case=case.uid)
    if as_json:
        print_json(case_json(case) | {"searches": [search_json(search) for search in log]})
        return
    state = f"closed {case.closed}" if case.closed else "open"
    typer.echo(f"{case.id}: {case.title or case.question} ({state}, {case.sensitivity})")
    if case.title:
        typer.echo(f"  {case.question}")
    if case.note:
        typer.echo(f"  note: {case.note}")
    for uid in case.reports:
        typer.echo(f"  report {cat.report(uid).id}: {cat.report(uid).title}")
    for uid in case.observations:
        typer.echo(f"  observation {cat.observation(uid).id}: {cat.observation(uid).title}")
    print_log(log)
