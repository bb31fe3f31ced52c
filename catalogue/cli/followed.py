"""What does it show: tracks, date, sun."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import SHOWS, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.cli.judged import Author, Claim, Image, Text
from catalogue.cli.show import interval_text, scene_name

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.evidence.occupancy import Occupancy

_MARKS = {
    "present": "#", "absent": ".", "could_not_show": "~", "clouded": "c", "not_covered": "-",
    "not_looked_at": "?",
}  # fmt: skip


@app.command(rich_help_panel=SHOWS)
def tracks(
    cls: Annotated[Text, typer.Option("--class", help="Of one class (id).")] = None,
    near: Annotated[Text, typer.Option(help="Around a place: any written coordinates.")] = None,
    within: Annotated[float, typer.Option(metavar="METRES", help="How far around.")] = 5000.0,
    counts: Annotated[
        bool, typer.Option("--counts", help="How many there were on each image instead.")
    ] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Objects drawn on several images: on which they were there, when they came and went."""
    from shapely import Point

    from catalogue.coordinates import parse_place
    from catalogue.evidence.occupancy import counts as counted

    spot = None if near is None else parse_place(near)
    with open_catalogue(folder) as cat:
        found = cat.tracks(
            cls, near=None if spot is None else Point(spot.lon, spot.lat), within_m=within
        )
        uids = {stay.scene for one in found for stay in one.strip}
        names = {uid: scene_name(cat, cat.scene(uid)) for uid in uids}
    if counts:
        rows: list[dict[str, Any]] = [
            {"scene": names[c.scene], "datetime": interval_text(c.when), "class": c.cls,
             "present": c.present, "unknown": c.unknown}
            for c in counted(found)
        ]  # fmt: skip
        columns: tuple[str, ...] = ("scene", "datetime", "class", "present", "unknown")
        table = [[row[name] for name in columns] for row in rows]
    else:
        rows = [_track_json(one, names) for one in found]
        columns = ("track", "class", "lat, lon", "strip", "appeared", "gone")
        table = [
            [r["track"], r["class"], f"{r['lat']:.5f}, {r['lon']:.5f}",
             "".join(_MARKS[s["state"]] for s in r["strip"]), r["appeared"], r["gone"]]
            for r in rows
        ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    print_table(columns, table, "No objects are drawn yet. Next: catalogue tag SCENE CLASS --point")
    if rows and not counts:
        typer.echo(", ".join(f"{mark} {state.replace('_', ' ')}" for state, mark in _MARKS.items()))


def _track_json(one: Occupancy, names: dict[str, str]) -> dict[str, Any]:
    track = one.track
    return {
        "track": track.id,
        "class": track.cls,
        "lon": track.best.lon,
        "lat": track.best.lat,
        "error_m": track.best.error_m,
        "annotations": [s.annotation for s in track.sightings],
        "appeared": one.appeared,
        "present": one.present,
        "gone": one.gone,
        "states": dict(Counter(s.state for s in one.strip)),
        "strip": [
            {"scene": names[s.scene], "datetime": interval_text(s.when), "state": s.state,
             "why": s.why}
            for s in one.strip
        ],
    }  # fmt: skip


@app.command(rich_help_panel=SHOWS)
def date(
    observation: Claim,
    track: Annotated[str, typer.Argument(help="The track: see `catalogue tracks`.")],
    by: Annotated[
        str, typer.Option(help="When it appeared, was present throughout, or was gone.")
    ] = "appeared",
    why: Annotated[Text, typer.Option(help="Why this object tells the claim's time.")] = None,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Give a claim the time that a track leaves; the old one stays in the history."""
    from catalogue.cli.show import observation_json

    with open_catalogue(folder, author=author) as cat:
        new = cat.date_by_track(cat.named_observation(observation).uid, track, by, why=why)
    if as_json:
        print_json(observation_json(new))
    else:
        typer.echo(f"{new.id} is at version {new.version}: {new.when.edtf if new.when else None}")


@app.command(rich_help_panel=SHOWS)
def sun(
    scene: Image,
    shadow: Annotated[
        Text, typer.Option(metavar="ANNOTATION", help="A line drawn along a shadow (uid).")
    ] = None,
    height: Annotated[
        float | None, typer.Option(metavar="METRES", help="The height of what casts it.", min=0.01)
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Does the sun of an image fit its place and time? If not, what would."""
    with open_catalogue(folder) as cat:
        found = _sun(cat, scene, shadow, height)
    if as_json:
        print_json(found)
        return
    typer.echo(found["sentence"])
    if found["height_m"] is not None:
        typer.echo(f"What casts this shadow is about {found['height_m']:.1f} m high.")


def _sun(cat: Catalogue, scene: str, shadow: str | None, height: float | None) -> dict[str, Any]:
    found = cat.sun(cat.named_scene(scene).uid, shadow=shadow, height_m=height)
    return {**asdict(found), "sentence": found.sentence}
