"""Sealing a folder: a manifest of every file, the history it came from, and the verifier."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from catalogue.dossier.verify import JOURNAL, MANIFEST, files_in, sha256_of
from catalogue.journal import Entry

FORMAT = "imagery-catalogue dossier 1"


def seal(folder: Path, title: str, made: str, history: dict[str, Any] | None = None) -> str:
    """Write verify.py and manifest.json over all files in `folder`; its fingerprint.

    `made` is UTC. `history` is what `write_history` gave. The fingerprint is the sha256 of the
    manifest: publish it elsewhere, so that others can compare.
    """
    script = files("catalogue.dossier") / "verify.py"
    (folder / "verify.py").write_bytes(script.read_bytes())
    listed = []
    for path in files_in(str(folder)):
        digest, size = sha256_of(str(folder / path))
        listed.append({"path": path, "sha256": digest, "bytes": size})
    manifest = {
        "format": FORMAT,
        "title": title,
        "made": made,
        "files": listed,
        **({} if history is None else {"history": history}),
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return hashlib.sha256(text.encode()).hexdigest()


def write_history(
    folder: Path, entries: Iterable[Entry], concerns: Callable[[Entry], bool]
) -> dict[str, Any] | None:
    """Write the whole chain to history.jsonl; None where there is no entry.

    Contents go along only for entries that concern the dossier: the others keep their place in
    the chain and say nothing.
    """
    count, head = 0, None
    with (folder / JOURNAL).open("w", encoding="utf-8", newline="\n") as out:
        for entry in entries:
            out.write(json.dumps(_line(entry, concerns(entry)), ensure_ascii=False) + "\n")
            count, head = count + 1, entry
    if head is None:
        (folder / JOURNAL).unlink()
        return None
    return {"origin": head.origin, "head": head.hash, "entries": count}


def _line(entry: Entry, whole: bool) -> dict[str, Any]:
    names = ("origin", "seq", "prev", "id", "wall", "actor", "op", "digest", "hash")
    line: dict[str, Any] = {name: getattr(entry, name) for name in names}
    if whole and entry.payload is not None and entry.salt is not None:
        line |= {"payload": entry.payload.decode(), "salt": entry.salt.hex()}
    return line
