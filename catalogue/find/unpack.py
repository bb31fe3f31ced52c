"""Compressed answers, unpacked within bounds: a small one may hold gigabytes. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from catalogue.errors import ProviderFailed

_EITHER = 32 + zlib.MAX_WBITS  # gzip or zlib, as its first bytes say


def unpacked(chunks: Iterable[bytes], kind: str, most: int) -> bytes:
    """All of it, at most `most` bytes; `kind` is its Content-Encoding. Raises ProviderFailed."""
    kind = kind.strip().lower()
    if kind not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ProviderFailed(f"the answer is packed as {kind[:40]!r}, which was not asked for.")
    packed = kind not in ("", "identity")
    opened = zlib.decompressobj(_EITHER)
    found = bytearray()
    for chunk in chunks:
        if not packed:
            found += chunk
        else:
            try:
                found += opened.decompress(chunk, most + 1 - len(found))
            except zlib.error:
                raise ProviderFailed("the answer is packed, and broken.") from None
        if len(found) > most:
            raise ProviderFailed(f"one answer is larger than {most / 1024**2:,.0f} MB: not read.")
    if packed and not opened.eof:
        raise ProviderFailed("the answer is packed, and breaks off.")
    return bytes(found)
