"""Files of texts in: one document a file, or a table with a column of text."""

from catalogue.read.reports.document import read_document
from catalogue.read.reports.draft import Draft
from catalogue.read.reports.files import is_of_observations, read_reports

__all__ = ["Draft", "is_of_observations", "read_document", "read_reports"]
