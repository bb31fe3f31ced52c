"""Judging over HTTP: one claim beside one image, verdicts, looks, and what to judge next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalogue import space
from catalogue.dossier.words import place_lines
from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence import judging
from catalogue.model import Assessment, Link, Look, Observation, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.when.words import describe

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_MAX_TEXT = 4_000
_MAX_LIST = 100


async def pair(context: Context, request: Request) -> Response:
    """GET /api/evidence/pair?observation=UID&scene=UID: all there is to say of the two."""
    observation, scene = _asked(request, "observation"), _asked(request, "scene")
    return json_response(await http.in_thread(lambda: _pair(context.catalogue, observation, scene)))


async def assess(context: Context, request: Request) -> Response:
    """PUT /api/evidence/assessments {observation, scene, part, verdict, ...}: keep a verdict."""
    body = await http.json_body(request)
    numbers = {
        name: None if body.get(key) is None else http.whole(body[key], key, 0, 10_000)
        for name, key in (("occurrence", "occurrence"), ("thing", "object"))
    }
    made = await http.in_thread(
        lambda: context.catalogue.assess(
            _text(body, "observation") or "",
            _text(body, "scene") or "",
            _text(body, "part") or "",
            _text(body, "verdict") or "",
            alternatives=_texts(body, "alternatives"),
            confidence=http.number(body.get("confidence"), "confidence"),
            note=_text(body, "note"),
            annotations=_texts(body, "annotations"),
            despite=_text(body, "despite"),
            **numbers,
        )
    )
    return json_response({"uid": made.uid, "version": made.version})


async def withdraw(context: Context, request: Request) -> Response:
    """DELETE /api/evidence/assessments/{uid}: take one's own verdict back."""
    uid = request.path_params["uid"]
    cat = context.catalogue

    def do() -> Assessment:
        made = cat.store.evidence(Assessment, uid)
        if made.author != cat.settings.author:
            raise InvalidValue(f"this verdict is {made.author}'s; only they can withdraw it.")
        return cat.withdraw(Assessment, uid)

    return json_response({"uid": (await http.in_thread(do)).uid})


async def look(context: Context, request: Request) -> Response:
    """PUT /api/evidence/looks {observation, scene, classes, note}: what was seen, claim unknown."""
    body = await http.json_body(request)
    made = await http.in_thread(
        lambda: context.catalogue.look(
            _text(body, "observation") or "",
            _text(body, "scene") or "",
            _texts(body, "classes"),
            note=_text(body, "note"),
        )
    )
    return json_response({"uid": made.uid})


async def following(context: Context, request: Request) -> Response:
    """GET /api/evidence/next?report=UID&observation=UID: the pair to judge next."""
    asked = request.query_params
    cat = context.catalogue

    def find() -> dict[str, Any]:
        report = asked.get("report")
        claims = cat.claims(report) if report else None
        found = cat.next_to_judge(claims, after=asked.get("observation"))
        if found is None:
            return {"observation": None}
        return {"observation": found.observation, "scene": found.scene, "why": found.why}

    return json_response(await http.in_thread(find))


def _pair(cat: Catalogue, observation: str, scene: str) -> dict[str, Any]:
    claim, image = cat.store.observation(observation), cat.store.scene(scene)
    link = cat.link_of(observation, scene)
    author = cat.settings.author
    made = cat.assessments(observation, scene)
    similar = judging.similar_classes(claim, cat.store.classes())
    return {
        "observation": _claim(claim),
        "scene": {"uid": image.uid, "id": image.id, "version": image.version},
        "link": None if link is None else _link(link),
        "notes": list(judging.notes_on(claim, image, link)),
        "refused": judging.why_refused(link),
        "alternatives": [c.path.rsplit("/", 1)[-1] for c in similar[:8]],
        "assessments": [_assessment(cat, a, author) for a in made],
        "looked": _looked(cat, author, observation, scene)
        or any(a.author == author for a in cat.assessments(observation)),
        "annotations": [
            {"uid": a.uid, "rev": a.rev, "class": a.cls, "author": a.author}
            for a in _relied_on(cat, claim, image)
        ],
    }


def _claim(claim: Observation) -> dict[str, Any]:
    best = max(claim.place.candidates, key=lambda c: c.p) if claim.place else None
    known = best is not None and best.p >= 0.5
    return {
        "uid": claim.uid,
        "id": claim.id,
        "version": claim.version,
        "title": claim.title,
        "claim": claim.claim,
        "when": describe(claim.when) if claim.when else None,
        "where": list(place_lines(claim.place)),
        "what": [_thing(o) for o in claim.objects] or ["No object is named."],
        "status": claim.status,
        "said_by": list(claim.attribution),
        "observability": claim.observability,
        "why": "",
        "point": list(space.representative_point(best.geometry)) if best and known else None,
        "radius_m": best.r95_m if best and known else None,
        "parts": list(judging.parts_of(claim)),
    }


def _thing(thing: Any) -> str:
    size = f", {thing.length_m:g} × {thing.width_m:g} m" if thing.length_m and thing.width_m else ""
    low, high = thing.count_min, thing.count_max
    many = "" if low is None and high is None else f" ({low or '?'}–{high or '?'})"
    return f"{thing.name}{many}{size}"


def _link(link: Link) -> dict[str, Any]:
    return {
        "role": link.role,
        "certainty": link.certainty,
        "level": link.score.level,
        "limit": judging.main_limit(link.score),
        "rank_score": link.score.value,
        "terms": [
            {"name": t.name, "low": t.low, "high": t.high, "value": t.value, "reason": t.reason}
            for t in link.score.terms
        ],
    }


def _assessment(cat: Catalogue, made: Assessment, author: str) -> dict[str, Any]:
    return {
        "uid": made.uid,
        "part": made.part,
        "verdict": made.verdict,
        "author": made.author,
        "made": made.made,
        "alternatives": list(made.alternatives),
        "confidence": made.confidence,
        "note": made.note,
        "blind": made.blind,
        "version": made.version,
        "mine": made.author == author,
        "again": cat.why_again(made),
    }


def _relied_on(cat: Catalogue, claim: Observation, image: Scene) -> list[Any]:
    """What this author marked on the image with a class that the claim speaks of."""
    wanted = {o.cls for o in claim.objects if o.cls}
    return [
        a
        for a in cat.annotations(image.uid)
        if a.author == cat.settings.author and a.cls in wanted and a.state == "tagged"
    ]


def _looked(cat: Catalogue, author: str, observation: str, scene: str) -> bool:
    try:
        made = cat.store.evidence(Look, judging.look_uid(author, observation, scene))
    except NotFound:
        return False
    return not made.withdrawn


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if not value:
        raise InvalidValue(f"{name} is missing; name it by its uid.")
    return value


def _text(body: Any, name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MAX_TEXT or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MAX_TEXT:,}.")
    return value


def _texts(body: Any, name: str) -> list[str]:
    value = body.get(name) or []
    if not isinstance(value, list) or len(value) > _MAX_LIST:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a list of at most {_MAX_LIST}.")
    return [text for n in range(len(value)) if (text := _text({name: value[n]}, name))]
