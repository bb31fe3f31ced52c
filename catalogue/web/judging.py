"""Judging over HTTP: one claim beside one image, verdicts, looks, and what to judge next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from catalogue import space
from catalogue.dossier.words import object_line, place_lines
from catalogue.errors import InvalidValue
from catalogue.evidence.filters import Filters
from catalogue.model import Assessment, Link, Look, Observation, Scene
from catalogue.score import observability_of
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
_MOST_NEXT, _MOST_OFFERED = 1000, 8
# A place less probable than this is not pointed at on an image.
_LIKELY = 0.5


async def pair(context: Context, request: Request) -> Response:
    """GET /api/evidence/pair?observation=UID&scene=UID: all there is to say of the two."""
    observation, scene = _asked(request, "observation"), _asked(request, "scene")
    return json_response(await http.in_thread(lambda: _pair(context.catalogue, observation, scene)))


async def assess(context: Context, request: Request) -> Response:
    """PUT /api/evidence/assessments {observation, scene, part, verdict, ...}: keep a verdict."""
    body = await http.json_body(request)
    numbers = {
        name: None if body.get(name) is None else http.whole(body[name], name, 0, 10_000)
        for name in ("occurrence", "object")
    }
    made = await http.in_thread(
        lambda: context.catalogue.assess(
            _text(body, "observation") or "",
            _text(body, "scene") or "",
            _text(body, "part") or "",
            _text(body, "verdict") or "",
            occurrence=numbers["occurrence"],
            object=numbers["object"],
            alternatives=_texts(body, "alternatives"),
            confidence=http.number(body.get("confidence"), "confidence"),
            note=_text(body, "note"),
            annotations=_texts(body, "annotations"),
            despite=_text(body, "despite"),
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
            nothing=body.get("nothing") is True,
            note=_text(body, "note"),
        )
    )
    return json_response({"uid": made.uid})


async def following(context: Context, request: Request) -> Response:
    """GET /api/evidence/next?report=UID&case=UID&observation=UID: the pair to judge next.

    `observation` is the claim that is on screen: it comes again only if nothing else is left.
    """
    asked = request.query_params
    cat = context.catalogue

    def find() -> dict[str, Any]:
        wanted = Filters(reports=tuple(asked.getlist("report")), case=asked.get("case") or None)
        claims = {o.uid for o in cat.claims_of(wanted)}
        shown = asked.get("observation")
        found = [n for n in cat.next_to_assess(limit=_MOST_NEXT) if n.observation in claims]
        for each in sorted(found, key=lambda n: n.observation == shown):
            why = each.reason[:1].upper() + each.reason[1:]
            return {"observation": each.observation, "scene": each.scene, "why": why}
        return {"observation": None}

    return json_response(await http.in_thread(find))


def _pair(cat: Catalogue, observation: str, scene: str) -> dict[str, Any]:
    seen = cat.pair(observation, scene)
    claim, image, author = seen.observation, seen.scene, cat.settings.author
    made = cat.assessments(observation)
    offered = dict.fromkeys(a.name for each in seen.alike for a in each)
    return {
        "observation": _claim(claim, seen.unseen),
        "scene": {"uid": image.uid, "id": image.id, "version": image.version},
        "link": None if seen.link is None else _link(seen.link),
        "notes": [_sentence(text) for text in seen.remarks],
        "refused": _refused(seen.weak),
        "alternatives": list(offered)[:_MOST_OFFERED],
        "assessments": [_assessment(cat, a, author) for a in made if a.scene == scene],
        "looked": _knows(cat, author, made, observation, scene),
        "annotations": [
            {"uid": a.uid, "rev": a.rev, "class": a.cls, "author": a.author}
            for a in _relied_on(cat, claim, image)
        ],
    }


def _refused(weak: Sequence[str]) -> str | None:
    if not weak:
        return None
    return f"An empty image does not count against a claim: {'; '.join(weak)}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _claim(claim: Observation, unseen: Mapping[str, str]) -> dict[str, Any]:
    best = max(claim.place.candidates, key=lambda c: c.p) if claim.place else None
    known = best is not None and best.p >= _LIKELY
    shows, why = observability_of(claim)
    return {
        "uid": claim.uid,
        "id": claim.id,
        "version": claim.version,
        "title": claim.title,
        "claim": claim.claim,
        "when": describe(claim.when) if claim.when else None,
        "where": list(place_lines(claim.place)),
        "what": [object_line(o) for o in claim.objects] or ["No object is named."],
        "status": claim.status,
        "said_by": list(claim.attribution),
        "observability": shows,
        "why": _sentence(why),
        "point": list(space.representative_point(best.geometry)) if best and known else None,
        "radius_m": best.r95_m if best and known else None,
        "parts": [part for part in _parts(claim) if part not in unseen] or ["object"],
    }


def _parts(claim: Observation) -> list[str]:
    """The parts of the claim that can be judged: what is not claimed is left out."""
    counted = any(o.count_min is not None or o.count_max is not None for o in claim.objects)
    claimed = {
        "object": bool(claim.objects) or claim.event_class is not None,
        "place": claim.place is not None,
        "date": claim.when is not None,
        "count": counted,
        "damage": claim.event_class in ("strike", "damage", "hazard"),
        "actor": True,
    }
    return [part for part, is_claimed in claimed.items() if is_claimed]


def _link(link: Link) -> dict[str, Any]:
    return {
        "role": link.role,
        "certainty": link.certainty,
        "level": link.score.level,
        "limit": link.score.reasons[0],
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
        "again": "; ".join(cat.changed_since(made)) or None,
    }


def _relied_on(cat: Catalogue, claim: Observation, image: Scene) -> list[Any]:
    """What this author marked on the image with a class that the claim speaks of."""
    wanted = {o.cls for o in claim.objects if o.cls}
    return [
        a
        for a in cat.annotations(image.uid)
        if a.author == cat.settings.author and a.cls in wanted and a.state == "tagged"
    ]


def _knows(
    cat: Catalogue, author: str, made: Sequence[Assessment], observation: str, scene: str
) -> bool:
    """True if this author knows the claim already: they have looked, or judged it by any image."""
    looks = cat.store.find_evidence(Look, observation=observation, scene=scene)
    looked = any(one.author == author and not one.withdrawn for one in looks)
    return looked or any(one.author == author for one in made)


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
