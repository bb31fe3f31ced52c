"""The numbers of the score that a project sets otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.model import Tuning
from catalogue.reporting import now
from catalogue.score import changed, to_json
from catalogue.verbs.base import TUNING
from catalogue.verbs.kept import Kept


class Tuned(Kept):
    """The numbers of the score that a project sets otherwise."""

    def tune(self, values: Mapping[str, object], why: str | None = None) -> Tuning:
        """Set numbers of the score by name, beside those that are set already.

        Scores are computed anew with them; verdicts keep those that were seen. An entry of the
        history. Raises InvalidValue for an unknown name or a value out of its range.
        """
        return self._tune(to_json(changed(self.parameters, values)), why)

    def untune(self, why: str | None = None) -> Tuning:
        """Go back to the defaults of all numbers of the score."""
        return self._tune({}, why)

    def _tune(self, values: Mapping[str, float | str], why: str | None) -> Tuning:
        with self.store.transaction():
            known = self._kept(Tuning, TUNING)
            made = Tuning(TUNING, self.settings.author, now(), dict(values), why)
            return self.keep(made, known.version if known else 0)

    def tunings(self) -> list[Tuning]:
        """What was set and when, oldest first."""
        return [
            *self.store.evidence_versions(Tuning, TUNING),
            *self.store.find_evidence(Tuning),
        ]
