"""Check this dossier: is every file as it was when the dossier was made?

Run `python verify.py` in the dossier's folder, or `python verify.py FOLDER`. It needs nothing but
Python 3.8 or newer, opens no network connection and changes nothing.

It ends with 0 when all is well, with 1 when something is not, with 2 when there is no dossier.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

MANIFEST = "manifest.json"
JOURNAL = "history.jsonl"
GENESIS = "0" * 64
HASHED = ("origin", "seq", "prev", "id", "wall", "actor", "op", "digest")
MEANING = """
What this says: the files are those that were there when the dossier was made, byte for byte.
What it does not say: that a picture is authentic, that a date or a place is right, or what any of
it means. Whoever changes a file can make a new manifest, too: compare the fingerprint above with
the one that was published elsewhere, or that you were given on another way.
"""


def sha256_of(path: str) -> tuple[str, int]:
    """The sha256 of a file in lower-case hex, and its size in bytes."""
    found, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while True:
            chunk = file.read(1 << 20)
            if not chunk:
                return found.hexdigest(), size
            found.update(chunk)
            size += len(chunk)


def files_in(folder: str) -> list[str]:
    """The paths of all files below a folder, with "/" between the names, sorted."""
    found: list[str] = []
    for root, _, names in os.walk(folder):
        inside = os.path.relpath(root, folder).replace(os.sep, "/")
        found.extend(name if inside == "." else inside + "/" + name for name in names)
    return sorted(found)


def file_problems(folder: str, manifest: dict[str, Any]) -> Iterator[str]:
    """What differs between the files and the manifest, a sentence each."""
    listed = {entry["path"]: entry for entry in manifest["files"]}
    there = {path for path in files_in(folder) if path != MANIFEST and "__pycache__" not in path}
    for path in sorted(set(listed) - there):
        yield path + ": is missing"
    for path in sorted(there - set(listed)):
        yield path + ": was added after the dossier was made"
    for path in sorted(there & set(listed)):
        full = os.path.join(folder, *path.split("/"))
        if os.path.islink(full):
            yield path + ": is a link to somewhere else, not the file itself"
            continue
        digest, size = sha256_of(full)
        if (digest, size) != (listed[path]["sha256"], listed[path]["bytes"]):
            yield "{}: was changed (sha256 {}, should be {})".format(
                path, digest, listed[path]["sha256"]
            )


def history_problems(folder: str, manifest: dict[str, Any]) -> Iterator[str]:
    """What does not fit in the history that lies beside, a sentence each."""
    head, last, count = manifest.get("history"), None, 0
    path = os.path.join(folder, JOURNAL)
    if head is None or not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            count += 1
            try:
                entry = json.loads(line)
                missing = [name for name in (*HASHED, "hash") if name not in entry]
            except ValueError:
                missing = ["everything"]
            if missing:
                yield f"{JOURNAL}: line {count} cannot be read"
                return
            seq = entry["seq"]
            if entry["prev"] != (GENESIS if last is None else last["hash"]):
                yield f"history entry {seq}: does not continue the one before it"
            if digest_of(canonical({name: entry[name] for name in HASHED})) != entry["hash"]:
                yield f"history entry {seq}: was changed after it was written"
            if "payload" in entry:
                salted = bytes.fromhex(entry["salt"]) + entry["payload"].encode("utf-8")
                if digest_of(salted) != entry["digest"]:
                    yield f"history entry {seq}: its content was changed"
            last = entry
    if last is None or (last["hash"], count) != (head["head"], head["entries"]):
        yield f"{JOURNAL}: does not end where the manifest says"


def canonical(value: dict[str, Any]) -> bytes:
    """The text that is hashed: as RFC 8785 writes an object of texts and whole numbers."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def digest_of(content: bytes) -> str:
    """sha256 in lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def main(folder: str) -> int:
    """Check a dossier and print what was found; the exit code."""
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf-8") as file:
            manifest = json.load(file)
        listed = len(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        print(f"There is no readable {MANIFEST} in {folder}: this is no dossier.")
        return 2
    problems = list(file_problems(folder, manifest)) + list(history_problems(folder, manifest))
    for problem in problems:
        print("NOT OK  " + problem)
    print("Dossier {} of {}".format(manifest["title"], manifest["made"]))
    print(f"Fingerprint  {sha256_of(os.path.join(folder, MANIFEST))[0]}")
    if manifest.get("history"):
        print("History head {}".format(manifest["history"]["head"]))
    if problems:
        print(f"\nNOT OK: {len(problems)} of what was checked is not as it was.")
    else:
        print(f"\nok: all {listed} files are as they were when the dossier was made.")
    print(MEANING)
    return 1 if problems else 0


if __name__ == "__main__":
    # Also where a console cannot print every letter of a title.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    here = os.path.dirname(os.path.abspath(__file__))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else here))
