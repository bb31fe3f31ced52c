"""Reference photographs beside scenes: what a thing looks like, feature by feature."""

from __future__ import annotations

import math
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import InvalidValue, NotFound, UnreadableFile
from catalogue.model import Asset, Match, Photo
from catalogue.reporting import checked_date, copied, now
from catalogue.verbs.kept import Kept

if TYPE_CHECKING:
    from shapely import Point

PHOTOS = ("files", "photos")
_MOST_BYTES = 50 * 1024**2
_MOST_MATCHES = 200
_HEAD_BYTES = 12


class Pinned(Kept):
    """Reference photographs beside scenes: what a thing looks like, feature by feature."""

    def pin_photo(
        self,
        path: str | Path,
        caption: str,
        *,
        observation: str | None = None,
        scene: str | None = None,
        source: str | None = None,
        taken: str | None = None,
        licence: str | None = None,
    ) -> Photo:
        """Pin a picture (JPEG, PNG, WebP) to a claim, a scene (uids) or both.

        A copy lies in the catalogue's folder under its sha256; the file given stays as it is.
        `taken` is EDTF, as its source says. The same picture at the same claim and scene is a
        new version. Raises UnreadableFile, InvalidValue, InvalidTime, NotFound.
        """
        if not caption.strip():
            raise InvalidValue("a reference photo needs a caption: what does it show?")
        if observation is None and scene is None:
            raise InvalidValue("pin a photo to a claim, to a scene, or to both.")
        taken = checked_date("taken", taken)
        if observation is not None:
            self.store.observation(observation)
        if scene is not None:
            self.store.scene(scene)
        asset = self._picture(Path(path))
        with self.store.transaction():
            known = self._pinned(asset, observation, scene)
            made = Photo(
                uid=known.uid if known else uuid.uuid4().hex,
                file=asset,
                caption=caption.strip(),
                author=self.settings.author,
                made=now(),
                observation=observation,
                scene=scene,
                source=source or None,
                taken=taken,
                licence=licence or None,
                matches=known.matches if known else (),
            )
            return self.keep(made, known.version if known else 0)

    def _picture(self, path: Path) -> Asset:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES)
            size = path.stat().st_size
        except OSError as error:
            raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
        kind = _kind(head)
        if kind is None or size > _MOST_BYTES:
            raise UnreadableFile(
                f"{path} is no JPEG, PNG or WebP picture of at most 50 MB; save it as one."
            )
        media_type, ending = kind
        target, sha256 = copied(path, self.folder.joinpath(*PHOTOS), ending)
        return Asset("photo", str(target), media_type, ("reference",), size, sha256)

    def _pinned(self, asset: Asset, observation: str | None, scene: str | None) -> Photo | None:
        for photo in self.store.find_evidence(Photo, observation=observation, scene=scene):
            about = (photo.observation, photo.scene) == (observation, scene)
            if about and photo.file.sha256 == asset.sha256:
                return photo
        return None

    def photos(self, observation: str | None = None, scene: str | None = None) -> list[Photo]:
        """Photos that are pinned, in order, of one claim or scene (uids) if given."""
        found = self.store.find_evidence(Photo, observation=observation, scene=scene)
        return [photo for photo in found if not photo.withdrawn]

    def match_photo(
        self,
        uid: str,
        photo: tuple[float, float],
        *,
        fits: bool = True,
        number: int | None = None,
        pixels: tuple[float, float] | None = None,
        place: Point | None = None,
        note: str | None = None,
        base: int | None = None,
    ) -> Photo:
        """Number a feature of a photo (column, row) and where it is in the scene, or is missing.

        `fits` False is a mismatch; it counts as much. A number that is there is replaced, None
        takes the next. Raises NotFound, InvalidValue, Conflict.
        """
        with self.store.transaction():
            pinned = self.store.evidence(Photo, uid)
            if pixels is not None and pinned.scene is None:
                raise InvalidValue("this photo is pinned to no scene, so its pixels have no match.")
            for what, spot in (("photo", photo), ("scene", pixels)):
                if spot is not None and not all(math.isfinite(v) and v >= 0 for v in spot):
                    raise InvalidValue(f"pixels {spot} of the {what} must be 0 or more.")
            if number is None:
                number = 1 + max((m.number for m in pinned.matches), default=0)
            if not 1 <= number <= _MOST_MATCHES:
                raise InvalidValue(f"number {number} must lie between 1 and {_MOST_MATCHES}.")
            made = Match(number, photo, fits, pixels, place, note or None)
            others = [m for m in pinned.matches if m.number != number]
            matches = tuple(sorted([*others, made], key=lambda m: m.number))
            return self._rematched(pinned, matches, base)

    def unmatch_photo(self, uid: str, number: int, base: int | None = None) -> Photo:
        """Take a numbered feature off a photo; the others keep their numbers. Raises NotFound."""
        with self.store.transaction():
            pinned = self.store.evidence(Photo, uid)
            matches = tuple(m for m in pinned.matches if m.number != number)
            if len(matches) == len(pinned.matches):
                raise NotFound(f"photo {uid} has no feature {number}.")
            return self._rematched(pinned, matches, base)

    def _rematched(self, pinned: Photo, matches: tuple[Match, ...], base: int | None) -> Photo:
        made = replace(pinned, matches=matches, author=self.settings.author, made=now())
        return self.keep(made, pinned.version if base is None else base)


def _kind(head: bytes) -> tuple[str, str] | None:
    """(media type, ending) by the first bytes, None for what is no such picture."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", ".jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", ".png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", ".webp"
    return None
