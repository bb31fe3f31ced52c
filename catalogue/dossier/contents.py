"""What goes into a dossier: values gathered from the catalogue, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from catalogue.model import (
    Annotation,
    Assessment,
    Case,
    Link,
    Look,
    Observation,
    Photo,
    Report,
    Scene,
    Search,
    TaxonomyClass,
)
from catalogue.store.protocol import Store

_R = TypeVar("_R", Assessment, Look, Photo, Search, Case)
MOST_IMAGES = 20
# Roles in the order of time, and how many of the best of each are shown unless judged already.
_SHOWN = {"before": 3, "during": 8, "between": 3, "after": 3}


@dataclass(frozen=True, slots=True)
class Image:
    """One scene in the dossier: why it is there, and what people saw and concluded."""

    scene: Scene
    link: Link | None
    annotations: tuple[Annotation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    looks: tuple[Look, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A claim with all that is known of it. `others` are possible images without a picture.

    `gaps` are sentences on what no image shows and why, each naming the searches made.
    """

    observation: Observation
    versions: tuple[Observation, ...]
    report: Report | None
    images: tuple[Image, ...]
    others: tuple[tuple[Scene, Link], ...]
    searches: tuple[Search, ...]
    cases: tuple[Case, ...]
    classes: Mapping[str, TaxonomyClass]
    gaps: tuple[str, ...] = ()
    advice: str | None = None
    could_show: str | None = None
    photos: tuple[Photo, ...] = field(default=())

    @property
    def uids(self) -> frozenset[str]:
        """The uids of all records in it, by which its part of the history is told."""
        found = {self.observation.uid}
        found |= {self.report.uid} if self.report else set()
        for image in self.images:
            found.add(image.scene.uid)
            for records in (image.annotations, image.assessments, image.looks, image.photos):
                found |= {record.uid for record in records}
        for kept in (self.searches, self.cases, self.photos):
            found |= {record.uid for record in kept}
        return frozenset(found)


def gather(
    store: Store,
    observation: Observation,
    links: Sequence[Link],
    *,
    most: int = MOST_IMAGES,
    gaps: Sequence[str] = (),
    advice: str | None = None,
    could_show: str | None = None,
) -> Contents:
    """All that concerns a claim. Of its possible images the judged ones and the best of each role.

    At most `most` images are shown with pictures; the others are listed.
    """
    assessed = _standing(store.find_evidence(Assessment, observation=observation.uid))
    looked = _standing(store.find_evidence(Look, observation=observation.uid))
    photos = _standing(store.find_evidence(Photo, observation=observation.uid))
    judged = [a.scene for a in assessed] + [look.scene for look in looked]
    chosen = choose_images(links, judged, most)
    by_scene = {link.scene: link for link in links}
    scenes = {uid: store.scene(uid) for uid in dict.fromkeys([*chosen, *by_scene])}
    images: list[Image] = []
    for uid in sorted(chosen, key=lambda u: _order(scenes[u])):
        relied = {uid_ for a in assessed if a.scene == uid for uid_, _ in a.annotations}
        drawn = tuple(
            a for a in store.annotations(uid) if a.state in ("tagged", "flagged") or a.uid in relied
        )
        images.append(
            Image(
                scenes[uid],
                by_scene.get(uid),
                drawn,
                tuple(a for a in assessed if a.scene == uid),
                tuple(a for a in looked if a.scene == uid),
                tuple(p for p in photos if p.scene == uid),
            )
        )
    rest = [(scenes[link.scene], link) for link in links if link.scene not in chosen]
    searches = _standing(store.find_evidence(Search))
    return Contents(
        observation,
        tuple(store.observation_versions(observation.uid)),
        store.report(observation.report) if observation.report else None,
        tuple(images),
        tuple(sorted(rest, key=lambda pair: _order(pair[0]))),
        tuple(s for s in searches if observation.uid in s.observations),
        tuple(_cases(store, observation)),
        {entry.id: entry for entry in store.classes()},
        tuple(gaps),
        advice,
        could_show,
        tuple(p for p in photos if p.scene not in chosen),
    )


def choose_images(links: Sequence[Link], judged: Iterable[str], most: int) -> list[str]:
    """Scenes (uids) to show: all that were judged, then the best of each role, up to `most`."""
    chosen = dict.fromkeys(judged)
    for role, count in _SHOWN.items():
        usable = (k for k in links if k.role == role and k.score.level != "unusable")
        best = [link.scene for link in usable]
        for uid in best[:count]:
            if len(chosen) < most:
                chosen[uid] = None
    return list(chosen)


def _standing(records: Iterable[_R]) -> list[_R]:
    return [record for record in records if not record.withdrawn]


def _cases(store: Store, observation: Observation) -> Iterable[Case]:
    for case in _standing(store.find_evidence(Case)):
        if observation.uid in case.observations or observation.report in case.reports:
            yield case


def _order(scene: Scene) -> tuple[int, str]:
    return (2**62 if scene.when is None else scene.when.begin_us), scene.uid
