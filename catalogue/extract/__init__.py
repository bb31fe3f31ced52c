"""From a report's text to suggested observations: offline, by rules, with reasons."""

from catalogue.extract.document import extraction_to_json
from catalogue.extract.find import extract, no_places

__all__ = ["extract", "extraction_to_json", "no_places"]
