"""Which of a scene's files are drawn, and how: bands, stretch, grid and zooms. Opens nothing.

Whoever records what a person looked at uses the same rule as the one that draws the tiles.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue import grid, space
from catalogue.imagery.bands import stac_common_names
from catalogue.imagery.limits import Limits
from catalogue.imagery.look import Look
from catalogue.imagery.style import Style, styled
from catalogue.model import Asset, RasterInfo, Scene

PIXELS = "pixels"
MAP_TILE, PIXEL_TILE = 512, 256
_STYLE = 2  # counts up when tiles come to look different: it is part of their version
_COLOURS = ("red", "green", "blue")
# Band numbers of red, green and blue, by how platforms are named.
_BAND_NUMBERS = (
    (re.compile(r"landsat[-_ ]?[457]\b|^l[tem]0?[457]", re.IGNORECASE), (3, 2, 1)),
    (re.compile(r"landsat[-_ ]?[89]\b|^l[co]0?[89]|sentinel[-_ ]?2|^s2", re.IGNORECASE), (4, 3, 2)),
)
_NOT_DATA = {"thumbnail", "metadata", "overview"}
_EQUATOR_M = 2 * math.pi * 6378137.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One file and the bands of it that are drawn, counted from 1; stretch per band or None."""

    asset: Asset
    bands: tuple[int, ...]
    stretch: tuple[tuple[float, float], ...] | None


@dataclass(frozen=True, slots=True)
class Display:
    """How a scene is drawn. At `maxzoom` a tile is no coarser than the raster.

    Without a `look`, as `drawn` says; with one, the bands of `drawn` are what it names, in order.
    """

    drawn: tuple[Drawn, ...]
    grid: str
    minzoom: int
    maxzoom: int
    tilesize: int
    version: str
    look: Look | None = None

    @property
    def asset(self) -> Asset:
        """The file whose pixels count: the first one."""
        return self.drawn[0].asset

    @property
    def raster(self) -> RasterInfo:
        """What is known of that file."""
        assert self.asset.raster is not None  # noqa: S101 - `choose` takes no other
        return self.asset.raster


def choose(scene: Scene, style: Style | None = None) -> Display | None:
    """How to draw a scene, None if none of its files can be drawn (`why_not` says why).

    Raises InvalidValue for a style that does not fit the scene.
    """
    usable = [a for a in scene.assets if _usable(a)]
    if not usable:
        return None
    look = None
    if style is None:
        drawn = _separate_bands(scene, usable) or (_single(scene, _best(usable)),)
    else:
        wanted = styled(scene, style)
        drawn, look = tuple(Drawn(a, (n,), None) for a, n in wanted.parts), wanted.look
    raster = drawn[0].asset.raster
    assert raster is not None  # noqa: S101 - only usable ones were taken
    on_map = scene.footprint is not None and raster.crs and raster.georeference != "none"
    name = grid.grid_for(scene.footprint) if on_map else PIXELS
    size = MAP_TILE if on_map else PIXEL_TILE
    maxzoom = _map_zoom(scene, name) if on_map else pixel_maxzoom(raster.shape)
    reach = math.ceil(math.log2(max(max(raster.shape) / size, 1)))
    version = _version(scene, drawn, name, maxzoom, look)
    return Display(drawn, name, max(0, maxzoom - reach), maxzoom, size, version, look)


def why_not(scene: Scene) -> str:
    """Why a scene has no picture, for a person."""
    if not scene.assets:
        return "this scene was taken in without its files; add them to see it."
    if not any(a.is_local for a in scene.assets):
        return "its files are not on this computer, only their addresses are known."
    return "none of its files is an image that could be read."


def pixel_maxzoom(shape: tuple[int, int]) -> int:
    """The zoom at which a raster's own pixels are drawn one to one in tiles of 256."""
    return max(0, math.ceil(math.log2(max(max(shape) / PIXEL_TILE, 1))))


def _usable(asset: Asset) -> bool:
    return (
        asset.is_local
        and asset.raster is not None
        and asset.sha256 is not None
        and asset.raster.shape[0] * asset.raster.shape[1] <= Limits().max_pixels
    )


def _best(assets: Sequence[Asset]) -> Asset:
    """The true-colour one, else data before previews, else the first."""

    def rank(asset: Asset) -> tuple[bool, bool, bool]:
        roles = {r.lower() for r in asset.roles}
        visual = "visual" in roles or asset.key.lower() in ("visual", "tci")
        bands = asset.raster.bands if asset.raster else 0
        return bool(roles & _NOT_DATA), not visual, bands < len(_COLOURS)

    return min(assets, key=rank)


