"""Find imagery elsewhere: find, searches."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from catalogue.cli.common import (
    COULD,
    EXIT_REJECTED,
    EXIT_STOPPED,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    progress_bar,
)
from catalogue.cli.show import interval_text, scene_name
from catalogue.errors import InvalidValue

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.find.found import Found
    from catalogue.find.plan import Plan, Preview

# Reserved for examples: an area of interest is the same whoever is asked.
_NOBODY = "https://stac.example.org"


@app.command(rich_help_panel=COULD)
def find(
    observation: Annotated[
        str | None, typer.Argument(help="An observation: search where and when it was.")
    ] = None,
    folder: Folder = None,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="A STAC API, such as https://host/v1.")
    ] = None,
    again: Annotated[
        str | None, typer.Option(metavar="SEARCH", help="Repeat a search, by its name or uid.")
    ] = None,
    collection: Annotated[
        list[str] | None, typer.Option(help="Only of this collection. Repeatable.")
    ] = None,
    enlarge: Annotated[
        str | None,
        typer.Option(
            metavar="N|Nkm",
            help="Ask for a larger area, N times or N km wide, so that the place is not told.",
        ),
    ] = None,
    datetime: Annotated[
        str | None, typer.Option(metavar="A/B", help="UTC, instead of --days round the event.")
    ] = None,
    days: Annotated[
        float | None, typer.Option(help="Days before and after the event (default: 30).")
    ] = None,
    cloud: Annotated[float | None, typer.Option(help="Most cloud of a scene, in %.")] = None,
    gsd: Annotated[float | None, typer.Option(help="Coarsest pixel size, in m.")] = None,
    limit: Annotated[int, typer.Option(help="Most scenes to receive.")] = 1000,
    download: Annotated[
        list[str] | None,
        typer.Option(metavar="ASSET", help="Also fetch this asset as a file. Repeatable."),
    ] = None,
    from_host: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="HOST", help="Files may also come from here. Repeatable."),
    ] = None,
    most_mb: Annotated[float, typer.Option(help="Largest file to fetch, in MB.")] = 4096,
    header_env: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Send the header in this variable (CATALOGUE_HEADER...)."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Save the search under this name.")] = None,
    case: Annotated[str | None, typer.Option(help="The case that it is for.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent; send nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Send it without asking.")] = False,
    curl: Annotated[
        bool, typer.Option("--curl", help="Print the search as a curl line; send nothing.")
    ] = False,
    aoi: Annotated[
        bool, typer.Option("--aoi", help="Print the area as GeoJSON; send nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Search a STAC API for scenes of an observation. Shows what it sends, and asks first."""
    from catalogue.find.access import Access
    from catalogue.find.plan import Limits

    if (observation is None) == (again is None):
        raise InvalidValue("name an observation, or a search to repeat with --again.")
    if limit < 1 or not most_mb > 0:
        raise InvalidValue(f"--limit is {limit} and --most-mb {most_mb:g}; give more than 0.")
    limits = Limits(most_scenes=limit, file_bytes=int(most_mb * 1024**2))
    access = Access.of(os.environ, header_env, tuple(from_host or ()))
    conditions: dict[str, Any] = {
        "collections": collection, "enlarge": enlarge, "when": datetime, "days": days,
        "cloud_max_pct": cloud, "gsd_max_m": gsd, "name": name, "case": case,
    }  # fmt: skip
    given = {k: v for k, v in conditions.items() if v is not None}
    with open_catalogue(folder) as cat:
        if again is not None:
            if given or endpoint:
                raise InvalidValue("--again sends the same search; make a new one to change it.")
            plan = cat.plan_again(again, download=download or (), limits=limits)
        else:
            if endpoint is None and not aoi:
                raise InvalidValue("say whom to ask: --endpoint https://host/path of a STAC API.")
            uid = cat.named_observation(observation or "").uid
            asked = endpoint or _NOBODY
            plan = cat.plan_search(uid, asked, download=download or (), limits=limits, **given)
        if curl or aoi:
            typer.echo(plan.request.curl(header_env) if curl else _geojson(plan))
        elif _agreed(cat.preview_search(plan, access), plan, dry_run, yes, as_json):
            with _told(as_json) as progress:
                found = cat.find_imagery(plan, access, progress=progress)
            _print(cat, found, as_json)


def _geojson(plan: Plan) -> str:
    return orjson.dumps(plan.request.aoi(), option=orjson.OPT_INDENT_2).decode()


def _agreed(shown: Preview, plan: Plan, dry_run: bool, yes: bool, as_json: bool) -> bool:
    """True if a person said yes to what was shown. Raises InvalidValue without a person."""
    from catalogue.find.words import preview_json

    if dry_run and as_json:
        print_json(preview_json(shown, plan.request))
        return False
    typer.echo(f"{shown.method} {shown.url}\n\n{shown.text}\n", err=not dry_run)
    for sentence in shown.says:
        typer.echo(f"  {sentence}", err=not dry_run)
    if dry_run:
        typer.echo("Nothing was sent.")
        return False
    import catalogue.find.run  # noqa: F401 - says what is missing before anyone is asked

    if yes:
        return True
    if not sys.stdin.isatty():
        raise InvalidValue("nothing was sent: nobody is here to say yes; add --yes to send this.")
    if typer.confirm("Send this?", err=True):
        return True
    typer.echo("Nothing was sent.", err=True)
    return False


@contextmanager
def _told(quiet: bool) -> Iterator[Callable[[str, int, int | None], None] | None]:
    with progress_bar("searching", quiet) as bar:
        yield None if bar is None else lambda _what, done, total: bar(done, total)


def _print(cat: Catalogue, found: Found, as_json: bool) -> None:
    from catalogue.find.words import found_json

    uids = (*found.new, *found.known)
    names = {uid: scene_name(cat, cat.scene(uid)) for uid in uids}
    if as_json:
        print_json(found_json(found, names))
    else:
        typer.echo(found.words)
        for uid in found.new:
            scene = cat.scene(uid)
            typer.echo(f"  new: {names[uid]}, {interval_text(scene.when)}")
        for text in found.warnings:
            typer.echo(f"  note: {text}", err=True)
        for r in found.rejected:
            what = " ".join(filter(None, (f"scene {r.row}", r.value)))
            typer.echo(f"  rejected: {what}: {r.reason}", err=True)
        for f in found.fetched:
            typer.echo(
                f"  {f.scene}, {f.key}: {f.reason or f'{f.size:,} bytes'}", err=bool(f.reason)
            )
        typer.echo(f"Kept in the search log as {found.search}.")
    early = found.error or found.fetch_error
    if early:
        from catalogue.find.run import STOPPED

        stopped = early == STOPPED
        raise typer.Exit(EXIT_STOPPED if stopped else 1)
    if found.rejected or any(f.reason for f in found.fetched):
        raise typer.Exit(EXIT_REJECTED)
