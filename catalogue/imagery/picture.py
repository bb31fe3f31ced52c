"""Look at a PNG or JPEG safely. Runs in a child process only.

A picture says nothing reliable of its place or time: what its tags and the world file beside it
*state* is reported as a statement, and a person decides.
"""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.magic import NAMES, PICTURES, sniff

_FORMATS = {"png": ("PNG",), "jpeg": ("JPEG",)}
_EXIF_IFD = 0x8769
_DATE_TAGS = (0x9003, 0x9004)  # DateTimeOriginal, DateTimeDigitized
_MAX_BYTES = 512 * 1024 * 1024


def picture(path: str, limits: Limits) -> dict[str, Any]:
    """Facts of one picture as JSON values: shape, bands, dtype, colour, stated_date.

    The whole picture is decoded once, so that a damaged one is found now. Raises UnreadableFile.
    """
    kind = sniff(Path(path))
    if kind not in PICTURES:
        raise UnreadableFile(f"is {NAMES[kind]}, not a PNG or JPEG picture.")
    if os.path.getsize(path) > _MAX_BYTES:
        raise UnreadableFile(f"is larger than {_MAX_BYTES} bytes, the limit for a picture.")
    data = Path(path).read_bytes()
    Image.MAX_IMAGE_PIXELS = None  # our own limit below says what to do about it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
                _check_size(image, limits)
                stated = _stated_date(image)
                image.load()
                return {
                    "driver": kind.upper(),
                    "shape": [image.height, image.width],
                    "bands": len(image.getbands()),
                    "dtype": "uint16" if image.mode.startswith("I;16") else "uint8",
                    "colour": [_COLOURS.get(b, b) for b in image.getbands()],
                    "stated_date": stated,
                }
        except UnidentifiedImageError:
            raise UnreadableFile(f"begins like {NAMES[kind]} but is none.") from None
        except (OSError, SyntaxError) as error:
            raise UnreadableFile(f"is damaged or cut off: {error}.") from error


_COLOURS = {"R": "red", "G": "green", "B": "blue", "A": "alpha", "L": "gray", "P": "palette"}


def _check_size(image: Any, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels < 1:
        raise UnreadableFile("has no pixels.")
    if pixels > limits.max_picture_pixels:
        raise UnreadableFile(
            f"claims {image.width} x {image.height} pixels; the limit for a picture is "
            f"{limits.max_picture_pixels}."
        )


def _stated_date(image: Any) -> str | None:
    try:
        exif = image.getexif()
        values = [exif.get_ifd(_EXIF_IFD).get(tag) for tag in _DATE_TAGS] + [exif.get(0x0132)]
    except Exception:  # EXIF is free text from anyone; without it the picture is the same
        return None
    texts = [v.strip("\x00 ") for v in values if isinstance(v, str)]
    return next((t[:40] for t in texts if t), None)
