"""What does it show: photo add, match, list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalogue.cli.common import SHOWS, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.cli.judged import Author, Text
from catalogue.errors import InvalidValue

photo = typer.Typer(no_args_is_help=True, help="Reference photos pinned beside scenes.")
app.add_typer(photo, name="photo", rich_help_panel=SHOWS)

Uid = Annotated[str, typer.Argument(metavar="PHOTO", help="The photo's uid.")]
OfClaim = Annotated[Text, typer.Option(help="The claim: id or uid.")]
OfScene = Annotated[Text, typer.Option(help="The scene: id, collection/id or uid.")]


@photo.command()
def add(
    path: Annotated[Path, typer.Argument(help="JPEG, PNG or WebP, at most 50 MB.")],
    caption: Annotated[str, typer.Option(help="What it shows.")],
    observation: OfClaim = None,
    scene: OfScene = None,
    source: Annotated[Text, typer.Option(help="Where it comes from.")] = None,
    taken: Annotated[Text, typer.Option(help="When, as its source says: EDTF.")] = None,
    licence: Annotated[Text, typer.Option(help="Unknown allows nothing.")] = None,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Pin a picture to a claim, a scene or both; a copy lies in the catalogue."""
    with open_catalogue(folder, author=author) as cat:
        made = cat.pin_photo(
            path, caption,
            observation=None if observation is None else cat.named_observation(observation).uid,
            scene=None if scene is None else cat.named_scene(scene).uid,
            source=source, taken=taken, licence=licence,
        )  # fmt: skip
    _say(made, as_json)


@photo.command()
def match(
    uid: Uid,
    at: Annotated[str, typer.Option(metavar="X,Y", help="The feature in the photo, in pixels.")],
    pixels: Annotated[
        Text, typer.Option(metavar="X,Y", help="Where it is in the scene, in pixels.")
    ] = None,
    place: Annotated[Text, typer.Option(help="Where it is: any written coordinates.")] = None,
    mismatch: Annotated[
        bool, typer.Option("--mismatch", help="It does not fit what the scene shows.")
    ] = False,
    number: Annotated[
        int | None, typer.Option(help="Replace this one (default: the next).")
    ] = None,
    note: Annotated[Text, typer.Option(help="What it is.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take --number off instead.")] = False,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Number a feature of a photo and say where it is in the scene, or that it does not fit."""
    from shapely import Point

    from catalogue.coordinates import parse_place

    spot = None if place is None else parse_place(place)
    with open_catalogue(folder, author=author) as cat:
        if remove:
            if number is None:
                raise typer.BadParameter("--remove needs --number")
            made = cat.unmatch_photo(uid, number)
        else:
            made = cat.match_photo(
                uid, _pair("at", at), fits=not mismatch, number=number, note=note,
                pixels=None if pixels is None else _pair("pixels", pixels),
                place=None if spot is None else Point(spot.lon, spot.lat),
            )  # fmt: skip
    _say(made, as_json)


def _pair(name: str, text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise InvalidValue(f"{name} {text!r} must be X,Y in pixels, such as 120,85.5.") from None
    return x, y


@photo.command("list")
def list_(
    observation: OfClaim = None,
    scene: OfScene = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """The photos that are pinned, with how many features fit and how many do not."""
    with open_catalogue(folder) as cat:
        found = cat.photos(
            None if observation is None else cat.named_observation(observation).uid,
            None if scene is None else cat.named_scene(scene).uid,
        )
    if as_json:
        print_json([_json(p) for p in found])
        return
    print_table(
        ("photo", "caption", "taken", "source", "fit", "do not"),
        [[p.uid, p.caption, p.taken, p.source, sum(m.fits for m in p.matches),
          sum(not m.fits for m in p.matches)] for p in found],
        "No photos yet. Next: catalogue photo add FILE --caption ... --scene SCENE",
    )  # fmt: skip


def _json(made: Any) -> dict[str, Any]:
    from catalogue.store.codec import evidence_to_json

    found = evidence_to_json(made)
    for each, kept in zip(found.get("matches", ()), made.matches, strict=True):
        each["place"] = None if kept.place is None else [kept.place.x, kept.place.y]
    return found


def _say(made: Any, as_json: bool) -> None:
    if as_json:
        print_json(_json(made))
        return
    fit = sum(m.fits for m in made.matches)
    typer.echo(
        f"Photo {made.uid}: {made.caption}; {fit} features fit, {len(made.matches) - fit} do not."
    )
