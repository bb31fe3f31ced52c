"""Does the sun fit an image? By what its metadata state, and by shadows drawn on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalogue.errors import CatalogueError
from catalogue.evidence.suncheck import SunCheck
from catalogue.model import Annotation
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_MOST_SHADOWS = 20


async def sun(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/sun?shadow=&height=: the sun by place and time, against what is said.

    {stated: check, shadows: [check], lines: [{annotation, name}], flag}. A check is {fits,
    sentence, flag, azimuth, elevation (computed, degrees), off_deg, limit_deg, height_m,
    annotation}. Lines of the class "shadow" are checked; with `shadow` that line too, `height` is
    that of what casts it, in metres.
    """
    uid, asked = request.path_params["uid"], request.query_params
    height = http.number(asked.get("height"), "height")
    shadow = asked.get("shadow") or None
    cat = context.catalogue
    return json_response(await http.in_thread(lambda: sun_json(cat, uid, shadow, height)))


def sun_json(
    cat: Catalogue, uid: str, shadow: str | None = None, height_m: float | None = None
) -> dict[str, Any]:
    """The answer of `sun`. Raises NotFound, InvalidValue."""
    image = cat.scene(uid)
    stated = cat.sun(uid)
    classes = cat.classes()
    names = {c.id: c.path for c in classes}
    of_shadows = {c.id for c in classes if c.is_shadow}
    lines = [a for a in cat.annotations(uid) if _is_line(a)]
    wanted = [a for a in lines if a.uid != shadow and a.cls in of_shadows]
    shadows = []
    if shadow is not None:
        shadows.append(_check(cat.sun(uid, shadow=shadow, height_m=height_m), shadow))
    for one in wanted[:_MOST_SHADOWS]:
        try:
            shadows.append(_check(cat.sun(uid, shadow=one.uid), one.uid))
        except CatalogueError:  # a line of no length shows no direction
            continue
    flags = [each["flag"] for each in (_check(stated), *shadows) if each["flag"]]
    return {
        "azimuth": image.sun_azimuth_deg,
        "elevation": image.sun_elevation_deg,
        "stated": _check(stated),
        "shadows": shadows,
        "lines": [{"annotation": a.uid, "name": names.get(a.cls or "", "line")} for a in lines],
        "flag": flags[0] if flags else None,
    }


def _is_line(one: Annotation) -> bool:
    drawn = one.geometry is not None and one.geometry.geom_type == "LineString"
    return drawn and one.state != "suggested" and not one.retracted


def _check(found: SunCheck, annotation: str | None = None) -> dict[str, Any]:
    sentence = found.sentence
    return {
        "annotation": annotation,
        "fits": found.fits,
        "flag": found.flag,
        "sentence": f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.",
        "azimuth": None if found.sun is None else found.sun.azimuth_deg,
        "elevation": None if found.sun is None else found.sun.elevation_deg,
        "off_deg": found.off_deg,
        "limit_deg": found.limit_deg,
        "height_m": found.height_m,
    }
