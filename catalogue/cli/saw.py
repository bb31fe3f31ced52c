"""What did I see: tag, export, history."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from catalogue.cli.common import SAW, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.errors import InvalidValue

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from catalogue.model import AnnotationKind


@app.command(rich_help_panel=SAW)
def tag(
    scene: Annotated[str, typer.Argument(help="The scene: id, collection/id or uid.")],
    cls: Annotated[str, typer.Argument(metavar="CLASS", help="The class's id or hotkey.")],
    tile: Annotated[
        str | None, typer.Option(metavar="GRID/Z/X/Y", help="Tag a whole tile.")
    ] = None,
    point: Annotated[str | None, typer.Option(help="Tag a place: any written coordinates.")] = None,
    geometry: Annotated[str | None, typer.Option(help="Tag a GeoJSON geometry.")] = None,
    confidence: Annotated[float | None, typer.Option(help="0 to 1.")] = None,
    note: Annotated[str | None, typer.Option(help="What you saw, in words.")] = None,
    author: Annotated[str | None, typer.Option(help="Whose observation it is.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Tag a tile, a point or an area of a scene with a class."""
    from shapely import Point

    from catalogue.coordinates import parse_place
    from catalogue.model import Annotation
    from catalogue.store.codec import annotation_to_json

    if sum(v is not None for v in (tile, point, geometry)) != 1:
        raise typer.BadParameter("say what to tag: one of --tile, --point, --geometry")
    shape: BaseGeometry | None = None
    kind: AnnotationKind = "tile"
    if point is not None:
        spot = parse_place(point)
        shape, kind = Point(spot.lon, spot.lat), "point"
    if geometry is not None:
        shape, kind = _geometry(geometry)
    with open_catalogue(folder, author=author) as cat:
        wanted = next((c.id for c in cat.classes() if cls in (c.id, c.hotkey)), cls)
        made = cat.annotate(
            Annotation(
                uid=str(uuid.uuid4()),
                scene=cat.named_scene(scene).uid,
                kind=kind,
                cls=wanted,
                geometry=shape,
                tile=tile,
                author=cat.settings.author,
                confidence=confidence,
                note=note,
            )
        )
    if as_json:
        print_json(annotation_to_json(made))
    else:
        typer.echo(f"Tagged {scene} with {wanted} (annotation {made.uid}).")


def _geometry(text: str) -> tuple[BaseGeometry, AnnotationKind]:
    """The shape and what an annotation of that shape is called."""
    from catalogue import space

    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidValue(f"--geometry is not JSON: {error}. Give a GeoJSON geometry.") from None
    shape = space.normalise(parsed)
    kinds: dict[str, AnnotationKind] = {"Point": "point", "LineString": "line"}
    kinds |= {"MultiLineString": "line", "Polygon": "polygon", "MultiPolygon": "polygon"}
    if shape.geom_type not in kinds:
        raise InvalidValue(
            f"--geometry is a {shape.geom_type}; give a Point, a LineString or a Polygon."
        )
    return shape, kinds[shape.geom_type]


@app.command(rich_help_panel=SAW)
def export(
    kind: Annotated[
        str, typer.Argument(help="annotations, observations, scenes, links or snapshot.")
    ],
    path: Annotated[
        Path,
        typer.Argument(help="The file; its extension is the format: .geojson .gpkg .parquet .csv."),
    ],
    folder: Folder = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    redact: Annotated[
        list[str] | None, typer.Option(help="Leave this name out of the file. Repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write what is in the catalogue; `.coco.json` is COCO, scenes to `.json` is STAC."""
    with open_catalogue(folder) as cat:
        if kind == "snapshot":
            copy = cat.snapshot(path, overwrite=overwrite, without=redact or ())
            if as_json:
                print_json({"path": str(copy), "rows": sum(cat.counts().values()), "warnings": []})
            else:
                typer.echo(f"{copy}: a copy that QGIS and GDAL open.")
            return
        written = cat.export(kind, path, overwrite=overwrite, without=redact or ())
    if as_json:
        warnings = list(written.warnings)
        print_json({"path": str(written.path), "rows": written.rows, "warnings": warnings})
        return
    typer.echo(f"{written.path}: {written.rows} {kind}.")
    for text in written.warnings:
        typer.echo(f"  note: {text}", err=True)


@app.command(rich_help_panel=SAW)
def history(folder: Folder = None, as_json: AsJson = False) -> None:
    """Every change, oldest first: when, who, what, and the hash that binds it."""
    with open_catalogue(folder) as cat:
        entries = [
            {"seq": e.seq, "wall": e.wall, "actor": e.actor, "op": e.op, "hash": e.hash}
            for e in cat.history()
        ]
    if as_json:
        print_json(entries)
    else:
        rows = [[e["seq"], e["wall"], e["actor"], e["op"], str(e["hash"])[:12]] for e in entries]
        print_table(["#", "when (UTC)", "who", "what", "hash"], rows, "No changes yet.")
