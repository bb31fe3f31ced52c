"""What a person states otherwise than the report: a new version, with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from catalogue.errors import Conflict
from catalogue.ingest import record
from catalogue.journal import row
from catalogue.model import Observation
from catalogue.store.codec import row_digest
from catalogue.verbs.base import Verbs

if TYPE_CHECKING:
    from catalogue.evidence.correcting import Correction


class Corrected(Verbs):
    """What a person states otherwise than the report."""

    def correct(
        self,
        observation: str,
        said: Correction,
        *,
        why: str | None = None,
        base: int | None = None,
        rests_on: Sequence[tuple[str, int]] = (),
    ) -> Observation:
        """Give a claim (uid) another place, time or observability, as a new version.

        The old one stays in the history; verdicts made on it then need another look. `rests_on`
        are annotations (uid, rev). Nothing changed is no version. Raises NotFound, InvalidValue,
        InvalidTime, and Conflict if the claim is no longer at version `base`.
        """
        from catalogue.evidence.correcting import corrected

        with self.store.transaction():
            known = self.store.observation(observation)
            if base is not None and base != known.version:
                raise Conflict(
                    f"{known.id} is at version {known.version}, this correction was made on "
                    f"version {base}. Load it again and repeat it."
                )
            new = corrected(known, said, self.settings.author)
            if replace(new, edited=known.edited) == known:
                return known
            new = replace(new, version=known.version + 1)
            self.store.put_observations([new])
            rows = [row("observation", new.uid, row_digest(new))]
            extra: dict[str, Any] = {"source": said.source, "why": why}
            if rests_on:
                extra["annotations"] = [list(each) for each in rests_on]
            record(self.store, self.settings.author, "correct", rows, **extra)
        return new
