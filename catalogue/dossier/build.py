"""Writing a dossier: pictures, data, pages, the seal. A folder that appears whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from catalogue.dossier.citations import citations
from catalogue.dossier.claim import ClaimWriter, Progress, slug
from catalogue.dossier.contents import Contents
from catalogue.dossier.edition import Edition, for_publication
from catalogue.dossier.page import claims_page, page
from catalogue.dossier.pdf import print_pdf
from catalogue.dossier.seal import seal, write_history
from catalogue.errors import InvalidValue
from catalogue.imagery.limits import Limits
from catalogue.imagery.working import Copier
from catalogue.journal import Entry, rows_of

PAGES = (("dossier.html", "index.html"), ("brief.html", "brief.html"))


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was written: where, its fingerprint to publish elsewhere, and what is not in it."""

    folder: Path
    fingerprint: str
    files: int
    pictures: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dossier comes from: the catalogue's folder, limits for its files, its history."""

    folder: Path
    limits: Limits
    entries: Iterable[Entry]


def build(
    folder: Path,
    claims: Sequence[Contents],
    edition: Edition,
    source: Source,
    made: str,
    *,
    title: str | None = None,
    overwrite: bool = False,
    pdf: bool | None = None,
    progress: Progress | None = None,
) -> Dossier:
    """Write the dossier of some claims into `folder`, which must not exist unless `overwrite`.

    One claim lies at the top, several in folders of their own below a page that lists them.
    `made` is UTC. `pdf` True asks for PDF files through Chromium, None makes them where it is
    installed. Raises InvalidValue.
    """
    if not claims:
        raise InvalidValue("there is no claim to make a dossier of; accept one first.")
    pictures, warnings = 0, []
    with _appearing(folder, overwrite=overwrite) as draft:
        history = None if edition.publication else _history(draft, claims, source.entries)
        head = None if history is None else str(history["head"])
        places = _places(draft, claims, edition)
        meter = _Meter(claims, progress)
        with Copier(source.limits) as copier:
            meter.tell()
            for place, contents in zip(places, claims, strict=True):
                place.mkdir(parents=True, exist_ok=True)
                writer = ClaimWriter(place, contents, edition, source.folder, copier, meter.step)
                _write_claim(writer, place, contents, edition, made, head)
                warnings += [*writer.warnings, *print_pdf(place, pdf, meter.tell)]
                pictures += writer.count
        told = [for_publication(c, edition) if edition.publication else c for c in claims]
        name = edition.title or title or told[0].observation.title
        if len(claims) > 1:
            listed = [
                (p.relative_to(draft).as_posix(), c) for p, c in zip(places, told, strict=True)
            ]
            (draft / "index.html").write_text(
                claims_page(name, listed, made, head), encoding="utf-8", newline="\n"
            )
        fingerprint = seal(draft, name, made, history)
        count = sum(1 for path in draft.rglob("*") if path.is_file())
    return Dossier(folder, fingerprint, count, pictures, tuple(dict.fromkeys(warnings)))


def _write_claim(
    writer: ClaimWriter,
    place: Path,
    contents: Contents,
    edition: Edition,
    made: str,
    head: str | None,
) -> None:
    chips = writer.pictures()
    told = for_publication(contents, edition) if edition.publication else contents
    if not edition.publication:
        writer.data()
    writer.json("citations.json", citations(told))
    named = _by_told_uid(contents, told, chips)
    reasons = _by_told_uid(contents, told, writer.reasons)
    for name, target in PAGES:
        text = page(name, told, edition, named, reasons, made, head)
        (place / target).write_text(text, encoding="utf-8", newline="\n")


def _places(draft: Path, claims: Sequence[Contents], edition: Edition) -> list[Path]:
    if len(claims) == 1:
        return [draft]
    names = [
        f"{n:02}-claim" if edition.publication else f"{n:02}-{slug(c.observation.id)}"
        for n, c in enumerate(claims, 1)
    ]
    return [draft / "claims" / name for name in names]


class _Meter:
    """How many images of all claims are done."""

    def __init__(self, claims: Sequence[Contents], progress: Progress | None) -> None:
        self._total = sum(len(c.images) for c in claims)
        self._progress, self._done = progress, 0

    def step(self) -> None:
        """One more."""
        self._done += 1
        self.tell()

    def tell(self) -> None:
        """So many by now; whoever hears it may raise, and nothing is left then."""
        if self._progress:
            self._progress(self._done, self._total)


def _history(
    draft: Path, claims: Sequence[Contents], entries: Iterable[Entry]
) -> dict[str, Any] | None:
    uids = frozenset[str]().union(*(c.uids for c in claims))
    return write_history(draft, entries, lambda entry: _concerns(entry, uids))


def _concerns(entry: Entry, uids: frozenset[str]) -> bool:
    """True if all that an entry wrote is in the dossier: contents of others stay at home."""
    if entry.payload is None or orjson.loads(entry.payload).get("runs"):
        return False
    written = [uid for _, uid, _ in rows_of(entry.payload)]
    return bool(written) and all(uid in uids for uid in written)


def _by_told_uid(full: Contents, told: Contents, values: dict[str, Any]) -> dict[str, Any]:
    pairs = zip(full.images, told.images, strict=True)
    return {b.scene.uid: values[a.scene.uid] for a, b in pairs if a.scene.uid in values}


@contextmanager
def _appearing(folder: Path, *, overwrite: bool) -> Iterator[Path]:
    """A folder to write to that becomes `folder` at the end; on an error nothing is left."""
    if not folder.parent.is_dir():
        raise InvalidValue(f"cannot write {folder}: the folder {folder.parent} does not exist.")
    if folder.exists():
        made_here = (folder / "manifest.json").is_file() and (folder / "verify.py").is_file()
        if not (overwrite and made_here) and any(folder.iterdir() if folder.is_dir() else [0]):
            raise InvalidValue(
                f"{folder} exists and is not empty. Choose another folder, or use --overwrite if "
                "it is a dossier."
            )
    draft = folder.with_name(f".{folder.name}-{secrets.token_hex(6)}.part")
    draft.mkdir()
    try:
        yield draft
        old = None
        if folder.exists():
            old = folder.with_name(f".{folder.name}-{secrets.token_hex(6)}.old")
            folder.rename(old)
        draft.rename(folder)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
