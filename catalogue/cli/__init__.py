"""The command line, named as the verbs of `Catalogue`. Start-up is lazy: help imports no GDAL."""

from __future__ import annotations

import sys

from catalogue.cli.common import app, fail
from catalogue.errors import CatalogueError

# Importing a module registers its commands with `app`, in the order of the help.
from catalogue.cli import have, pictures, told, claims, could, clouds, tuned, places  # isort: skip  # noqa: F401
from catalogue.cli import saw, judged, corrected, weighed, followed, photo  # isort: skip  # noqa: F401
from catalogue.cli import evidence, cases, searches, find, dossier, serve  # isort: skip  # noqa: F401

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a user's mistake ends in one sentence, not in a traceback."""
    from catalogue.installation import check_foreign_files

    try:
        check_foreign_files()
        app()
    except CatalogueError as error:
        fail(error)
    except BrokenPipeError:  # `catalogue scenes | head`
        sys.stderr.close()
