"""The search log: searches, with save and run; log-search."""

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
from catalogue.cli.show import interval_text, scene_name

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.model import Search

searches_app = typer.Typer(invoke_without_command=True, pretty_exceptions_enable=False)
app.add_typer(searches_app, name="searches", rich_help_panel=UNPROVEN)

Claims = Annotated[
    list[str] | None, typer.Option("--observation", help="An observation. Repeatable.")
]


def print_log(log: list[Search]) -> None:
    """The search log as a table."""
    rows = [
        [s.name or s.uid, s.provider, s.searched, interval_text(s.when),
         "not noted" if s.found is None else s.found, s.error or s.note]
        for s in log
    ]  # fmt: skip
    columns = ["search", "provider", "searched", "for (UTC)", "found", "note"]
    print_table(columns, rows, "No searches yet. Next: catalogue find, or catalogue log-search")


@searches_app.callback()
def searches(
    context: typer.Context,
    folder: Folder = None,
    observation: Annotated[
        str | None, typer.Option(help="Only those made for this observation.")
    ] = None,
    case: Annotated[str | None, typer.Option(help="Only those of this case.")] = None,
    as_json: AsJson = False,
) -> None:
    """The search log: who was asked for what and when, and how many scenes there were."""
    from catalogue.evidence.as_json import search_json

    if context.invoked_subcommand is not None:
        return
    with open_catalogue(folder) as cat:
        found = cat.searches(
            observation=cat.named_observation(observation).uid if observation else None,
            case=cat.named_case(case).uid if case else None,
        )
    if as_json:
        print_json([search_json(search) for search in found])
    else:
        print_log(found)


@searches_app.command("save")
def searches_save(
    name: Annotated[str, typer.Argument(help="What the search is to be called.")],
    folder: Folder = None,
    observation: Claims = None,
    bbox: Annotated[str | None, typer.Option(metavar="W,S,E,N", help="Where.")] = None,
    area: Annotated[Path | None, typer.Option(metavar="FILE", help="Where, as GeoJSON.")] = None,
    datetime: Annotated[str | None, typer.Option(metavar="A/B", help="When, UTC.")] = None,
    days: Annotated[float, typer.Option(help="Days before and after the observations.")] = 30,
    cloud: Annotated[float | None, typer.Option(help="Most cloud of a scene, in %.")] = None,
    gsd: Annotated[float | None, typer.Option(help="Coarsest pixel size, in m.")] = None,
    case: Annotated[str | None, typer.Option(help="The case that it is for.")] = None,
    as_json: AsJson = False,
) -> None:
    """Save a search of this catalogue, to run it again when there are new scenes."""
    with open_catalogue(folder) as cat:
        made = cat.save_search(
            name,
            area=_where(bbox, area),
            observations=_uids(cat, observation),
            when=_when(datetime),
            days=days,
            cloud_max_pct=cloud,
            gsd_max_m=gsd,
            case=case,
        )
    _said(made, as_json)


@searches_app.command("run")
def searches_run(
    name: Annotated[str, typer.Argument(help="A saved search.")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Run a saved search over this catalogue and show the scenes it has not shown before."""
    from catalogue.evidence.as_json import search_json

    with open_catalogue(folder) as cat:
        found = cat.run_saved(name)
        names = [scene_name(cat, scene) for scene in found.new]
    if as_json:
        print_json({"search": search_json(found.search), "found": len(found.scenes), "new": names})
        return
    typer.echo(f"{len(found.scenes)} scenes found, {len(found.new)} of them new.")
    for scene, text in zip(found.new, names, strict=True):
        typer.echo(f"  {text}, {interval_text(scene.when)}")


@app.command("log-search", rich_help_panel=UNPROVEN)
def log_search(
    provider: Annotated[str, typer.Argument(help="Who was asked for imagery.")],
    folder: Folder = None,
    searched: Annotated[
        str | None, typer.Option(metavar="DATE", help="When, UTC (default: now).")
    ] = None,
    observation: Claims = None,
    at_place: Annotated[
        bool, typer.Option("--at-place", help="The area was the place of the observations.")
    ] = False,
    bbox: Annotated[str | None, typer.Option(metavar="W,S,E,N", help="The area.")] = None,
    area: Annotated[Path | None, typer.Option(metavar="FILE", help="The area: GeoJSON.")] = None,
    datetime: Annotated[
        str | None, typer.Option(metavar="A/B", help="For imagery of this time, UTC.")
    ] = None,
    found: Annotated[
        int | None, typer.Option(help="How many scenes there were; 0 is a result, too.")
    ] = None,
    collection: Annotated[
        list[str] | None, typer.Option(help="Only of this collection. Repeatable.")
    ] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="NAME=VALUE", help="What else was asked. Repeatable."),
    ] = None,
    case: Annotated[str | None, typer.Option(help="The case that it was for.")] = None,
    name: Annotated[str | None, typer.Option(help="Save the search under this name.")] = None,
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write down a search for imagery that you made elsewhere; nothing is sent anywhere."""
    with open_catalogue(folder) as cat:
        made = cat.log_search(
            provider,
            searched=searched,
            area=_where(bbox, area),
            at_place=at_place,
            when=_when(datetime),
            filters=_pairs(filters),
            collections=collection or (),
            found=found,
            observations=_uids(cat, observation),
            case=case,
            name=name,
            note=note,
        )
    _said(made, as_json)


def _uids(cat: Catalogue, names: list[str] | None) -> list[str]:
    return [cat.named_observation(name).uid for name in names or ()]


def _said(made: Search, as_json: bool) -> None:
    from catalogue.evidence.as_json import search_json

    if as_json:
        print_json(search_json(made))
    else:
        typer.echo(f"Kept in the search log as {made.name or made.uid}.")


def _when(text: str | None) -> Any:
    from catalogue.when import parse_search_time

    return None if text is None else parse_search_time(text)


def _where(bbox: str | None, area: Path | None) -> Any:
    from catalogue.model import BBox

    if bbox and area:
        raise typer.BadParameter("give --bbox or --area, one of both")
    return BBox.parse(bbox) if bbox else None if area is None else geojson(area)


def geojson(path: Path) -> Any:
    """The object in a file. Raises UnreadableFile."""
    from catalogue.errors import UnreadableFile
    from catalogue.read.json_text import load

    try:
        found = load(path.read_bytes())
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    if not isinstance(found, dict):
        raise UnreadableFile(f"{path} holds no GeoJSON object; give a polygon.")
    return found


def _pairs(texts: list[str] | None) -> dict[str, str]:
    found = {}
    for text in texts or ():
        name, sign, value = text.partition("=")
        if not (name and sign and value):
            raise typer.BadParameter(f"--filter {text!r}: write name=value, such as cloud=30")
        found[name] = value
    return found
