"""What terms share."""

from __future__ import annotations

from catalogue.model import Term, TermName
from catalogue.score.parameters import Parameters

SECONDS_PER_DAY = 86_400.0


def unknown(name: TermName, why: str, p: Parameters) -> Term:
    """A term of which nothing is known: anything, and it says so."""
    return Term(name, 0.0, 1.0, p.prior, why, known=False)


def percent(share: float) -> str:
    """Never 0 % of something that is there."""
    return "less than 1%" if 0 < share < 0.005 else f"{share:.0%}"
