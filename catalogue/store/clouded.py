"""Cloud over places as a store keeps it: computed from masks, outside the journal, by pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from catalogue.model import CloudAtPlace, Clouds, Scene


class PlaceCloud(NamedTuple):
    """What the mask of a scene says of the place of an observation (uids).

    `inputs` names what it was computed from and by which rules.
    """

    observation: str
    scene: str
    cloud: CloudAtPlace
    inputs: str


class CloudStore(Protocol):
    """Cloud over places. A new version of the observation or of the scene makes it forgotten."""

    def put(self, rows: Sequence[PlaceCloud]) -> None:
        """Insert, or replace by pair; links of the observations are then due. In a transaction."""

    def of(self, observations: Sequence[str]) -> Mapping[str, Clouds]:
        """By uid of these observations, without those of whose places nothing is known."""

    def of_scene(self, scene: str) -> Mapping[str, PlaceCloud]:
        """By uid of the observation, what is known from one scene."""

    def observations(self) -> set[str]:
        """The uids of the observations of whose places something is known."""

    def scenes_naming(self, words: Sequence[str]) -> Iterator[Scene]:
        """Scenes that hold one of these words somewhere in their records, by number.

        In either case of ASCII letters; others may come as well.
        """
