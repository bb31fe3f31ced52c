"""Why images are of no use for a claim, as short phrases with what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalogue.model import CloudAtPlace, Scene, Score

# A scene, its score, and what its mask says of the place.
Pair = tuple[Scene, Score, CloudAtPlace | None]


@dataclass(frozen=True, slots=True)
class Cause:
    """`scenes` (uids) of no use for one and the same reason; `term` is that of the score."""

    term: str
    phrase: str
    scenes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How many and why: "3 scenes, all with 82 % cloud or more"."""
        count = len(self.scenes)
        return f"{count} {'scene' if count == 1 else 'scenes'}, {self.phrase}"


def causes(useless: Iterable[Pair]) -> tuple[Cause, ...]:
    """The images by what limits each most; the most frequent first."""
    found: dict[tuple[str, bool], list[Pair]] = {}
    for scene, score, cloud in useless:
        night = score.limiting == "clear_view" and (scene.sun_elevation_deg or 1) <= 0
        found.setdefault((score.limiting, night), []).append((scene, score, cloud))
    made = [
        Cause(term, "taken at night" if night else _phrase(term, pairs), _uids(pairs))
        for (term, night), pairs in found.items()
    ]
    return tuple(sorted(made, key=lambda cause: (-len(cause.scenes), cause.term)))


def _uids(pairs: Sequence[Pair]) -> tuple[str, ...]:
    return tuple(scene.uid for scene, _, _ in pairs)


def _phrase(term: str, pairs: Sequence[Pair]) -> str:
    """What they have in common; where that cannot be said shortly, the reason of the first."""
    said = _SAID.get(term)
    text = said(pairs) if said else None
    return text or _reason(pairs[0][1], term)


def _reason(score: Score, term: str) -> str:
    return next((t.reason for t in score.terms if t.name == term), term.replace("_", " "))


def _cloud(pairs: Sequence[Pair]) -> str | None:
    told = [cloud for _, _, cloud in pairs if cloud is not None and cloud.told]
    least = min((cloud.share for cloud in told), default=0.0)
    if len(told) == len(pairs) and least > 0:
        sources = " and ".join(sorted({cloud.source for cloud in told}))
        much = "under cloud" if least > 0.9995 else f"with {100 * least:.3g} % cloud or more"
        return _all(pairs, f"{much} at the place ({sources})")
    shares = [scene.cloud_pct for scene, _, _ in pairs]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return None
    if all("whole scene" in _reason(score, "clear_view") for _, score, _ in pairs):
        return _all(pairs, f"with {min(known):.3g} % cloud or more over the whole scene")
    if len(pairs) == 1:
        return None
    clearest = max(pairs, key=lambda pair: pair[1].high)
    return f"all clouded; the clearest: {_reason(clearest[1], 'clear_view')}"


def _coarse(pairs: Sequence[Pair]) -> str | None:
    sizes = [scene.gsd_m for scene, _, _ in pairs]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None
    return _all(pairs, f"too coarse (pixels of {_range(known, 'm')})")


def _place(pairs: Sequence[Pair]) -> str:
    most = max(
        next((t.value for t in score.terms if t.name == "place"), 1.0) for _, score, _ in pairs
    )
    share = "less than 1 %" if most < 0.01 else f"{100 * most:.0f} % or less"
    return _all(pairs, f"showing {share} of where it may have been")


def _all(pairs: Sequence[Pair], text: str) -> str:
    return text if len(pairs) == 1 else f"all {text}"


def _range(values: Sequence[float], unit: str) -> str:
    low, high = min(values), max(values)
    return f"{low:.3g} {unit}" if low == high else f"{low:.3g} to {high:.3g} {unit}"


_SAID: dict[str, Callable[[Sequence[Pair]], str | None]] = {
    "clear_view": _cloud,
    "sharpness": _coarse,
    "place": _place,
}
