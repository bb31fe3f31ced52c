"""Who a dossier is for: everything for colleagues, or an allow-list for publication. Pure.

What is not named here does not go into a publication: a field that is added to a noun later
stays out until somebody allows it.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, get_args

import shapely

from catalogue import space
from catalogue.dossier.contents import Contents, Image
from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model import (
    Assessment,
    Asset,
    Candidate,
    Link,
    Observation,
    Occurrence,
    Place,
    Provenance,
    Scene,
    Search,
)

Allowed = Literal["text", "report", "place", "authors", "scenes"]
ALLOWED: tuple[str, ...] = get_args(Allowed)
ALLOWED_WORDS = {
    "text": "titles, the claim's words, notes",
    "report": "the report: its address, publisher and text",
    "place": "exact coordinates, maps, and marks with coordinates",
    "authors": "names of the people who assessed and annotated",
    "scenes": "names, exact times and file hashes of images",
}
COARSE_M = 10_000.0
_EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Edition:
    """What may be told. `key` is secret and stays with the catalogue; without it, moved places
    and pseudonyms cannot be computed back from guesses.
    """

    publication: bool = False
    allow: frozenset[str] = frozenset()
    title: str | None = None
    coarse_m: float = COARSE_M
    key: bytes = b""

    def __post_init__(self) -> None:
        for name in self.allow - set(ALLOWED):
            raise InvalidValue(f"cannot allow {name!r}; it must be one of {', '.join(ALLOWED)}.")
        if not 100 <= self.coarse_m <= 1e6:
            raise InvalidValue(
                f"places cannot be coarsened to {self.coarse_m:g} m; take 100 m to 1,000 km."
            )
        if self.publication and len(self.key) < 16:
            raise InvalidValue("a publication needs a secret key of at least 16 bytes.")

    def tells(self, what: Allowed) -> bool:
        """True if this may be in the dossier."""
        return not self.publication or what in self.allow


def for_publication(contents: Contents, edition: Edition) -> Contents:
    """The same claim with what the edition allows, built anew from nothing.

    Raises InvalidValue for an edition that is none for publication.
    """
    if not edition.publication:
        raise InvalidValue("this edition is not for publication.")
    names = _Pseudonyms(edition)
    images = tuple(_image(n, i, edition, names) for n, i in enumerate(contents.images, 1))
    text, tells_place = edition.tells("text"), edition.tells("place")
    return Contents(
        observation=_observation(contents.observation, edition),
        versions=(),
        report=contents.report if edition.tells("report") else None,
        images=images,
        others=(),
        searches=tuple(_search(s, edition, names) for s in contents.searches),
        cases=(),
        classes=contents.classes,
        gaps=contents.gaps if text and tells_place else (),
        advice=contents.advice if text else None,
        could_show=contents.could_show,
    )


def _observation(full: Observation, edition: Edition) -> Observation:
    """Built from the allow-list: status and times always, words and places if allowed."""
    text = edition.tells("text")
    title = edition.title or (full.title if text else "A reported claim")
    when = full.when and replace(
        full.when,
        occurrences=tuple(Occurrence(o.alternatives, o.exact) for o in full.when.occurrences),
        zone=full.when.zone if edition.tells("place") else None,
    )
    return Observation(
        uid=_name("claim", full.uid, edition.key),
        id="claim",
        title=title,
        place=_place(full.place, edition),
        when=when,
        objects=full.objects,
        event_class=full.event_class,
        status=full.status,
        attribution=full.attribution if edition.tells("report") else (),
        reliability=full.reliability,
        credibility=full.credibility,
        claim=full.claim if text else None,
        spans=full.spans if edition.tells("report") else (),
        observability=full.observability,
    )


def _place(place: Place | None, edition: Edition) -> Place | None:
    if place is None or edition.tells("place"):
        return place
    return Place(tuple(_coarse(c, edition) for c in place.candidates), place.reserve)


def _coarse(candidate: Candidate, edition: Edition) -> Candidate:
    lon, lat = space.representative_point(candidate.geometry)
    east, north = moved(lon, lat, edition.coarse_m, edition.key)
    sure = max(edition.coarse_m, candidate.r95_m or 0.0) + edition.coarse_m
    return Candidate(shapely.Point(east, north), sure, candidate.p)


def moved(lon: float, lat: float, most_m: float, key: bytes) -> tuple[float, float]:
    """A point up to `most_m` metres away: the same for the same place, so that many publications
    do not narrow it down, and rounded to a hundredth of `most_m`.

    The direction and distance come from HMAC-SHA-256 of the place, rounded to 0.01 degrees, under
    the secret key; they are even over the disc's area.
    """
    about = f"{round(lon, 2):.2f},{round(lat, 2):.2f}".encode()
    drawn = hmac.new(key, b"place:" + about, hashlib.sha256).digest()
    turn = int.from_bytes(drawn[:8]) / 2**64 * 2 * math.pi
    far = math.sqrt(int.from_bytes(drawn[8:16]) / 2**64) * most_m / _EARTH_M
    phi, lam = math.radians(lat), math.radians(lon)
    to = math.asin(math.sin(phi) * math.cos(far) + math.cos(phi) * math.sin(far) * math.cos(turn))
    lam += math.atan2(
        math.sin(turn) * math.sin(far) * math.cos(phi),
        math.cos(far) - math.sin(phi) * math.sin(to),
    )
    step = math.degrees(most_m / _EARTH_M) / 100
    there = (math.degrees(lam) + 540) % 360 - 180
    return _rounded(there, step, 180), _rounded(math.degrees(to), step, 90)


def _rounded(value: float, step: float, most: float) -> float:
    return max(-most, min(most, round(round(value / step) * step, 5)))


class _Pseudonyms:
    """Assessor A, Assessor B: in the order in which they come; the same person, the same name."""

    def __init__(self, edition: Edition) -> None:
        self._plain = edition.tells("authors")
        self._names: dict[str, str] = {}

    def of(self, author: str) -> str:
        """The name to print."""
        if self._plain:
            return author
        return self._names.setdefault(author, f"Assessor {_letters(len(self._names))}")


def _letters(number: int) -> str:
    return chr(65 + number) if number < 26 else _letters(number // 26 - 1) + chr(65 + number % 26)


def _image(number: int, image: Image, edition: Edition, names: _Pseudonyms) -> Image:
    tells_place = edition.tells("place")
    return Image(
        _scene(number, image.scene, edition),
        image.link and _link(image.link, tells=edition.tells("scenes")),
        image.annotations if tells_place and edition.tells("authors") else (),
        tuple(_assessment(a, edition, names) for a in image.assessments),
        (),
        (),
    )


def _scene(number: int, scene: Scene, edition: Edition) -> Scene:
    """Sensor, sharpness and time; the time to the day unless names of images are allowed."""
    tells = edition.tells("scenes")
    return Scene(
        uid=scene.uid if tells else _name("scene", scene.uid, edition.key),
        id=scene.id if tells else f"Image {number}",
        collection=scene.collection if tells else None,
        footprint=scene.footprint if edition.tells("place") else None,
        when=scene.when if tells else _day(scene.when),
        platform=scene.platform,
        instruments=scene.instruments,
        gsd_m=scene.gsd_m,
        off_nadir_deg=scene.off_nadir_deg,
        cloud_pct=scene.cloud_pct,
        sun_elevation_deg=scene.sun_elevation_deg if tells else None,
        assets=tuple(_asset(a, tells) for a in scene.assets if publishable(a)),
    )


def _day(when: Interval | None) -> Interval | None:
    """The days (UTC) that a time touches."""
    if when is None or when.begin is None or when.end is None:
        return when
    begin = when.begin.replace(hour=0, minute=0, second=0, microsecond=0)
    last = when.end.replace(hour=0, minute=0, second=0, microsecond=0)
    return Interval(begin, last + timedelta(days=1))


def _link(link: Link, *, tells: bool) -> Link:
    """Level and main limit; the sentences hold times and shares of the place."""
    if tells:
        return link
    terms = tuple(
        replace(term, reason=f"{term.name.replace('_', ' ')} limits it")
        for term in link.score.terms
    )
    score = replace(link.score, terms=terms)
    return replace(link, observation="", scene="", covered=0.0, dt_s=0.0, score=score, cloud=None)


def _asset(asset: Asset, tells: bool) -> Asset:
    credit = Provenance(licence=asset.provenance.licence, attribution=asset.provenance.attribution)
    return Asset("image", "", asset.media_type, sha256=asset.sha256 if tells else None,
                 provenance=credit)  # fmt: skip


def publishable(asset: Asset) -> bool:
    """True only where somebody stated that its pixels may be published; unknown is no."""
    return asset.provenance.pixels_publishable is True


def shows_pixels(displayed: Iterable[Asset]) -> bool:
    """True if every file that a picture is drawn from may be published."""
    drawn = list(displayed)
    return bool(drawn) and all(publishable(asset) for asset in drawn)


def _assessment(made: Assessment, edition: Edition, names: _Pseudonyms) -> Assessment:
    text = edition.tells("text")
    return Assessment(
        uid=_name("assessment", made.uid, edition.key),
        observation="",
        observation_version=made.observation_version,
        scene="",
        scene_version=made.scene_version,
        part=made.part,
        verdict=made.verdict,
        author=names.of(made.author),
        made=made.made[:10],
        role=made.role,
        occurrence=made.occurrence,
        object=made.object,
        alternatives=made.alternatives if text else (),
        confidence=made.confidence,
        note=made.note if text else None,
        blind=made.blind,
        despite=made.despite if text else None,
    )


def _search(made: Search, edition: Edition, names: _Pseudonyms) -> Search:
    return Search(
        uid=_name("search", made.uid, edition.key),
        provider=made.provider,
        searched=made.searched[:10],
        author=names.of(made.author),
        when=made.when,
        found=made.found,
        by_hand=made.by_hand,
        note=made.note if edition.tells("text") else None,
    )


def _name(kind: str, uid: str, key: bytes) -> str:
    """A name that says nothing and is the same in every publication of this catalogue."""
    return hmac.new(key, f"{kind}:{uid}".encode(), hashlib.sha256).hexdigest()[:32]
