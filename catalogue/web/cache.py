"""Encoded tiles kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

_KEPT_TILES = 512


class TileCache:
    """The last few hundred tiles, encoded; safe to use from several threads."""

    def __init__(self) -> None:
        self._tiles: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        """A tile by its ETag."""
        with self._lock:
            if tag in self._tiles:
                self._tiles.move_to_end(tag)
            return self._tiles.get(tag)

    def put(self, tag: str, tile: bytes) -> None:
        """Keep a tile, and drop the one not used for longest."""
        with self._lock:
            self._tiles[tag] = tile
            if len(self._tiles) > _KEPT_TILES:
                self._tiles.popitem(last=False)
