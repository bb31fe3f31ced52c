"""A claim and an image side by side: what a person is to know before judging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalogue.evidence.alike import Alike, alike
from catalogue.evidence.judging import out_of_sight, weaknesses
from catalogue.evidence.wording import order_unknown
from catalogue.model import CLAIM_PARTS, Link, Observation, Scene, TaxonomyClass
from catalogue.model.observation import Observability


@dataclass(frozen=True, slots=True)
class Pair:
    """`link` is None where the image is no possible one, and `why_not` says why.

    `weak` are the reasons for which "inconsistent" needs one of the person's own, `unseen` those
    for which a part of the claim (by name) cannot be judged by any image, `order` that the image
    has no order to what happened ("same day, order unknown"). `alike` are other explanations to
    offer, for each object of the claim.
    """

    observation: Observation
    scene: Scene
    link: Link | None
    why_not: tuple[str, ...]
    weak: tuple[str, ...]
    unseen: dict[str, str]
    order: str | None
    alike: tuple[tuple[Alike, ...], ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to keep in mind whatever the verdict, in sentences."""
        said = [f"it is no possible image of this claim: {why}" for why in self.why_not]
        if self.link is not None and self.link.certainty == "possible":
            said.append("it may show the place at the time of the claim, but not certainly")
        if self.order:
            said.append(self.order)
        for thing, others in zip(self.observation.objects, self.alike, strict=True):
            if others:
                names = "; ".join(f"{a.name} ({a.why})" for a in others)
                said.append(f"{thing.name}: similar types: {names}")
        return tuple(said)


def pair(
    observation: Observation,
    scene: Scene,
    link: Link | None,
    why_not: Sequence[str],
    classes: Sequence[TaxonomyClass],
    observability: Observability | None,
) -> Pair:
    """What is to be known of a claim and an image."""
    unseen = {part: out_of_sight(observability, part) for part in CLAIM_PARTS}
    return Pair(
        observation,
        scene,
        link,
        tuple(why_not),
        weaknesses(link, why_not),
        {part: why for part, why in unseen.items() if why},
        order_unknown(observation.when, scene.when),
        tuple(alike(thing, classes) for thing in observation.objects),
    )


def pair_json(seen: Pair) -> dict[str, Any]:
    """A pair for programs, without the records themselves; None is unknown."""
    link = seen.link
    return {
        "observation": seen.observation.uid,
        "observation_version": seen.observation.version,
        "scene": seen.scene.uid,
        "scene_version": seen.scene.version,
        "role": link.role if link else None,
        "roles": list(link.roles) if link else [],
        "certainty": link.certainty if link else None,
        "level": link.score.level if link else None,
        "rank_score": link.score.value if link else None,
        "limiting": link.score.limiting if link else None,
        "reasons": list(link.score.reasons) if link else [],
        "why_not": list(seen.why_not),
        "inconsistent_needs_a_reason": list(seen.weak),
        "cannot_be_judged": seen.unseen,
        "order": seen.order,
        "alternatives": [[asdict(a) for a in each] for each in seen.alike],
        "remarks": list(seen.remarks),
    }
