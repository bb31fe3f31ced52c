"""Boxes and conditions to ask a store with."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model.ranges import check_range


@dataclass(frozen=True, slots=True)
class BBox:
    """Lon/lat box in degrees. west > east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        check_range("west", self.west, -180, 180, "degrees")
        check_range("east", self.east, -180, 180, "degrees")
        check_range("south", self.south, -90, 90, "degrees")
        check_range("north", self.north, -90, 90, "degrees")
        if self.south > self.north:
            raise InvalidValue(f"south {self.south} lies north of north {self.north}; swap them.")

    @classmethod
    def parse(cls, text: str) -> BBox:
        """A box from 'west,south,east,north' in degrees. Raises InvalidValue."""
        parts = text.split(",")
        try:
            west, south, east, north = (float(p) for p in parts)
        except ValueError:
            raise InvalidValue(
                f"box {text!r} cannot be read; write west,south,east,north in degrees, such as "
                "50,33,53,35."
            ) from None
        return cls(west, south, east, north)

    @property
    def parts(self) -> tuple[BBox, ...]:
        """One box, or two where it crosses the antimeridian."""
        if self.west <= self.east:
            return (self,)
        return (
            BBox(self.west, self.south, 180.0, self.north),
            BBox(-180.0, self.south, self.east, self.north),
        )


@dataclass(frozen=True, slots=True)
class SceneQuery:
    """What scenes are wanted. Empty boxes or collections, or None, put no condition.

    With a condition on an axis, a scene whose value there is unknown does not match.
    """

    boxes: tuple[BBox, ...] = ()
    when: Interval | None = None
    ids: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    gsd_max_m: float | None = None
    cloud_max_pct: float | None = None
