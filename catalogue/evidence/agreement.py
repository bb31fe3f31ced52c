"""How far people agree, and whether knowing the claim changes what they see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from catalogue.model import Assessment, Look, Observation

# With fewer pairs than this no share is given: it would say little. Assumption.
LEAST_PAIRS = 10
# One question: claim, image, part of the claim, which time, which object.
Question = tuple[str, str, str, int | None, int | None]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` answers given by both sides, the share that is the same and Cohen's kappa.

    Both are None where `n` is too small; kappa also where chance alone would agree wholly.
    """

    between: str
    n: int
    share: float | None
    kappa: float | None
    note: str = ""

    @property
    def sentence(self) -> str:
        """The same in words."""
        if self.share is None:
            return f"{self.between}: {self.note}"
        kappa = "not defined" if self.kappa is None else f"{self.kappa:.2f}"
        return f"{self.between}: the same in {self.share:.0%} of {self.n}, Cohen's kappa {kappa}"


def agreement(between: str, pairs: Sequence[Pair], least: int = LEAST_PAIRS) -> Agreement:
    """Share and Cohen's kappa (1960) of pairs of answers: (p - e) / (1 - e).

    p is the share of equal pairs, e what two sides with these frequencies agree in by chance.
    """
    n = len(pairs)
    if n < least:
        note = f"{n} of the {least} judged by both that a figure needs"
        return Agreement(between, n, None, None, note)
    share = sum(one == other for one, other in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[name] * second[name] for name in first) / n**2
    kappa = None if chance == 1 else (share - chance) / (1 - chance)
    return Agreement(between, n, share, kappa)


def question(made: Assessment) -> Question:
    """What an assessment answers."""
    return made.observation, made.scene, made.part, made.occurrence, made.object


def _answers(made: Iterable[Assessment]) -> dict[Question, dict[str, Assessment]]:
    found: dict[Question, dict[str, Assessment]] = defaultdict(dict)
    for one in made:
        if not one.withdrawn:
            found[question(one)][one.author] = one
    return found


def between_assessors(
    made: Iterable[Assessment], least: int = LEAST_PAIRS
) -> tuple[Agreement, ...]:
    """Every two people who answered the same questions, by their names."""
    pairs: dict[Pair, list[Pair]] = defaultdict(list)
    for answers in _answers(made).values():
        for one, other in combinations(sorted(answers), 2):
            pairs[one, other].append((answers[one].verdict, answers[other].verdict))
    return tuple(
        agreement(f"{one} and {other}", found, least)
        for (one, other), found in sorted(pairs.items())
    )


def blind_and_informed(made: Iterable[Assessment], least: int = LEAST_PAIRS) -> Agreement:
    """Verdicts of people who looked before they knew the claim, with those of others who did not.

    Every blind answer is paired with every informed one to the same question.
    """
    pairs = [
        (one.verdict, other.verdict)
        for answers in _answers(made).values()
        for one in answers.values()
        for other in answers.values()
        if one.blind and not other.blind
    ]
    return agreement("blind and informed", pairs, least)


def before_and_after(
    looks: Iterable[Look],
    made: Iterable[Assessment],
    observations: Iterable[Observation],
    least: int = LEAST_PAIRS,
) -> Agreement:
    """What one person saw before the claim was shown, with the same person's verdict after it.

    Counts where the claim's objects have a class and its object was called consistent or not:
    did the look name one of these classes, did the verdict say they are there?
    """
    claims = {o.uid: o for o in observations}
    saw = {(k.observation, k.scene, k.author): set(k.classes) for k in looks if not k.withdrawn}
    pairs = []
    for one in made:
        classes = saw.get((one.observation, one.scene, one.author))
        wanted = _classes(claims.get(one.observation), one.object)
        judged = one.part == "object" and one.verdict in ("consistent", "inconsistent")
        if judged and one.blind and not one.withdrawn and wanted and classes is not None:
            pairs.append((_yes(saw=bool(wanted & classes)), _yes(saw=one.verdict == "consistent")))
    return agreement("before and after the claim was shown", pairs, least)


def _classes(claim: Observation | None, index: int | None) -> set[str]:
    things = claim.objects if claim else ()
    wanted = things if index is None else things[index : index + 1]
    return {thing.cls for thing in wanted if thing.cls}


def _yes(*, saw: bool) -> str:
    return "seen" if saw else "not seen"
