"""Every error a user can meet. Each message holds the value that was wrong and the way out.

Code outside this package may catch :class:`CatalogueError`; the command line prints its
text without a traceback, the web layer maps a class to an HTTP status (`catalogue.web.errors`).
"""

from __future__ import annotations


class CatalogueError(Exception):
    """Base of every error with which this package refuses something."""


class InvalidTime(CatalogueError):
    """A date, time or EDTF text that cannot be read, or an interval that ends before it begins."""


class InvalidGeometry(CatalogueError):
    """A geometry that is empty, not finite, outside the globe, or of the wrong type."""


class InvalidPlace(CatalogueError):
    """Coordinates, a grid reference or a maps link that cannot be read."""


class InvalidValue(CatalogueError):
    """A field of a value that is out of its range (percent, metres, confidence, class...)."""


class UnreadableFile(CatalogueError):
    """A file that is not what it says, is damaged, hostile, or over a limit."""


class NotFound(CatalogueError):
    """No scene, observation, annotation or class has this id."""


class Ambiguous(CatalogueError):
    """An id that more than one scene carries; the message lists the full names."""


class Conflict(CatalogueError):
    """Someone else changed this since it was read; nothing was overwritten."""


class StoreError(CatalogueError):
    """The catalogue's folder or file cannot be opened, is locked, or is from a newer version."""


class JournalBroken(CatalogueError):
    """The history does not verify: an entry was changed, removed or added by other means."""


class SettingError(CatalogueError):
    """A setting with a value that makes no sense; the message names the setting."""


class MissingExtra(CatalogueError):
    """An optional dependency that is not installed; the message says how to install it."""


class ForeignInstallation(CatalogueError):
    """Another distribution has put files into this package's folder."""


class ProviderFailed(CatalogueError):
    """A provider of imagery does not answer, refuses, or answers what cannot be used."""


class Busy(CatalogueError):
    """A worker pool is full or a time limit ran out; the same request may succeed later."""
