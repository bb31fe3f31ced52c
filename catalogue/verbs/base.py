"""What every verb works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalogue.errors import NotFound
from catalogue.join import link
from catalogue.model import CloudAtPlace, Link, Observation, Scene, Tuning
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

    def _link_of(self, claim: Observation, image: Scene) -> Link | None:
        """The link of one pair, by the settings and with what is known of cloud over its place."""
        return link(
            claim, image, self.settings.margin_days, self.parameters, self._cloud_at(claim, image)
        )

    def _cloud_at(self, claim: Observation, image: Scene) -> CloudAtPlace | None:
        """What the image's mask says of the claim's place, None if nobody has looked."""
        return self.store.clouds.of([claim.uid]).get(claim.uid, {}).get(image.uid)
