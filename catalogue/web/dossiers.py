"""Dossiers over HTTP: begun, watched, given up, and what was built to read or to keep.

Its pages hold words of others. They come with a policy of their own: no script, nothing loaded, no
form, and an origin that is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse

from catalogue.dossier.edition import COARSE_M
from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence.filters import Filters
from catalogue.web import http
from catalogue.web.dossier_jobs import DossierJob, Wanted
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

PAGE_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
SUBJECTS = ("observation", "report", "case")
_FIELDS = {
    *SUBJECTS, "title", "publication", "allow", "coarse_km", "pdf", "images",
}  # fmt: skip
_MOST_IMAGES = 200
_MOST_TITLE = 300


async def create(context: Context, request: Request) -> Response:
    """POST /api/dossiers {observation, report or case, title, publication, allow, coarse_km, ...}.

    Answers 202 with the job, 503 if two are being built. `pdf` left out makes them where Chromium
    is installed.
    """
    body = await http.json_body(request)

    def begin() -> dict[str, Any]:
        return _json(context.dossiers.build(wanted_of(context.catalogue, body)))

    return json_response(await http.in_thread(begin), 202)


async def listing(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """GET /api/dossiers: those that this server keeps, newest first."""
    return json_response({"dossiers": [_json(one) for one in context.dossiers.all()]})


async def job(context: Context, request: Request) -> Response:
    """GET /api/dossiers/{job}: how far it is, and what was built."""
    return json_response(_json(_of(context, request)))


async def stop(context: Context, request: Request) -> Response:
    """DELETE /api/dossiers/{job}: give it up; nothing of it is left. Answers the job."""
    found = _of(context, request)
    found.stop.set()
    return json_response(_json(found))


async def archive(context: Context, request: Request) -> Response:
    """GET /api/dossiers/{job}/dossier.zip: the whole folder as one file."""
    found = _built(context, request)
    path, headers = found.archive, {"Cache-Control": "no-store"}
    return FileResponse(path, media_type="application/zip", filename=path.name, headers=headers)


async def page(context: Context, request: Request) -> Response:
    """GET /api/dossiers/{job}/pages/{path}: one of its pages, to look at it here."""
    found = _built(context, request)
    path = request.path_params["path"]
    if path not in dict(found.pages()) and not path.endswith("/index.html"):
        raise NotFound(f"this dossier has no page {path[:200]!r}.")
    assert found.result is not None  # noqa: S101 - it is built
    root = found.result.folder.resolve()
    target = (root / path).resolve()
    if not target.is_relative_to(root) or not target.is_file():
        raise NotFound(f"this dossier has no page {path[:200]!r}.")
    return FileResponse(
        target,
        media_type="text/html; charset=utf-8",
        headers={"Cache-Control": "no-store", "Content-Security-Policy": PAGE_POLICY},
    )


def wanted_of(cat: Catalogue, body: Mapping[str, Any]) -> Wanted:
    """What a body asks for. Raises InvalidValue, NotFound."""
    strange = sorted(body.keys() - _FIELDS)
    if strange:
        raise InvalidValue(f"{strange[0]!r} says nothing about a dossier; leave it out.")
    subjects = {name: uid for name in SUBJECTS if (uid := _text(body, name))}
    if len(subjects) != 1:
        raise InvalidValue("name one observation, report or case (uid) to make a dossier of.")
    allow = body.get("allow") or []
    if not isinstance(allow, list) or not all(isinstance(name, str) for name in allow):
        raise InvalidValue("allow must be a list of texts.")
    publication = body.get("publication") is True
    if allow and not publication:
        raise InvalidValue("allow says what a publication may tell; set publication, too.")
    coarse = http.number(body.get("coarse_km"), "coarse_km")
    pdf = body.get("pdf")
    if pdf not in (None, True, False):
        raise InvalidValue(f"pdf is {str(pdf)[:80]!r}; say true or false, or leave it out.")
    uids, name, title = claims_of(cat, *next(iter(subjects.items())))
    return Wanted(
        observations=uids,
        name="publication" if publication else f"dossier-{name}",
        title=_text(body, "title") or (None if publication else title),
        publication=publication,
        allow=frozenset(allow),
        coarse_m=COARSE_M if coarse is None else 1000 * coarse,
        pdf=pdf,
        images=http.whole(body.get("images"), "images", 0, _MOST_IMAGES, 20),
    )


def claims_of(cat: Catalogue, kind: str, uid: str) -> tuple[tuple[str, ...], str, str | None]:
    """The claims (uids) of one of SUBJECTS, a name for a file, the title of what has several."""
    if kind == "observation":
        claim = cat.observation(uid)
        return (claim.uid,), claim.id, None
    if kind == "report":
        told = cat.report(uid)
        found, name, title = cat.claims(told.uid), told.id, told.title or told.id
        missing = "no claim of this report was accepted yet; do so on the Reports page."
    else:
        case = cat.named_case(uid)
        found, name = cat.claims_of(Filters(case=case.uid)), case.id
        title = case.title or case.question
        missing = "this case has no claim yet; add some to it on the Cases page."
    if not found:
        raise InvalidValue(missing)
    return tuple(claim.uid for claim in found), name, title


def _json(found: DossierJob) -> dict[str, Any]:
    base = f"/api/dossiers/{found.id}"
    made = found.result
    return {
        "job": found.id,
        "state": found.state,
        "stage": found.stage,
        "done": found.done,
        "total": found.total,
        "publication": found.wanted.publication,
        "error": found.error,
        "result": None
        if made is None
        else {
            "fingerprint": made.fingerprint,
            "files": made.files,
            "pictures": made.pictures,
            "warnings": list(made.warnings),
            "archive": f"{base}/dossier.zip",
            "pages": [
                {"href": f"{base}/pages/{path}", "name": name} for path, name in found.pages()
            ],
        },
    }


def _of(context: Context, request: Request) -> DossierJob:
    return context.dossiers.get(request.path_params["job"])


def _built(context: Context, request: Request) -> DossierJob:
    found = _of(context, request)
    if found.result is None:
        raise NotFound(f"this dossier is {found.state}; there is nothing to fetch.")
    return found


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MOST_TITLE or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MOST_TITLE}.")
    return value
