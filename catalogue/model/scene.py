"""Scenes and their files: imagery with what matters about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model.placing import Placing
from catalogue.model.ranges import check_range

# The asset that shows a picture in its place: the file itself with a transform, or one made of it.
PLACED = "placed"
# The asset that is only an address where a picture can be looked at; never opened by a program.
LINK = "link"


@dataclass(frozen=True, slots=True)
class BandStatistics:
    """Of one band's valid pixels, in the raster's own units; percentiles for a default stretch."""

    minimum: float
    maximum: float
    p2: float
    p98: float
    mean: float


@dataclass(frozen=True, slots=True)
class RasterInfo:
    """What the sandboxed reader saw in one raster file.

    `transform` is GDAL's affine order as rasterio writes it (a, b, c, d, e, f), None without one.
    `georeference` is how pixels are placed: by an affine transform, by ground control points,
    or not at all. `shape` is (rows, columns) of pixels.
    """

    shape: tuple[int, int]
    bands: int
    dtype: str
    crs: str | None
    transform: tuple[float, float, float, float, float, float] | None
    georeference: Literal["affine", "gcps", "none"]
    nodata: float | None = None
    statistics: tuple[BandStatistics, ...] = ()
    band_names: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file came from, as a person stated it; `added` is the journal's business."""

    obtained_from: str | None = None
    licence: str | None = None
    attribution: str | None = None
    order_id: str | None = None
    pixels_publishable: bool | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a scene. `href` is an absolute local path or a URL; sha256 is lower-case hex."""

    key: str
    href: str
    media_type: str | None = None
    roles: tuple[str, ...] = ()
    size: int | None = None
    sha256: str | None = None
    raster: RasterInfo | None = None
    provenance: Provenance = Provenance()

    @property
    def is_local(self) -> bool:
        """True for a path on this machine, False for a URL."""
        return "://" not in self.href


@dataclass(frozen=True, slots=True)
class Scene:
    """One acquisition of imagery; a STAC Item inside and out.

    `footprint` covers the *valid* pixels. `when` is None if the acquisition time is unknown;
    `when_source` says where it came from ("STAC", "MTL", "file name", "TIFFTAG_DATETIME", "given").
    `kind` "reference" is a picture or a link whose place is only stated by a person: `placing` is
    how, and `footprint` then all ground that may be in it, the outline grown by
    `position_error_m` (95 % sure, None if unknown). `stated_date` is EDTF as `stated_by` gave it.
    `stac` is the whole item as received, or as written for a lone raster. `warnings` travel with
    the scene.
    """

    uid: str
    id: str
    collection: str | None = None
    footprint: BaseGeometry | None = None
    when: Interval | None = None
    when_source: str | None = None
    kind: Literal["scene", "reference"] = "scene"
    platform: str | None = None
    instruments: tuple[str, ...] = ()
    gsd_m: float | None = None
    cloud_pct: float | None = None
    off_nadir_deg: float | None = None
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    crs: str | None = None
    assets: tuple[Asset, ...] = ()
    stac: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    version: int = 1
    stated_date: str | None = None
    stated_by: str | None = None
    placing: Placing | None = None
    position_error_m: float | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("a scene has an empty id; give it one.")
        check_range("gsd", self.gsd_m, 1e-6, 1e7, "m")
        check_range("cloud cover", self.cloud_pct, 0, 100, "%")
        check_range("off-nadir", self.off_nadir_deg, 0, 90, "degrees")
        check_range("sun elevation", self.sun_elevation_deg, -90, 90, "degrees")
        check_range("sun azimuth", self.sun_azimuth_deg, 0, 360, "degrees")
        check_range("positional error", self.position_error_m, 0, 1e6, "m")

    @property
    def name(self) -> str:
        """`collection/id`, or the id alone without a collection."""
        return f"{self.collection}/{self.id}" if self.collection else self.id

    @property
    def doubt_m(self) -> float:
        """How far the footprint may be off: 0 for imagery that places itself, infinite if unknown.

        A reference scene's footprint is grown by as much already.
        """
        if self.kind != "reference":
            return 0.0
        return math.inf if self.position_error_m is None else self.position_error_m

    @property
    def original(self) -> Asset | None:
        """The file as it came, None if there is none."""
        return next((a for a in self.assets if a.key not in (PLACED, LINK)), None)

    def unplaced(self) -> Scene:
        """The same without what placing it by hand made of it; itself if nobody has."""
        if self.placing is None:
            return self
        assets = tuple(a for a in self.assets if a.key != PLACED)
        return replace(
            self, assets=assets, footprint=None, placing=None, position_error_m=None, gsd_m=None,
            crs=None,
        )  # fmt: skip

    def placed_as(self, other: Scene) -> Scene:
        """Placed as another version of the same picture is, whose file may have lain elsewhere."""
        mine, theirs = self.original, other.original
        if other.placing is None or mine is None or theirs is None or mine.sha256 != theirs.sha256:
            return self
        placed = tuple(
            replace(a, href=mine.href) if a.sha256 == mine.sha256 else a
            for a in other.assets
            if a.key == PLACED
        )
        return replace(
            self, assets=(*self.unplaced().assets, *placed), footprint=other.footprint,
            placing=other.placing, position_error_m=other.position_error_m, gsd_m=other.gsd_m,
            crs=other.crs,
        )  # fmt: skip

    @property
    def can_link(self) -> bool:
        """False if place or time is unknown: such a scene is kept but never linked."""
        return self.footprint is not None and self.when is not None
