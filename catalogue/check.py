"""Does everything still verify? The chain of the history, every record against it, every file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalogue.journal import fold, verify
from catalogue.model import EVIDENCE, Asset, Photo, kind_of
from catalogue.store.codec import row_digest
from catalogue.store.protocol import Store

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not verify: in the history, a record or a file."""

    kind: Literal["history", "record", "file"]
    name: str
    what: str


def check(store: Store, *, files: bool = True) -> Iterator[Finding]:
    """Everything that is not as the history says; nothing when all is well.

    With `files`, every local file is read and hashed again, which can take minutes.
    """
    for problem in verify(store.entries()):
        yield Finding("history", f"entry {problem.seq}", problem.what)
    yield from _records(store)
    if files:
        for scene in store.scenes():
            yield from _files(scene.name, scene.assets)
        for report in store.reports():
            yield from _files(report.id, () if report.file is None else (report.file,))
        for photo in store.find_evidence(Photo):
            yield from _files(photo.caption, (photo.file,))


def _records(store: Store) -> Iterator[Finding]:
    expected = fold(store.entries())
    for kind, uid, found in _digests(store):
        digest = expected.pop((kind, uid), None)
        if digest is None:
            yield Finding("record", f"{kind} {uid}", "is in no history entry")
        elif digest != found:
            yield Finding("record", f"{kind} {uid}", "differs from what the history says")
    for kind, uid in expected:
        yield Finding("record", f"{kind} {uid}", "is in the history but missing")


def _digests(store: Store) -> Iterator[tuple[str, str, str]]:
    for scene in store.scenes():
        yield "scene", scene.uid, row_digest(scene)
    for observation in store.observations():
        yield "observation", observation.uid, row_digest(observation)
    for report in store.reports():
        yield "report", report.uid, row_digest(report)
    for decision in store.decisions():
        yield "decision", decision.uid, row_digest(decision)
    for kind in EVIDENCE:
        for record in store.find_evidence(kind):
            yield kind_of(kind), record.uid, row_digest(record)
    for annotation in store.annotations(retracted=True):
        yield "annotation", annotation.uid, row_digest(annotation)


def _files(name: str, assets: Sequence[Asset]) -> Iterator[Finding]:
    for asset in assets:
        if not asset.is_local or asset.sha256 is None:
            continue
        what = _file_problem(asset)
        if what:
            yield Finding("file", f"{name} {asset.href}", what)


def _file_problem(asset: Asset) -> str | None:
    path = Path(asset.href)
    if not path.is_file():
        return "is not there; add the folder it moved to again and it is found by its content"
    with path.open("rb") as file:
        found = hashlib.sha256()
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
    if found.hexdigest() != asset.sha256:
        return "has other content than when it was added"
    return None
