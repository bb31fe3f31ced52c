"""What people conclude: verdicts, looks before the claim is known, and what to judge next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence import judging
from catalogue.evidence.agreement import Agreement, between_people, blind_and_informed
from catalogue.model import Assessment, Link, Look, Observation, Scene
from catalogue.reporting import now
from catalogue.verbs.could import Could
from catalogue.verbs.kept import Kept

# Of a claim's images so many of the best are looked at for the next one to judge.
_BEST = 20


@dataclass(frozen=True, slots=True)
class NextPair:
    """What to judge next, and why this."""

    observation: str
    scene: str
    why: str


class Judged(Could, Kept):
    """What people conclude of claims and images."""

    def link_of(self, observation: str, scene: str) -> Link | None:
        """The link of a claim and an image (uids), None if there is none."""
        found = self.links_for_observation(observation)
        return next((link for link in found if link.scene == scene), None)

    def assess(
        self,
        observation: str,
        scene: str,
        part: str,
        verdict: str,
        *,
        occurrence: int | None = None,
        thing: int | None = None,
        alternatives: Sequence[str] = (),
        confidence: float | None = None,
        note: str | None = None,
        annotations: Sequence[str] = (),
        despite: str | None = None,
    ) -> Assessment:
        """Keep a verdict on one part of a claim by one image; said again it is a new version.

        The score and the role are frozen as they are now. Raises NotFound, and InvalidValue for
        "inconsistent" where the image is too poor for it, unless `despite` says why.
        """
        claim, image = self.store.observation(observation), self.store.scene(scene)
        link = self.link_of(observation, scene)
        self._check(claim, link, verdict, occurrence, thing, despite)
        author = self.settings.author
        uid = judging.assessment_uid(author, observation, scene, part, occurrence, thing)
        made = Assessment(
            uid=uid,
            observation=observation,
            observation_version=claim.version,
            scene=scene,
            scene_version=image.version,
            part=part,  # type: ignore[arg-type]
            verdict=verdict,  # type: ignore[arg-type]
            author=author,
            made=now(),
            role=link.role if link else None,
            score=link.score if link else None,
            occurrence=occurrence,
            object=thing,
            alternatives=tuple(dict.fromkeys(a.strip() for a in alternatives if a.strip())),
            confidence=confidence,
            note=note,
            annotations=tuple(self._relied(image, annotations)),
            blind=self._looked(author, observation, scene),
            despite=despite if verdict == "inconsistent" else None,
        )
        with self.store.transaction():
            known = self._kept(Assessment, uid)
            return self.keep(made, known.version if known else 0)

    def look(
        self,
        observation: str,
        scene: str,
        classes: Sequence[str],
        *,
        note: str | None = None,
        annotations: Sequence[str] = (),
    ) -> Look:
        """Keep what was seen on an image before its claim was known; no class is "nothing".

        Raises NotFound, and InvalidValue for an unknown class or where it was judged already:
        then the claim is known.
        """
        from catalogue.taxonomy import unknown_class

        self.store.observation(observation)
        image = self.store.scene(scene)
        known = self.store.classes()
        for name in classes:
            if all(name != c.id for c in known):
                raise unknown_class(name, known)
        author = self.settings.author
        made = self.store.find_evidence(Assessment, observation=observation)
        if any(a.author == author for a in made):
            raise InvalidValue(
                "you have judged this claim already, so you know it: a look would not be blind."
            )
        uid = judging.look_uid(author, observation, scene)
        seen = Look(
            uid, observation, scene, author, now(), tuple(dict.fromkeys(classes)),
            nothing=not classes, note=note, annotations=tuple(self._relied(image, annotations)),
        )  # fmt: skip
        with self.store.transaction():
            before = self._kept(Look, uid)
            return self.keep(seen, before.version if before else 0)

    def assessments(
        self, observation: str | None = None, scene: str | None = None
    ) -> list[Assessment]:
        """Verdicts that stand, of a claim or an image (uids) if given, oldest first."""
        found = self.store.find_evidence(Assessment, observation=observation, scene=scene)
        return [made for made in found if not made.withdrawn]

    def why_again(self, made: Assessment) -> str | None:
        """Why a verdict needs another look, None if it does not."""
        claim, image = self.store.observation(made.observation), self.store.scene(made.scene)
        before = {o.version: o for o in self.store.observation_versions(claim.uid)}
        judged = before.get(made.observation_version)
        seen = {s.version: s for s in self.store.scene_versions(image.uid)}.get(made.scene_version)
        return judging.why_again(made, claim, judged, image, seen)

    def next_to_judge(
        self, observations: Iterable[Observation] | None = None, *, after: str | None = None
    ) -> NextPair | None:
        """The pair where a verdict of this author is worth most; None if nothing is left.

        Claims that images can show and nobody judged come first, then those on which people
        disagree, then those with few reviewers. `after` is a claim (uid) that was just on screen.
        """
        author = self.settings.author
        made: defaultdict[str, list[Assessment]] = defaultdict(list)
        for one in self.store.find_evidence(Assessment):
            if not one.withdrawn:
                made[one.observation].append(one)
        claims = [
            o
            for o in (self.store.observations() if observations is None else observations)
            if o.observability != "cannot_show" and o.place is not None and o.when is not None
        ]
        for claim in sorted(claims, key=lambda o: (o.uid == after, *_worth(made[o.uid]), o.id)):
            mine = {a.scene for a in made[claim.uid] if a.author == author}
            found = self._usable(claim, mine)
            if found is not None:
                return NextPair(claim.uid, found.scene, _why(made[claim.uid], found))
        return None

    def _usable(self, claim: Observation, judged: set[str]) -> Link | None:
        """The best image in the stated time, or else beside it, that was not judged yet."""
        links = self.links_for_observation(claim.uid, _BEST)
        left = [k for k in links if k.score.level != "unusable" and k.scene not in judged]
        inside = [k for k in left if k.role == "during"]
        return next(iter(inside or ([] if judged else left)), None)

    def agreement(self) -> tuple[Agreement, Agreement]:
        """Between people, and between what was seen blind and what was concluded."""
        made = self.store.find_evidence(Assessment)
        looks = self.store.find_evidence(Look)
        kin = {c.id: c.path.split("/")[0] for c in self.store.classes()}
        return between_people(made), blind_and_informed(looks, made, self.store.observations(), kin)

    # -- checks --------------------------------------------------------------------------------
    def _check(
        self,
        claim: Observation,
        link: Link | None,
        verdict: str,
        occurrence: int | None,
        thing: int | None,
        despite: str | None,
    ) -> None:
        times = len(claim.when.occurrences) if claim.when else 0
        for name, given, count in (
            ("occurrence", occurrence, times),
            ("object", thing, len(claim.objects)),
        ):
            if given is not None and not 0 <= given < count:
                raise InvalidValue(
                    f"{name} {given + 1} does not exist: the claim has {count}; leave it out for "
                    "the claim as a whole."
                )
        refused = judging.why_refused(link) if verdict == "inconsistent" else None
        if refused and not (despite or "").strip():
            raise InvalidValue(
                f"{refused} Say inconclusive or not_observable, or give a reason (despite)."
            )

    def _relied(self, scene: Scene, uids: Sequence[str]) -> Iterator[tuple[str, int]]:
        for uid in dict.fromkeys(uids):
            made = self.store.annotation(uid)
            if made.scene != scene.uid:
                raise InvalidValue(f"annotation {uid} lies on another scene than {scene.name}.")
            if made.retracted:
                raise InvalidValue(f"annotation {uid} was retracted; rely on one that stands.")
            yield made.uid, made.rev

    def _looked(self, author: str, observation: str, scene: str) -> bool:
        try:
            made = self.store.evidence(Look, judging.look_uid(author, observation, scene))
        except NotFound:
            return False
        return not made.withdrawn


def _worth(made: Sequence[Assessment]) -> tuple[int, int]:
    """(less first) Nobody judged it, people disagree, few judged it."""
    people = len({one.author for one in made})
    return (0 if not made else 1 if _disagree(made) else 2), people


def _disagree(made: Sequence[Assessment]) -> bool:
    asked: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in made:
        asked[one.scene, one.part, one.occurrence, one.object].add(one.verdict)
    return any(len(verdicts) > 1 for verdicts in asked.values())


def _why(made: Sequence[Assessment], link: Link) -> str:
    people = Counter(one.author for one in made)
    who = (
        "Nobody has judged this claim"
        if not people
        else "People disagree about this claim"
        if _disagree(made)
        else f"{len(people)} {'person has' if len(people) == 1 else 'people have'} judged it"
    )
    when = "at the stated time" if link.role == "during" else f"{link.role} it"
    return f"{who}; this image, taken {when}, is {link.score.level}."
