"""What people concluded: verdicts on a claim and an image, and what they saw before the claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from catalogue.errors import InvalidValue
from catalogue.model.link import Role, Score
from catalogue.model.ranges import check_range

Verdict = Literal["consistent", "inconsistent", "inconclusive", "not_observable"]
ClaimPart = Literal["place", "date", "object", "count", "damage", "actor"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
CLAIM_PARTS: tuple[str, ...] = get_args(ClaimPart)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A person's verdict on one part of a claim (observation) by one image (scene).

    Both are named with the version that was judged; `score` and `role` are frozen as seen.
    `occurrence` and `object` count from 0 among the claim's times and objects, None means the
    claim as a whole. `annotations` are those relied on, (uid, rev). `alternatives` are other
    explanations of what is seen. `blind`: the image was labelled before the claim was shown.
    `despite` is why a person calls a claim inconsistent where the image is too poor for it.
    """

    uid: str
    observation: str
    observation_version: int
    scene: str
    scene_version: int
    part: ClaimPart
    verdict: Verdict
    author: str
    made: str
    role: Role | None = None
    score: Score | None = None
    occurrence: int | None = None
    object: int | None = None
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None
    note: str | None = None
    annotations: tuple[tuple[str, int], ...] = ()
    blind: bool = False
    despite: str | None = None
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise InvalidValue(f"verdict {self.verdict!r} is not one of {', '.join(VERDICTS)}.")
        if self.part not in CLAIM_PARTS:
            raise InvalidValue(f"part {self.part!r} is not one of {', '.join(CLAIM_PARTS)}.")
        check_range("confidence", self.confidence, 0, 1, "(a share)")


@dataclass(frozen=True, slots=True)
class Look:
    """What a person saw on an image before the claim was shown to them.

    `classes` are ids of the taxonomy; none of them with `nothing`, which is a statement, too.
    """

    uid: str
    observation: str
    scene: str
    author: str
    made: str
    classes: tuple[str, ...] = ()
    nothing: bool = False
    note: str | None = None
    annotations: tuple[tuple[str, int], ...] = ()
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if self.nothing == bool(self.classes):
            raise InvalidValue("say which classes you saw, or that you saw nothing: one of both.")
