"""The nouns of the catalogue as frozen values. One word per thing; units are in the names.

Geometries are shapely geometries in lon/lat degrees (WGS 84, longitude first), already split at
180 degrees as RFC 7946 asks (`catalogue.space.normalise`). None always means "unknown".
Values are never changed: `dataclasses.replace` makes a new one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.interval import Interval

Role = Literal["before", "during", "between", "after"]
Certainty = Literal["certain", "possible"]
Level = Literal["good", "limited", "unusable"]
TermName = Literal["place", "timing", "sharpness", "clear_view"]
Status = Literal[
    "asserted", "planned", "capability", "possible", "negated", "no_evidence", "unknown"
]
AnnotationKind = Literal["point", "line", "box", "obox", "polygon", "tile"]
TileState = Literal["tagged", "flagged", "empty", "seen"]

STATUSES: tuple[str, ...] = Status.__args__  # type: ignore[attr-defined]
ANNOTATION_KINDS: tuple[str, ...] = AnnotationKind.__args__  # type: ignore[attr-defined]
TILE_STATES: tuple[str, ...] = TileState.__args__  # type: ignore[attr-defined]


def check_range(name: str, value: float | None, low: float, high: float, unit: str) -> None:
    """Raise InvalidValue unless `value` is None or a finite number in [low, high] `unit`."""
    if value is None:
        return
    if not math.isfinite(value) or not low <= value <= high:
        raise InvalidValue(f"{name} is {value}; it must lie between {low:g} and {high:g} {unit}.")


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
    `kind` "reference" is a picture whose place is only stated by a person. `stac` is the whole
    item as received, or as written for a lone raster. `warnings` travel with the scene.
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

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("a scene has an empty id; give it one.")
        check_range("gsd", self.gsd_m, 1e-6, 1e7, "m")
        check_range("cloud cover", self.cloud_pct, 0, 100, "%")
        check_range("off-nadir", self.off_nadir_deg, 0, 90, "degrees")
        check_range("sun elevation", self.sun_elevation_deg, -90, 90, "degrees")
        check_range("sun azimuth", self.sun_azimuth_deg, 0, 360, "degrees")

    @property
    def name(self) -> str:
        """`collection/id`, or the id alone without a collection."""
        return f"{self.collection}/{self.id}" if self.collection else self.id

    @property
    def can_link(self) -> bool:
        """False if place or time is unknown: such a scene is kept but never linked."""
        return self.footprint is not None and self.when is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where an observation may have happened.

    A point with r95_m: 95 % sure within that many metres; None is "not stated", 0 is exact.
    Any other geometry is the area itself, grown by r95_m if given. `p` is its probability.
    """

    geometry: BaseGeometry
    r95_m: float | None = None
    p: float = 1.0
    name: str | None = None
    source: str | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        check_range("r95", self.r95_m, 0, 2.1e7, "m")
        check_range("probability", self.p, 0, 1, "(a share)")


@dataclass(frozen=True, slots=True)
class Place:
    """Weighted candidates; `reserve` is the probability of somewhere not listed."""

    candidates: tuple[Candidate, ...]
    reserve: float = 0.0

    def __post_init__(self) -> None:
        if not self.candidates:
            raise InvalidValue("a place needs at least one candidate; leave the place out instead.")
        total = sum(c.p for c in self.candidates) + self.reserve
        if abs(total - 1) > 1e-6:
            raise InvalidValue(f"probabilities of a place add up to {total:g}; they must add to 1.")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which it happened: alternatives of which one is true, with weights adding to 1.

    `exact` is False where the interval had to be widened (time zone unknown, "~" in the EDTF).
    """

    alternatives: tuple[tuple[Interval, float], ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class EventTime:
    """EDTF as given and the UTC intervals it means.

    `onset` is a moment that leaves a trace; a `state` is true throughout. `zone` is the IANA
    zone a bare date was read in, None if no zone was needed or known.
    """

    edtf: str
    occurrences: tuple[Occurrence, ...]
    kind: Literal["onset", "state"] = "onset"
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedObject:
    """What was reported there; sizes are the real object's, in metres."""

    name: str
    cls: str | None = None
    length_m: float | None = None
    width_m: float | None = None
    count_min: int | None = None
    count_max: int | None = None

    def __post_init__(self) -> None:
        check_range("length", self.length_m, 1e-3, 1e6, "m")
        check_range("width", self.width_m, 1e-3, 1e6, "m")


