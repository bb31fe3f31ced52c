"""The routes of objects followed over images, photos beside them, the sun, and dossiers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from catalogue.web import dossiers, http, photos, sun, tracks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from catalogue.web.context import Context

    Bound = Callable[[Callable[[Context, Request], Awaitable[Response]]], http.Endpoint]


def routes(to: Bound) -> list[BaseRoute]:
    """Those routes; `to` binds an endpoint to the catalogue."""
    return [
        http.route("/api/dossiers", GET=to(dossiers.listing), POST=to(dossiers.create)),
        http.route("/api/dossiers/{job}", GET=to(dossiers.job), DELETE=to(dossiers.stop)),
        http.route("/api/dossiers/{job}/dossier.zip", GET=to(dossiers.archive)),
        http.route("/api/dossiers/{job}/pages/{path:path}", GET=to(dossiers.page)),
        http.route("/api/tracks", GET=to(tracks.tracks)),
        http.route("/api/tracks/{track}/date", PUT=to(tracks.date)),
        http.route("/api/scenes/{uid}/sun", GET=to(sun.sun)),
        http.route("/api/photos", GET=to(photos.listing), POST=to(photos.pin)),
        http.route("/api/photos/{uid}", DELETE=to(photos.withdraw)),
        http.route("/api/photos/{uid}/picture", GET=to(photos.picture)),
        http.route("/api/photos/{uid}/matches", PUT=to(photos.match)),
        http.route("/api/photos/{uid}/matches/{number}", DELETE=to(photos.unmatch)),
    ]
