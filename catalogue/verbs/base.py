"""What every verb works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalogue.score import DEFAULTS, Parameters
from catalogue.settings import Settings
from catalogue.store.protocol import Store

Progress = Callable[[int, int | None], None]


class Verbs:
    """An open catalogue: its records, its folder and its settings."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store = store
        self.folder = folder
        self.settings = settings

    @property
    def parameters(self) -> Parameters:
        """The numbers of the score in this catalogue: the one place that everything takes them of.

        Links are computed again when they change.
        """
        return DEFAULTS
