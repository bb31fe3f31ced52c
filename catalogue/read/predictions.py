"""What a model predicts on one scene, from GeoJSON or COCO, as suggestions for a person.

A suggestion is an annotation of the author "model:NAME" in the state "suggested"; its confidence
is the model's score. It counts as a label only once a person accepted it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import pyproj
import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import CatalogueError, InvalidValue
from catalogue.imagery.display import choose
from catalogue.model import Annotation, Asset, Scene, TaxonomyClass
from catalogue.taxonomy import unknown_class

_NAMESPACE = uuid.UUID("6e0b7a0e-54b1-4d0c-9c59-6a5f1f0b3a52")
_KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}
_CLASS_NAMES = ("class", "label", "category", "category_name", "name")
_SCORE_NAMES = ("score", "confidence", "probability")
Read = tuple[list[Annotation], list[str]]


def read_predictions(
    content: bytes, scene: Scene, classes: Sequence[TaxonomyClass], model: str
) -> Read:
    """Suggestions and, for each that was left out, its number and reason.

    GeoJSON is in lon/lat, or in (column, row) for a scene without georeference; COCO is in pixels
    of the image that is drawn. The same file again gives the same uids. Raises InvalidValue for
    a file that is neither.
    """
    if not model.strip():
        raise InvalidValue("name the model that made the predictions.")
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise InvalidValue(f"the predictions are not JSON: {error}.") from error
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        rows: Iterator[dict[str, Any] | str] = _features(value)
    elif isinstance(value, dict) and isinstance(value.get("annotations"), list):
        rows = _coco(value, scene)
    else:
        raise InvalidValue("predictions are a GeoJSON FeatureCollection or a COCO file.")
    found: list[Annotation] = []
    left: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            if isinstance(row, str):
                raise InvalidValue(row)
            found.append(_suggestion(row, scene, classes, f"model:{model.strip()}"))
        except CatalogueError as error:
            left.append(f"prediction {number}: {error}")
    return found, left


def _features(value: Mapping[str, Any]) -> Iterator[dict[str, Any] | str]:
    for feature in value.get("features") or ():
        own = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(own, dict) or not feature.get("geometry"):
            yield "it is no feature with a geometry and properties."
            continue
        try:
            shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
        except shapely.errors.GEOSException as error:
            yield f"its geometry cannot be read: {error}"
            continue
        names = {*_CLASS_NAMES, *_SCORE_NAMES}
        yield {
            "name": next((own[n] for n in _CLASS_NAMES if own.get(n) is not None), None),
            "score": next((own[n] for n in _SCORE_NAMES if own.get(n) is not None), None),
            "shape": shape,
            "in_pixels": False,
            "more": {k: v for k, v in own.items() if k not in names},
        }


def _coco(value: Mapping[str, Any], scene: Scene) -> Iterator[dict[str, Any] | str]:
    categories = {c["id"]: c.get("name") for c in value.get("categories") or () if "id" in c}
    images = {i["id"]: _file(str(i.get("file_name", ""))) for i in value.get("images") or ()}
    shown = choose(scene)
    stems = {scene.id} | ({_file(shown.asset.href)} if shown else set())
    for row in value["annotations"]:
        if len(images) > 1 and images.get(row.get("image_id")) not in stems:
            continue  # of another scene
        shape = _coco_shape(row)
        if shape is None:
            yield "it has neither a polygon nor a box."
            continue
        own = {"name": categories.get(row.get("category_id")), "score": row.get("score")}
        yield {**own, "shape": shape, "in_pixels": True, "more": {}}


def _file(path: str) -> str:
    """The name of a file without folders and extension."""
    return path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _coco_shape(row: Mapping[str, Any]) -> BaseGeometry | None:
    try:
        parts = row.get("segmentation")
        if isinstance(parts, list) and parts:
            flat = [float(v) for v in max(parts, key=len)]
            return Polygon(list(zip(flat[::2], flat[1::2], strict=True)))
        x, y, width, height = (float(v) for v in row["bbox"])
        return box(x, y, x + width, y + height)
    except (KeyError, TypeError, ValueError):
        return None


def _suggestion(
    row: Mapping[str, Any], scene: Scene, classes: Sequence[TaxonomyClass], author: str
) -> Annotation:
    shape: BaseGeometry = row["shape"]
    if shape.is_empty or shape.geom_type not in _KINDS or not shapely.is_valid(shape):
        raise InvalidValue(f"a {shape.geom_type} that is empty, torn or in several parts.")
    cls, score = _class(row["name"], classes), _score(row["score"])
    shown = choose(scene)
    asset = shown.asset if shown else None
    on_ground = scene.footprint is not None
    if row["in_pixels"] and on_ground:
        shape = _to_ground(shape, asset)
    outline = shape.exterior if shape.geom_type == "Polygon" else shape
    name = f"{scene.uid}|{author}|{cls}|{shape.wkb_hex}"
    return Annotation(
        uid=str(uuid.uuid5(_NAMESPACE, name)),
        scene=scene.uid,
        kind=_KINDS[shape.geom_type],  # type: ignore[arg-type]  # one of three
        cls=cls,
        geometry=space.normalise(shape) if on_ground else None,
        pixels=() if on_ground else (tuple((x, y) for x, y, *_ in outline.coords),),
        state="suggested",
        attributes=row["more"],
        author=author,
        confidence=score,
    )


def _class(name: Any, classes: Sequence[TaxonomyClass]) -> str:
    if not isinstance(name, str) or not name.strip():
        raise InvalidValue("it has no class.")
    wanted = name.strip().casefold()
    for entry in classes:
        if wanted in (entry.id, entry.path.casefold(), entry.path.rsplit("/", 1)[-1].casefold()):
            return entry.id
    raise unknown_class(name, classes)


def _score(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InvalidValue(f"score {value!r}: give a share from 0 to 1.")
    return float(value)


def _to_ground(shape: BaseGeometry, asset: Asset | None) -> BaseGeometry:
    raster = asset.raster if asset else None
    if raster is None or raster.transform is None or raster.crs is None:
        raise InvalidValue("the scene has no affine georeference to place its pixels by.")
    a, b, c, d, e, f = raster.transform
    to_lonlat = pyproj.Transformer.from_crs(raster.crs, "OGC:CRS84", always_xy=True)

    def place(points: Any) -> Any:
        columns, rows = points[:, 0], points[:, 1]
        xs, ys = a * columns + b * rows + c, d * columns + e * rows + f
        lons, lats = to_lonlat.transform(xs, ys)
        return shapely.get_coordinates(shapely.points(lons, lats))

    return shapely.transform(shape, place)
