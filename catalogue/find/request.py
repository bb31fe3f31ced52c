"""A search of a STAC API as a value: to and from the body of POST /search, curl, an AOI. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from catalogue import __version__, space
from catalogue.errors import InvalidValue
from catalogue.find.address import search_url
from catalogue.interval import Interval, format_utc
from catalogue.model import BBox
from catalogue.when import parse_search_time

# 0.1 m: finer digits of an area say nothing.
GRID_DEG = 1e-6
MOST_PAGE = 1000
MOST_BODY = 256 * 1024
MOST_COLLECTIONS = 100
# Of the Query Extension of STAC API, which most providers know.
CLOUD, GSD = "eo:cloud_cover", "gsd"
USER_AGENT = f"imagery-catalogue/{__version__}"
HEADERS = {
    "Accept": "application/geo+json, application/json",
    "Accept-Encoding": "gzip",
    "Content-Type": "application/json",
    "User-Agent": USER_AGENT,
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a STAC API is asked: scenes that meet `area` (lon/lat) and share a moment with `when`.

    `cloud_max_pct` (%) and `gsd_max_m` (m) are conditions on the scene's own figures. `page` is
    how many scenes an answer is to hold. `area` is kept as it is sent, to 0.1 m. Raises
    InvalidValue, InvalidGeometry.
    """

    endpoint: str
    area: BaseGeometry
    when: Interval | None = None
    collections: tuple[str, ...] = ()
    cloud_max_pct: float | None = None
    gsd_max_m: float | None = None
    page: int = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "endpoint", search_url(self.endpoint))
        object.__setattr__(self, "area", _on_grid(self.area))
        if not 1 <= self.page <= MOST_PAGE:
            raise InvalidValue(f"a page of {self.page} scenes; give 1 to {MOST_PAGE}.")
        if len(self.collections) > MOST_COLLECTIONS:
            raise InvalidValue(f"{len(self.collections)} collections; name {MOST_COLLECTIONS}.")
        for name in self.collections:
            if not name or not name.isprintable() or len(name) > 200:
                raise InvalidValue(f"collection {name[:80]!r} is empty, too long or not printable.")
        for what, value, high in (("cloud", self.cloud_max_pct, 100), ("gsd", self.gsd_max_m, 1e6)):
            if value is not None and not 0 <= value <= high:
                raise InvalidValue(f"the most {what} is {value}; give 0 to {high:g}.")

        if len(self.body_bytes()) > MOST_BODY:
            raise InvalidValue(
                "the area has too many corners to be sent: choose one of its places, or ask for a "
                "larger area round them (--enlarge)."
            )

    def body(self) -> dict[str, Any]:
        """The JSON body of POST /search: `bbox` for one box, `intersects` for another area."""
        found: dict[str, Any] = {"limit": self.page}
        if self.collections:
            found["collections"] = list(self.collections)
        if _is_box(self.area):
            found["bbox"] = list(self.area.bounds)
        else:
            found["intersects"] = _plain(mapping(self.area))
        if self.when is not None:
            found["datetime"] = datetime_text(self.when)
        query = {
            name: {"lte": value}
            for name, value in ((CLOUD, self.cloud_max_pct), (GSD, self.gsd_max_m))
            if value is not None
        }
        return {**found, "query": query} if query else found

    def body_bytes(self) -> bytes:
        """The body exactly as it is sent."""
        return json_bytes(self.body())

    @classmethod
    def from_body(cls, endpoint: str, body: Mapping[str, Any]) -> Self:
        """The request of a body: `from_body(r.endpoint, r.body()) == r`.

        Raises InvalidValue where it asks what a request here cannot.
        """
        known = {"limit", "collections", "bbox", "intersects", "datetime", "query"}
        strange = sorted(body.keys() - known)
        if strange:
            raise InvalidValue(
                f"a search with {strange[0]!r} cannot be repeated here; leave it out."
            )
        query = dict(body.get("query") or {})
        cloud, gsd = (_at_most(query.pop(name, None), name) for name in (CLOUD, GSD))
        if query:
            raise InvalidValue(f"a search by {sorted(query)[0]!r} cannot be repeated here.")
        when = body.get("datetime")
        return cls(
            endpoint,
            _area(body),
            None if when is None else _interval(when),
            tuple(body.get("collections") or ()),
            cloud,
            gsd,
            int(body.get("limit", 100)),
        )

    def curl(self, header_env: str | None = None) -> str:
        """A line for a POSIX shell that sends the same; `header_env` is left for the shell."""
        words = ["curl", "--fail-with-body", "--silent", "--show-error"]
        words += ["--proto", "=https,http" if self.endpoint.startswith("http:") else "=https"]
        words += ["--request", "POST", self.endpoint]
        for name, value in HEADERS.items():
            if name != "Accept-Encoding":  # curl would not unpack what it did not ask for
                words += ["--header", f"{name}: {value}"]
        secret = f' --header "${header_env}"' if header_env else ""
        data = shlex.join(["--data-raw", self.body_bytes().decode()])
        return f"{shlex.join(words)}{secret} {data}"

    def aoi(self) -> dict[str, Any]:
        """The area as a GeoJSON Feature, with the interval; nothing else is said of it."""
        when = None if self.when is None else datetime_text(self.when)
        return {
            "type": "Feature",
            "geometry": _plain(mapping(self.area)),
            "bbox": list(self.area.bounds),
            "properties": {"datetime": when},
        }