def _single(scene: Scene, asset: Asset) -> Drawn:
    raster = asset.raster
    assert raster is not None  # noqa: S101 - only usable ones come here
    bands = _bands(raster, stac_common_names(scene, asset))
    return Drawn(asset, bands, _stretch(raster, bands))


def _bands(raster: RasterInfo, common: Sequence[str]) -> tuple[int, ...]:
    """Which bands: by their colours, then by their names, else the first three or the first."""
    alpha = {i for i, c in enumerate(raster.colour) if c.lower() == "alpha"}
    for names in (raster.colour, common, raster.band_names):
        lower = [n.lower() for n in names]
        if all(c in lower for c in _COLOURS):
            return tuple(lower.index(c) + 1 for c in _COLOURS)
    left = [i + 1 for i in range(raster.bands) if i not in alpha] or [1]
    return tuple(left[:3]) if len(left) >= len(_COLOURS) else (left[0],)


def _stretch(raster: RasterInfo, bands: Sequence[int]) -> tuple[tuple[float, float], ...] | None:
    """p2 to p98 of each band; None for bytes, which are drawn as they are."""
    if raster.dtype == "uint8":
        return None
    if len(raster.statistics) < max(bands):
        return tuple((0.0, 255.0) for _ in bands)
    found = [raster.statistics[b - 1] for b in bands]
    return tuple(
        (s.p2, s.p98) if s.p98 > s.p2 else (s.minimum, max(s.maximum, s.minimum + 1)) for s in found
    )


def _separate_bands(scene: Scene, assets: Sequence[Asset]) -> tuple[Drawn, ...] | None:
    """Red, green and blue where each is a file of its own."""
    single = [a for a in assets if a.raster is not None and a.raster.bands == 1]
    if len(single) < len(_COLOURS) or len(single) < len(assets) / 2:
        return None
    named = {_colour(scene, asset): asset for asset in reversed(single)}
    if not all(c in named for c in _COLOURS):
        return None
    chosen = [named[c] for c in _COLOURS]
    return tuple(Drawn(a, (1,), _stretch(a.raster, (1,))) for a in chosen if a.raster)


def _colour(scene: Scene, asset: Asset) -> str | None:
    """Return red, green or blue: as the STAC item says, by the key, or by the band's number."""
    common = stac_common_names(scene, asset)
    for name in (*common[:1], asset.key.lower()):
        if name.lower() in _COLOURS:
            return name.lower()
    tail = re.search(
        r"(?:^|[_-])b(?:and)?0?(\d)$", re.sub(r"\.\w+$", "", asset.key), re.IGNORECASE
    ) or re.search(r"[_-]b(?:and)?0?(\d)\.\w+$", asset.href, re.IGNORECASE)
    for pattern, numbers in _BAND_NUMBERS:
        if pattern.search(scene.platform or "") or pattern.search(scene.id):
            if tail and int(tail[1]) in numbers:
                return _COLOURS[numbers.index(int(tail[1]))]
            return None
    return None


def _map_zoom(scene: Scene, name: str) -> int:
    """The lowest zoom whose tiles of 512 px are no coarser than the scene's pixels."""
    gsd = scene.gsd_m or 10.0
    _, lat = space.representative_point(scene.footprint)
    if name == "WebMercatorQuad":
        gsd /= max(math.cos(math.radians(lat)), 0.05)
        top = _EQUATOR_M / MAP_TILE
    else:
        import morecantile

        matrix = morecantile.tms.get(name).matrix(0)
        top = matrix.cellSize * matrix.tileWidth / MAP_TILE
    return min(24, max(0, math.ceil(math.log2(top / gsd) - 1e-6)))


def _version(
    scene: Scene, drawn: Sequence[Drawn], name: str, maxzoom: int, look: Look | None
) -> str:
    """Changes when tiles come to look different."""
    files = [(d.asset.sha256, d.bands, d.stretch) for d in drawn]
    named: list[object] = [_STYLE, name, maxzoom, look, *files]
    if scene.placing is not None:  # the same file in another place
        named += [scene.placing.crs, scene.placing.matrix]
    return hashlib.sha256(repr(named).encode()).hexdigest()[:16]
