"""What does it show: next, origins."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue.cli.common import SHOWS, AsJson, Folder, app, open_catalogue, print_json
from catalogue.cli.judged import Author
from catalogue.cli.show import scene_name


@app.command("next", rich_help_panel=SHOWS)
def next_(
    limit: Annotated[int, typer.Option(help="So many at most.", min=1)] = 10,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What to judge next, most valuable first: claims with an image of their time, few judges."""
    with open_catalogue(folder, author=author) as cat:
        rows = [
            {"observation": cat.observation(n.observation).id,
             "scene": scene_name(cat, cat.scene(n.scene)), "level": n.level,
             "reviewers": n.reviewers, "disagreement": n.disagreement, "again": n.again,
             "reason": n.reason}
            for n in cat.next_to_assess(limit=limit)
        ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    if not rows:
        typer.echo("Nothing: you have judged all claims with a usable image of their time.")
    for n, row in enumerate(rows, start=1):
        typer.echo(f"{n}. {row['observation']}, {row['scene']}: {row['reason']}")


@app.command(rich_help_panel=SHOWS)
def origins(
    claims: Annotated[
        list[str], typer.Argument(metavar="OBSERVATIONS", help="Claims of one thing: ids or uids.")
    ],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """How many independent sources claims have: reports of one origin, and images, count once."""
    with open_catalogue(folder) as cat:
        found = cat.origins([cat.named_observation(name).uid for name in claims])
    if as_json:
        print_json(
            [
                {"sources": [{"uid": s.uid, "label": s.label} for s in origin.sources],
                 "reasons": list(origin.reasons)}
                for origin in found
            ]
        )  # fmt: skip
        return
    sources = sum(len(origin.sources) for origin in found)
    typer.echo(f"{len(found)} independent of {sources} sources:")
    for n, origin in enumerate(found, start=1):
        typer.echo(f"{n}. {', '.join(s.label for s in origin.sources)}")
        for reason in origin.reasons:
            typer.echo(f"   {reason}")
