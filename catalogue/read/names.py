"""What a file name says: product, platform and time, by the naming rules of each provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalogue.errors import InvalidTime
from catalogue.interval import Interval
from catalogue.read.dates import DAY, Found, parse_moment

SOURCE = "file name"
LANDSAT_PRODUCT = re.compile(
    r"(?P<product>L(?P<sensor>[COTEM])(?P<number>0[1-9])_L\w{3}_\d{6}_(?P<day>\d{8})_\d{8}_\d\d_"
    r"(?:T1|T2|RT|A1|A2))(?:_(?P<part>\w+))?"
)
_LANDSAT_INSTRUMENTS = {
    "C": ("oli", "tirs"), "O": ("oli",), "T": ("tm",), "E": ("etm+",), "M": ("mss",),
}  # fmt: skip
_STAMP = r"(\d{8}T\d{6})"
_FIRST_YEAR = 1957


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says; None or empty where it says nothing."""

    when: Found | None = None
    platform: str | None = None
    instruments: tuple[str, ...] = ()


def read_name(stem: str) -> Named:
    """Time and platform from a file name without its ending."""
    for pattern, reader in _PRODUCTS:
        if found := pattern.match(stem):
            try:
                return reader(found)
            except (InvalidTime, ValueError):
                return Named()
    return Named(_from_any_name(stem))


def _found(when: Interval, warning: str | None = None) -> Found:
    return Found(when, SOURCE, warning)


def _landsat(found: re.Match[str]) -> Named:
    instruments = _LANDSAT_INSTRUMENTS[found["sensor"]]
    return Named(_found(parse_moment(found["day"])), f"landsat-{int(found['number'])}", instruments)


def _old_landsat(found: re.Match[str]) -> Named:
    begin = datetime(int(found[3]), 1, 1, tzinfo=UTC) + (int(found[4]) - 1) * DAY
    return Named(
        _found(Interval(begin, begin + DAY)),
        f"landsat-{found[2]}",
        _LANDSAT_INSTRUMENTS[found[1]],
    )


def _sentinel2(found: re.Match[str]) -> Named:
    letter = found["unit"]
    platform = f"sentinel-2{letter.lower()}" if letter else None
    return Named(_found(parse_moment(found["when"])), platform, ("msi",))


def _sentinel2_made(found: re.Match[str]) -> Named:
    """The time in these older names is that of processing, so there is none to take."""
    return Named(None, f"sentinel-2{found[1].lower()}", ("msi",))


def _sentinel1(found: re.Match[str]) -> Named:
    begin = parse_moment(found["begin"]).begin
    end = parse_moment(found["end"]).end if found["end"] else begin
    return Named(_found(Interval(begin, end)), f"sentinel-1{found['unit'].lower()}", ("c-sar",))


def _sentinel3(found: re.Match[str]) -> Named:
    begin, end = parse_moment(found[2]).begin, parse_moment(found[3]).end
    return Named(_found(Interval(begin, end)), f"sentinel-3{found[1].lower()}")


def _browser_range(found: re.Match[str]) -> Named:
    begin = parse_moment(f"{found[1]}T{found[2]}:{found[3]}").begin
    end = parse_moment(f"{found[4]}T{found[5]}:{found[6]}").end
    if end is None or begin is None:
        return Named()
    platform = "sentinel-2" if "Sentinel-2" in found.string else None
    # The name gives the minute in which the range ends: that minute is still inside.
    return Named(_found(Interval(begin, end + timedelta(minutes=1))), platform)


def _planet(found: re.Match[str]) -> Named:
    second = found[2] if int(found[2][4:]) < 60 else found[2][:4] + "59"
    return Named(_found(parse_moment(f"{found[1]}T{second}")), "planet")


def _modis(found: re.Match[str]) -> Named:
    begin = datetime(int(found[2]), 1, 1, tzinfo=UTC) + (int(found[3]) - 1) * DAY
    platform = {"MOD": "terra", "MYD": "aqua"}.get(found[1])
    return Named(_found(Interval(begin, begin + DAY)), platform, ("modis",))


