"""What a catalogue holds, as it may leave it: without names that must not go along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from catalogue.model import Annotation, Link, Observation, Redaction, Scene, TaxonomyClass
from catalogue.redaction.records import Redactor, Target
from catalogue.redaction.words import pattern_of


class Source(Protocol):
    """Where the values come from; `Catalogue` is one."""

    def scenes(self) -> Iterator[Scene]:
        """All scenes."""

    def observations(self) -> Iterator[Observation]:
        """All observations."""

    def annotations(self) -> Iterator[Annotation]:
        """All annotations that are not retracted."""

    def classes(self) -> Sequence[TaxonomyClass]:
        """The taxonomy."""

    def link(self) -> Iterator[Link]:
        """All links; there are no words of others in them."""


class WithoutWords:
    """The same values without these words; the catalogue itself keeps them.

    Raises InvalidValue for words that are too short.
    """

    def __init__(self, source: Source, words: Sequence[str]) -> None:
        self._source = source
        note = Redaction(1, "", "", "")
        self._redactors = [Redactor(Target(pattern_of(name)), note) for name in words]

    @property
    def places(self) -> int:
        """In how many places words were left out so far."""
        return sum(redactor.count for redactor in self._redactors)

    def scenes(self) -> Iterator[Scene]:
        """All scenes."""
        for scene in self._source.scenes():
            for redactor in self._redactors:
                scene = redactor.change(scene)
            yield scene

    def observations(self) -> Iterator[Observation]:
        """All observations."""
        for observation in self._source.observations():
            for redactor in self._redactors:
                observation = redactor.change(observation)
            yield observation

    def annotations(self) -> Iterator[Annotation]:
        """All annotations that are not retracted."""
        for annotation in self._source.annotations():
            for redactor in self._redactors:
                annotation = redactor.change(annotation)
            yield annotation

    def classes(self) -> Sequence[TaxonomyClass]:
        """The taxonomy."""
        return self._source.classes()

    def link(self) -> Iterator[Link]:
        """All links."""
        return self._source.link()
