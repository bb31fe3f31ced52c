"""What is still open: what to judge next, and how many sources there really are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from catalogue.identity import full_name
from catalogue.score import observability_of
from catalogue.verbs.could import Could
from catalogue.verbs.judged import Judged

if TYPE_CHECKING:
    from catalogue.evidence.independence import Origin, Source
    from catalogue.evidence.queue import Candidate, Next


class Weighed(Could, Judged):
    """What is still open: what to judge next, and how many sources there really are."""

    def next_to_assess(self, author: str | None = None, limit: int = 20) -> list[Next]:
        """Claims that somebody (default: the settings' author) has not judged, in order of value.

        Of claims that an image taken at their time may show: first those with the fewest
        reviewers, then the highest disagreement, then the best image; with those that they
        judged and that changed since. Links what is new or changed first.
        """
        from catalogue.evidence.queue import queue

        author = author or self.settings.author
        made = self.assessments()
        stale = {a.uid: bool(self.changed_since(a)) for a in made if a.author == author}
        found: list[Next] = []
        for each in queue(self._best_images(), made, author, stale):
            if observability_of(self.store.observation(each.observation))[0] != "cannot_show":
                found.append(each)
            if len(found) >= limit:
                break
        return found

    def _best_images(self) -> Iterator[Candidate]:
        """Of every claim the best usable image of its time."""
        import numpy as np
        import pyarrow.compute as pc

        from catalogue.evidence.queue import Candidate

        for table in self.link_tables():
            usable = pc.and_(
                pc.equal(table["role"], "during"), pc.not_equal(table["level"], "unusable")
            )
            few = table.filter(usable).select(["observation_uid", "scene_uid", "level", "score"])
            claims = few["observation_uid"].to_numpy()
            first = np.ones(len(claims), dtype=bool)  # they come best first
            first[1:] = claims[1:] != claims[:-1]
            rows = few.take(np.flatnonzero(first))
            for row in rows.to_pylist():
                yield Candidate(
                    row["observation_uid"], row["scene_uid"], row["level"], row["score"]
                )

    def origins(self, observations: Sequence[str]) -> tuple[Origin, ...]:
        """The independent sources of claims (uids) about one thing, with what was taken for one.

        Their reports, and the images by which people called them consistent. A report whose text
        names such an image rests on it. Raises NotFound.
        """
        from catalogue.evidence.independence import origins, report_source, scene_sources

        claims = [self.store.observation(uid) for uid in observations]
        reports = [self.store.report(c.report) if c.report else None for c in claims]
        fitting = dict.fromkeys(
            a.scene for c in claims for a in self.assessments(c.uid) if a.verdict == "consistent"
        )
        scenes = [self.store.scene(uid) for uid in fitting]
        images = scene_sources(scenes, {s.uid: full_name(s) for s in scenes})
        told = [report_source(c, r) for c, r in zip(claims, reports, strict=True)]
        names = {s.uid: s.id for s in scenes}
        return origins([*(_resting(each, names) for each in told), *images])


# Shorter ids than this are found in texts by chance.
_LEAST_ID = 8


def _resting(source: Source, scenes: dict[str, str]) -> Source:
    """With the images that the text names by their ids."""
    named = {
        ("image", uid)
        for uid, name in scenes.items()
        if len(name) >= _LEAST_ID and name in source.text
    }
    return replace(source, marks=source.marks | named)
