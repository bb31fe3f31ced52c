"""Files of known catalogues: what their columns mean beyond their names. Each use is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from catalogue.read.observations.records import Record, text_of

_US_DATE = "%m/%d/%Y"
_WHERE_PREC = {
    "1": "an exact location, without a number of metres",
    "2": "a limited area around the point",
    "3": "the centre of a district (ADM2)",
    "4": "the centre of a province (ADM1)",
    "5": "a part of a country, or between places",
    "6": "the centre of a country",
    "7": "water or international airspace",
}


@dataclass(frozen=True, slots=True)
class Export:
    """`mapping` goes over the guess; `radius` gives (metres or None, warning) of a row.

    `dates_only` drops the hour of a time that `time_format` reads.
    """

    name: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    radius: Callable[[Mapping[str, object]], tuple[float | None, str | None]] | None = None
    dates_only: bool = False


def recognise(columns: Sequence[str], records: Sequence[object]) -> Export | None:
    """The known export that has these columns, if any."""
    names = set(columns)
    if {"where_prec", "date_prec", "dyad_name", "date_start", "date_end"} <= names:
        return Export(
            "UCDP GED",
            {"claim": "source_article"} if "source_article" in names else {},
            ("read as UCDP GED: where_prec is a rank, no radius in metres is taken from it.",),
            _ucdp_radius,
        )
    if {"event_date", "location_accuracy", "landslide_category"} <= names:
        return _landslides(names, records)
    if {"mag", "time"} <= names and _all_milliseconds(records):
        return Export(
            "USGS earthquakes",
            {"time_format": "epoch_ms", "place": ""},
            ("read as USGS earthquakes: time is milliseconds since 1970 UTC.",),
        )
    return None


def _ucdp_radius(row: Mapping[str, object]) -> tuple[float | None, str | None]:
    code = text_of(row.get("where_prec")).removesuffix(".0")
    if code in _WHERE_PREC:
        return None, f"where_prec {code}: {_WHERE_PREC[code]}; the radius is unknown"
    return None, None


def _landslides(names: set[str], records: Sequence[object]) -> Export:
    mapping = {"radius_m": ""}
    if "event_title" not in names and "location_description" in names:
        mapping["title"] = "location_description"
    warnings = ["read as NASA's landslide catalogue: location_accuracy is taken as the radius."]
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
    return Export("NASA GLC", mapping, tuple(warnings), _landslide_radius, dates_only=True)


def _landslide_radius(row: Mapping[str, object]) -> tuple[float | None, str | None]:
    accuracy = text_of(row.get("location_accuracy")).strip().lower()
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s*km", accuracy):
        return float(match[1]) * 1000, None
    if accuracy == "exact":
        return None, "location_accuracy is 'exact', without a number of metres"
    return None, None


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
