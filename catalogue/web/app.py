"""All HTTP routes of a catalogue, to stand beside Streamlit's pages on one port."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import catalogue.web.annotations as annotated
from catalogue import __version__
from catalogue.errors import SettingError
from catalogue.web import (
    cases,
    evidence,
    explore,
    find,
    footprints,
    gazetteer,
    http,
    judging,
    linking,
    nudges,
    objects,
    observations,
    online,
    pictures,
    pixels,
    queues,
    reports,
    runs,
    scene_grid,
    scenes,
    search,
    shell,
    stac,
    steps,
    strip,
    tiles,
)
from catalogue.web.context import Context
from catalogue.web.errors import json_response
from catalogue.web.gate import Gate, script_hashes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

    from catalogue.catalogue import Catalogue
    from catalogue.settings import Settings

_contexts: WeakKeyDictionary[Catalogue, Context] = WeakKeyDictionary()
Handler = Callable[[Context, "Request"], Awaitable[Response]]


def routes(
    catalogue: Catalogue, *, assets: Path | None = None, pages: Sequence[str] = ()
) -> list[BaseRoute]:
    """The routes under /api, /tiles, /stac and (with a folder `assets`) /ui-assets.

    `pages` are the names of Streamlit's pages, if any. Unknown paths below those four answer JSON
    404. Flat routes and no mounted apps, so that nothing loses its prefix. Worker processes start
    with `lifespan`, or with the first tile.
    """
    context = context_of(catalogue, assets)

    def to(handler: Handler) -> http.Endpoint:
        async def endpoint(request: Request) -> Response:
            return await handler(context, request)

        return endpoint

    def get(path: str, handler: Handler) -> Route:
        return http.route(path, GET=to(handler))

    return [
        get("/api/config", config),
        get("/api/footprints/state", footprints.state),
        get("/api/footprints/{z}/{x}/{y}.mvt", footprints.tile),
        get("/api/footprints/{grid}/{z}/{x}/{y}.mvt", footprints.tile),
        get("/api/facets", explore.facets),
        get("/api/histogram", explore.histogram),
        get("/api/search", search.found),
        http.route("/api/gazetteer", GET=to(gazetteer.status), PUT=to(gazetteer.compile_it)),
        http.route("/api/online", PUT=to(online.put), DELETE=to(online.delete)),
        http.route("/api/within", POST=to(explore.within)),
        http.route("/api/within/{name}", POST=to(explore.export)),
        get("/api/observations.geojson", observations.collection),
        get("/api/hit", scenes.hit),
        get("/api/strip", strip.strip),
        http.route("/api/nudges/{first}/{second}", GET=to(nudges.read), PUT=to(nudges.put)),
        http.route("/api/pictures", POST=to(pictures.create)),
        http.route("/api/links", POST=to(pictures.link)),
        http.route("/api/scenes/{uid}/fit", POST=to(pictures.fit)),
        http.route(
            "/api/scenes/{uid}/placing", PUT=to(pictures.place), DELETE=to(pictures.unplace)
        ),
        get("/api/scenes/{uid}", scenes.details),
        get("/api/scenes/{uid}/grid", scene_grid.tile_grid),
        get("/api/scenes/{uid}/queue", queues.queue),
        get("/api/scenes/{uid}/steps", steps.steps),
        http.route("/api/queue", POST=to(runs.run)),
        get("/api/scenes/{uid}/pixel", pixels.pixel),
        get("/api/scenes/{uid}/stretch", pixels.stretch),
        get("/api/scenes/{uid}/assets/{key}", scenes.asset),
        get("/api/annotations", annotated.changes),
        http.route("/api/annotations/{uid}", PUT=to(annotated.put), DELETE=to(annotated.delete)),
        http.route("/api/reports", GET=to(reports.listing), POST=to(reports.create)),
        http.route("/api/reports/{uid}", GET=to(reports.read), PATCH=to(reports.change)),
        http.route("/api/reports/{uid}/decisions/{suggestion}", PUT=to(reports.decide)),
        http.route("/api/reports/{uid}/claims", POST=to(reports.claim)),
        get("/api/evidence/pair", judging.pair),
        get("/api/evidence/next", judging.following),
        http.route("/api/evidence/assessments", PUT=to(judging.assess)),
        http.route("/api/evidence/assessments/{uid}", DELETE=to(judging.withdraw)),
        http.route("/api/evidence/looks", PUT=to(judging.look)),
        get("/api/reports/{uid}/evidence", evidence.report),
        get("/api/matrix", evidence.matrix),
        http.route("/api/linking", DELETE=to(linking.stop)),
        get("/api/matrix/{name}", evidence.matrix_file),
        get("/api/pairs/{observation}/{scene}", evidence.pair),
        get("/api/observations/{uid}/gaps", evidence.gaps),
        http.route("/api/cases", GET=to(cases.cases), POST=to(cases.open_case)),
        http.route("/api/cases/{uid}", GET=to(cases.case), PATCH=to(cases.change_case)),
        http.route("/api/searches", GET=to(cases.searches), POST=to(cases.log_search)),
        http.route("/api/searches/{uid}/run", POST=to(cases.run_search)),
        http.route("/api/find/preview", POST=to(find.preview)),
        http.route("/api/find/run", POST=to(find.run)),
        http.route("/api/find/jobs/{job}", GET=to(find.job), DELETE=to(find.stop)),
        *objects.routes(to),
        get("/tiles/scenes/{uid}/thumbnail.webp", tiles.thumbnail),
        get("/tiles/scenes/{uid}/{grid}/{z}/{x}/{y}.webp", tiles.tile),
        http.route("/stac", GET=_to_stac),
        get("/stac/", stac.landing),
        get("/stac/conformance", stac.conformance),
        get("/stac/collections", stac.collections),
        get("/stac/collections/{collection}", stac.collection),
        get("/stac/collections/{collection}/items", stac.items),
        get("/stac/collections/{collection}/items/{id}", stac.item),
        http.route("/stac/search", GET=to(stac.search_get), POST=to(stac.search_post)),
        *([Mount("/ui-assets", _Immutable(directory=assets))] if assets else []),
        *_nothing("api", "tiles", "stac", "ui-assets"),
        *shell.routes(pages),
    ]


def _nothing(*prefixes: str) -> list[BaseRoute]:
    return [
        Route(path, http.not_found, methods=list(_METHODS))
        for prefix in prefixes
        for path in (f"/{prefix}", f"/{prefix}/{{rest:path}}")
    ]


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def middleware(
    settings: Settings, catalogue: Catalogue | None = None, modules: Sequence[str] = ()
) -> list[Middleware]:
    """The gate around everything; with a catalogue, its pages may go online if the user says so.

    `modules` are paths of scripts for the browser to fetch with the page. Raises SettingError
    unless the host is this machine.
    """
    check_host(settings.host)
    pictures = context_of(catalogue).online.source if catalogue is not None else None
    # The inline scripts in the page, to allow those only: each version has its own.
    scripts = script_hashes(shell.page())
    return [Middleware(Gate, scripts=scripts, pictures=pictures, modules=modules)]


def lifespan(catalogue: Catalogue) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Starts the worker processes with the server and ends them with it."""

    @asynccontextmanager
    async def serving(_: Any) -> AsyncIterator[None]:
        context = context_of(catalogue)
        context.pool.start()
        context.working.start()
        context.index.start()
        try:
            yield
        finally:
            context.close()
            _contexts.pop(catalogue, None)

    return serving


