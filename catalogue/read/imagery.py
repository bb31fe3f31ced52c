"""Read imagery: files and folders in, scenes out, one at a time and every file accounted for.

First all STAC documents are read, since they may claim rasters anywhere below the folder given;
then the rasters that no item claimed. Child processes look at the rasters; order is kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from shapely.errors import ShapelyError

from catalogue.errors import CatalogueError, UnreadableFile
from catalogue.imagery.magic import RASTERS, sniff
from catalogue.imagery.sandbox import Sandbox
from catalogue.model import Asset, Rejected
from catalogue.read import documents, geotiff, stac
from catalogue.read.files import (
    RASTER_ENDINGS,
    FolderNames,
    Found,
    Trouble,
    ending,
    find,
    hashed,
    is_document,
)
from catalogue.read.mtl import Mtl, read_mtl
from catalogue.read.options import ReadOptions
from catalogue.read.ordered import Result, Work, ordered
from catalogue.read.plan import Landsat, Picture, Raster, Step, plan
from catalogue.read.reference import reference_scene
from catalogue.read.results import Consumed, Warned
from catalogue.read.seen import Seen, repeated

Progress = Callable[[int, "int | None"], None]
# What a strange value in a file can raise on its way to becoming a scene: never a traceback.
_TROUBLES = (CatalogueError, ValueError, TypeError, KeyError, OSError, ShapelyError)

__all__ = ["Consumed", "ReadOptions", "Warned", "read_imagery"]


def read_imagery(
    paths: Sequence[Path], options: ReadOptions, progress: Progress | None = None
) -> Iterator[Result]:
    """Scenes of the files and folders in `paths`, and what became of every other file.

    `progress` is told files done and files in all. Raises InvalidTime for `options.when` that
    cannot be read; everything else that is wrong comes as Rejected.
    """
    if options.when is not None:
        geotiff.given(options.when)
    reader = _Reader(options, progress)
    with reader.sandbox:
        yield from reader.read(paths)


class _Reader:
    """The state of one reading: what was seen, what was claimed, how far it is."""

    def __init__(self, options: ReadOptions, progress: Progress | None) -> None:
        self.options = options
        self.sandbox = Sandbox(options.workers, options.limits)
        self._progress = progress
        self._done = 0
        self._total: int | None = None
        self._visited: set[str] = set()  # documents
        self._claimed: set[str] = set()  # files of items
        self._seen = Seen()

    def read(self, paths: Sequence[Path]) -> Iterator[Result]:
        """Documents, then rasters."""
        documents_, rasters, others = self._sorted_out(paths)
        yield from others
        yield from ordered(self._document_work(documents_), self.sandbox.workers)
        left = [f for f in rasters if str(f.path) not in self._claimed]
        self._done += len(rasters) - len(left)
        yield from ordered(self._raster_work(plan(left)), self.sandbox.workers)

    def _sorted_out(self, paths: Sequence[Path]) -> tuple[list[Found], list[Found], list[Result]]:
        docs: dict[str, Found] = {}
        rest: dict[str, Found] = {}
        troubles: list[Result] = []
        for found in (f for path in paths for f in find(path)):
            if isinstance(found, Trouble):
                kind = Rejected if found.fatal else Warned
                troubles.append(kind(found.source, found.text))
            elif is_document(found):
                docs.setdefault(str(found.path), found)
            else:
                rest.setdefault(str(found.path), found)
        self._total = len(docs) + len(rest)
        return list(docs.values()), list(rest.values()), troubles

    def _tick(self, files: int = 1) -> None:
        self._done += files
        if self._progress is not None:
            self._progress(self._done, self._total)

    # -- documents -----------------------------------------------------------------------------
    def _document_work(self, found: list[Found]) -> Iterator[list[Result] | Work]:
        names = FolderNames()
        for first in found:
            stack = [first]
            while stack:
                file = stack.pop()
                real = os.path.realpath(file.path)
                if real in self._visited:
                    continue
                self._visited.add(real)
                links: list[Found] = []
                yield from self._document(file, names, links)
                stack.extend(reversed(links))
                self._tick()

    def _document(
        self, file: Found, names: FolderNames, links: list[Found]
    ) -> Iterator[list[Result] | Work]:
        source = str(file.path)
        catalog = True
        try:
            for part in documents.read_document(file):
                if isinstance(part, documents.LinkTo):
                    links.append(Found(part.path, "json", file.root, named=True))
                elif isinstance(part, documents.Note):
                    yield [Warned(source, part.text)]
                elif isinstance(part, documents.BadRow):
                    catalog = catalog and part.field == "links"
                    yield [Rejected(source, part.reason, part.row, part.field, part.value)]
                else:
                    catalog = False
                    yield self._item(part, file, names)
            if catalog:
                yield [Consumed(file.path)]
        except documents.NotStac as error:
            text = str(error)
            yield [Rejected(source, text) if file.named else Warned(source, text)]
        except UnreadableFile as error:
            yield [Rejected(source, str(error))]

    def _item(
        self, part: documents.ItemRow, file: Found, names: FolderNames
    ) -> list[Result] | Work:
        item, row, folder = part.item, part.row, file.path.parent
        source = str(file.path)
        try:
            id_ = stac.item_id(item)
            collection = stac.collection_of(item, self.options)
            known = self._seen.known(collection, id_, stac.digest(item), _at(source, row))
            if known is not None:
                return [repeated(known, source, row, file.path)]
            listed, documents_here = names.of(folder)
            alone = row is None and documents_here == 1
            local = stac.local_files(item, folder, file.root, listed, alone)
            fresh = [p for p in dict.fromkeys(local.values()) if str(p) not in self._claimed]
            self._claimed.update(str(p) for p in fresh)
            if local:
                return lambda: self._item_scene(item, row, file, local, fresh)
            return [stac.scene_of(item, folder, {}, {}, self.options)]
        except _TROUBLES as error:
            return [_refused(source, error, row)]

    def _item_scene(
        self,
        item: Mapping[str, object],
        row: int | None,
        file: Found,
        local: Mapping[str, Path],
        fresh: list[Path],
    ) -> list[Result]:
        facts: dict[str, geotiff.Facts] = {}
        papers: dict[str, Asset] = {}
        out: list[Result] = []
        for key, path in local.items():
            try:
                if sniff(path) in RASTERS:
                    facts[key] = geotiff.read_facts(path, key, self.sandbox, self.options)
                elif ending(path) in RASTER_ENDINGS and sniff(path) in ("xml", "text", "empty"):
                    raise UnreadableFile("is not an image, though its name says so.")
                else:
                    sha256, size = hashed(path)
                    papers[key] = Asset(key, str(path), size=size, sha256=sha256)
            except UnreadableFile as error:
                if path in fresh:
                    fresh.remove(path)
                out.append(Rejected(str(path), str(error)))
        try:
            scene = stac.scene_of(item, file.path.parent, facts, papers, self.options)
        except _TROUBLES as error:  # its files belong to it and stay out with it
            return [*out, *(Consumed(p) for p in fresh), _refused(str(file.path), error, row)]
        return [*out, *(Consumed(p) for p in fresh), scene]

    # -- rasters -------------------------------------------------------------------------------
    def _raster_work(self, steps: Iterator[Step]) -> Iterator[list[Result] | Work]:
        for step in steps:
            if isinstance(step, Raster | Picture):
                self._tick()
                yield lambda step=step: self._lone(step)  # type: ignore[misc]
            elif isinstance(step, Landsat):
                self._tick(len(step.bands))
                yield lambda step=step: self._landsat(step)  # type: ignore[misc]
            else:
                self._tick()
                yield [step]

    def _lone(self, step: Raster | Picture) -> list[Result]:
        try:
            if isinstance(step, Picture):
                return [reference_scene(step.path, self.sandbox, self.options)]
            facts = geotiff.read_facts(step.path, "data", self.sandbox, self.options)
            return [geotiff.lone_scene(step.path, facts, self.options)]
        except _TROUBLES as error:
            return [Rejected(str(step.path), str(error))]

    def _landsat(self, step: Landsat) -> list[Result]:
        out: list[Result] = []
        bands, paths = [], []
        for path in step.bands:
            try:
                key = geotiff.band_key(path)
                bands.append(geotiff.read_facts(path, key, self.sandbox, self.options))
                paths.append(path)
            except UnreadableFile as error:
                out.append(Rejected(str(path), str(error)))
        if not bands:
            return out
        content = hashlib.blake2b("".join(b.asset.sha256 or "" for b in bands).encode())
        source = str(paths[0])
        known = self._seen.known(self.options.collection, step.product, content.digest(), source)
        if known is not None:
            return [*out, *(repeated(known, str(p), None, p) for p in paths)]
        mtl = self._mtl(step, out)
        scene = geotiff.landsat_scene(step.product, tuple(bands), mtl, self.options)
        return [*out, scene]

    def _mtl(self, step: Landsat, out: list[Result]) -> Mtl | None:
        """The text form first, then JSON."""
        texts = [p for p in step.papers if p.stem.endswith("_MTL")]
        for path in sorted(texts, key=lambda p: ending(p) != ".txt"):
            if ending(path) not in (".txt", ".json"):
                continue
            try:
                return read_mtl(path)
            except UnreadableFile as error:
                out.append(Warned(str(path), f"is not used: it {error}"))
        return None


def _refused(source: str, error: Exception, row: int | None) -> Rejected:
    return Rejected(source, str(error), row, getattr(error, "field", None))


def _at(source: str, row: int | None) -> str:
    return source if row is None else f"{source}, row {row}"
