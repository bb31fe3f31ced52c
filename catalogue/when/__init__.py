"""Times of events and scenes: EDTF and ISO text in, exact UTC intervals out.

A date (day, month, year, season, decade) is the *local* one at the place: its bounds are
local midnights, moved to UTC with the place's time zone. A date-time is a moment.
"""

from catalogue.when.event import event_time, event_time_from_columns, parse_edtf
from catalogue.when.places import zones_at
from catalogue.when.scene import parse_scene_time, parse_search_time
from catalogue.when.words import describe
from catalogue.when.zones import zones_of

__all__ = [
    "describe",
    "event_time",
    "event_time_from_columns",
    "parse_edtf",
    "parse_scene_time",
    "parse_search_time",
    "zones_at",
    "zones_of",
]
