"""Satellite-imagery annotation catalogue: which images could have shown a reported event?

`from catalogue import Catalogue` is the Python API. Importing this package opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

__version__ = "0.1.0"
__all__ = ["Catalogue", "__version__"]


def __getattr__(name: str) -> Any:
    # Lazy, so that `catalogue --help` does not import GDAL.
    if name == "Catalogue":
        from catalogue.catalogue import Catalogue

        return Catalogue
    raise AttributeError(f"module 'catalogue' has no attribute {name!r}")
