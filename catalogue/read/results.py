"""What reading imagery yields besides scenes and rejections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Consumed:
    """A file that belongs to a scene or has been read already: metadata, a sidecar, a catalog."""

    path: Path


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know that stopped nothing, about the file `source`."""

    source: str
    text: str