@dataclass(frozen=True, slots=True)
class Observation:
    """One atomic reported claim. `claim` is the text as received, `properties` the raw row.

    `reliability` is the Admiralty A-F of the source, `credibility` 1-6 of the claim; both are
    set by a person only. `attribution` runs from the article to the origin.
    """

    uid: str
    id: str
    title: str
    place: Place | None = None
    when: EventTime | None = None
    objects: tuple[ReportedObject, ...] = ()
    event_class: str | None = None
    status: Status = "asserted"
    attribution: tuple[str, ...] = ()
    reliability: str | None = None
    credibility: int | None = None
    claim: str | None = None
    note: str | None = None
    source: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("an observation has an empty id; give it one.")
        if self.status not in STATUSES:
            raise InvalidValue(f"status {self.status!r} is not one of {', '.join(STATUSES)}.")


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of a score in [0, 1]. Unknown: low 0, high 1, value a documented prior."""

    name: TermName
    low: float
    high: float
    value: float
    reason: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """Could this scene have shown it? Product of the terms; not a probability.

    `limiting` names the term that limits most, `level` is what the screen says.
    """

    low: float
    high: float
    value: float
    level: Level
    limiting: TermName
    terms: tuple[Term, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence a term, the limiting one first."""
        first = sorted(self.terms, key=lambda t: t.name != self.limiting)
        return tuple(term.reason for term in first)


@dataclass(frozen=True, slots=True)
class Link:
    """A scene that could have shown an observation. Computed, reproducible, never edited.

    `roles` holds one role per occurrence; `role` is the one to show. `covered` is the share of
    the place inside the valid footprint (0 to 1). `dt_s` is the gap in time to the nearest
    occurrence, negative before it, 0 during.
    """

    observation: str
    scene: str
    role: Role
    roles: tuple[Role, ...]
    certainty: Certainty
    covered: float
    dt_s: float
    score: Score


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


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person saw on one scene. `uid` is made by the client, so a retry is harmless.

    `geometry` is in lon/lat, None on a scene without georeference; `pixels` is the same in
    (column, row) of the asset, origin at the upper left corner, [[x, y], ...] rings flattened to
    one list per part. A whole tile has `tile` = "grid/z/x/y". `view` is what was on screen
    (bands, stretch, zoom) and `asset_sha256` the file that was looked at. `rev` counts up over
    the whole catalogue; `retracted` is a deletion that kept everything.
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


@dataclass(frozen=True, slots=True)
class BBox:
    """Lon/lat box in degrees. west > east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        check_range("west", self.west, -180, 180, "degrees")
        check_range("east", self.east, -180, 180, "degrees")
        check_range("south", self.south, -90, 90, "degrees")
        check_range("north", self.north, -90, 90, "degrees")
        if self.south > self.north:
            raise InvalidValue(f"south {self.south} lies north of north {self.north}; swap them.")

    @classmethod
    def parse(cls, text: str) -> BBox:
        """A box from 'west,south,east,north' in degrees. Raises InvalidValue."""
        parts = text.split(",")
        try:
            west, south, east, north = (float(p) for p in parts)
        except ValueError:
            raise InvalidValue(
                f"box {text!r} cannot be read; write west,south,east,north in degrees, such as "
                "50,33,53,35."
            ) from None
        return cls(west, south, east, north)

    @property
    def parts(self) -> tuple[BBox, ...]:
        """One box, or two where it crosses the antimeridian."""
        if self.west <= self.east:
            return (self,)
        return (
            BBox(self.west, self.south, 180.0, self.north),
            BBox(-180.0, self.south, self.east, self.north),
        )


@dataclass(frozen=True, slots=True)
class SceneQuery:
    """What scenes are wanted. Empty boxes or collections, or None, put no condition.

    With a condition on an axis, a scene whose value there is unknown does not match.
    """

    boxes: tuple[BBox, ...] = ()
    when: Interval | None = None
    ids: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    gsd_max_m: float | None = None
    cloud_max_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that did not go in: where it stood, what was wrong, and the way out."""

    source: str
    reason: str
    row: int | None = None
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an `add` or `observe` did, row by row. Every file that was found is in one of these."""

    added: int = 0
    unchanged: int = 0
    updated: int = 0
    consumed: Sequence[str] = ()
    warnings: Sequence[str] = ()
    rejected: Sequence[Rejected] = ()
