"""The journal: every change, in order, each entry bound to the one before by a hash.

An entry carries digest = sha256(salt + payload), never the payload inside the hashed part: a
payload can be redacted (payload and salt removed) and the chain still verifies. A bulk change
carries the digests of its rows instead of a second copy of them.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
import rfc8785

from catalogue.canonical import canonical as rfc8785_json
from catalogue.errors import InvalidValue
from catalogue.interval import format_utc

GENESIS = "0" * 64
# The op of an entry that takes payloads away; its own payload names them in "entries".
REDACT = "redact"
# Digits of a digest and of a uid.
DIGEST, UID = 64, 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `seq` counts from 1 per origin; `prev` is the hash of the entry before.

    `wall` is UTC by this machine's clock, which may be wrong: order is by seq. `payload` is
    canonical JSON (RFC 8785) and None after redaction, as is `salt`.
    """

    origin: str
    seq: int
    prev: str
    id: str
    wall: str
    actor: str
    op: str
    digest: str
    hash: str
    payload: bytes | None
    salt: bytes | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the journal that does not verify; `seq` is the entry it was seen at."""

    seq: int
    what: str


def canonical(value: Any) -> bytes:
    """RFC 8785 canonical JSON, UTF-8. Raises InvalidValue for NaN and what JSON has no form for."""
    try:
        return rfc8785_json(value)
    except (rfc8785.CanonicalizationError, TypeError, ValueError) as error:
        raise InvalidValue(f"cannot be written to the history: {error}") from error


def digest(payload: bytes, salt: bytes = b"") -> str:
    """sha256 of salt + payload in lower-case hex."""
    return hashlib.sha256(salt + payload).hexdigest()


def entry_hash(entry: Entry) -> str:
    """The hash that binds an entry: over all its fields but payload, salt and the hash itself."""
    names = ("origin", "seq", "prev", "id", "wall", "actor", "op", "digest")
    return digest(canonical({name: getattr(entry, name) for name in names}))


def next_entry(head: Entry | None, *, origin: str, actor: str, op: str, payload: Any) -> Entry:
    """The entry that follows `head`; the first one has prev = 64 zeros."""
    salt = os.urandom(16)
    body = canonical(payload)
    entry = Entry(
        origin=origin,
        seq=1 if head is None else head.seq + 1,
        prev=GENESIS if head is None else head.hash,
        id=uuid.uuid4().hex,
        wall=format_utc(datetime.now(UTC)),
        actor=actor,
        op=op,
        digest=digest(body, salt),
        hash="",
        payload=body,
        salt=salt,
    )
    return replace(entry, hash=entry_hash(entry))


def redacted(entry: Entry) -> Entry:
    """The entry without payload and salt: a tombstone that still verifies."""
    return replace(entry, payload=None, salt=None)


def verify(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Everything that does not fit in a journal read in order; nothing when all is well.

    A payload may be missing only where a redaction, which is an entry itself, names its entry.
    """
    prev, seq = GENESIS, 0
    missing: dict[str, int] = {}
    for entry in entries:
        if entry.seq != seq + 1:
            yield Problem(entry.seq, f"follows {seq}: entries are missing or out of order")
        if entry.prev != prev:
            yield Problem(entry.seq, "does not continue the entry before it")
        if entry_hash(entry) != entry.hash:
            yield Problem(entry.seq, "was changed after it was written")
        if entry.payload is None:
            missing[entry.id] = entry.seq
        elif digest(entry.payload, entry.salt or b"") != entry.digest:
            yield Problem(entry.seq, "has a payload that is not the one that was written")
        elif entry.op == REDACT:
            for named in orjson.loads(entry.payload).get("entries", ()):
                missing.pop(named, None)
        prev, seq = entry.hash, entry.seq
    for lost in missing.values():
        yield Problem(lost, "has lost its payload, and no redaction says so")


def row(kind: str, uid: str, row_digest: str) -> dict[str, str]:
    """How a change names one record it wrote: what kind, which, and the digest of its new form."""
    return {"kind": kind, "uid": uid, "digest": row_digest}


def run(kind: str, first: str, digests: Sequence[str]) -> dict[str, str]:
    """How a change names many new records at once: uids that count up from `first`."""
    return {"kind": kind, "first": first, "digests": "".join(digests)}


def rows_of(payload: bytes) -> Iterator[tuple[str, str, str]]:
    """(kind, uid, digest) of every record that a change wrote, by its payload."""
    change = orjson.loads(payload)
    for one in change.get("rows", ()):
        yield one["kind"], one["uid"], one["digest"]
    for many in change.get("runs", ()):
        first, digests = int(many["first"], 16), many["digests"]
        for n in range(len(digests) // DIGEST):
            uid = f"{first + n:0{UID}x}"
            yield many["kind"], uid, digests[n * DIGEST : (n + 1) * DIGEST]


def fold(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """The digest that the history expects of every record: {(kind, uid): digest}.

    Entries without a payload (redacted) leave their records as the entries before left them.
    """
    state: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.payload is None:
            continue
        for kind, uid, written in rows_of(entry.payload):
            state[kind, uid] = written
    return state
