"""What every verb works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalogue.errors import NotFound
from catalogue.model import Tuning
from catalogue.score import DEFAULTS, Parameters, from_json
from catalogue.settings import Settings
from catalogue.store.protocol import Store

# What a project sets otherwise is one record of this name.
TUNING = "score"
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
        try:
            kept = self.store.evidence(Tuning, TUNING)
        except NotFound:
            return DEFAULTS
        return DEFAULTS if kept.withdrawn else from_json(kept.values)
