"""What one file may cost. Every number has a setting, so that a person can raise it."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.settings import Settings

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading one file in a child process.

    `max_pixels` counts rows x columns, `max_block_pixels` the largest tile or strip, which is
    decoded as a whole. `time_s` is wall time for one file. `max_write_bytes` is 0 where a child
    has nothing to write. `max_ratio` is the largest ratio of claimed to actual bytes for
    rasters that claim more than `ratio_free_bytes`; blank and sparse scenes stay far below both.
    """

    max_pixels: int = 4_000_000_000
    max_bands: int = 512
    max_block_pixels: int = 64_000_000
    max_picture_pixels: int = 400_000_000
    max_ratio: float = 100_000.0
    ratio_free_bytes: int = 1024 * MIB
    time_s: float = 300.0
    memory_bytes: int = 4096 * MIB
    max_write_bytes: int = 0
    max_open_files: int = 64

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits a person set."""
        return cls(
            max_pixels=settings.max_pixels,
            max_bands=settings.max_bands,
            max_block_pixels=settings.max_block_pixels,
            time_s=settings.read_time_limit_s,
            memory_bytes=settings.read_memory_bytes,
        )
