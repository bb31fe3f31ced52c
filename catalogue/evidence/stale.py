"""Which assessments need another look: what they were made on has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from catalogue.evidence.wording import objects_words, place_words, time_words
from catalogue.interval import Interval, format_utc
from catalogue.model import Assessment, Observation, Scene
from catalogue.space import area_m2

R = TypeVar("R", Observation, Scene)
# Parts of a claim that rest on what its objects were said to be.
_OF_OBJECTS = ("object", "count")


def version_of(versions: Iterable[R], number: int) -> R | None:
    """The record as it was at a version, None if that is not kept."""
    return next((record for record in versions if record.version == number), None)


def changes(
    made: Assessment,
    observation: tuple[Observation | None, Observation],
    scene: tuple[Scene | None, Scene],
) -> tuple[str, ...]:
    """What changed since a verdict, a sentence each with the old and the new value.

    Each pair is the record as it was judged (None: not kept) and as it is now.
    """
    return (*_of_claim(made, *observation), *_of_scene(*scene))


def _of_claim(made: Assessment, then: Observation | None, now: Observation) -> Iterable[str]:
    if then is None:
        yield f"version {made.observation_version} of the claim is not kept"
        return
    if then.place != now.place:
        yield _changed("the place", place_words(then), place_words(now))
    if then.when != now.when:
        yield _changed("the time", time_words(then), time_words(now))
    if made.part in _OF_OBJECTS and then.objects != now.objects:
        yield _changed("what was reported", objects_words(then), objects_words(now))


def _of_scene(then: Scene | None, now: Scene) -> Iterable[str]:
    if then is None:
        yield "the version of the image that was judged is not kept"
        return
    if then.footprint != now.footprint:
        yield _changed("the outline of the image", _area(then), _area(now))
    if then.when != now.when:
        yield _changed("the time of the image", _moment(then.when), _moment(now.when))
    files = {a.key: a.sha256 for a in now.assets}
    for asset in then.assets:
        found = files.get(asset.key)
        if asset.sha256 is None or found == asset.sha256:
            continue
        new = "gone" if asset.key not in files else "unknown" if found is None else found[:12]
        yield _changed(f"the file {asset.key!r} of the image", asset.sha256[:12], new)


def _changed(what: str, old: Any, new: Any) -> str:
    if old == new:
        return f"{what} was changed in its details: {new}"
    return f"{what} was {old}, now it is {new}"


def _area(scene: Scene) -> str:
    if scene.footprint is None:
        return "unknown"
    west, south, east, north = scene.footprint.bounds
    square = area_m2(scene.footprint) / 1e6
    return f"{square:.4g} km² within {west:.4f}, {south:.4f}, {east:.4f}, {north:.4f}"


def _moment(when: Interval | None) -> str:
    if when is None:
        return "unknown"
    begin, end = (format_utc(side) if side else ".." for side in (when.begin, when.end))
    return begin if when.is_instant else f"{begin} to {end}"
