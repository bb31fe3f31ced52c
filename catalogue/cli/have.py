"""What have I got: init, add, observe, scenes, observations, search, info, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue.cli.common import (
    HAVE,
    AsJson,
    Folder,
    app,
    columns_option,
    finish,
    open_catalogue,
    print_json,
    print_table,
    progress_bar,
)


@app.command(rich_help_panel=HAVE)
def init(folder: Folder = None) -> None:
    """Make an empty catalogue in a folder."""
    with open_catalogue(folder, create=True) as cat:
        typer.echo(f"Catalogue in {cat.folder}. Next: catalogue add FOLDER_WITH_IMAGES")


@app.command(rich_help_panel=HAVE)
def add(
    paths: Annotated[list[Path], typer.Argument(help="Images, folders, STAC files.")],
    folder: Folder = None,
    datetime: Annotated[
        str | None,
        typer.Option(
            help="Acquisition time where the files have none: 2022-06-08T07:30Z or a day."
        ),
    ] = None,
    collection: Annotated[
        str | None, typer.Option(help="Collection for files that name none.")
    ] = None,
    obtained_from: Annotated[
        str | None, typer.Option(help="Who or what you got the files from.")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the files.")] = None,
    workers: Annotated[int | None, typer.Option(help="Reading processes (default: cores).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, store nothing.")] = (
        False
    ),
    as_json: AsJson = False,
) -> None:
    """Take imagery in: GeoTIFF, COG, JP2, PNG, JPG, folders, STAC, stac-geoparquet."""
    with (
        open_catalogue(folder, create=True, workers=workers) as cat,
        progress_bar("reading", as_json) as progress,
    ):
        outcome = cat.add_files(
            paths,
            when=datetime,
            collection=collection,
            obtained_from=obtained_from,
            licence=licence,
            progress=progress,
            dry_run=dry_run,
        )
    finish(outcome, "scenes", as_json)


@app.command(rich_help_panel=HAVE)
def prepare(
    scenes: Annotated[
        list[str] | None, typer.Argument(help="Scenes by id or collection/id; all without.")
    ] = None,
    folder: Folder = None,
    workers: Annotated[int | None, typer.Option(help="Scenes at a time (default: cores).")] = None,
    as_json: AsJson = False,
) -> None:
    """Make scenes ready to look at, so that opening them is instant. Ctrl-C keeps what is done."""
    with (
        open_catalogue(folder, workers=workers) as cat,
        progress_bar("preparing", as_json) as progress,
    ):
        uids = [cat.named_scene(name).uid for name in scenes] if scenes else None
        done = list(cat.prepare(uids, progress))
        failed = [(cat.scene(one.scene).name, one.reason) for one in done if one.reason]
    made = sum(one.made for one in done)
    kept = len(done) - made - len(failed)
    if as_json:
        print_json({"made": made, "kept": kept, "failed": [list(pair) for pair in failed]})
    else:
        typer.echo(f"{made} scenes made ready, {kept} were ready, {len(failed)} cannot be shown.")
        for name, reason in failed:
            typer.echo(f"  {name}: {reason}", err=True)


@app.command(rich_help_panel=HAVE)
def observe(
    path: Annotated[Path, typer.Argument(help="CSV, GeoJSON or GeoPackage of observations.")],
    folder: Folder = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Say which column a field is in: lon=Longitude. Repeatable."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the mapping and what would happen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take reported observations in; the columns are guessed, shown, and yours to override."""
    mapping = columns_option(column)
    with open_catalogue(folder, create=True) as cat:
        if not as_json and path.is_file():
            used = cat.columns_of(path, mapping)[0]
            shown = ", ".join(f"{k} = {v}" for k, v in used.items())
            typer.echo(f"columns: {shown or 'none understood'}", err=True)
        outcome = cat.observe(path, mapping, dry_run=dry_run)
    finish(outcome, "observations", as_json)


@app.command(rich_help_panel=HAVE)
def search(
    folder: Folder = None,
    bbox: Annotated[
        str | None, typer.Option(metavar="W,S,E,N", help="Degrees; W > E crosses 180.")
    ] = None,
    datetime: Annotated[
        str | None,
        typer.Option(metavar="A/B", help="UTC, A and B included; .. leaves a side open."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ids of the scenes in a box and an interval, newest first."""
    from catalogue.cli.show import scene_names
    from catalogue.model import BBox
    from catalogue.when import parse_search_time

    with open_catalogue(folder) as cat:
        found = cat.search(
            BBox.parse(bbox) if bbox else None, parse_search_time(datetime) if datetime else None
        )
        names = scene_names(cat, found)
    if as_json:
        print_json(names)
    else:
        print_table(["scene"], [[n] for n in names], "No scene there and then.")


@app.command(rich_help_panel=HAVE)
def info(folder: Folder = None, as_json: AsJson = False) -> None:
    """How much is in the catalogue, and where it lies."""
    with open_catalogue(folder) as cat:
        head = cat.store.head()
        facts = {
            "folder": str(cat.folder),
            **cat.counts(),
            "classes": len(cat.classes()),
            "history_entries": head.seq if head else 0,
            "history_head": head.hash if head else None,
        }
    if as_json:
        print_json(facts)
    else:
        print_table(["what", "value"], [[k.replace("_", " "), v] for k, v in facts.items()], "")


@app.command(rich_help_panel=HAVE)
def check(
    folder: Folder = None,
    files: Annotated[bool, typer.Option(help="Also read and hash every file.")] = True,
    as_json: AsJson = False,
) -> None:
    """Verify the history, every record against it, and every file. Exit code 1 on a finding."""
    with open_catalogue(folder) as cat:
        findings = list(cat.check(files=files))
        entries = sum(1 for _ in cat.history())
    if as_json:
        print_json([{"kind": f.kind, "name": f.name, "what": f.what} for f in findings])
    else:
        rows = [[f.kind, f.name, f.what] for f in findings]
        print_table(
            ["kind", "name", "what"], rows, f"All is well: {entries} history entries verified."
        )
    if findings:
        raise typer.Exit(1)
