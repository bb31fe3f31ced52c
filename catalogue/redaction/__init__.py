"""Taking a name or a passage out for good: from texts, records, the history and the file."""

from catalogue.redaction.erase import Redacted, erase
from catalogue.redaction.records import Redactor, Target
from catalogue.redaction.words import MARK, pattern_of

__all__ = ["MARK", "Redacted", "Redactor", "Target", "erase", "pattern_of"]
