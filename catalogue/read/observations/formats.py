"""Known catalogues beyond their columns' names: what a row of each says, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from catalogue.read.observations.conventions import CAMEO
from catalogue.read.observations.records import text_of

Row = Mapping[str, object]
Derive = Callable[[Row], dict[str, str]]
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d %b %Y")
_WEEK = timedelta(days=3)
# What osint-geo-extractor writes where a source has no date.
_NO_DATE = "1970-01-01"
_ACTOR = ("{0}Code {0}Name {0}CountryCode {0}KnownGroupCode {0}EthnicCode {0}Religion1Code "
    "{0}Religion2Code {0}Type1Code {0}Type2Code {0}Type3Code ")  # fmt: skip
_PLACE = "{0}Geo_Type {0}Geo_FullName {0}Geo_CountryCode {0}Geo_ADM1Code {0}Geo_ADM2Code "\
    "{0}Geo_Lat {0}Geo_Long {0}Geo_FeatureID "  # fmt: skip
_GDELT2 = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate "
    + _ACTOR.format("Actor1")
    + _ACTOR.format("Actor2")
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions "
    "NumSources NumArticles AvgTone "
    + "".join(_PLACE.format(of) for of in ("Actor1", "Actor2", "Action"))
    + "DATEADDED SOURCEURL"
).split()
_GDELT1 = [name for name in _GDELT2 if not name.endswith("ADM2Code")]
# Files of GDELT come without a header; the number of columns tells the version.
GDELT_HEADERS = {len(_GDELT2): _GDELT2, len(_GDELT1): _GDELT1}


def _cell(row: Row, name: str) -> str:
    return text_of(row.get(name)).strip()


def _day(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _some(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def acled(row: Row) -> dict[str, str]:
    """The interval of time_precision, and a title."""
    day, code = _day(_cell(row, "event_date")), _cell(row, "time_precision").removesuffix(".0")
    time = _cell(row, "event_date")
    if day is not None:
        month = f"{day:%Y-%m}"
        week = f"{day - _WEEK}/{day + _WEEK}"
        time = {"2": week, "3": month}.get(code, day.isoformat())
    kind = _cell(row, "sub_event_type") or _cell(row, "event_type")
    where = _cell(row, "location") or _cell(row, "admin1")
    return _some(time=time, title=", ".join(p for p in (kind, where) if p))


def gdelt(row: Row) -> dict[str, str]:
    """Day, class and title of one coded event."""
    digits = _cell(row, "SQLDATE").removesuffix(".0")
    known = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", digits)
    kind = CAMEO.get(_cell(row, "EventRootCode").removesuffix(".0").zfill(2), "")
    actors = [_cell(row, f"{who}Name").title() for who in ("Actor1", "Actor2")]
    said = " · ".join(part for part in (" – ".join(a for a in actors if a), kind) if part)
    where = _cell(row, "ActionGeo_FullName")
    return _some(
        time="-".join(known.groups()) + "~" if known else digits,
        title=", ".join(part for part in (said, where) if part),
        **{"class": kind},
    )


def extractor(row: Row) -> dict[str, str]:
    """The first link as the source; no time where the date stands for none."""
    links = row.get("links")
    first = links[0] if isinstance(links, list) and links else _cell(row, "links").split(",")[0]
    day = _cell(row, "date")[:10]
    said = _some(source=str(first).strip(" []'\"") or _cell(row, "source"))
    if day:
        said["time"] = "" if day == _NO_DATE else day
    return said


def atlos(row: Row) -> dict[str, str]:
    """A title from the description, the first source."""
    description = _cell(row, "Description")
    given = (_cell(row, name) for name in row if re.fullmatch(r"Source \d+", name))
    source = next((text for text in given if text), "")
    return _some(title=description, source=source)
