"""Pictures and links: take one in, place it by control points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import HAVE, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.cli.show import scene_json, scene_name, short
from catalogue.errors import InvalidValue

if TYPE_CHECKING:
    from catalogue.model import ControlPoint, Scene


@app.command(rich_help_panel=HAVE)
def picture(
    source: Annotated[
        str, typer.Argument(help="A PNG or JPG file, or an address: kept as text, never fetched.")
    ],
    folder: Folder = None,
    date: Annotated[
        str | None, typer.Option(help="When it was taken, as stated: EDTF, 2022-06~ or a moment.")
    ] = None,
    stated_by: Annotated[str | None, typer.Option(help="Who states the date.")] = None,
    obtained_from: Annotated[
        str | None, typer.Option("--source", help="Who or what you got it from.")
    ] = None,
    rights: Annotated[str | None, typer.Option(help="Licence or whose rights.")] = None,
    attribution: Annotated[str | None, typer.Option(help="Whom to credit.")] = None,
    link: Annotated[
        str | None, typer.Option(help="Of a file: the address where it can be looked at.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its id (default: the file's name).")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a screenshot, a picture or a link in, with what is stated of it."""
    stated: dict[str, Any] = {
        "name": name, "date": date, "stated_by": stated_by, "obtained_from": obtained_from,
        "rights": rights, "attribution": attribution,
    }  # fmt: skip
    with open_catalogue(folder, create=True) as cat:
        if "://" in source:
            if link is not None:
                raise InvalidValue("--link is for a file; this is a link itself.")
            scene = cat.add_link(source, **stated)
        else:
            scene = cat.add_picture(source, url=link, **stated)
        called = scene_name(cat, scene)
    if as_json:
        print_json(scene_json(scene))
        return
    typer.echo(f"{called}, version {scene.version}, {scene.stated_date or 'without a date'}.")
    for text in scene.warnings:
        typer.echo(f"  note: {text}", err=True)
    if scene.original is not None and scene.placing is None:
        typer.echo(f"Next: catalogue place-picture {called} --points FILE.csv")


@app.command(rich_help_panel=HAVE)
def place_picture(
    scene: Annotated[str, typer.Argument(help="The picture's scene, by id or collection/id.")],
    folder: Folder = None,
    points: Annotated[
        Path | None, typer.Option(help="CSV of control points: column,row,lon,lat.")
    ] = None,
    point: Annotated[
        list[str] | None, typer.Option(help="A control point as COLUMN,ROW,LON,LAT. Repeatable.")
    ] = None,
    method: Annotated[
        str, typer.Option(metavar="affine|projective", help="From 3 points, or from 4.")
    ] = "affine",
    against: Annotated[
        str | None, typer.Option(help="The scene the places were read from; its error adds.")
    ] = None,
    error: Annotated[
        float | None, typer.Option(help="State the positional error (95 %, metres) yourself.")
    ] = None,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take its place back instead.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the fit, store nothing.")] = (
        False
    ),
    as_json: AsJson = False,
) -> None:
    """Place a picture by three or more control points; the residuals say how well they agree."""
    with open_catalogue(folder) as cat:
        target = cat.named_scene(scene)
        if take_back:
            made = cat.unplace_picture(target.uid)
            if as_json:
                print_json(scene_json(made))
            else:
                typer.echo(f"{made.name}, version {made.version}, has no place any more.")
            return
        given = _points(points, point)
        if dry_run:
            found = cat.fit_picture(target.uid, given, method)  # type: ignore[arg-type]  # checks
            rows = list(zip(given, found.residuals_m, found.left_out_m, strict=True))
            rms_m, error_m = found.rms_m, found.error_m
        else:
            made = cat.place_picture(
                target.uid, given, method, error_m=error,  # type: ignore[arg-type]  # it checks
                against=cat.named_scene(against).uid if against else None,
            )  # fmt: skip
            rows, rms_m, error_m = _rows(made)
    if as_json:
        print_json(_fit_json(rows, rms_m, error_m) if dry_run else scene_json(made))
        return
    worst = max(range(len(rows)), key=lambda n: rows[n][1])
    table = [
        [n + 1, f"{p.column:g}", f"{p.row:g}", f"{p.lon:.6f}", f"{p.lat:.6f}", f"{off:.2f}",
         short(left), "worst" if n == worst and off > 0.005 else ""]
        for n, (p, off, left) in enumerate(rows)
    ]  # fmt: skip
    columns = ["point", "column", "row", "lon", "lat", "residual m", "left out m", ""]
    print_table(columns, table, "")
    known = "unknown: add a point" if error_m is None else f"{short(error_m)} m"
    typer.echo(f"RMS {rms_m:.2f} m; positional error (95 %): {known}.")


Rows = list["tuple[ControlPoint, float, float | None]"]


def _rows(made: Scene) -> tuple[Rows, float, float | None]:
    assert made.placing is not None  # noqa: S101 - it has just been placed
    rows = [(p, p.residual_m, p.left_out_m) for p in made.placing.points]
    return rows, made.placing.rms_m, made.position_error_m


def _points(path: Path | None, texts: list[str] | None) -> list[ControlPoint]:
    from catalogue.read.control_points import FIELDS, control_point, read_control_points

    found = [] if path is None else read_control_points(path)
    for text in texts or ():
        values = dict(zip(FIELDS, text.split(","), strict=False))
        found.append(control_point(values, f"--point {text}"))
    return found


def _fit_json(rows: Rows, rms_m: float, error_m: float | None) -> dict[str, Any]:
    each = [
        {"column": p.column, "row": p.row, "lon": p.lon, "lat": p.lat, "residual_m": off,
         "left_out_m": left}
        for p, off, left in rows
    ]  # fmt: skip
    return {"points": each, "rms_m": rms_m, "error_m": error_m}
