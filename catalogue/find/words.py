"""A preview and an outcome as JSON, for the command line and the web alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue import space
from catalogue.find.found import Found
from catalogue.find.plan import Preview
from catalogue.find.request import SearchRequest


def preview_json(shown: Preview, request: SearchRequest) -> dict[str, Any]:
    """`text` is the request as HTTP has it, `says` what it means, one sentence each.

    `digest` (sha256 of both) is what a yes is said to; `area_km2` is the area asked for.
    """
    return {
        "method": shown.method,
        "url": shown.url,
        "host": shown.host,
        "headers": dict(shown.headers),
        "body": request.body(),
        "body_bytes": len(shown.body),
        "text": shown.text,
        "says": list(shown.says),
        "digest": shown.digest,
        "area_km2": space.area_m2(request.area) / 1e6,
        "aoi": request.aoi(),
    }


def found_json(found: Found, names: Mapping[str, str]) -> dict[str, Any]:
    """What a search came to; `names` are of its scenes, by uid."""
    return {
        "search": found.search,
        "provider": found.plan.host,
        "at": found.at,
        "seconds": round(found.seconds, 3),
        "words": found.words,
        "matched": found.matched,
        "received": found.received,
        "pages": found.pages,
        "new": [{"uid": uid, "scene": names.get(uid, uid)} for uid in found.new],
        "known": [{"uid": uid, "scene": names.get(uid, uid)} for uid in found.known],
        "outside": found.outside,
        "beyond": found.beyond,
        "repeated": found.repeated,
        "rejected": [
            {"row": r.row, "field": r.field, "value": r.value, "reason": r.reason}
            for r in found.rejected
        ],
        "fetched": [
            {
                "scene": f.scene, "asset": f.key, "url": f.url, "size": f.size,
                "sha256": f.sha256, "reason": f.reason,
            }
            for f in found.fetched
        ],
        "warnings": list(found.warnings),
        "error": found.error,
        "fetch_error": found.fetch_error,
    }  # fmt: skip
