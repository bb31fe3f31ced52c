"""WKB in Arrow arrays as flat arrays of coordinates."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import shapely

from catalogue.bulk.shapes import Shapes, shapes_of

if TYPE_CHECKING:
    import pyarrow as pa


def shapes_of_wkb(wkb: pa.Array) -> Shapes:
    """Of an Arrow array of WKB; compiled where the extra `[fast]` is installed."""
    if find_spec("numba") is not None:
        from catalogue.bulk.fast.wkb import shapes_of_buffer

        found = shapes_of_buffer(wkb)
        if found is not None:
            return found
    return shapes_of(np.asarray(shapely.from_wkb(wkb.to_numpy(zero_copy_only=False)), dtype=object))
