"""Which file of a scene says where cloud is, and what its numbers mean.

Known by name: the scene classification of Sentinel-2 (SCL), the pixel quality of Landsat
(QA_PIXEL, Collection 2), and the usable data masks of Planet (UDM2, UDM). Else by role: a file that
states its classes (STAC classification extension), or one of yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalogue.model import Asset, Scene

CLEAR, CLOUD, SHADOW, UNKNOWN = range(4)
# Changes whenever the same file would be read otherwise.
RULES = "clouds 1"
# What names such a file somewhere in the record of its scene: as a key, in its name, as a role.
WORDS = ("scl", "qa_pixel", "udm", "cloud")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Pixels are `code` whose number in `band` (from 1) is in `values`, or has one of `bits`."""

    code: int
    band: int = 1
    values: tuple[int, ...] = ()
    bits: int = 0


@dataclass(frozen=True, slots=True)
class Mask:
    """A file that says where cloud is. The first meaning that fits counts, without one it is clear.

    `kind` "yes_no" holds nothing but 0 and one other number, or it is no such mask.
    """

    asset: Asset
    name: str
    meanings: tuple[Meaning, ...]
    kind: Literal["classes", "yes_no"] = "classes"


# Sen2Cor: 0 no data, 1 saturated, 3 cloud shadow, 7 unclassified, 8 and 9 cloud, 10 cirrus.
_SCL = (
    Meaning(UNKNOWN, values=(0, 1, 7)),
    Meaning(CLOUD, values=(8, 9, 10)),
    Meaning(SHADOW, values=(3,)),
)
# Bit 0 fill, 1 dilated cloud (a margin of pixels that need not be cloud), 2 cirrus, 3 cloud,
# 4 cloud shadow.
_QA_PIXEL = (
    Meaning(UNKNOWN, bits=1), Meaning(CLOUD, bits=1 << 2 | 1 << 3), Meaning(SHADOW, bits=1 << 4),
    Meaning(UNKNOWN, bits=1 << 1),
)  # fmt: skip
# Bands 3 shadow, 5 heavy haze, 6 cloud; bit 0 of band 8: nothing was taken there.
_UDM2 = (
    Meaning(UNKNOWN, band=8, bits=1), Meaning(CLOUD, band=6, bits=255),
    Meaning(CLOUD, band=5, bits=255), Meaning(SHADOW, band=3, bits=255),
)  # fmt: skip
# The older one of one band: bit 0 nothing was taken there, bit 1 cloud.
_UDM = (Meaning(UNKNOWN, bits=1), Meaning(CLOUD, bits=2))
_YES = -1 & 0xFFFF_FFFF
_NAMED: tuple[tuple[str, re.Pattern[str], tuple[Meaning, ...]], ...] = (
    ("SCL", re.compile(r"(^|[^a-z0-9])scl([^a-z0-9]|$)"), _SCL),
    ("QA_PIXEL", re.compile(r"(^|[^a-z0-9])qa_?pixel([^a-z0-9]|$)"), _QA_PIXEL),
    ("UDM2", re.compile(r"(^|[^a-z0-9])udm2([^a-z0-9]|$)"), _UDM2),
    ("UDM", re.compile(r"(^|[^a-z0-9])udm([^a-z0-9]|$)"), _UDM),
)
_ROLES: Mapping[str, int] = {"cloud": CLOUD, "cloud-shadow": SHADOW}
_NOT = re.compile(r"\b(no|not|non|clear|free|without|low)\b")


def masks_of(scene: Scene) -> tuple[Mask, ...]:
    """The files on this machine that say where cloud is, best first; two that add up by role.

    Empty if there is none.
    """
    local = [asset for asset in scene.assets if asset.is_local]
    for name, pattern, meanings in _NAMED:
        for asset in local:
            if pattern.search(asset.key.lower()) or pattern.search(_file_name(asset)):
                return (Mask(asset, name, meanings),)
    for asset in local:
        if {*_ROLES, "data-mask"} & set(asset.roles):
            meanings = tuple(_stated(scene, asset))
            if any(each.code == CLOUD for each in meanings):
                return (Mask(asset, f"mask {asset.key}", meanings),)
    return _by_role(local)


def _by_role(local: list[Asset]) -> tuple[Mask, ...]:
    """A file of cloud, and one of shadow beside it."""
    found: dict[int, Mask] = {}
    for asset in local:
        codes = [code for role, code in _ROLES.items() if role in asset.roles]
        # One file in both roles would have to say which of its numbers means what.
        if len(codes) == 1 and codes[0] not in found:
            meanings = (Meaning(codes[0], bits=_YES),)
            found[codes[0]] = Mask(asset, f"mask {asset.key}", meanings, "yes_no")
    return tuple(found[code] for code in (CLOUD, SHADOW) if code in found) if CLOUD in found else ()


def _file_name(asset: Asset) -> str:
    return re.split(r"[/\\]", asset.href)[-1].lower()


def _stated(scene: Scene, asset: Asset) -> Iterator[Meaning]:
    """What the item says of the file's numbers; those of unknown meaning count as clear."""
    classes = _classes(_dict(_dict(scene.stac.get("assets")).get(asset.key)))
    for code in (UNKNOWN, CLOUD, SHADOW):
        values = [value for value, name in classes if _code(name) == code]
        if values:
            yield Meaning(code, values=tuple(values))


def _classes(stated: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(value, words) of a file of one band."""
    bands = stated.get("bands") or stated.get("raster:bands")
    within = _dict(bands[0]) if isinstance(bands, list) and len(bands) == 1 else {}
    listed = stated.get("classification:classes") or within.get("classification:classes")
    some = [_dict(each) for each in listed] if isinstance(listed, list) else []
    return [
        (each["value"], f"{each.get('name', '')} {each.get('description', '')}")
        for each in some
        if isinstance(each.get("value"), int)
    ]


def _code(words: str) -> int:
    text = re.sub(r"[_\-]+", " ", words.lower())
    if re.search(r"\b(no ?data|fill|saturated|unclassified|unknown)\b", text):
        return UNKNOWN
    if not re.search(r"\bclouds?\b|\bcloudy\b|\bcirrus\b", text):
        return CLEAR
    if _NOT.search(text):
        return UNKNOWN if re.search(r"\blow\b", text) else CLEAR
    return SHADOW if re.search(r"\bshadows?\b", text) else CLOUD


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
