"""How far people agree, and whether knowing the claim changed what they saw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from catalogue.model import Assessment, Look, Observation

# Fewer pairs than this say nothing about agreement. Convention.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `pairs` answers to the same question, the share that is equal, and Cohen's kappa.

    Kappa is what is beyond chance, 1 is all of it; None where chance alone gives one answer.
    """

    pairs: int
    share: float | None
    kappa: float | None

    @property
    def sentence(self) -> str:
        """For people."""
        if self.pairs < LEAST:
            return f"Too few to say: {self.pairs} of at least {LEAST} answers to the same question."
        kappa = "" if self.kappa is None else f", kappa {self.kappa:.2f}"
        return f"{self.share:.0%} of {self.pairs} answers agree{kappa}."


def agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Of two answers to each question. Cohen's kappa (1960): (p_o - p_e) / (1 - p_e)."""
    if not pairs:
        return Agreement(0, None, None)
    n = len(pairs)
    equal = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[name] * right[name] for name in left) / n**2
    kappa = None if chance == 1 else (equal - chance) / (1 - chance)
    return Agreement(n, equal, kappa)


def between_people(assessments: Iterable[Assessment]) -> Agreement:
    """Verdicts of different people on the same part of the same claim and image, in pairs."""
    asked: defaultdict[tuple[object, ...], dict[str, str]] = defaultdict(dict)
    for one in assessments:
        if not one.withdrawn:
            key = (one.observation, one.scene, one.part, one.occurrence, one.object)
            asked[key][one.author] = one.verdict
    pairs = [
        (people[a], people[b])
        for people in asked.values()
        for a, b in combinations(sorted(people), 2)
    ]
    return agreement(pairs)


def blind_and_informed(
    looks: Iterable[Look],
    assessments: Iterable[Assessment],
    observations: Iterable[Observation],
    kin: dict[str, str],
) -> Agreement:
    """Was the claimed thing seen before the claim was known, and is the verdict the same?

    A look says yes if it has a class of the claim, or one of the same kind (`kin`: the first part
    of each class's path); only verdicts on "object" that are consistent or inconsistent count.
    """
    claimed = {o.uid: {kin.get(t.cls, t.cls) for t in o.objects if t.cls} for o in observations}
    seen = {
        (k.author, k.observation, k.scene): bool(
            {kin.get(c, c) for c in k.classes} & claimed.get(k.observation, set())
        )
        for k in looks
        if not k.withdrawn and claimed.get(k.observation)
    }
    pairs = [
        (seen[key], one.verdict == "consistent")
        for one in assessments
        if not one.withdrawn
        and one.part == "object"
        and one.verdict in ("consistent", "inconsistent")
        and (key := (one.author, one.observation, one.scene)) in seen
    ]
    return agreement(pairs)
