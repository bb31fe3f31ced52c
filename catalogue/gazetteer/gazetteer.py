"""Look places up by name: exact, folded, fuzzy; the user's own places come before all others."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from catalogue.errors import StoreError
from catalogue.gazetteer.entry import KINDS, Entry, How, Match
from catalogue.gazetteer.fold import fold

_HOW: tuple[How, ...] = ("name", "short", "alternate", "code")
_MOST = 200  # of the places under one name, by importance
_COLUMNS = tuple(field.name for field in fields(Entry))
_ONE = f"SELECT {', '.join(_COLUMNS)} FROM place WHERE row = ?"  # noqa: S608 - our names
_CACHE_KIB = 8_192


class Gazetteer:
    """An open gazetteer. Safe for reading from one thread at a time; close it when done."""

    def __init__(self, path: Path, own: Sequence[tuple[Entry, Sequence[str]]] = ()) -> None:
        """Open the file at `path`. `own`: places of the user with their names.

        Raises StoreError if the file is missing or damaged.
        """
        self.path = path
        self._own: dict[str, list[Entry]] = {}
        for entry, names in own:
            for key in {fold(name) for name in names}:
                self._own.setdefault(key, []).append(entry)
        try:
            # immutable: nobody writes to a compiled gazetteer, so nothing needs a lock
            uri = f"{path.absolute().as_uri()}?immutable=1"
            flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
            self._db = apsw.Connection(uri, flags=flags)
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self.meta: dict[str, str] = dict(self._db.execute("SELECT key, value FROM meta"))
        except apsw.Error as error:
            raise StoreError(
                f"the gazetteer {path} cannot be read ({error}). Delete it; it is compiled again."
            ) from error
        self._packed = lru_cache(maxsize=20_000)(self._read_packed)
        self._entry = lru_cache(maxsize=20_000)(self._read_entry)

    def close(self) -> None:
        """Release the file; closing twice is harmless."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def find(self, name: str, *, country: str | None = None, codes: bool = True) -> list[Match]:
        """The places with this name, own ones alone if there are any, else the best known first.

        Spelling counts only as `fold` keeps it. `country` (ISO 3166 code) narrows; without
        `codes`, "IKA" is no name of an airfield nor "AL" of a state.
        """
        key = fold(name)
        own = [Match(entry, "own") for entry in self._own.get(key, ())]
        if own:
            return own
        found = []
        for number in self._packed(key):
            how = _HOW[number % 4]
            if how == "code" and not codes:
                continue
            entry = self._entry(number // 4)
            if country is None or entry.cc == country:
                found.append(Match(entry, "exact" if entry.name == name else how))
                if len(found) == _MOST:
                    break
        return found

    def knows(self, name: str) -> bool:
        """True when `find` would give something, codes included."""
        key = fold(name)
        return key in self._own or bool(self._packed(key))

    def fuzzy(
        self, name: str, *, country: str | None = None, least: float = 0.8, most: int = 20
    ) -> list[Match]:
        """The places with a name much like this one, most alike first, then the best known.

        Only names are compared that share the first three or the last four letters and differ in
        length by at most two; `least` is the similarity (0 to 1, normalised indel distance).
        """
        from rapidfuzz import fuzz, process

        key = fold(name)
        keys = self._near(key)
        alike = process.extract(
            key, keys, scorer=fuzz.ratio, score_cutoff=100 * least, limit=10 * most
        )
        best: dict[int, Match] = {}
        for found, score, _ in alike:
            for entry in self._own.get(found, ()):
                best.setdefault(entry.row, Match(entry, "fuzzy", score / 100))
            for number in self._packed(found)[:_MOST]:
                entry = self._entry(number // 4)
                if number % 4 != 3 and (country is None or entry.cc == country):
                    best.setdefault(entry.row, Match(entry, "fuzzy", score / 100))
        ranked = sorted(best.values(), key=lambda m: (-m.likeness, m.entry.row))
        return ranked[:most]

    def _near(self, key: str) -> list[str]:
        if len(key) < 3:
            return [key] if self.knows(key) else []
        first, last = key[:3], key[-4:]
        sizes = (len(key) - 2, len(key) + 2)
        sql = (
            "SELECT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? "
            "UNION SELECT key FROM name "
            "WHERE key < '{' AND substr(key, -4) = ? AND length(key) BETWEEN ? AND ?"
        )
        above = first[:-1] + chr(ord(first[-1]) + 1)
        rows = self._db.execute(sql, (first, above, *sizes, last, *sizes))
        return [row[0] for row in rows] + list(self._own)

    def demonym(self, name: str) -> list[str]:
        """Codes of the countries that "Iranian" and the like stand for."""
        rows = self._db.execute("SELECT cc FROM demonym WHERE key = ? ORDER BY cc", (fold(name),))
        return [row[0] for row in rows]

    def airfields(self, country: str) -> list[Entry]:
        """Every airfield of a country, by its code."""
        rows = self._db.execute(
            "SELECT row FROM place WHERE cc = ? AND kind = 4 ORDER BY id", (country,)
        )
        return [self._entry(row[0]) for row in rows.fetchall()]

    def entry(self, row: int) -> Entry:
        """The place of a row, such as `Entry.admin1`."""
        return self._entry(row)

    def within(self, entry: Entry) -> list[Entry]:
        """The areas a place lies in, smallest first, its country last."""
        if entry.row < 0:  # an own place stands in no list
            country = self.country(entry.cc) if entry.cc else None
            return [country] if country else []
        rows = [row for row in (entry.admin2, entry.admin1) if row is not None]
        found = [self._entry(row) for row in rows]
        if entry.cc is not None and entry.kind != "country":
            country = self.country(entry.cc)
            found += [country] if country else []
        return found

    def country(self, cc: str) -> Entry | None:
        """The country with this ISO 3166 code."""
        for number in self._packed(fold(cc)):
            entry = self._entry(number // 4)
            if entry.kind == "country" and entry.cc == cc:
                return entry
        return None

    def _read_packed(self, key: str) -> Sequence[int]:
        row = self._db.execute("SELECT places FROM name WHERE key = ?", (key,)).fetchone()
        return array("I", row[0]) if row else array("I")

    def _read_entry(self, row: int) -> Entry:
        values: Any = self._db.execute(_ONE, (row,)).fetchone()
        values = dict(zip(_COLUMNS, values, strict=True))
        kind, capital = KINDS[values.pop("kind")], bool(values.pop("capital"))
        return Entry(kind=kind, capital=capital, **values)
