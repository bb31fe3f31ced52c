"""Linking all that a store holds: incrementally, in columns for many, as `Link` values for some."""

from catalogue.linking.best import best_tables
from catalogue.linking.known import Known, known
from catalogue.linking.parts import Parts
from catalogue.linking.reasons import all_links
from catalogue.linking.relink import Engine, Relinked, local, relink
from catalogue.linking.tables import LinkCounts, link_counts, stored_tables

__all__ = [
    "Engine",
    "Known",
    "LinkCounts",
    "Parts",
    "Relinked",
    "all_links",
    "best_tables",
    "known",
    "link_counts",
    "local",
    "relink",
    "stored_tables",
]
