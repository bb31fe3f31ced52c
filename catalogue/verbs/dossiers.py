"""Handing over what is known of a claim: dossiers for colleagues, editions for publication."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.evidence.sentences import gap_sentences
from catalogue.model import Observation
from catalogue.reporting import now
from catalogue.score import observability_of, place_advice
from catalogue.verbs.base import Progress
from catalogue.verbs.investigated import Investigated

if TYPE_CHECKING:
    from catalogue.dossier.build import Dossier
    from catalogue.dossier.contents import Contents

# Stays with the catalogue: with it, moved places and pseudonyms could be computed back.
KEY = "publication.key"


class Dossiers(Investigated):
    """Handing over what is known of a claim."""

    def dossier(
        self,
        folder: str | Path,
        observations: Sequence[str],
        *,
        title: str | None = None,
        overwrite: bool = False,
        pdf: bool | None = None,
        images: int = 20,
        progress: Progress | None = None,
    ) -> Dossier:
        """Write a folder with all that is known of these claims (uids), for others to check.

        At most `images` images of each claim are shown with pictures. Raises NotFound,
        InvalidValue for a folder that is in use.
        """
        from catalogue.dossier.edition import Edition

        return self._write(
            folder, observations, Edition(title=title), overwrite, pdf, images, progress
        )

    def publication(
        self,
        folder: str | Path,
        observations: Sequence[str],
        *,
        allow: Iterable[str] = (),
        title: str | None = None,
        coarse_m: float = 10_000.0,
        overwrite: bool = False,
        pdf: bool | None = None,
        images: int = 20,
        progress: Progress | None = None,
    ) -> Dossier:
        """The same for publication: only what is on the allow-list, and `allow` names more.

        Places are moved by up to `coarse_m` metres, always in the same way. Raises InvalidValue.
        """
        from catalogue.dossier.edition import Edition

        edition = Edition(
            publication=True,
            allow=frozenset(allow),
            title=title,
            coarse_m=coarse_m,
            key=self._publication_key(),
        )
        return self._write(folder, observations, edition, overwrite, pdf, images, progress)

    def _write(
        self,
        folder: str | Path,
        observations: Sequence[str],
        edition: Any,
        overwrite: bool,
        pdf: bool | None,
        images: int,
        progress: Progress | None,
    ) -> Dossier:
        from catalogue.dossier.build import Source, build
        from catalogue.imagery.limits import Limits

        source = Source(self.folder, Limits.of(self.settings), self.store.entries())
        claims = [self._contents(self.store.observation(uid), images) for uid in observations]
        return build(
            Path(folder),
            claims,
            edition,
            source,
            now(),
            title=edition.title,
            overwrite=overwrite,
            pdf=pdf,
            progress=progress,
        )

    def _contents(self, observation: Observation, images: int) -> Contents:
        from catalogue.dossier.contents import gather

        links = self.links_for_observation(observation.uid)
        gaps = gap_sentences(self.gaps(observation.uid))
        shows, why = observability_of(observation)
        claim = replace(observation, observability=shows)
        advice = place_advice(observation.place)
        return gather(
            self.store, claim, links, most=images, gaps=gaps, advice=advice, could_show=why
        )

    def _publication_key(self) -> bytes:
        """The secret of this catalogue's publications; made once, readable by its owner only."""
        path = self.folder / KEY
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as out:
            key = secrets.token_bytes(32)
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
        return key
