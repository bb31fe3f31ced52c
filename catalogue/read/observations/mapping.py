"""Which column means what: guessed from names, shown, and overridden by the user."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from catalogue.errors import InvalidValue

# Names by field, the most telling first; compared without case, blanks and punctuation.
# A bare "radius", "length" or "width" is not among them: it does not say its unit.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "observation_id", "uid", "identifier", "globalid", "fid"),
    "title": ("title", "name", "headline", "event_title", "source_headline", "label", "summary"),
    "lon": ("lon", "longitude", "long", "lng", "x", "lon_deg", "decimallongitude", "xcoord"),
    "lat": ("lat", "latitude", "y", "lat_deg", "decimallatitude", "ycoord"),
    "place": ("place", "coordinates", "coords", "location_coordinates", "latlon", "lat_lon",
        "mgrs", "geolocation", "position"),
    "radius_m": ("radius_m", "r95_m", "uncertainty_m", "accuracy_m", "precision_m",
        "coordinateuncertaintyinmeters"),
    "time": ("time", "datetime", "edtf", "when", "date", "event_date", "eventdate", "timestamp",
        "date_time"),
    "begin": ("begin", "start", "date_start", "start_date", "start_datetime", "from", "begin_date"),
    "end": ("end", "date_end", "end_date", "end_datetime", "to", "until", "finish"),
    "object": ("object", "objects", "target", "equipment"),
    "length_m": ("length_m", "object_length_m"),
    "width_m": ("width_m", "object_width_m"),
    "count": ("count", "quantity", "object_count"),
    "status": ("status", "claim_status"),
    "claim": ("claim", "description", "text", "notes_on_event", "details"),
    "source": ("source", "source_link", "url", "link", "source_url", "source_name",
        "source_article", "sources"),
    "class": ("class", "event_class", "event_type", "category", "type", "landslide_category"),
    "note": ("note", "notes", "comment", "remarks"),
    "attribution": ("attribution", "attributed_to", "source_original", "origin"),
}  # fmt: skip
FIELDS = tuple(_SYNONYMS)
# Not a column: how every time in the file is written (strptime), or epoch_ms / epoch_s.
TIME_FORMAT = "time_format"


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Field to column. A column serves one field; lon needs a lat, an end needs a begin.

    A begin without an end column is the time; a time beside begin and end gives way to them.
    """
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_plain(column), column)
    found: dict[str, str] = {}
    for field, names in _SYNONYMS.items():
        for name in names:
            column = by_name.get(_plain(name), "")
            if column and column not in found.values():
                found[field] = column
                break
    return _settled(found)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _settled(found: dict[str, str]) -> dict[str, str]:
    if "begin" in found and "end" in found:
        found.pop("time", None)
    elif "begin" in found and "time" not in found:
        found["time"] = found.pop("begin")
    if "time" in found:
        found.pop("begin", None)
    if "begin" not in found:
        found.pop("end", None)
    if "lon" in found and "lat" in found:
        found.pop("place", None)
    else:
        found.pop("lon", None)
        found.pop("lat", None)
    return found


def settle(
    guessed: Mapping[str, str], given: Mapping[str, str] | None, columns: Sequence[str]
) -> dict[str, str]:
    """The guess with the user's choices over it; "" takes a field out.

    Raises InvalidValue for a field or column that does not exist, listing those that do.
    """
    mapping = dict(guessed)
    for field, column in (given or {}).items():
        if field not in (*FIELDS, TIME_FORMAT):
            raise InvalidValue(
                f"there is no field {field!r}; there are {', '.join((*FIELDS, TIME_FORMAT))}."
            )
        if field != TIME_FORMAT and column and column not in columns:
            raise InvalidValue(
                f"field {field!r}: there is no column {column!r}; there are "
                f"{', '.join(columns) or 'none'}."
            )
    chosen = {field for field, column in (given or {}).items() if column}
    for winner, losers in (
        ({"time"}, {"begin", "end"}), ({"begin", "end"}, {"time"}),
        ({"place"}, {"lon", "lat"}), ({"lon", "lat"}, {"place"}),
    ):  # fmt: skip
        if chosen & winner:
            for loser in losers - chosen:
                mapping.pop(loser, None)
    mapping.update(given or {})
    return {field: column for field, column in mapping.items() if column}
