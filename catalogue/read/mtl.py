"""Landsat's metadata file (MTL), as text or JSON. The XML form says the same and is not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from catalogue.errors import InvalidTime, UnreadableFile
from catalogue.read.dates import Found, parse_moment

_MAX_BYTES = 4 * 1024 * 1024
_LINE = re.compile(r"^\s*(\w+)\s*=\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Mtl:
    """What the catalogue takes from an MTL; None where it says nothing."""

    product: str | None
    when: Found | None
    platform: str | None
    instruments: tuple[str, ...]
    cloud_pct: float | None
    sun_elevation_deg: float | None
    sun_azimuth_deg: float | None


def read_mtl(path: Path) -> Mtl:
    """Read an MTL .txt or .json. Raises UnreadableFile when it is neither."""
    try:
        data = path.read_bytes()[: _MAX_BYTES + 1]
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from error
    if len(data) > _MAX_BYTES:
        raise UnreadableFile("is too large for a Landsat metadata file.")
    values = _from_json(data) if data.lstrip()[:1] == b"{" else _from_text(data)
    if not {"DATE_ACQUIRED", "SPACECRAFT_ID", "LANDSAT_PRODUCT_ID"} & values.keys():
        raise UnreadableFile("is no Landsat metadata file: it names no date and no spacecraft.")
    return _mtl(values)


def _from_text(data: bytes) -> dict[str, str]:
    text = data.decode("utf-8", "replace")
    values: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.match(line)
        if found and found[1] not in ("GROUP", "END_GROUP"):
            values.setdefault(found[1], found[2].strip('"'))
    return values


def _from_json(data: bytes) -> dict[str, str]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UnreadableFile(f"is no valid JSON: {error}.") from None
    values: dict[str, str] = {}
    groups: list[Any] = [document]
    while groups:  # breadth first: the outermost of two equal names wins
        group = groups.pop(0)
        if isinstance(group, Mapping):
            groups.extend(v for v in group.values() if isinstance(v, Mapping))
            for key, value in group.items():
                if isinstance(value, str | int | float):
                    values.setdefault(key, str(value))
    return values


def _mtl(values: Mapping[str, str]) -> Mtl:
    spacecraft = values.get("SPACECRAFT_ID")
    azimuth = _number(values.get("SUN_AZIMUTH"))
    cloud = _number(values.get("CLOUD_COVER"))
    return Mtl(
        product=values.get("LANDSAT_PRODUCT_ID"),
        when=_when(values),
        platform=spacecraft.lower().replace("_", "-") if spacecraft else None,
        instruments=tuple(p.lower() for p in values.get("SENSOR_ID", "").split("_") if p),
        cloud_pct=cloud if cloud is not None and 0 <= cloud <= 100 else None,  # -1 is unknown
        sun_elevation_deg=_number(values.get("SUN_ELEVATION")),
        sun_azimuth_deg=None if azimuth is None else azimuth % 360,  # given as -180 to 180
    )


def _when(values: Mapping[str, str]) -> Found | None:
    day, clock = values.get("DATE_ACQUIRED"), values.get("SCENE_CENTER_TIME")
    for text in (f"{day}T{clock}" if clock else None, day):
        if text:
            try:
                return Found(parse_moment(text), "MTL")
            except InvalidTime:
                continue
    return None


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1e6 else None
