"""Reference photographs pinned beside a scene, and small things that people set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.model.ranges import check_range
from catalogue.model.scene import Asset


@dataclass(frozen=True, slots=True)
class Match:
    """One numbered feature in a photograph and in the scene beside it; `fits` False is a mismatch.

    `photo` is (column, row) in the photograph, `pixels` that in the scene's displayed file, both
    from the upper left corner; `place` is the point in lon/lat.
    """

    number: int
    photo: tuple[float, float]
    fits: bool
    pixels: tuple[float, float] | None = None
    place: BaseGeometry | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph or drawing that shows what a thing looks like, with where it comes from.

    `taken` is EDTF as stated by its source, None if unknown; `licence` None allows nothing.
    """

    uid: str
    file: Asset
    caption: str
    author: str
    made: str
    observation: str | None = None
    scene: str | None = None
    source: str | None = None
    taken: str | None = None
    licence: str | None = None
    matches: tuple[Match, ...] = ()
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if len({m.number for m in self.matches}) != len(self.matches):
            raise InvalidValue("two matching features have the same number; number them anew.")


@dataclass(frozen=True, slots=True)
class Nudge:
    """By how much the second scene of a pair is moved to lie on the first: metres east and north.

    For looking at both together only; no coordinate that is kept changes by it.
    """

    uid: str
    first: str
    second: str
    east_m: float
    north_m: float
    author: str
    made: str
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        check_range("shift to the east", self.east_m, -1e5, 1e5, "m")
        check_range("shift to the north", self.north_m, -1e5, 1e5, "m")


@dataclass(frozen=True, slots=True)
class Tuning:
    """The parameters of the score that a project sets otherwise, by name, and why."""

    uid: str
    author: str
    made: str
    values: Mapping[str, float | str] = field(default_factory=dict)
    why: str | None = None
    withdrawn: bool = False
    version: int = 1
