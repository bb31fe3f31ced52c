"""Pictures and links: what one has only as a screenshot, a JPG or an address, and its place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import Conflict, InvalidValue, UnreadableFile
from catalogue.identity import is_lone
from catalogue.ingest import Tally, record, take_scene
from catalogue.journal import row
from catalogue.model import ControlPoint, PlacingMethod, Provenance, Scene
from catalogue.reporting import checked_url
from catalogue.store.codec import row_digest
from catalogue.verbs.base import Verbs

if TYPE_CHECKING:
    from catalogue.space.control import Fit


class Pictures(Verbs):
    """What one has only as a screenshot, a JPG or an address, and its place."""

    def add_picture(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        date: str | None = None,
        stated_by: str | None = None,
        obtained_from: str | None = None,
        rights: str | None = None,
        attribution: str | None = None,
        url: str | None = None,
    ) -> Scene:
        """Keep a picture (its path or its bytes) as a reference scene, with what is stated of it.

        `date` is EDTF, `url` where it can be looked at: never fetched. The bytes are copied into
        the catalogue and never changed; the same bytes again are the same scene, and what is
        stated then a new version of it. Raises UnreadableFile, InvalidValue, InvalidTime.
        """
        from catalogue.imagery.limits import Limits
        from catalogue.imagery.sandbox import Sandbox
        from catalogue.picturefiles import kept
        from catalogue.pictures import name_of, stated
        from catalogue.read.options import ReadOptions
        from catalogue.read.reference import reference_scene

        if isinstance(source, bytes):
            data, stem = source, None
        else:
            data, stem = _bytes_of(Path(source)), Path(source).stem
        url = checked_url("link", url)
        provenance = Provenance(obtained_from, rights, attribution)
        limits = Limits.of(self.settings)
        sha256 = hashlib.sha256(data).hexdigest()
        path = kept(data, self.folder)
        try:
            with Sandbox(1, limits) as sandbox:
                read = reference_scene(path, sandbox, ReadOptions(limits=limits), name=stem or "")
            called = name_of(name or stem, f"picture-{sha256[:8]}")
            made = stated(read, name=called, date=date, stated_by=stated_by,
                          provenance=provenance, url=url)  # fmt: skip
        except Exception:
            if not self.store.scenes_with_hash(sha256):  # refused: nothing of it stays
                path.unlink(missing_ok=True)
            raise
        return self._taken(made, sha256)

    def add_link(
        self,
        url: str,
        *,
        name: str | None = None,
        date: str | None = None,
        stated_by: str | None = None,
        obtained_from: str | None = None,
        rights: str | None = None,
        attribution: str | None = None,
    ) -> Scene:
        """Keep an address of imagery that one has nothing else of; nothing is fetched from it.

        Raises InvalidValue, InvalidTime.
        """
        from catalogue.pictures import link_scene, name_of, stated

        checked = checked_url("link", url)
        if checked is None:
            raise InvalidValue("the link is empty; paste the address of the picture.")
        called = name_of(name, f"link-{hashlib.sha256(checked.encode()).hexdigest()[:8]}")
        made = stated(
            link_scene(checked, called), name=called, date=date, stated_by=stated_by, url=None,
            provenance=Provenance(obtained_from, rights, attribution),
        )  # fmt: skip
        return self._taken(made, None)

    def unplaced_pictures(self, limit: int = 50) -> list[Scene]:
        """Pictures and links that have no place yet, the newest first."""
        return self.store.unplaced_pictures(limit)

    def fit_picture(
        self, uid: str, points: Sequence[ControlPoint], method: PlacingMethod = "affine"
    ) -> Fit:
        """How well points place a picture; nothing is stored. Raises InvalidValue, NotFound."""
        from catalogue.pictures import fitted

        return fitted(self.store.scene(uid), points, method)

    def place_picture(
        self,
        uid: str,
        points: Sequence[ControlPoint],
        method: PlacingMethod = "affine",
        *,
        against: str | None = None,
        error_m: float | None = None,
        base: int | None = None,
    ) -> Scene:
        """Place a picture by control points, as a new version of its scene.

        `against` is the scene (uid) that the places were read from: its own positional error adds.
        `error_m` is a positional error (95 %) that a person states instead. `base` is the version
        that was looked at. Raises InvalidValue, UnreadableFile, NotFound, Conflict.
        """
        from catalogue.imagery.limits import Limits
        from catalogue.picturefiles import laid
        from catalogue.pictures import error_of, fitted, placed, placing_of

        scene = self.store.scene(uid)
        base = scene.version if base is None else base
        beside = None if against is None else self.store.scene(against)
        if beside is not None and (beside.uid == uid or beside.footprint is None):
            raise InvalidValue(f"scene {beside.name} has no place of its own to read places from.")
        found = fitted(scene, points, method)
        author = self.settings.author
        placing = placing_of(found, points, method, author, beside, error_m)
        made = placed(
            scene, placing, found.pixel_m, error_of(placing, beside),
            laid(self.folder, Limits.of(self.settings)),
        )  # fmt: skip
        return self._put_version(made, base, "place-picture")

    def unplace_picture(self, uid: str, base: int | None = None) -> Scene:
        """Take a picture's place back, as a new version.

        Raises InvalidValue, NotFound, Conflict.
        """
        scene = self.store.scene(uid)
        if scene.placing is None:
            raise InvalidValue(f"scene {scene.name} was not placed by hand.")
        made = replace(scene.unplaced(), version=scene.version + 1)
        return self._put_version(made, scene.version if base is None else base, "unplace-picture")

    def _put_version(self, made: Scene, base: int, op: str) -> Scene:
        with self.store.transaction():
            now = self.store.scene(made.uid)
            if now.version != base or made.version != base + 1:
                raise Conflict(
                    f"scene {now.name} is at version {now.version}, this change was made on "
                    f"version {base}. Load it again and repeat the change."
                )
            self.store.put_scenes([made])
            rows = [row("scene", made.uid, row_digest(made))]
            record(self.store, self.settings.author, op, rows)
        return made

    def _taken(self, made: Scene, sha256: str | None) -> Scene:
        tally = Tally()
        take_scene(self.store, made, self.settings.author, tally)
        if tally.rejected:
            raise InvalidValue(tally.rejected[0].reason)
        if sha256 is not None:
            return next(s for s in self.store.scenes_with_hash(sha256) if is_lone(s))
        return self.store.scenes_named(made.id, "")[0]


def _bytes_of(path: Path) -> bytes:
    from catalogue.picturefiles import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from None
