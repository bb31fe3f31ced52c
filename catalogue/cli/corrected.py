"""What does it show: correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import SHOWS, AsJson, Folder, app, open_catalogue, print_json
from catalogue.cli.judged import Author, Claim, Text
from catalogue.errors import InvalidValue

if TYPE_CHECKING:
    from catalogue.model import ReportedObject


@app.command(rich_help_panel=SHOWS)
def correct(
    observation: Claim,
    place: Annotated[Text, typer.Option(help="Another place: any written coordinates.")] = None,
    r95: Annotated[
        float | None,
        typer.Option("--r95", metavar="METRES", help="95 % sure within so many metres of --place."),
    ] = None,
    name: Annotated[Text, typer.Option(help="What that place is called.")] = None,
    p: Annotated[
        float, typer.Option("--p", help="How probable --place is; the rest stays with the others.")
    ] = 1.0,
    date: Annotated[Text, typer.Option(help="Another time, EDTF; '' for unknown.")] = None,
    kind: Annotated[
        Text, typer.Option(help="onset (a moment that leaves a trace) or state.")
    ] = None,
    thing: Annotated[
        list[str] | None,
        typer.Option(
            "--object",
            metavar="NAME[:LxW[:CLASS]]",
            help="What was reported, with its size in metres. Repeatable; replaces what is there.",
        ),
    ] = None,
    observability: Annotated[
        Text, typer.Option(help="What imagery can show of it: can_show, partly, cannot_show.")
    ] = None,
    source: Annotated[
        Text, typer.Option(help="Who says so; needed but for --kind, --observability.")
    ] = None,
    why: Annotated[Text, typer.Option(help="Why you take that for right.")] = None,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Give a claim another place, time or object, with its source; the history keeps the old."""
    from shapely import Point

    from catalogue.cli.show import observation_json
    from catalogue.coordinates import parse_place
    from catalogue.evidence.correcting import Correction

    if place is None and (r95 is not None or name is not None):
        raise typer.BadParameter("--r95 and --name need --place")
    spot = None if place is None else parse_place(place)
    where = None if spot is None else Point(spot.lon, spot.lat)
    said = Correction(
        source, where, r95, name, p, date, _one_of("kind", kind, ("onset", "state")),
        _one_of("observability", observability, ("can_show", "partly", "cannot_show")),
        None if thing is None else tuple(_object(text) for text in thing),
    )  # fmt: skip
    if said == Correction(source, p=p):
        raise typer.BadParameter(
            "say what is to change: --place, --date, --kind, --object, --observability"
        )
    with open_catalogue(folder, author=author) as cat:
        uid = cat.named_observation(observation).uid
        new = cat.correct(uid, said, why=why)
        again = sum(1 for _ in cat.needs_another_look(uid))
    if as_json:
        print_json({**observation_json(new), "needs_another_look": again})
        return
    typer.echo(f"{new.id} is at version {new.version}; {again} verdicts need another look.")


def _object(text: str) -> ReportedObject:
    from catalogue.model import ReportedObject

    name, _, rest = text.partition(":")
    size, _, cls = rest.partition(":")
    if not size:
        return ReportedObject(name.strip(), cls.strip() or None)
    try:
        length, width = (float(side) for side in size.lower().split("x"))
    except ValueError:
        raise InvalidValue(f"object {text!r} must be NAME:LxW, such as Shahed-129:16x8.") from None
    return ReportedObject(name.strip(), cls.strip() or None, length, width)


def _one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> Any:
    if value is not None and value not in allowed:
        raise InvalidValue(f"{name} {value!r} is not one of {', '.join(allowed)}.")
    return value
