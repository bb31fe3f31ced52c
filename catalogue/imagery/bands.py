"""The bands of a scene by name, whichever file each is in, and the usual ways to combine them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.model import PLACED, Asset, BandStatistics, Scene


@dataclass(frozen=True, slots=True)
class Band:
    """One band. `name` is unique in its scene and fit for an expression; `index` counts from 1."""

    name: str
    label: str
    asset: Asset
    index: int
    statistics: BandStatistics | None


@dataclass(frozen=True, slots=True)
class Combination:
    """Three bands as red, green and blue, or one as grey, under the name people know."""

    id: str
    name: str
    bands: tuple[str, ...]


# Common names as the STAC extension eo has them; short-wave infrared has an older and a newer one.
_COMBINATIONS = (
    ("true", "True colour", (("red",), ("green",), ("blue",))),
    ("infrared", "False colour, infrared", (("nir", "nir08"), ("red",), ("green",))),
    ("swir", "Short-wave infrared", (("swir22",), ("nir", "nir08"), ("red",))),
    ("agriculture", "Agriculture", (("swir16",), ("nir", "nir08"), ("blue",))),
    ("urban", "Urban", (("swir22",), ("swir16",), ("red",))),
)
# What platforms call their bands, by the number or name at the end of an asset's key.
_SENTINEL_2 = {
    "b01": "coastal", "b02": "blue", "b03": "green", "b04": "red", "b05": "rededge071",
    "b06": "rededge075", "b07": "rededge078", "b08": "nir", "b8a": "nir08", "b09": "nir09",
    "b11": "swir16", "b12": "swir22",
}  # fmt: skip
_LANDSAT_8 = {
    "b1": "coastal", "b2": "blue", "b3": "green", "b4": "red", "b5": "nir08", "b6": "swir16",
    "b7": "swir22", "b10": "lwir11",
}  # fmt: skip
_LANDSAT_5 = {
    "b1": "blue",
    "b2": "green",
    "b3": "red",
    "b4": "nir08",
    "b5": "swir16",
    "b7": "swir22",
}
_PLATFORMS = (
    (re.compile(r"sentinel[-_ ]?2|^s2", re.IGNORECASE), _SENTINEL_2),
    (re.compile(r"landsat[-_ ]?[89]\b|^l[co]0?[89]", re.IGNORECASE), _LANDSAT_8),
    (re.compile(r"landsat[-_ ]?[457]\b|^l[tem]0?[457]", re.IGNORECASE), _LANDSAT_5),
)


def bands_of(scene: Scene) -> tuple[Band, ...]:
    """All bands of the scene's local rasters, in the order of its files; of a picture placed by
    hand those of the file that shows it in its place.

    A name is the band's common name (red, nir, swir16) where that is known and met once, else
    what the file calls it, else its file and number.
    """
    rows = [
        (asset, index, _common(scene, asset, index), _called(asset, index))
        for asset in scene.assets
        if (scene.placing is None or asset.key == PLACED)
        and asset.is_local
        and asset.raster is not None
        and asset.sha256 is not None
        for index in range(1, asset.raster.bands + 1)
    ]
    several = len({id(asset) for asset, *_ in rows}) > 1
    wished = [
        _identifier(common or called or "") or _fallback(asset, index, several)
        for asset, index, common, called in rows
    ]
    counts = Counter(wished)
    out, taken = [], set[str]()
    for (asset, index, common, called), wish in zip(rows, wished, strict=True):
        name = wish if counts[wish] == 1 else _fallback(asset, index, several)
        while name in taken:
            name += "_"
        taken.add(name)
        raster = asset.raster
        known = raster.statistics if raster else ()
        statistics = known[index - 1] if index <= len(known) else None
        label = called or (f"{asset.key}, band {index}" if several else f"band {index}")
        out.append(Band(name, f"{common}: {label}" if common else label, asset, index, statistics))
    return tuple(out)


def combinations(bands: Sequence[Band]) -> tuple[Combination, ...]:
    """The usual combinations that these bands allow, then each band alone."""
    names = {band.name for band in bands}
    found = []
    for key, title, wanted in _COMBINATIONS:
        chosen = [next((n for n in any_of if n in names), None) for any_of in wanted]
        if all(chosen):
            found.append(Combination(key, title, tuple(n for n in chosen if n)))
    found += [Combination(f"band:{b.name}", b.label, (b.name,)) for b in bands]
    return tuple(found)


def _common(scene: Scene, asset: Asset, index: int) -> str | None:
    raster = asset.raster
    named = stac_common_names(scene, asset)
    if index <= len(named) and named[index - 1]:
        return named[index - 1].lower()
    if raster and index <= len(raster.colour):
        colour = raster.colour[index - 1].lower()
        if colour in ("red", "green", "blue"):
            return colour
    tail = re.search(r"(?:^|[_-])(b\d{1,2}a?)$", re.sub(r"\.\w+$", "", asset.key), re.IGNORECASE)
    called = tail[1].lower() if tail else (_called(asset, index) or "").lower()
    for pattern, table in _PLATFORMS:
        if pattern.search(scene.platform or "") or pattern.search(scene.id):
            return table.get(called) or table.get(re.sub(r"^b0", "b", called))
    return called if called in _NAMES else None


_NAMES = {name for _, _, wanted in _COMBINATIONS for any_of in wanted for name in any_of}


def _called(asset: Asset, index: int) -> str | None:
    raster = asset.raster
    names = raster.band_names if raster else ()
    return names[index - 1] or None if index <= len(names) else None


def _identifier(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return name if re.match(r"[a-z]", name) else ""


def _fallback(asset: Asset, index: int, several: bool) -> str:
    key = _identifier(asset.key) if several else ""
    single = asset.raster is not None and asset.raster.bands == 1
    return key if key and single else f"{key}_b{index}" if key else f"b{index}"


def stac_common_names(scene: Scene, asset: Asset) -> list[str]:
    """Common names of an asset's bands in the STAC item (eo:bands, or bands of STAC 1.1)."""
    assets = scene.stac.get("assets")
    own: Any = assets.get(asset.key) if isinstance(assets, Mapping) else None
    if not isinstance(own, Mapping):
        return []
    bands = own.get("eo:bands") or own.get("bands") or []
    named = [b if isinstance(b, Mapping) else {} for b in bands] if isinstance(bands, list) else []
    return [str(b.get("eo:common_name") or b.get("common_name") or "") for b in named]
