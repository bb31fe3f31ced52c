"""Pictures that a person adds and places: the record made, the place worked out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from catalogue import space
from catalogue.errors import InvalidTime, InvalidValue
from catalogue.interval import Interval, format_utc
from catalogue.model import (
    LINK,
    Asset,
    ControlPoint,
    Placing,
    PlacingMethod,
    Provenance,
    Scene,
)
from catalogue.picturefiles import Lay
from catalogue.space.control import Fit, fit, outline
from catalogue.when import parse_edtf

_LONGEST_NAME = 80


def stated_time(text: str | None, by: str | None) -> tuple[Interval | None, str | None]:
    """The interval that a stated date (EDTF) allows, and its text. Raises InvalidTime.

    A bare date is that of every time zone: nobody says which clock a caption goes by.
    """
    if text is None or not text.strip():
        return None, None
    if by is None or not by.strip():
        raise InvalidValue(f"the date {text!r} is stated by nobody; say by whom.")
    occurrences = parse_edtf(text.strip())
    if len(occurrences) > 1:
        raise InvalidTime(f"date {text!r} has several times; a picture was taken at one.")
    spans = [interval for interval, _ in occurrences[0].alternatives]
    begins, ends = [i.begin for i in spans], [i.end for i in spans]
    begin = None if None in begins else min(b for b in begins if b)
    end = None if None in ends else max(e for e in ends if e)
    return Interval(begin, end), text.strip()


def link_scene(url: str, name: str) -> Scene:
    """A scene of which only the address is known; nothing is fetched from it."""
    asset = Asset(LINK, url, roles=("overview",))
    stac: dict[str, Any] = {
        "type": "Feature", "stac_version": "1.1.0", "id": name, "geometry": None,
        "properties": {"datetime": None}, "links": [], "assets": {},
    }  # fmt: skip
    return Scene(uuid.uuid4().hex, name, kind="reference", assets=(asset,), stac=stac)


def stated(
    scene: Scene,
    *,
    name: str,
    date: str | None,
    stated_by: str | None,
    provenance: Provenance,
    url: str | None,
) -> Scene:
    """The scene with what a person states of it; a time found in the file's name counts for less.

    Raises InvalidTime, InvalidValue.
    """
    when, text = stated_time(date, stated_by)
    warnings = [w for w in scene.warnings if not (when and "no acquisition time" in w)]
    assets = tuple(replace(a, provenance=provenance) for a in scene.assets)
    if url and all(a.key != LINK for a in assets):
        assets = (*assets, Asset(LINK, url, roles=("overview",)))
    return replace(
        scene,
        id=name,
        stac={**scene.stac, "id": name},
        when=when or scene.when,
        when_source="stated" if when else scene.when_source,
        stated_date=text,
        stated_by=stated_by.strip() if text and stated_by else None,
        assets=assets,
        warnings=tuple(warnings),
    )


def name_of(text: str | None, otherwise: str) -> str:
    """An id of a file's name or of what a person called it."""
    return re.sub(r"\s+", "-", (text or "").strip())[:_LONGEST_NAME] or otherwise


def fitted(scene: Scene, points: Sequence[ControlPoint], method: PlacingMethod) -> Fit:
    """How well points place a picture. Raises InvalidValue."""
    asset = scene.original
    if scene.kind != "reference" or asset is None or asset.raster is None:
        raise InvalidValue(
            f"scene {scene.name} is no picture with pixels to place; only pictures (PNG, JPEG) are."
        )
    rows, columns = asset.raster.shape
    for n, p in enumerate(points, 1):
        if not (0 <= p.column <= columns and 0 <= p.row <= rows):
            raise InvalidValue(
                f"control point {n} at column {p.column:g}, row {p.row:g} lies beside the picture "
                f"of {columns} x {rows} pixels."
            )
    pixels = [(p.column, p.row) for p in points]
    return fit(pixels, [(p.lon, p.lat) for p in points], method, asset.raster.shape)


def placing_of(
    found: Fit,
    points: Sequence[ControlPoint],
    method: PlacingMethod,
    author: str,
    against: Scene | None = None,
    stated_m: float | None = None,
) -> Placing:
    """The record of a fit; `against` is the scene the places were read from."""
    each = zip(points, found.residuals_m, found.left_out_m, strict=True)
    return Placing(
        method=method,
        points=tuple(replace(p, residual_m=r, left_out_m=left) for p, r, left in each),
        crs=found.crs,
        matrix=found.matrix,
        rms_m=found.rms_m,
        error_m=found.error_m,
        author=author,
        made=format_utc(datetime.now(UTC).replace(microsecond=0)),
        against=None if against is None else against.uid,
        against_m=None if against is None else against.position_error_m,
        stated_m=stated_m,
    )


def error_of(placing: Placing, against: Scene | None) -> float | None:
    """The positional error of a picture: stated, or of the points and of what they were read from.

    Both add as independent errors do. None where a part is unknown.
    """
    own = placing.error_m if placing.stated_m is None else placing.stated_m
    other = 0.0
    if against is not None and against.kind == "reference":
        if against.position_error_m is None:
            return placing.stated_m
        other = against.position_error_m
    if own is None:
        return None
    return own if placing.stated_m is not None else float((own**2 + other**2) ** 0.5)


def placed(
    scene: Scene, placing: Placing, pixel_m: float, error_m: float | None, lay: Lay
) -> Scene:
    """The next version of a scene, in its place; `lay` makes the asset that shows it there."""
    plain = scene.unplaced()
    asset = plain.original
    if asset is None or asset.raster is None:
        raise InvalidValue(f"scene {scene.name} has no pixels to place.")
    footprint = outline(placing.crs, placing.matrix, asset.raster.shape)
    if error_m:
        footprint = space.grown(footprint, error_m)
    return replace(
        plain,
        assets=(*plain.assets, lay(asset, placing)),
        footprint=footprint,
        placing=placing,
        position_error_m=error_m,
        gsd_m=pixel_m,
        crs=placing.crs,
        version=scene.version + 1,
    )
