"""What people conclude: looks before the claim is shown, verdicts, and what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from catalogue.errors import Conflict, InvalidValue
from catalogue.join import why_not
from catalogue.model import Annotation, Assessment, Look, Scene
from catalogue.reporting import now
from catalogue.score import observability_of
from catalogue.taxonomy import unknown_class
from catalogue.verbs.kept import Kept

if TYPE_CHECKING:
    from catalogue.evidence.agreement import Agreement
    from catalogue.evidence.pair import Pair


@dataclass(frozen=True, slots=True)
class Again:
    """An assessment that needs another look, and what changed since it was made."""

    assessment: Assessment
    changes: tuple[str, ...]


class Judged(Kept):
    """What people conclude: looks before the claim is shown, verdicts, and what became of them."""

    def pair(
        self,
        observation: str,
        scene: str,
        *,
        occurrence: int | None = None,
        object: int | None = None,
    ) -> Pair:
        """A claim and an image (uids) with what is to be known before judging.

        Of one time or one object of the claim, where named (from 0), the link and its score are
        those of that one alone. Raises NotFound, InvalidValue.
        """
        from catalogue.evidence.judging import narrowed
        from catalogue.evidence.pair import pair

        claim = narrowed(self.store.observation(observation), occurrence, object)
        image = self.store.scene(scene)
        found = self._link_of(claim, image)
        reasons = () if found else why_not(claim, image, self.settings.margin_days)
        return pair(claim, image, found, reasons, self.store.classes(), observability_of(claim)[0])

    def assess(
        self,
        observation: str,
        scene: str,
        part: str,
        verdict: str,
        *,
        occurrence: int | None = None,
        object: int | None = None,
        alternatives: Sequence[str] = (),
        confidence: float | None = None,
        note: str | None = None,
        annotations: Sequence[str] = (),
        despite: str | None = None,
        base: int | None = None,
    ) -> Assessment:
        """Judge a part of a claim by an image (uids), with the score and versions as seen now.

        The author is the settings'; their second verdict on the same question is a new version
        of the first (`base`: the version it was made from, None for the newest), everyone else's
        a record of its own. `annotations` are uids of those relied on, on that image.
        `occurrence` and `object` count from 0. Raises InvalidValue where the rules refuse it
        (`catalogue.evidence.judging`), NotFound, Conflict.
        """
        from catalogue.evidence.judging import check, weaknesses

        with self.store.transaction():
            seen = self.pair(observation, scene, occurrence=occurrence, object=object)
            claim, image = seen.observation, seen.scene
            mine = self._of_pair(Assessment, claim.uid, image.uid)
            question = (part, occurrence, object)
            known = next((a for a in mine if (a.part, a.occurrence, a.object) == question), None)
            relied = [self._relied_on(image, uid) for uid in annotations]
            made = Assessment(
                uid=known.uid if known else uuid.uuid4().hex,
                observation=claim.uid,
                observation_version=claim.version,
                scene=image.uid,
                scene_version=image.version,
                part=cast(Any, part),
                verdict=cast(Any, verdict),
                author=self.settings.author,
                made=now(),
                role=seen.link.role if seen.link else None,
                score=seen.link.score if seen.link else None,
                occurrence=occurrence,
                object=object,
                alternatives=tuple(text.strip() for text in alternatives if text.strip()),
                confidence=confidence,
                note=note or None,
                annotations=tuple((a.uid, a.rev) for a in relied),
                blind=any(not k.withdrawn for k in self._of_pair(Look, claim.uid, image.uid)),
                despite=despite,
            )
            weak = weaknesses(seen.link, seen.why_not, relied=bool(relied))
            check(made, claim, observability_of(claim)[0], weak)
            return self.keep(made, known.version if known and base is None else base or 0)

    def look(
        self,
        observation: str,
        scene: str,
        classes: Sequence[str] = (),
        *,
        nothing: bool = False,
        note: str | None = None,
        annotations: Sequence[str] = (),
    ) -> Look:
        """Say what one sees on an image before the claim (uids) is shown.

        Again, before the claim is shown, is a new version. Raises InvalidValue for an unknown
        class, NotFound, and Conflict once the author has judged the pair: what they see is no
        longer blind.
        """
        known_classes = self.store.classes()
        for name in classes:
            if all(name != c.id for c in known_classes):
                raise unknown_class(name, known_classes)
        with self.store.transaction():
            claim, image = self.store.observation(observation), self.store.scene(scene)
            if self._of_pair(Assessment, claim.uid, image.uid):
                raise Conflict(
                    f"{self.settings.author} has judged {claim.id} by {image.name} already: a "
                    "look before the claim is shown is no longer possible."
                )
            known = next(iter(self._of_pair(Look, claim.uid, image.uid)), None)
            relied = [self._relied_on(image, uid) for uid in annotations]
            made = Look(
                uid=known.uid if known else uuid.uuid4().hex,
                observation=claim.uid,
                scene=image.uid,
                author=self.settings.author,
                made=now(),
                classes=tuple(dict.fromkeys(classes)),
                nothing=nothing,
                note=note or None,
                annotations=tuple((a.uid, a.rev) for a in relied),
            )
            return self.keep(made, known.version if known else 0)

    def _of_pair(self, kind: type[Any], observation: str, scene: str) -> list[Any]:
        """The author's own records of a pair, withdrawn ones too."""
        found = self.store.find_evidence(kind, observation=observation, scene=scene)
        return [record for record in found if record.author == self.settings.author]

    def _relied_on(self, scene: Scene, uid: str) -> Annotation:
        found = self.store.annotation(uid)
        if found.scene != scene.uid:
            raise InvalidValue(f"annotation {uid} is not on {scene.name}; rely on one that is.")
        if found.retracted:
            raise InvalidValue(f"annotation {uid} was retracted; rely on one that stands.")
        if found.state == "suggested":
            raise InvalidValue(f"annotation {uid} is a model's suggestion; accept it first.")
        return found

    def assessments(
        self,
        observation: str | None = None,
        scene: str | None = None,
        *,
        author: str | None = None,
        withdrawn: bool = False,
    ) -> list[Assessment]:
        """Verdicts in the order in which they were first given; of one claim, image or author."""
        found = self.store.find_evidence(Assessment, observation=observation, scene=scene)
        return [a for a in found if (withdrawn or not a.withdrawn) and author in (None, a.author)]

    def changed_since(self, made: Assessment) -> tuple[str, ...]:
        """What of claim and image changed since a verdict, in sentences; empty if nothing did."""
        from catalogue.evidence.stale import changes, version_of

        claim, image = self.store.observation(made.observation), self.store.scene(made.scene)
        was = (made.observation_version, made.scene_version)
        if was == (claim.version, image.version):
            return ()
        claims = (claim, *self.store.observation_versions(claim.uid))
        images = (image, *self.store.scene_versions(image.uid))
        return changes(
            made, (version_of(claims, was[0]), claim), (version_of(images, was[1]), image)
        )

    def needs_another_look(self, observation: str | None = None) -> Iterator[Again]:
        """Verdicts, of one claim (uid) if given, whose claim or image changed in what matters."""
        for made in self.assessments(observation):
            changes = self.changed_since(made)
            if changes:
                yield Again(made, changes)

    def agreement(self, least: int | None = None) -> tuple[Agreement, ...]:
        """How far people agree: before and after the claim, blind and informed, each two people.

        No figure stands on fewer than `least` answers to the same questions.
        """
        from catalogue.evidence import agreement as rules

        least = rules.LEAST_PAIRS if least is None else least
        made, looks = self.assessments(), self.store.find_evidence(Look)
        claims = [self.store.observation(uid) for uid in {k.observation for k in looks}]
        return (
            rules.before_and_after(looks, made, claims, least),
            rules.blind_and_informed(made, least),
            *rules.between_assessors(made, least),
        )
