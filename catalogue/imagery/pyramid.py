"""All tiles of a scene, from the finest zoom up: the content of its display copy.

The pixels are read once, at the finest zoom; every coarser tile is the average of the four below
it, weighted by what is valid. Walking the quadtree depth first keeps a few tiles in memory,
however large the scene is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.imagery.leaves import Leaves, Picture, PyramidRequest, leaves_of
from catalogue.imagery.render import encode
from catalogue.imagery.tilefile import Key

Bytes = NDArray[np.uint8]
Progress = Callable[[int, int], None]


def pyramid(
    request: PyramidRequest, progress: Progress | None = None
) -> Iterator[tuple[Key, bytes]]:
    """Every tile that shows something, encoded as WEBP; children before their parents.

    `progress` hears how many of the finest tiles are done, and of how many.
    """
    with ExitStack() as stack:
        sides = leaves_of(stack, request)
        walk = _Walk(request, sides, progress)
        shift = request.maxzoom - request.minzoom
        for x, y in _roots(sides, shift):
            yield from walk.below(request.minzoom, x, y)


def _roots(sides: Sequence[Leaves], shift: int) -> list[tuple[int, int]]:
    found = {
        (x, y)
        for r in (side.range for side in sides)
        for x in range(r.left >> shift, (r.right >> shift) + 1)
        for y in range(r.top >> shift, (r.bottom >> shift) + 1)
    }
    return sorted(found)


class _Walk:
    """One walk over the quadtree; `made` is the picture of the tile walked last at each zoom."""

    def __init__(
        self, request: PyramidRequest, sides: Sequence[Leaves], progress: Progress | None
    ) -> None:
        self._request = request
        self._sides = sides
        self._mixed = not any(side.has_classes for side in sides)
        self._progress = progress
        self._total, self._done = sum(side.range.count for side in sides), 0
        self.made: dict[int, Picture | None] = {}

    def below(self, z: int, x: int, y: int) -> Iterator[tuple[Key, bytes]]:
        """The tile and all below it."""
        self.made[z] = None
        shift = self._request.maxzoom - z
        span = (x << shift, y << shift, ((x + 1) << shift) - 1, ((y + 1) << shift) - 1)
        near = [side for side in self._sides if side.range.meets(*span)]
        if not near:
            return
        if shift == 0:
            picture = self._leaf(near[0], x, y)
        else:
            four: list[Picture | None] = []
            for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
                yield from self.below(z + 1, 2 * x + right, 2 * y + down)
                four.append(self.made[z + 1])
            picture = halved(four, self._mixed)
        self.made[z] = picture
        if picture is not None:
            yield (z, x, y), encode(list(picture[0]), picture[1], self._request.quality)

    def _leaf(self, side: Leaves, x: int, y: int) -> Picture | None:
        picture = side.read(x, y)
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)
        return picture


def halved(four: Sequence[Picture | None], mixed: bool) -> Picture | None:
    """Four tiles as one: each pixel the average of what is valid of four, or unless `mixed` one."""
    known = next((p for p in four if p is not None), None)
    if known is None:
        return None
    bands, size = known[0].shape[0], known[0].shape[1]
    channels, alpha = np.zeros((bands, size, size), np.uint8), np.zeros((size, size), np.uint8)
    half = size // 2
    for n, picture in enumerate(four):
        if picture is None:
            continue
        down, right = divmod(n, 2)
        place = np.s_[down * half : (down + 1) * half, right * half : (right + 1) * half]
        if mixed:
            channels[:, *place], alpha[place] = _quarter(*picture)
        else:  # an average of the colours of classes is the colour of another class, or of none
            channels[:, *place], alpha[place] = picture[0][:, ::2, ::2], picture[1][::2, ::2]
    return channels, alpha


def _quarter(channels: Bytes, alpha: Bytes) -> Picture:
    if alpha.min() == 255:
        mean = ((_sums(channels) + 2) >> 2).astype(np.uint8)
        return mean, np.full(mean.shape[1:], 255, np.uint8)
    weight = (alpha > 0).astype(np.uint16)
    count = _sums(weight)
    total = _sums(channels.astype(np.uint16) * weight)
    mean = ((total + count // 2) // np.maximum(count, 1)).astype(np.uint8)
    return mean, np.where(count > 0, 255, 0).astype(np.uint8)


def _sums(values: NDArray[Any]) -> NDArray[np.uint16]:
    """Sums of 2 x 2 values."""
    wide = values.astype(np.uint16)
    rows = wide[..., 0::2, :] + wide[..., 1::2, :]
    return np.asarray(rows[..., 0::2] + rows[..., 1::2], dtype=np.uint16)
