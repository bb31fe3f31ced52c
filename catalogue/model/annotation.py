"""Annotations and the classes they carry: what people saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.model.ranges import check_range

AnnotationKind = Literal["point", "line", "box", "obox", "polygon", "tile"]
TileState = Literal["tagged", "flagged", "empty", "seen", "suggested"]
ANNOTATION_KINDS: tuple[str, ...] = get_args(AnnotationKind)
TILE_STATES: tuple[str, ...] = get_args(TileState)


@dataclass(frozen=True, slots=True)
class TaxonomyClass:
    """A class to tag with; `path` is 'Aircraft/UAV/MALE', the hotkey one character or ''."""

    id: str
    path: str
    colour: str
    hotkey: str = ""
    length_m: float | None = None
    width_m: float | None = None
    attributes: tuple[str, ...] = ()

    @property
    def is_shadow(self) -> bool:
        """What is drawn with it is a shadow, whatever casts it."""
        return self.path.rsplit("/", 1)[-1].casefold() == "shadow"

    @property
    def is_object(self) -> bool:
        """What is drawn with it stays where it is from one image to the next, or leaves."""
        return not {"cloud", "shadow"} & set(self.path.casefold().split("/"))


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person saw on one scene. `uid` is made by the client, so a retry is harmless.

    `geometry` is in lon/lat, None on a scene without georeference; `pixels` is the same in
    (column, row) of the asset, origin at the upper left corner, [[x, y], ...] rings flattened to
    one list per part. A whole tile has `tile` = "grid/z/x/y". `view` is what was on screen
    (bands, stretch, zoom) and `asset_sha256` the file that was looked at. `rev` counts up over
    the whole catalogue; `retracted` is a deletion that kept everything. The state "suggested" is
    what a model says (author "model:NAME", its score as `confidence`) and no person accepted yet.
    """

    uid: str
    scene: str
    kind: AnnotationKind
    cls: str | None
    geometry: BaseGeometry | None = None
    pixels: tuple[tuple[tuple[float, float], ...], ...] = ()
    tile: str | None = None
    state: TileState = "tagged"
    attributes: Mapping[str, Any] = field(default_factory=dict)
    author: str = "anonymous"
    confidence: float | None = None
    note: str | None = None
    asset_sha256: str | None = None
    view: Mapping[str, Any] = field(default_factory=dict)
    created: str = ""
    rev: int = 0
    retracted: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ANNOTATION_KINDS:
            raise InvalidValue(f"kind {self.kind!r} is not one of {', '.join(ANNOTATION_KINDS)}.")
        if self.state not in TILE_STATES:
            raise InvalidValue(f"state {self.state!r} is not one of {', '.join(TILE_STATES)}.")
        if self.kind == "tile" and not self.tile:
            raise InvalidValue('a tile tag needs tile = "grid/z/x/y".')
        if self.kind != "tile" and self.geometry is None and not self.pixels:
            raise InvalidValue(f"a {self.kind} needs a geometry, on the ground or in pixels.")
        check_range("confidence", self.confidence, 0, 1, "(a share)")
