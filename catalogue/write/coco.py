"""Annotations -> COCO object detection: boxes and outlines in pixels of the scenes' files.

What COCO cannot say is decided here, once: points and lines are left out (counted in a warning);
a polygon's holes are filled; a tile with a class is a box marked `"tile_tag": true`; a tile
without one ("seen", "empty") stands with its image, which shows that someone looked there. An
image is one file of a scene that something was drawn on, in order of first use: a scene nobody
looked at is no negative example. Beyond COCO each annotation has its `uid`, `kind`, `geometry` in
lon/lat, `obox` (the four corners of its oriented box, pixels), `author`, `confidence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import shapely
from shapely.geometry import MultiPoint, Polygon, mapping

from catalogue.interval import format_utc
from catalogue.model import Annotation, Asset, RasterInfo, Scene, TaxonomyClass
from catalogue.write.atomic import atomic
from catalogue.write.pixels import to_pixels
from catalogue.write.table import Written, json_text

UNCLASSIFIED = "unclassified"


def write_coco(
    path: Path,
    annotations: Iterable[Annotation],
    scenes: Mapping[str, Scene],
    classes: Sequence[TaxonomyClass],
    *,
    overwrite: bool = False,
) -> Written:
    """Write what COCO can hold of annotations that are not retracted; warnings name the rest.

    Raises InvalidValue for NaN and for a file that exists (see `atomic`).
    """
    built = _Builder(scenes, classes)
    for annotation in annotations:
        if not annotation.retracted:
            built.add(annotation)
    text = json_text(built.document(), "COCO")
    with atomic(path, overwrite=overwrite) as draft:
        draft.write_text(text + "\n", encoding="utf-8", newline="\n")
    return Written(path, len(built.annotations), built.warnings())


class _Builder:
    def __init__(self, scenes: Mapping[str, Scene], classes: Sequence[TaxonomyClass]) -> None:
        self.scenes = scenes
        self.paths = {entry.id: entry.path for entry in classes}
        self.categories = {entry.id: n for n, entry in enumerate(classes, start=1)}
        self.images: dict[tuple[str, str], dict[str, Any]] = {}
        self.annotations: list[dict[str, Any]] = []
        self.licences: dict[str, int] = {}
        self.remarks: Counter[str] = Counter()

    def add(self, annotation: Annotation) -> None:
        """One annotation: to the list, to its image, or to the count of what was left out."""
        if annotation.state == "suggested":
            self.remarks["a model suggested it and no person accepted it"] += 1
            return
        found = self._asset(annotation)
        if isinstance(found, str):
            self.remarks[found] += 1
            return
        scene, asset, raster = found
        if annotation.kind in ("point", "line"):
            self.remarks["COCO has no points and lines; other formats have them"] += 1
            return
        parts = to_pixels(annotation, asset)
        image = self._image(scene, asset, raster)
        if annotation.kind == "tile" and annotation.cls is None:
            tiles = image.setdefault("tiles", [])
            tiles.append(
                {"uid": annotation.uid, "tile": annotation.tile, "state": annotation.state}
            )
            return
        outlines = [Polygon(part) for part in parts if len(part) >= 3]
        if not outlines or sum(o.area for o in outlines) == 0:
            self.remarks["it has no area in pixels of its image"] += 1
            return
        rings = shapely.get_num_interior_rings(shapely.get_parts(annotation.geometry))
        if annotation.geometry is not None and rings.sum() > 0:
            self.remarks["kept, but its holes are filled: COCO outlines have none"] += 1
        self.annotations.append(self._record(annotation, image["id"], outlines))

    def _asset(self, annotation: Annotation) -> tuple[Scene, Asset, RasterInfo] | str:
        scene = self.scenes.get(annotation.scene)
        if scene is None:
            return "its scene is not part of the export"
        sha = annotation.asset_sha256
        for asset in scene.assets:
            drawn_on = asset.sha256 == sha if sha else asset.is_local
            if drawn_on and asset.raster is not None:
                return scene, asset, asset.raster
        return (
            "the file it was drawn on is no longer part of its scene"
            if sha
            else "its scene has no local file whose pixels were read"
        )

    def _image(self, scene: Scene, asset: Asset, raster: RasterInfo) -> dict[str, Any]:
        key = (scene.uid, asset.key)
        if key in self.images:
            return self.images[key]
        rows, columns = raster.shape
        image: dict[str, Any] = {
            "id": len(self.images) + 1,
            "file_name": _basename(asset.href),
            "width": columns,
            "height": rows,
        }
        image |= _captured(scene)
        licence = asset.provenance.licence
        if licence:
            image["license"] = self.licences.setdefault(licence, len(self.licences) + 1)
        image |= {"scene": scene.uid, "scene_name": scene.name, "asset_sha256": asset.sha256}
        self.images[key] = image
        return image

    def _record(
        self, annotation: Annotation, image: int, outlines: Sequence[Polygon]
    ) -> dict[str, Any]:
        cls = annotation.cls or UNCLASSIFIED
        category = self.categories.setdefault(cls, len(self.categories) + 1)
        west, north, east, south = shapely.total_bounds(outlines).tolist()
        record: dict[str, Any] = {
            "id": len(self.annotations) + 1,
            "image_id": image,
            "category_id": category,
            "bbox": [west, north, east - west, south - north],
            "segmentation": [_flat(outline) for outline in outlines],
            "area": sum(outline.area for outline in outlines),
            "iscrowd": 0,
            "uid": annotation.uid,
            "kind": annotation.kind,
            "geometry": None if annotation.geometry is None else mapping(annotation.geometry),
            "obox": _oriented_box(outlines),
            "author": annotation.author,
            "confidence": annotation.confidence,
        }
        if annotation.kind == "tile":
            record |= {"tile_tag": True, "tile": annotation.tile, "state": annotation.state}
        if annotation.attributes:
            record["attributes"] = dict(annotation.attributes)
        return record

    def document(self) -> dict[str, Any]:
        """The whole file; its content depends on the input alone, never on the clock."""
        return {
            "info": {"description": "Annotations of satellite imagery", "version": "1.0"},
            "licenses": [{"id": n, "name": name, "url": ""} for name, n in self.licences.items()],
            "images": list(self.images.values()),
            "annotations": self.annotations,
            "categories": [self._category(cls, n) for cls, n in self.categories.items()],
        }

    def _category(self, cls: str, number: int) -> dict[str, Any]:
        path = self.paths.get(cls, cls)
        top = path.split("/")[0]
        return {"id": number, "name": path, "supercategory": top, "class_id": cls}

    def warnings(self) -> tuple[str, ...]:
        """What was left out or changed and why, and file names that several images share."""
        lines = [f"{n} annotations: {why}." for why, n in self.remarks.items()]
        names = Counter(image["file_name"] for image in self.images.values())
        lines += [f"{n} images have the file name {x}." for x, n in names.items() if n > 1]
        return tuple(lines)


def _basename(href: str) -> str:
    # The name only: a path would tell where on someone's disk the file lies.
    path = urlsplit(href).path if "://" in href else href.replace("\\", "/")
    return PurePosixPath(path).name


def _captured(scene: Scene) -> dict[str, Any]:
    when = scene.when
    if when is None:
        return {}
    if when.is_instant and when.begin is not None:
        return {"date_captured": format_utc(when.begin)}
    sides = {"start_datetime": when.begin, "end_datetime": when.end}
    return {name: format_utc(side) for name, side in sides.items() if side is not None}


def _flat(outline: Polygon) -> list[float]:
    return [value for point in outline.exterior.coords[:-1] for value in point]


def _oriented_box(outlines: Sequence[Polygon]) -> list[list[float]] | None:
    if len(outlines) == 1 and len(outlines[0].exterior.coords) == 5:
        corners = outlines[0].exterior.coords[:-1]
    else:
        points = [point for outline in outlines for point in outline.exterior.coords]
        turned = MultiPoint(points).minimum_rotated_rectangle
        if not isinstance(turned, Polygon):
            return None
        corners = turned.normalize().exterior.coords[:-1]  # one order, whatever GEOS does
    return [list(corner) for corner in corners]
