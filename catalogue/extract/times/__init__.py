"""Times in text: what a phrase says, against the day of publication."""

from catalogue.extract.times.tagger import find_times

__all__ = ["find_times"]
