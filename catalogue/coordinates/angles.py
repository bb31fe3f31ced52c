"""Decimal degrees, degrees with minutes, and degrees with minutes and seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.coordinates.spot import FORMS, Spot, spot
from catalogue.errors import InvalidPlace

_NUMBER = r"\d+(?:\.\d+)?"
_SIDE = re.compile(
    rf"(?P<pre>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<d>{_NUMBER})\s*(?:°|:|d(?:eg)?)?"
    rf"(?:\s*(?P<m>{_NUMBER})\s*(?:'|:|m(?:in)?)?"
    rf"(?:\s*(?P<s>{_NUMBER})\s*(?:\"|''|s(?:ec)?)?)?)?\s*(?P<post>[NSEW])?",
    re.IGNORECASE,
)
_LABELS = re.compile(r"(?i)\b(lat|lon|lng|long|latitude|longitude)\b\.?\s*[:=]?\s*")
_WKT = re.compile(r"(?i)(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+)?\s*\)")
_COMMA_DECIMALS = re.compile(
    r"([NSEW]?\s*[+-]?\d+),(\d+)(°?\s*[NSEW]?)(?:\s*;\s*|,\s+|\s+)"
    r"([NSEW]?\s*[+-]?\d+),(\d+)(°?\s*[NSEW]?)",
    re.IGNORECASE,
)
# Signs that stand for minus, minutes, seconds, degrees; U+FFFD is a degree sign lost in a
# wrong encoding, which minutes and a hemisphere behind it make plain.
_SIGNS = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\u2032": "'", "\u2019": "'",
     "\u00b4": "'", "\u2033": '"', "\u201d": '"', "\u201c": '"', "\u00ba": "°", "\u02da": "°",
     "\ufffd": "°", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Angle:
    """One side: degrees, its axis ("lat", "lon" or unknown), and the last digit's size (deg)."""

    value: float
    axis: str | None
    step: float


def parse_angles(text: str) -> Spot | None:
    """Two angles in one of the usual spellings, else None. Raises InvalidPlace."""
    if match := _WKT.fullmatch(text):
        first, second = (_angle(part, None) for part in match.groups())
        if first is None or second is None:
            return None
        return spot(text, second.value, first.value, "WKT", step_deg=max(first.step, second.step))
    plain = text.translate(_SIGNS).strip(" ()[]")
    labels = [found[:3].lower() for found in _LABELS.findall(plain)]
    plain = _LABELS.sub(" ", plain).strip(" ,;")
    if match := _COMMA_DECIMALS.fullmatch(plain):
        a, b, c, d, e, f = match.groups()
        plain = f"{a}.{b}{c}; {d}.{e}{f}"
    sides = _sides(plain)
    if sides is None:
        return None
    axes: list[str | None] = ["lat" if name == "lat" else "lon" for name in labels]
    axes = axes or [None, None]
    if len(axes) != 2:
        return None
    first, second = (_angle(side, axis) for side, axis in zip(sides, axes, strict=True))
    if first is None or second is None:
        return None
    return _placed(text, plain, first, second)


def _placed(text: str, plain: str, first: Angle, second: Angle) -> Spot:
    if {first.axis, second.axis} in ({"lat"}, {"lon"}):
        raise InvalidPlace(f"place {text!r} names the same axis twice. {FORMS}")
    swapped = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second, first) if swapped else (first, second)
    minutes = re.search(r"['\":]|\d\s+\d+\D+\d+\s+\d", plain) is not None
    notation = "degrees and minutes" if minutes else "decimal degrees"
    return spot(text, lat.value, lon.value, notation, step_deg=max(lat.step, lon.step))


def _sides(text: str) -> tuple[str, str] | None:
    """The two halves: by semicolon, by hemisphere letters, by comma, by marks, or by a blank."""
    if text.count(";") == 1:
        parts = text.split(";")
    elif len(letters := list(re.finditer(r"(?i)[NSEW](?![a-z])", text))) == 2:
        cut = letters[1].start() if letters[0].start() == 0 else letters[0].end()
        parts = [text[:cut], text[cut:]]
    elif text.count(",") == 1:
        parts = text.split(",")
    elif len(degrees := list(re.finditer(rf"[+-]?{_NUMBER}\s*°", text))) == 2:
        parts = [text[: degrees[1].start()], text[degrees[1].start() :]]
    else:
        parts = re.split(r"\s*/\s*|\s+", text)
    sides = [part.strip(" ,;/") for part in parts]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def _angle(text: str, axis: str | None) -> Angle | None:
    match = _SIDE.fullmatch(text.strip())
    if match is None:
        return None
    letter = (match["pre"] or match["post"] or "").upper()
    if (match["pre"] and match["post"]) or (letter and match["sign"]):
        raise InvalidPlace(f"angle {text!r} has both a sign and a letter, or two; keep one.")
    written = [part for part in (match["d"], match["m"], match["s"]) if part is not None]
    if any("." in part for part in written[:-1]) or any(float(p) >= 60 for p in written[1:]):
        raise InvalidPlace(
            f"angle {text!r}: minutes and seconds lie below 60 and only the last may have decimals."
        )
    size = sum(float(part) / 60**i for i, part in enumerate(written))
    step = 10.0 ** -len(written[-1].partition(".")[2]) / 60 ** (len(written) - 1)
    negative = match["sign"] == "-" or letter in ("S", "W")
    named = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}.get(letter, axis)
    return Angle(-size if negative else size, named, step)