def _goes(found: re.Match[str]) -> Named:
    begin, end = (
        datetime.strptime(text[:13], "%Y%j%H%M%S").replace(tzinfo=UTC)
        for text in (found[2], found[3])
    )
    return Named(_found(Interval(begin, end)), f"goes-{int(found[1])}", ("abi",))


def _maxar(found: re.Match[str]) -> Named:
    when = datetime.strptime(found[1].title(), "%y%b%d%H%M%S").replace(tzinfo=UTC)
    return Named(_found(Interval.instant(when)))


_PRODUCTS = (
    (LANDSAT_PRODUCT, _landsat),
    (re.compile(r"L([COTEM])([1-9])\d{6}(\d{4})([0-3]\d\d)[A-Z]{3}\d\d"), _old_landsat),
    (re.compile(rf"S2(?P<unit>[A-D])_MSIL[12][A-C]_(?P<when>{_STAMP})_[NR]"), _sentinel2),
    (re.compile(r"S2([A-D])_OPER_"), _sentinel2_made),
    (re.compile(rf"S2(?P<unit>[A-D])_T\d\d[A-Z]{{3}}_(?P<when>{_STAMP})"), _sentinel2),
    (re.compile(r"S2(?P<unit>[A-D])_\d\d?[A-Z]{3}_(?P<when>\d{8})_\d_L"), _sentinel2),
    (re.compile(rf"(?P<unit>)T\d\d[A-Z]{{3}}_(?P<when>{_STAMP})_"), _sentinel2),
    (
        re.compile(
            rf"S1(?P<unit>[A-D])_(?:\w\w)_\w{{4}}_\w{{4}}_(?P<begin>{_STAMP})_(?P<end>{_STAMP})_"
        ),
        _sentinel1,
    ),
    (re.compile(rf"S1(?P<unit>[A-D])_[\w]+?_(?P<begin>{_STAMP})(?P<end>)_"), _sentinel1),
    (re.compile(rf"S3([A-D])_\w+?_{_STAMP}_{_STAMP}_"), _sentinel3),
    (re.compile(r"OR_ABI-\S+_G(\d\d)_s(\d{14})_e(\d{14})_"), _goes),
    (
        re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d)[_:](\d\d)_(\d{4}-\d\d-\d\d)-(\d\d)[_:](\d\d)(?:_|$)"),
        _browser_range,
    ),
    (re.compile(r"(\d{8})_(\d{6})(?:_\d\d)?_(?:ssc?\w+|[0-9a-f]{4})(?:_|$)", re.I), _planet),
    (re.compile(r"(M[OYC]D)\w{2,6}\.A(\d{4})([0-3]\d\d)\."), _modis),
    (re.compile(r"(\d\d[A-Z]{3}\d{8})-[MPS]\d\w\w"), _maxar),
)

_ANY = re.compile(
    r"(?<!\d)(\d{4}-\d\d-\d\d|\d{8}|\d{4}_\d\d_\d\d)"
    r"(?:[T_](\d\d[:-]?\d\d[:-]?\d\d)(Z)?)?(?![\d])"
)


def _from_any_name(stem: str) -> Found | None:
    """A single plausible date in a name that follows no known rule; two different ones are none."""
    found: dict[Interval, str] = {}
    for match in _ANY.finditer(stem):
        day = match[1].replace("_", "-")
        clock = (match[2] or "").replace("-", "").replace(":", "")
        try:
            when = parse_moment(f"{day}T{clock}" if "T" in match[0] and clock else day)
        except InvalidTime:
            continue
        if when.begin is not None and _FIRST_YEAR <= when.begin.year <= datetime.now(UTC).year:
            found[when] = match[0]
    if len(found) != 1:
        return None
    when, text = next(iter(found.items()))
    return _found(
        when, f"time is read off the file name ({text!r}); check it, or give it with --datetime."
    )
