"""A small picture of a whole raster: a pure function, run in a worker process."""

from __future__ import annotations

import io

from PIL import Image

from catalogue.imagery.render import TileRequest, render_tile

_QUALITY = 80


def draw_thumbnail(request: TileRequest) -> bytes:
    """A tile as WEBP, cut to what is valid in it; empty bytes if nothing is.

    Raises what `render_tile` does.
    """
    tile = render_tile(request)
    if not tile:
        return b""
    picture: Image.Image = Image.open(io.BytesIO(tile))
    if picture.mode == "RGBA":
        picture = picture.crop(picture.getchannel("A").getbbox())
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=_QUALITY, method=0)
    return buffer.getvalue()
