"""What one person did on a scene, to be taken back on another day: read from what is kept of it.

Every version of an annotation is kept, so the steps need no store of their own. Taking a step
back is a further change; it is known by what it does: it leads back to where the last step began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalogue.annotate import same_annotation
from catalogue.errors import InvalidValue
from catalogue.model import Annotation
from catalogue.web import http
from catalogue.web.annotations import feature
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_FEW, _MOST = 300, 1_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one annotation; `before` or `after` is None where it was not there."""

    rev: int
    author: str
    uid: str
    before: Annotation | None
    after: Annotation | None


async def steps(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/steps?author=&n=: {past, future, more}, oldest first.

    `past` can be taken back, `future` be done again; `more` says that a higher `n` gives older
    ones. Others' changes are left alone, and so is what they changed since.
    """
    asked = request.query_params
    uid, author = request.path_params["uid"], asked.get("author", "")
    if not author:
        raise InvalidValue("author is missing; say whose steps are meant.")
    n = http.whole(asked.get("n"), "n", 1, _MOST, default=_FEW)

    def make() -> dict[str, Any]:
        found, more = recent(context.catalogue, uid, n)
        past, future = stacks(found, author)
        return {
            "past": [_json(s) for s in past],
            "future": [_json(s) for s in future],
            "more": more,
        }

    return json_response(await http.in_thread(make))


def recent(cat: Catalogue, scene: str, n: int) -> tuple[list[Step], bool]:
    """All steps on a scene since the `n`-th last changed annotation; whether there are older."""
    cat.scene(scene)
    now = sorted(cat.annotations(scene, retracted=True), key=lambda a: -a.rev)
    since = now[n - 1].rev if len(now) > n else 0
    all_of = [[*cat.store.annotation_versions(one.uid), one] for one in now[:n]]
    found = [step for versions in all_of for step in of_versions(versions)]
    older = len(now) > n or any(step.rev < since for step in found)
    return sorted((s for s in found if s.rev >= since), key=lambda s: s.rev), older


def of_versions(versions: Sequence[Annotation]) -> list[Step]:
    """The steps that made an annotation what it is, from its versions, oldest first."""
    out = []
    before: Annotation | None = None
    for version in versions:
        after = None if version.retracted else version
        out.append(Step(version.rev, version.author, version.uid, before, after))
        before = after
    return out


def stacks(found: Iterable[Step], author: str) -> tuple[list[Step], list[Step]]:
    """What the author can take back and do again, the next one last in both."""
    past: list[Step] = []
    future: list[Step] = []
    for step in found:
        if step.author != author:
            past = [s for s in past if s.uid != step.uid]
            future = [s for s in future if s.uid != step.uid]
        elif past and _reverses(step, past[-1]):
            future.append(past.pop())
        elif future and _repeats(step, future[-1]):
            past.append(future.pop())
        else:
            past.append(step)
            future = []
    return past, future


def _reverses(step: Step, other: Step) -> bool:
    ends = _same(step.before, other.after) and _same(step.after, other.before)
    return step.uid == other.uid and ends


def _repeats(step: Step, other: Step) -> bool:
    ends = _same(step.before, other.before) and _same(step.after, other.after)
    return step.uid == other.uid and ends


def _same(a: Annotation | None, b: Annotation | None) -> bool:
    return a is b if a is None or b is None else same_annotation(a, b)


def _json(step: Step) -> dict[str, Any]:
    sides = {"before": step.before, "after": step.after}
    return {"rev": step.rev, "uid": step.uid} | {
        name: None if side is None else feature(side) for name, side in sides.items()
    }
