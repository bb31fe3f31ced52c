"""What to judge next: claims with a usable image of their time that few have judged. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.evidence.agreement import question
from catalogue.model import Assessment, Level


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image that was taken at the time of a claim and may be used for it; `score` ranks."""

    observation: str
    scene: str
    level: Level
    score: float


@dataclass(frozen=True, slots=True)
class Next:
    """A claim to judge by an image (uids). `reviewers` is how many others judged the claim,
    `disagreement` the share of those who answer a question otherwise than most, `again` that
    one's own verdict needs another look.
    """

    observation: str
    scene: str
    level: Level
    reviewers: int
    disagreement: float
    again: bool = False

    @property
    def reason(self) -> str:
        """Why this one is next, in a sentence."""
        image = f"an image of its time is {self.level}"
        if self.again:
            return f"what you judged has changed since; {image}."
        if not self.reviewers:
            return f"nobody has judged this claim; {image}."
        people = "1 person has" if self.reviewers == 1 else f"{self.reviewers} people have"
        differ = (
            f", {self.disagreement:.0%} of them otherwise than most" if self.disagreement else ""
        )
        return f"{people} judged this claim{differ}, you have not; {image}."


def disagreement(made: Iterable[Assessment]) -> float:
    """The largest share, over all questions, of people who answer otherwise than most do."""
    answers: dict[object, dict[str, str]] = defaultdict(dict)
    for one in made:
        answers[question(one)][one.author] = one.verdict
    return max((_minority(list(by.values())) for by in answers.values()), default=0.0)


def _minority(verdicts: Sequence[str]) -> float:
    return 1 - max(verdicts.count(v) for v in set(verdicts)) / len(verdicts)


def queue(
    candidates: Iterable[Candidate],
    made: Iterable[Assessment],
    author: str,
    stale: Mapping[str, bool],
) -> list[Next]:
    """Claims that the author has not judged, or must judge again, each with its best image.

    First those with the fewest reviewers, then the highest disagreement, then the best image.
    `stale` says of an assessment (uid) whether it needs another look.
    """
    by_claim: dict[str, list[Assessment]] = defaultdict(list)
    for one in made:
        if not one.withdrawn:
            by_claim[one.observation].append(one)
    best: dict[str, Candidate] = {}
    for each in candidates:
        known = best.get(each.observation)
        if known is None or _rank(each) < _rank(known):
            best[each.observation] = each
    found = []
    for claim, image in best.items():
        mine = [a for a in by_claim[claim] if a.author == author]
        again = next((a.scene for a in mine if stale.get(a.uid, False)), None)
        if mine and again is None:
            continue
        people = len({a.author for a in by_claim[claim]} - {author})
        differ = disagreement(by_claim[claim])
        found.append(Next(claim, again or image.scene, image.level, people, differ, bool(again)))
    return sorted(
        found,
        key=lambda n: (n.reviewers, -n.disagreement, _rank(best[n.observation]), n.observation),
    )


def _rank(image: Candidate) -> tuple[float, str]:
    return -image.score, image.scene
