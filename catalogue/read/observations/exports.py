"""Files of known catalogues: what their columns mean beyond their names. Each use is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from catalogue.read.observations.conventions import ACLED, ATLOS, GDELT, GLC, UCDP, Convention
from catalogue.read.observations.formats import Derive, acled, atlos, extractor, gdelt
from catalogue.read.observations.records import Record, text_of

_US_DATE = "%m/%d/%Y"


@dataclass(frozen=True, slots=True)
class Export:
    """`mapping` goes over the guess; `radius` gives (metres or None, warning) of a row.

    `derive` gives fields that are made of several columns, or of codes, over those of the mapping.
    `dates_only` drops the hour of a time that `time_format` reads.
    """

    name: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    radius: Callable[[Mapping[str, object]], tuple[float | None, str | None]] | None = None
    derive: Derive | None = None
    dates_only: bool = False


def _told(name: str, convention: Convention) -> str:
    return (
        f"read as {name}: radii are taken from {convention.column} by the table in "
        "docs/reference/imports.md."
    )


_KNOWN: tuple[tuple[set[str], Export], ...] = (
    (
        {"where_prec", "date_prec", "dyad_name", "date_start", "date_end"},
        Export(
            "UCDP GED",
            {"claim": "source_article", "title": "source_headline"},
            (_told("UCDP GED", UCDP),),
            UCDP.radius,
        ),
    ),
    (
        {"event_id_cnty", "event_date", "event_type", "geo_precision"},
        Export(
            "ACLED",
            {"id": "event_id_cnty", "class": "sub_event_type", "claim": "notes", "note": "",
             "source": "source", "attribution": "source", "status": ""},
            (_told("ACLED", ACLED),),
            ACLED.radius,
            acled,
        ),
    ),
    (
        {"GLOBALEVENTID", "SQLDATE", "ActionGeo_Lat", "ActionGeo_Long", "EventRootCode"},
        Export(
            "GDELT events",
            {"id": "GLOBALEVENTID", "lon": "ActionGeo_Long", "lat": "ActionGeo_Lat",
             "source": "SOURCEURL"},
            (
                _told("GDELT events", GDELT),
                "GDELT codes events by machine, and often dates one by its article.",
            ),
            GDELT.radius,
            gdelt,
        ),
    ),
    (
        {"Slug", "Project", "Latitude", "Longitude", "Description"},
        Export(
            "Atlos",
            {"id": "Slug", "time": "Date", "claim": "Description", "class": "Type",
             "object": "Equipment", "note": "More Info", "status": ""},
            (_told("Atlos", ATLOS),),
            ATLOS.radius,
            atlos,
        ),
    ),
    (
        {"place_desc", "links", "date"},
        Export(
            "osint-geo-extractor",
            {"claim": "description", "place": "", "note": "place_desc", "attribution": "source"},
            ("read as osint-geo-extractor: no radius is stated there; 1970-01-01 is no date.",),
            derive=extractor,
        ),
    ),
)  # fmt: skip


def recognise(columns: Sequence[str], records: Sequence[object]) -> Export | None:
    """The known export that has these columns, if any."""
    names = set(columns)
    for marks, export in _KNOWN:
        if marks <= names:
            return export
    if {"event_date", "location_accuracy", "landslide_category"} <= names:
        return _landslides(names, records)
    if {"mag", "time"} <= names and _all_milliseconds(records):
        return Export(
            "USGS earthquakes",
            {"time_format": "epoch_ms", "place": ""},
            ("read as USGS earthquakes: time is milliseconds since 1970 UTC.",),
        )
    return None


def _landslides(names: set[str], records: Sequence[object]) -> Export:
    mapping = {"radius_m": ""}
    if "event_title" not in names and "location_description" in names:
        mapping["title"] = "location_description"
    warnings = [_told("NASA's landslide catalogue", GLC)]
    if _month_first(records):
        mapping |= {
            "time": "event_date",
            "time_format": f"{_US_DATE} %H:%M",
            "begin": "",
            "end": "",
        }
        warnings.append(
            "event_date is month/day/year: no row contradicts it and some allow nothing else. "
            "The hour is dropped, because its time zone is not stated."
        )
    return Export("NASA GLC", mapping, tuple(warnings), GLC.radius, dates_only=True)


def _month_first(records: Sequence[object]) -> bool:
    """True if every date fits month/day/year and at least one fits nothing else."""
    proved = False
    for record in records:
        value = text_of(record.values.get("event_date")) if isinstance(record, Record) else ""
        if not value:
            continue
        try:
            moment = datetime.strptime(value.split()[0], _US_DATE)
        except (ValueError, IndexError):
            return False
        proved = proved or moment.day > 12
    return proved


def _all_milliseconds(records: Sequence[object]) -> bool:
    values = [text_of(r.values.get("time")) for r in records if isinstance(r, Record)]
    given = [value for value in values if value]
    return bool(given) and all(re.fullmatch(r"-?\d{11,14}", value) for value in given)