def json_bytes(value: Any) -> bytes:
    """One text for one value: keys in order, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def datetime_text(when: Interval) -> str:
    """RFC 3339 as STAC has it: a moment, or begin/end with `..` for an open side."""
    if when.is_instant and when.begin is not None:
        return format_utc(when.begin)
    return "/".join(".." if side is None else format_utc(side) for side in (when.begin, when.end))


def _on_grid(area: BaseGeometry) -> BaseGeometry:
    """Digits to 0.1 m, in a form that stays the same when it is read back."""
    found = area
    for _ in range(5):
        before, found = found, shapely.set_precision(space.normalise(found), GRID_DEG)
        if found.is_empty or found.geom_type not in ("Polygon", "MultiPolygon"):
            raise InvalidValue("the area to search is smaller than 0.1 m; give it a radius.")
        rounded = shapely.transform(found, lambda xy: xy.round(6))
        found = shapely.orient_polygons(shapely.normalize(rounded))
        if found == before:
            break
    return found


def _is_box(area: BaseGeometry) -> bool:
    box = shapely.box(*area.bounds)
    return area.geom_type == "Polygon" and len(area.exterior.coords) == 5 and area.equals(box)


def _area(body: Mapping[str, Any]) -> BaseGeometry:
    box, area = body.get("bbox"), body.get("intersects")
    if (box is None) == (area is None):
        raise InvalidValue("a search needs an area: bbox or intersects, one of them.")
    if area is not None:
        return space.normalise(area)
    if not isinstance(box, Sequence) or len(box) not in (4, 6):
        raise InvalidValue(f"bbox {str(box)[:80]} is no list of 4 or 6 numbers.")
    numbers = [float(v) for v in box]
    flat = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    parts = [shapely.box(b.west, b.south, b.east, b.north) for b in BBox(*flat).parts]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _interval(text: Any) -> Interval | None:
    """`datetime_text` read back; a bare date is the whole day."""
    begin, slash, end = str(text).partition("/")
    if not slash or "T" not in str(text):
        return parse_search_time(str(text))
    sides = [None if s in ("", "..") else datetime.fromisoformat(s) for s in (begin, end)]
    return Interval(*sides)


def _at_most(condition: Any, name: str) -> float | None:
    if condition is None:
        return None
    if not isinstance(condition, Mapping) or set(condition) != {"lte"}:
        raise InvalidValue(f"a condition on {name!r} other than lte cannot be repeated here.")
    return float(condition["lte"])


def _plain(value: Any) -> Any:
    """Tuples as lists, as JSON has them."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
