"""Every setting, read once at the edge (command line, server start) and passed down as a value.

`TABLE` is the one place that names a setting, its environment variable, default, unit and
meaning; the reference page is written from it. Nothing below the edge reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from catalogue.errors import SettingError

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table: `unit` is "" where there is none; `low` and `high` are inclusive."""

    name: str
    env: str
    default: Any
    unit: str
    help: str
    low: float = 0
    high: float = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked. Make one with `Settings.read`."""

    catalogue: Path
    author: str
    host: str
    port: int
    workers: int
    margin_days: float
    max_tile_queue: int
    tile_time_limit_s: float
    disk_quota_bytes: int
    max_pixels: int
    max_bands: int
    max_block_pixels: int
    read_time_limit_s: float
    read_memory_bytes: int
    gazetteer: Path

    @classmethod
    def read(cls, env: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
        """Take each setting from `overrides`, else `env`, else its default.

        An override of None counts as not given, so that a command line can pass its options on.
        Raises SettingError, naming the setting, for a value that makes no sense.
        """
        env = os.environ if env is None else env
        unknown = overrides.keys() - {entry.name for entry in TABLE}
        if unknown:
            raise SettingError(f"there is no setting {sorted(unknown)[0]!r}.")
        values: dict[str, Any] = {}
        for entry in TABLE:
            given = overrides.get(entry.name)
            if given is None:
                given = env.get(entry.env) or None  # an empty variable is one that is not set
            values[entry.name] = _checked(entry, entry.default if given is None else given)
        return cls(**values)


TABLE: tuple[Entry, ...] = (
    Entry("catalogue", "CATALOGUE", ".", "folder", "the folder that holds the catalogue"),
    Entry("author", "CATALOGUE_AUTHOR", "anonymous", "", "whose name changes carry"),
    Entry(
        "host",
        "CATALOGUE_HOST",
        "127.0.0.1",
        "",
        "the address to serve on; only this machine's own (loopback) is allowed",
    ),
    Entry("port", "CATALOGUE_PORT", 8501, "", "the port to serve on; 0 takes a free one", 0, 65535),
    Entry(
        "workers",
        "CATALOGUE_WORKERS",
        0,
        "processes",
        "worker processes for reading and for tiles; 0 is one for each core",
        0,
        256,
    ),
    Entry(
        "margin_days",
        "CATALOGUE_MARGIN_DAYS",
        365.0,
        "days",
        "how far before and after an event a scene still counts as before or after it",
        0,
        36525,
    ),
    Entry(
        "max_tile_queue",
        "CATALOGUE_MAX_TILE_QUEUE",
        256,
        "tiles",
        "tiles that may wait for a worker before further ones are turned away",
        1,
        100_000,
    ),
    Entry(
        "tile_time_limit_s",
        "CATALOGUE_TILE_TIME_LIMIT",
        60.0,
        "s",
        "time one tile may take before it is stopped",
        0.1,
        3600,
    ),
    Entry(
        "disk_quota_bytes",
        "CATALOGUE_DISK_QUOTA",
        20 * 1024 * _MB,
        "bytes",
        "room for working and display copies; the ones not used for longest are removed beyond it",
        _MB,
        2**53,
    ),
    Entry(
        "max_pixels",
        "CATALOGUE_MAX_PIXELS",
        4_000_000_000,
        "pixels",
        "largest raster (rows x columns) that is taken in",
        1,
        2**53,
    ),
    Entry("max_bands", "CATALOGUE_MAX_BANDS", 512, "bands", "most bands of a raster", 1, 65535),
    Entry(
        "max_block_pixels",
        "CATALOGUE_MAX_BLOCK_PIXELS",
        64_000_000,
        "pixels",
        "largest block (tile or strip) inside a raster: it is decoded as a whole",
        1,
        2**31,
    ),
    Entry(
        "read_time_limit_s",
        "CATALOGUE_READ_TIME_LIMIT",
        300.0,
        "s",
        "time one file may take to be read, or to be made into its working copy",
        0.1,
        86400,
    ),
    Entry(
        "read_memory_bytes",
        "CATALOGUE_READ_MEMORY",
        4096 * _MB,
        "bytes",
        "memory of one reading process beyond which it is stopped",
        256 * _MB,
        2**53,
    ),
    Entry(
        "gazetteer",
        "CATALOGUE_GAZETTEER",
        "",
        "folder",
        "where the gazetteer (70 MB, compiled on first use) and your own places are kept; empty is "
        "the user's cache",
    ),
)


def _checked(entry: Entry, given: Any) -> Any:
    """The value in the type of the entry's default; raises SettingError."""
    if entry.name == "workers" and given in (0, "0"):
        return os.cpu_count() or 1
    if entry.name == "catalogue":
        return _folder(entry, given)
    if entry.name == "gazetteer":
        return _folder(entry, given or user_cache_path("imagery-catalogue", appauthor=False))
    if isinstance(entry.default, str):
        return _text(entry, given)
    value = _number(entry, given, type(entry.default))
    if not entry.low <= value <= entry.high:  # NaN fails as well
        raise SettingError(
            f"{entry.name} ({entry.env}) is {given}; it must lie between {entry.low:g} and "
            f"{entry.high:g} {entry.unit}.".replace(" .", ".")
        )
    return value


def _number(entry: Entry, given: Any, kind: Callable[[Any], Any]) -> Any:
    try:
        if isinstance(given, bool) or (kind is int and isinstance(given, float)):
            raise ValueError(given)
        return kind(given)
    except (TypeError, ValueError):
        wanted = "a whole number" if kind is int else "a number"
        raise SettingError(f"{entry.name} ({entry.env}) is {given!r}; give {wanted}.") from None


def _text(entry: Entry, given: Any) -> str:
    text = str(given).strip()
    if not text or any(ord(c) < 32 for c in text) or len(text) > 200:
        raise SettingError(
            f"{entry.name} ({entry.env}) is {given!r}; give 1 to 200 characters on one line."
        )
    return text


def _folder(entry: Entry, given: Any) -> Path:
    if "\0" in str(given):
        raise SettingError(f"{entry.name} ({entry.env}) is {given!r}; give the path of a folder.")
    path = Path(given).expanduser().absolute()
    if path.is_file():
        raise SettingError(f"{entry.name} ({entry.env}) is {path}, a file; give a folder.")
    return path


def reference() -> str:
    """The table as Markdown, for the reference page."""
    lines = ["| setting | environment | default | unit | meaning |", "|---|---|---|---|---|"]
    lines += [f"| {e.name} | `{e.env}` | {e.default} | {e.unit} | {e.help} |" for e in TABLE]
    return "\n".join(lines) + "\n"
