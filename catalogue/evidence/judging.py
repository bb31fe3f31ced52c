"""What a person may conclude of a claim and an image, and what must stand beside it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from catalogue.model import (
    CLAIM_PARTS,
    Assessment,
    Link,
    Observation,
    Scene,
    Score,
    TaxonomyClass,
    Term,
)

# Below this value of sharpness or clear view an empty image says nothing. Assumption: at one half
# the thing would as likely be missed as seen.
FLOOR = 0.5
FLOORED = ("sharpness", "clear_view")
# A class is similar if both its sizes are within this share of the other's. Assumption.
SIMILAR = 0.3
_NAMESPACE = uuid.UUID("5d0f6d0e-7c1c-4a55-9a43-3b1f4d6c2f10")


def assessment_uid(
    author: str, observation: str, scene: str, part: str, occurrence: int | None, thing: int | None
) -> str:
    """One verdict of a person on one question: said again, it is a new version of the same."""
    named = "\0".join([author, observation, scene, part, repr(occurrence), repr(thing)])
    return uuid.uuid5(_NAMESPACE, named).hex


def look_uid(author: str, observation: str, scene: str) -> str:
    """One look of a person at an image whose claim they do not know yet."""
    return uuid.uuid5(_NAMESPACE, "\0".join(["look", author, observation, scene])).hex


def parts_of(observation: Observation) -> tuple[str, ...]:
    """The parts of a claim that can be judged; what is not claimed is left out."""
    counted = any(o.count_min is not None or o.count_max is not None for o in observation.objects)
    claimed = {
        "object": bool(observation.objects) or observation.event_class is not None,
        "place": observation.place is not None,
        "date": observation.when is not None,
        "count": counted,
        "damage": observation.event_class in ("strike", "damage", "hazard"),
        "actor": True,
    }
    first = ("object", *(p for p in CLAIM_PARTS if p != "object"))
    return tuple(part for part in first if claimed[part])


def why_refused(link: Link | None) -> str | None:
    """Why an image cannot speak against a claim, None if it can.

    An image in which nothing is seen counts only if it would have shown the thing: sharp and
    clear enough, and over all of the place.
    """
    if link is None:
        return "This image is out of the claim's place or time: it says nothing about it."
    for term in link.score.terms:
        if term.name in FLOORED and (not term.known or term.value < FLOOR):
            return (
                f"An empty image does not count against a claim: this one may not have shown it "
                f"({term.reason})."
            )
    if link.certainty == "possible":
        return (
            "An empty image does not count against a claim: this one may not cover all of the "
            "place, or not the stated time."
        )
    return None


def notes_on(observation: Observation, scene: Scene, link: Link | None) -> Iterator[str]:
    """What must be said beside any verdict on this pair."""
    if link is None:
        return
    if link.role == "during" and not _is_exact(observation, scene):
        yield "Taken within the stated time, order unknown: it may be before or after what is said."
    if link.role in ("before", "after", "between"):
        yield (
            f"Taken {link.role.replace('between', 'between the stated times')}: what is not there "
            "then may have been there at the stated time."
        )
    if len({r for r in link.roles if r == "during"}) and len(link.roles) > 1:
        at = [n + 1 for n, role in enumerate(link.roles) if role == "during"]
        yield f"Of {len(link.roles)} stated times this is number {', '.join(map(str, at))}."
    if link.certainty == "possible":
        yield "It may not cover all of the place, or not the stated time."


def _is_exact(observation: Observation, scene: Scene) -> bool:
    """True if a stated time is no longer than the taking of the image."""
    spans = [
        i
        for o in (observation.when.occurrences if observation.when else ())
        for i, _ in o.alternatives
    ]
    return not any(scene.when and i.contains(scene.when) and i != scene.when for i in spans)


def similar_classes(
    observation: Observation, classes: Sequence[TaxonomyClass]
) -> list[TaxonomyClass]:
    """What else it could be: classes of about the same size, then those of the same kind."""
    own = {o.cls for o in observation.objects if o.cls}
    known = [c for c in classes if c.id in own]
    parents = {c.path.rsplit("/", 1)[0] for c in known if "/" in c.path}
    sizes = [(o.length_m, o.width_m) for o in observation.objects if o.length_m and o.width_m]
    sizes += [(c.length_m, c.width_m) for c in known if c.length_m and c.width_m]
    others = [c for c in classes if c.id not in own]
    sized = [c for c in others if any(_alike(c, size) for size in sizes)]
    kin = [c for c in others if c not in sized and c.path.rsplit("/", 1)[0] in parents]
    return [*sized, *kin]


def _alike(entry: TaxonomyClass, size: tuple[float | None, float | None]) -> bool:
    if not (entry.length_m and entry.width_m and size[0] and size[1]):
        return False
    mine, theirs = sorted((entry.length_m, entry.width_m)), sorted((size[0], size[1]))
    return all(abs(a - b) <= SIMILAR * b for a, b in zip(mine, theirs, strict=True))


def why_again(
    made: Assessment,
    observation: Observation,
    judged: Observation | None,
    scene: Scene,
    seen: Scene | None,
) -> str | None:
    """Why a verdict needs another look: what changed of the claim or the image since; or None.

    `judged` and `seen` are the versions it was made on, None where they are not known any more.
    """
    if judged is not None and made.observation_version != observation.version:
        if judged.place != observation.place:
            return "the place of the claim was corrected since."
        if judged.when != observation.when:
            was = judged.when.edtf if judged.when else "unknown"
            now = observation.when.edtf if observation.when else "unknown"
            return f"the time of the claim was corrected since, from {was} to {now}."
        if made.part in ("object", "count") and judged.objects != observation.objects:
            return "what is said to have been there was corrected since."
    if seen is not None and made.scene_version != scene.version:
        if seen.when != scene.when:
            return "the time of the image was corrected since."
        if seen.footprint != scene.footprint:
            return "where the image lies was corrected since."
        if [a.sha256 for a in seen.assets] != [a.sha256 for a in scene.assets]:
            return "a file of the image changed since."
    return None


def main_limit(score: Score) -> str:
    """The sentence of the term that limits an image most."""
    return score.reasons[0] if score.reasons else ""


def term_of(score: Score, name: str) -> Term | None:
    """One term by its name."""
    return next((term for term in score.terms if term.name == name), None)
