"""What the map's filters ask for, and how a request writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.web import http

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class FootprintQuery:
    """Conditions on scenes; empty or None puts none. `tagged` asks for scenes with annotations
    that stand (or without any), `classes` for those with an annotation of one of the classes.
    """

    when: Interval | None = None
    collections: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    gsd_max_m: float | None = None
    cloud_max_pct: float | None = None
    off_nadir_max_deg: float | None = None
    tagged: bool | None = None
    classes: tuple[str, ...] = ()

    @property
    def asks_tags(self) -> bool:
        """True if annotations decide."""
        return self.tagged is not None or bool(self.classes)


def footprint_query(request: Request) -> FootprintQuery:
    """The filters in a request: datetime, collection*, platform*, gsd_max (m), cloud_max (%),
    off_nadir_max (degrees), tagged (yes or no), class*.
    """
    asked = request.query_params
    tagged = asked.get("tagged")
    if tagged not in (None, "", "yes", "no"):
        raise InvalidValue(f"tagged is {tagged!r}; say yes or no, or leave it out.")
    return FootprintQuery(
        when=http.interval(asked.get("datetime")),
        collections=tuple(asked.getlist("collection")),
        platforms=tuple(asked.getlist("platform")),
        gsd_max_m=http.number(asked.get("gsd_max"), "gsd_max"),
        cloud_max_pct=http.number(asked.get("cloud_max"), "cloud_max"),
        off_nadir_max_deg=http.number(asked.get("off_nadir_max"), "off_nadir_max"),
        tagged=None if not tagged else tagged == "yes",
        classes=tuple(asked.getlist("class")),
    )
