"""What could show it: scenes [OBSERVATION], observations [SCENE], link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.common import (
    COULD,
    EXIT_STOPPED,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    print_table,
    progress_bar,
)
from catalogue.cli.show import (
    interval_text,
    link_json,
    observation_json,
    scene_json,
    scene_name,
    short,
)

if TYPE_CHECKING:
    from catalogue.linking import LinkCounts
    from catalogue.model import Link, Observation

LINK_COLUMNS = ["#", "", "role", "certainty", "usable", "limited by", "score"]


@app.command(rich_help_panel=COULD)
def scenes(
    observation: Annotated[
        str | None, typer.Argument(help="An observation: rank the scenes that could show it.")
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """List the scenes; with an OBSERVATION, those that could have shown it, best first."""
    with open_catalogue(folder) as cat:
        if observation is None:
            found = list(cat.scenes())
            if as_json:
                print_json([scene_json(s) for s in found])
                return
            rows = [
                [
                    scene_name(cat, s),
                    interval_text(s.when),
                    s.platform,
                    short(s.gsd_m),
                    short(s.cloud_pct),
                ]
                for s in found
            ]
            columns = ["scene", "acquired (UTC)", "platform", "GSD m", "cloud %"]
            print_table(columns, rows, "No scenes yet. Next: catalogue add FOLDER_WITH_IMAGES")
            return
        target = cat.named_observation(observation)
        links = cat.links_for_observation(target.uid)
        names = [scene_name(cat, cat.scene(k.scene)) for k in links]
        if as_json:
            pairs = zip(links, names, strict=True)
            print_json([link_json(k, scene=n) for k, n in pairs])
            return
        for line in _beforehand(target):
            typer.echo(line)
        _print_links(target.title, "scene", links, names, _why_none(target))


@app.command(rich_help_panel=COULD)
def observations(
    scene: Annotated[
        str | None, typer.Argument(help="A scene: rank the observations it could show.")
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """List the observations; with a SCENE, those it could have shown, best first."""
    with open_catalogue(folder) as cat:
        if scene is None:
            found = list(cat.observations())
            if as_json:
                print_json([observation_json(o) for o in found])
                return
            rows = [
                [o.id, o.title, o.when.edtf if o.when else None, "yes" if o.place else None]
                for o in found
            ]
            columns = ["observation", "title", "time", "placed"]
            print_table(columns, rows, "No observations yet. Next: catalogue observe FILE.csv")
            return
        target = cat.named_scene(scene)
        links = cat.links_for_scene(target.uid)
        names = [cat.observation(k.observation).id for k in links]
        if as_json:
            pairs = zip(links, names, strict=True)
            print_json([link_json(k, observation=n) for k, n in pairs])
            return
        unknown = "" if target.can_link else " Its place or time is unknown, so it is never linked."
        _print_links(target.name, "observation", links, names, f"No observation.{unknown}")


def _beforehand(observation: Observation) -> Iterator[str]:
    """What to know before looking at images: can they show it, is the place a place?"""
    from catalogue.score import observability_of, place_advice

    shows, why = observability_of(observation)
    if shows != "can_show":
        yield f"Imagery can {'not' if shows == 'cannot_show' else 'only partly'} show this: {why}."
    advice = place_advice(observation.place)
    if advice and observation.place is not None:
        yield f"First {advice}"


def _why_none(observation: Observation) -> str:
    missing = [
        name
        for name, value in (
            ("place", observation.place),
            ("time", observation.when),
        )
        if value is None
    ]
    if missing:
        return f"Its {' and '.join(missing)} is unknown, so no scene is linked."
    return "None in this catalogue. Next: catalogue add more imagery of that place and time."


def _print_links(title: str, what: str, links: list[Link], names: list[str], empty: str) -> None:
    typer.echo(title)
    columns = [c or what for c in LINK_COLUMNS]
    rows = [
        [n, name, k.role, k.certainty, k.score.level, k.score.limiting.replace("_", " "),
         f"{k.score.value:.2f}"]
        for n, (k, name) in enumerate(zip(links, names, strict=True), start=1)
    ]  # fmt: skip
    print_table(columns, rows, empty)
    for n, k in enumerate(links, start=1):
        for reason in k.score.reasons:
            typer.echo(f"  {n}. {reason}")


@app.command(rich_help_panel=COULD)
def link(
    folder: Folder = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every link: .csv, .geojson or .parquet.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Link everything anew, not only what has changed.")
    ] = False,
    best: Annotated[
        int | None,
        typer.Option(min=1, help="Write this many of each observation to --out, keep nothing."),
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="local|dask", help="What joins: this process, or Dask.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Of Dask, as tcp://host:8786; else one is started."),
    ] = None,
    scratch: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder all of Dask's workers see, for partitions."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Link all observations with all scenes, as far as they are new or changed, and count."""
    if best is not None:
        if again or engine != "local":
            raise typer.BadParameter("--best links everything, here: leave out --again, --engine.")
        _link_best(folder, out, best, overwrite=overwrite, as_json=as_json)
        return
    try:
        with open_catalogue(folder) as cat, progress_bar("linking", as_json) as progress:
            counts = cat.link_all(
                out, overwrite=overwrite, again=again, engine=engine, scheduler=scheduler,
                scratch=scratch, progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        typer.echo("Stopped. What is linked is kept; the same command goes on there.", err=True)
        raise typer.Exit(EXIT_STOPPED) from None
    if counts.why:
        typer.echo(f"  note: everything was linked anew: {counts.why}.", err=True)
    if as_json:
        print_json(_counts_json(counts))
        return
    rows = [[kind, n] for kind, n in [*counts.roles.items(), *counts.levels.items()]]
    print_table(["links", str(counts.links)], rows, "No scene meets an observation yet.")
    typer.echo(f"{counts.observations} observations, {counts.reused} of them as they were.")


def _link_best(
    folder: Path | None, out: Path | None, best: int, *, overwrite: bool, as_json: bool
) -> None:
    if out is None:
        raise typer.BadParameter("--best needs --out FILE.parquet to write to.")
    try:
        with open_catalogue(folder) as cat, progress_bar("linking", as_json) as progress:
            written = cat.link_best(out, best, overwrite=overwrite, progress=progress)
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing was written.", err=True)
        raise typer.Exit(EXIT_STOPPED) from None
    if as_json:
        print_json({"links": written.rows, "file": str(out)})
    else:
        typer.echo(f"{written.rows} links written to {out}")


def _counts_json(counts: LinkCounts) -> dict[str, object]:
    return {
        "links": counts.links,
        "roles": dict(counts.roles),
        "levels": dict(counts.levels),
        "observations": counts.observations,
        "reused": counts.reused,
        "linked_anew_because": counts.why,
    }
