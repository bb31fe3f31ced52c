"""What there is of evidence on the claims of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.evidence.gap import Bracket, Seen
from catalogue.evidence.sentences import gap_sentences
from catalogue.model import Assessment, Observation, Report


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """A claim with its possible images, best first, and what they leave unproven.

    `shows` is whether any image can show it and `why` in what respect; `advice` what to do first
    about its place. `links` is how many images there are, `seen` the first of them.
    """

    observation: Observation
    shows: str | None
    why: str | None
    advice: str | None
    links: int
    seen: tuple[Seen, ...]
    assessments: tuple[Assessment, ...]
    brackets: tuple[Bracket, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """A sentence for each time of the claim; one for a claim that cannot be linked."""
        missing = [
            name
            for name, value in (("place", self.observation.place), ("time", self.observation.when))
            if value is None
        ]
        if missing:
            unknown = " and ".join(missing)
            return (f"Its {unknown} is unknown, so no image can be linked.",)
        return gap_sentences(self.brackets)


@dataclass(frozen=True, slots=True)
class ReportEvidence:
    """The claims of a report. `undecided` is how many suggestions nobody has decided about."""

    report: Report
    claims: tuple[ClaimEvidence, ...]
    undecided: int

    @property
    def never(self) -> tuple[ClaimEvidence, ...]:
        """The claims, and those parts of them, that no image can ever show."""
        return tuple(claim for claim in self.claims if claim.shows in ("cannot_show", "partly"))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do first, each once."""
        return tuple(dict.fromkeys(c.advice for c in self.claims if c.advice))


def standing_of(assessments: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Those that were not withdrawn, oldest first."""
    return tuple(sorted((a for a in assessments if not a.withdrawn), key=lambda a: a.made))
