"""What is still unproven: which images could show each claim, what was judged, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.evidence.build import Judged, build
from catalogue.evidence.filters import Filters, chosen
from catalogue.evidence.gap import Bracket, Seen, brackets
from catalogue.evidence.matrix import Matrix
from catalogue.evidence.report import ClaimEvidence, ReportEvidence, standing_of
from catalogue.evidence.verdicts import Stale, names_of, standing, together_with
from catalogue.model import Assessment, Observation, Report, Scene, Search
from catalogue.score import observability_of, place_advice
from catalogue.verbs.claims import Claims
from catalogue.verbs.searched import Searched
from catalogue.verbs.weighed import Weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalogue.write.table import Written


# So many of a claim's images are told in full where nobody says how many.
MOST_IMAGES = 20


@dataclass(frozen=True, slots=True)
class CellContents:
    """A cell of the matrix opened: `seen` is None where the scene is not linked (`why_not`)."""

    observation: Observation
    scene: Scene
    seen: Seen | None
    why_not: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    state: str
    flags: tuple[str, ...]


class Investigated(Weighed, Claims, Searched):
    """What is still unproven."""

    def matrix(self, filters: Filters = Filters(), *, with_parts: bool = False) -> Matrix:
        """The coverage matrix: claims by report against scenes in order of time.

        Links what is new or changed first. With `with_parts` also the cells of each time and
        object of claims that have several. Raises NotFound, and InvalidValue where there are too
        many links to show.
        """
        from catalogue.linking.coverage import coverage

        self.relink()
        claims = self.claims_of(filters)
        uids = {claim.uid for claim in claims}
        assessments = [
            one
            for one in self.store.find_evidence(Assessment)
            if one.observation in uids and filters.author in (None, one.author)
        ]
        scenes = [one.scene for one in assessments if not one.withdrawn]
        columns, links = coverage(self.store, claims, scenes)
        judged = Judged(assessments, self.store.find_evidence(Search), self._stale(claims))
        made = build(claims, columns, links, judged, self._reports(claims), with_parts=with_parts)
        return chosen(made, filters)

    def write_matrix(
        self, path: str | Path, filters: Filters = Filters(), *, overwrite: bool = False
    ) -> Written:
        """Write the coverage matrix to .csv, .svg or .png.

        Raises NotFound, and InvalidValue for another extension, a file that exists, and for more
        than can be drawn.
        """
        from catalogue.write.matrix import write_matrix

        return write_matrix(Path(path), self.matrix(filters), overwrite=overwrite)

    def claims_of(self, filters: Filters = Filters()) -> list[Observation]:
        """The observations that are chosen, by report (id), those of none last, then id."""
        if filters.observations and not (filters.reports or filters.case):
            found: Iterable[Observation] = map(self.store.observation, filters.observations)
        elif filters.reports and not filters.case:
            found = (o for uid in filters.reports for o in self._claims_of_report(uid))
        else:
            found = self.store.observations()
        case = None if filters.case is None else self.named_case(filters.case)
        names = {uid: name for uid, (name, _) in self._report_names().items()}
        wanted = [
            claim
            for claim in {o.uid: o for o in found}.values()
            if (not filters.reports or claim.report in filters.reports)
            and (not filters.observations or claim.uid in filters.observations)
            and (case is None or claim.uid in case.observations or claim.report in case.reports)
        ]
        return sorted(
            wanted, key=lambda o: (o.report is None, names.get(o.report or "", ""), o.id, o.uid)
        )

    def _claims_of_report(self, uid: str) -> Sequence[Observation]:
        self.store.report(uid)
        return self.store.observations_of_report(uid)

    def _report_names(self) -> Mapping[str, tuple[str, str]]:
        return {report.uid: (report.id, report.title) for report in self.store.reports()}

    def _reports(self, claims: Iterable[Observation]) -> Mapping[str, tuple[str, str]]:
        names = self._report_names()
        return {uid: names[uid] for uid in (c.report for c in claims) if uid and uid in names}

    def _stale(self, claims: Iterable[Observation]) -> Stale:
        """Whether a verdict needs another look: looked up only where a version differs."""
        claim_versions = {claim.uid: claim.version for claim in claims}
        scene_versions: dict[str, int] = {}

        def stale(made: Assessment) -> bool:
            if made.scene not in scene_versions:
                scene_versions[made.scene] = self.store.scene(made.scene).version
            now = (claim_versions.get(made.observation), scene_versions[made.scene])
            if now == (made.observation_version, made.scene_version):
                return False
            return bool(self.changed_since(made))

        return stale

    def cell(self, observation: str, scene: str) -> CellContents:
        """What is known of a claim and a scene (uids) together. Raises NotFound."""
        claim, image = self.store.observation(observation), self.store.scene(scene)
        found = self._link_of(claim, image)
        judged = self.store.find_evidence(Assessment, observation=claim.uid, scene=image.uid)
        state, flags = together_with(claim, found, standing(judged), self._stale([claim]))
        return CellContents(
            claim,
            image,
            None if found is None else Seen(image, found),
            () if found else self.why_not(claim.uid, image.uid),
            standing_of(judged),
            state,
            names_of(flags),
        )

    def gaps(self, observation: str) -> tuple[Bracket, ...]:
        """The images around each time of a claim (uid), and what no usable one shows.

        Raises NotFound.
        """
        claim = self.store.observation(observation)
        return brackets(claim, self._seen(claim), self.searches())

    def evidence(self, report: str, images: int = MOST_IMAGES) -> ReportEvidence:
        """What there is of evidence on the claims of a report (uid), `images` of each in full.

        Raises NotFound.
        """
        source = self.store.report(report)
        claims = self.store.observations_of_report(source.uid)
        searches = self.searches()
        return ReportEvidence(
            source,
            tuple(self._evidence(claim, searches, images) for claim in claims),
            self._undecided(source),
        )

    def _evidence(
        self, claim: Observation, searches: Sequence[Search], images: int
    ) -> ClaimEvidence:
        seen = self._seen(claim)
        assessments = self.store.find_evidence(Assessment, observation=claim.uid)
        return ClaimEvidence(
            claim,
            *observability_of(claim),
            place_advice(claim.place),
            len(seen),
            tuple(seen[:images]),
            standing_of(assessments),
            brackets(claim, seen, searches),
        )

    def _seen(self, claim: Observation) -> list[Seen]:
        """The linked scenes, best first."""
        found = self.links_for_observation(claim.uid)
        return [Seen(self.store.scene(link.scene), link) for link in found]

    def _undecided(self, report: Report) -> int:
        """How many suggestions nobody has accepted or rejected."""
        made = {one.id for one in self.extraction(report).suggestions}
        return len(made - self.decisions(report).keys())
