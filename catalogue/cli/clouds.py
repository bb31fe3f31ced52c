"""Cloud over the places that images may show, from their masks: clouds."""

from __future__ import annotations

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


@app.command(rich_help_panel=COULD)
def clouds(folder: Folder = None, as_json: AsJson = False) -> None:
    """Look up in the masks of scenes how much cloud lies over each place they may show."""
    try:
        with open_catalogue(folder) as cat, progress_bar("scenes", as_json) as progress:
            looked = cat.look_at_clouds(progress)
    except KeyboardInterrupt:
        typer.echo("Stopped. What was looked at is kept; the same command goes on there.", err=True)
        raise typer.Exit(EXIT_STOPPED) from None
    if as_json:
        print_json(
            {
                "scenes": looked.scenes,
                "looked_at": looked.pairs,
                "known_before": looked.known,
                "failed": list(looked.failed),
            }
        )
    elif not looked.scenes:
        typer.echo(
            "No scene has a cloud mask on this machine (SCL, QA_PIXEL, UDM2 or the role cloud), "
            "so the figure of the whole scene counts."
        )
    else:
        typer.echo(
            f"{looked.scenes} {'scene has' if looked.scenes == 1 else 'scenes have'} a cloud mask: "
            f"{looked.pairs} places looked at, {looked.known} known before."
        )
    if looked.failed:
        for text in looked.failed:
            typer.echo(f"  not read: {text}", err=True)
        raise typer.Exit(EXIT_REJECTED)
