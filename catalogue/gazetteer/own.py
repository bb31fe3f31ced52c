"""The user's own places: `places.csv` or `places.geojson`, in which the names they use stand."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.geometry import shape

from catalogue.errors import CatalogueError, UnreadableFile
from catalogue.gazetteer.entry import Entry
from catalogue.space import normalise
from catalogue.space.measure import GEOD, paths

NAMES = ("places.csv", "places.geojson")
Own = Sequence[tuple[Entry, Sequence[str]]]
_MAX_RADIUS_M = 2.1e7


def own_places(folders: Iterable[Path]) -> Own:
    """The places of every file in `folders` that is named as in `NAMES`.

    CSV: columns name, lon, lat, radius_m, and if wanted aliases (parted by |) and country (ISO
    3166 code). GeoJSON: features with the same properties; an area needs no radius_m. Raises
    UnreadableFile, naming file and row, for a place without a name, position or radius.
    """
    found: list[tuple[Entry, Sequence[str]]] = []
    for path in [folder / name for folder in folders for name in NAMES]:
        if path.is_file():
            rows = _csv(path) if path.suffix == ".csv" else _geojson(path)
            for number, row in enumerate(rows, start=1):
                # Rows of the file begin with 0; own ones stand before it.
                found.append(_entry(path, number, row, -1 - len(found)))
    return found


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(text.splitlines(), strict=True)
        yield from reader
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path} is no CSV in UTF-8: {error}.") from None


def _geojson(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        features = orjson.loads(path.read_bytes())["features"]
        for feature in features:
            row = dict(feature.get("properties") or {})
            geometry = normalise(shape(feature["geometry"]))
            centre = geometry if geometry.geom_type == "Point" else geometry.centroid
            row |= {"lon": centre.x, "lat": centre.y}
            if row.get("radius_m") is None and geometry.geom_type != "Point":
                row["radius_m"] = _reach_m(geometry, centre.x, centre.y)
            yield row
    except (orjson.JSONDecodeError, CatalogueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(
            f"{path} is no GeoJSON FeatureCollection of places ({error})."
        ) from None
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise UnreadableFile(f"{path} has a geometry that cannot be read: {error}.") from None


def _reach_m(geometry: Any, lon: float, lat: float) -> float:
    """Metres from the centre to the farthest corner."""
    return max(
        float(GEOD.inv(lon, lat, x, y)[2]) for path in paths(geometry) for x, y in path[:, :2]
    )


def _entry(path: Path, number: int, row: Mapping[str, Any], at: int) -> tuple[Entry, Sequence[str]]:
    name = str(row.get("name") or "").strip()
    if not name:
        raise UnreadableFile(f"{path}, row {number}: name is empty; give the place a name.")
    lon = _number(path, number, row, "lon", 180.0)
    lat = _number(path, number, row, "lat", 90.0)
    radius = _number(path, number, row, "radius_m", _MAX_RADIUS_M)
    if radius <= 0:
        raise UnreadableFile(f"{path}, row {number}: radius_m is {radius:g}; it must be above 0.")
    aliases = [a.strip() for a in str(row.get("aliases") or "").split("|") if a.strip()]
    cc = str(row.get("country") or "").strip().upper() or None
    entry = Entry(at, f"own:{name}", name, "own", cc, None, None, lon, lat, radius, None)
    return entry, (name, *aliases)


def _number(path: Path, number: int, row: Mapping[str, Any], field: str, largest: float) -> float:
    given = row.get(field)
    try:
        value = float(str(given))
    except ValueError:
        value = math.nan
    if not abs(value) <= largest:  # NaN fails as well
        what = "how far the place may lie from it, in metres" if field == "radius_m" else "degrees"
        raise UnreadableFile(
            f"{path}, row {number}: {field} is {given!r}; give {what}, at most {largest:g}."
        )
    return value