def check_host(host: str) -> None:
    """Raise SettingError unless `host` is a loopback address."""
    try:
        local = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        raise SettingError(
            f"host is {host}: others could then reach this catalogue, and there is no login yet. "
            "Serve on 127.0.0.1; from another machine use a tunnel (ssh -L 8501:127.0.0.1:8501)."
        )


async def config(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """Answer `GET /api/config`."""

    def make() -> dict[str, Any]:
        cat = context.catalogue
        classes = [
            {
                "id": c.id,
                "path": c.path,
                "colour": c.colour,
                "hotkey": c.hotkey,
                "length_m": c.length_m,
                "width_m": c.width_m,
                "attributes": list(c.attributes),
            }
            for c in cat.classes()
        ]
        return {
            "version": __version__,
            "author": cat.settings.author,
            "rev": cat.store.annotation_rev(),
            "classes": classes,
            "online": context.online.now,
            "has": {"tiles": True, "stac": True, "login": False},
        }

    return json_response(await http.in_thread(make))


async def _to_stac(request: Request) -> Response:
    return RedirectResponse(str(request.base_url).rstrip("/") + "/stac/", 307)


def context_of(catalogue: Catalogue, assets: Path | None = None) -> Context:
    """What the routes and the lifespan of one catalogue share; made when first asked for."""
    if catalogue not in _contexts:
        _contexts[catalogue] = Context.of(catalogue, assets)
    return _contexts[catalogue]


class _Immutable(StaticFiles):
    """Files whose names hold a hash of their content: never asked for twice."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except Exception as error:
            if getattr(error, "status_code", 500) in (404, 405):
                return http.nothing_at(f"/ui-assets/{path}")
            raise
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
