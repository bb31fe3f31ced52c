"""Cloud over a place: what the mask of a scene says of the place of one observation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.errors import InvalidValue
from catalogue.model.ranges import check_range


@dataclass(frozen=True, slots=True)
class CloudAtPlace:
    """Shares (0 to 1) of what a scene shows of a place, and who says so ("SCL").

    `share` is hidden by cloud, `shadow` lies in the shadow of one, of `unknown` the mask does not
    say; the rest is clear.
    """

    share: float
    source: str
    shadow: float = 0.0
    unknown: float = 0.0

    def __post_init__(self) -> None:
        check_range("cloud over the place", self.share, 0, 1, "(a share)")
        check_range("shadow over the place", self.shadow, 0, 1, "(a share)")
        check_range("what a mask does not say", self.unknown, 0, 1, "(a share)")
        if self.share + self.shadow + self.unknown > 1 + 1e-9:
            raise InvalidValue("cloud, shadow and what is unknown are more than the whole place.")

    @property
    def told(self) -> bool:
        """False if the mask says nothing of the place at all."""
        return self.unknown < 1


# What masks say of the place of an observation, by scene (uid).
Clouds = Mapping[str, CloudAtPlace]
