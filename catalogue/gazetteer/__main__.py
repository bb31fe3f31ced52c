"""Compiles the gazetteer in a process of its own: `python -m catalogue.gazetteer FOLDER`.

A line "done total" for each step goes to standard output, an error's text to standard error.
"""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.errors import CatalogueError
from catalogue.gazetteer.cache import open_gazetteer


def main() -> int:
    """Compile; 1 if it failed."""

    def tell(done: int, total: int | None) -> None:
        print(done, total or 0, flush=True)

    try:
        open_gazetteer(Path(sys.argv[1]), progress=tell).close()
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
