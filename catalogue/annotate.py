"""What an annotation must be before it is stored: checked, and complete on ground and in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalogue import grid, space
from catalogue.errors import InvalidValue
from catalogue.imagery.display import choose
from catalogue.model import Annotation, Asset, Scene, TaxonomyClass
from catalogue.taxonomy import unknown_class
from catalogue.write.pixels import to_pixels


def displayed_asset(scene: Scene) -> Asset | None:
    """The file whose pixels an annotator sees: the one that is drawn. None without a picture."""
    display = choose(scene)
    return None if display is None else display.asset


def completed(annotation: Annotation, scene: Scene, classes: Sequence[TaxonomyClass]) -> Annotation:
    """Normalise the geometry, add a tile's outline, pixel coordinates and the file's hash.

    On a picture that was placed by hand, how far it may be off is kept with the view: the place
    may be mended later, and what was drawn before is as wrong as it was then.
    Raises InvalidValue for a class that is not in the taxonomy, InvalidGeometry for a geometry
    that is none.
    """
    _check_class(annotation, classes)
    geometry = annotation.geometry
    if annotation.kind == "tile" and annotation.tile:
        key = grid.parse_key(annotation.tile)
        geometry = (
            None if key.grid == "pixels" else grid.tile_polygon(key.grid, key.z, key.x, key.y)
        )
    if geometry is not None:
        geometry = space.normalise(geometry)
    view = dict(annotation.view)
    if scene.placing is not None and geometry is not None:
        view.setdefault("position_error_m", scene.position_error_m)
    asset = displayed_asset(scene)
    full = replace(annotation, geometry=geometry, view=view)
    if asset is None:
        return full
    if not full.asset_sha256:
        full = replace(full, asset_sha256=asset.sha256)
    if not full.pixels and full.geometry is not None:
        full = replace(full, pixels=to_pixels(full, asset) or ())
    return full


def _check_class(annotation: Annotation, classes: Sequence[TaxonomyClass]) -> None:
    needs_class = annotation.kind != "tile" or annotation.state in ("tagged", "suggested")
    if annotation.cls is None:
        if needs_class:
            raise InvalidValue(f"a {annotation.kind} needs a class; choose one from the palette.")
        return
    if all(annotation.cls != c.id for c in classes):
        raise unknown_class(annotation.cls, classes)


def same_annotation(a: Annotation, b: Annotation) -> bool:
    """True if two say the same; revision and time of creation aside."""
    strip = {"rev": 0, "created": "", "retracted": False}
    return replace(a, **strip) == replace(b, **strip)  # type: ignore[arg-type]
