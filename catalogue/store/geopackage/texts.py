"""Searching words: FTS5 over what people wrote, parts of names over scenes."""

from __future__ import annotations

from catalogue.store.geopackage.database import Database
from catalogue.store.rules import TextHit, words_of

# A title counts for more than what stands in the body.
_WORDS = (
    "SELECT kind, uid FROM search_texts WHERE search_texts MATCH ?"
    " ORDER BY bm25(search_texts, 0, 0, 4, 1), kind DESC, uid LIMIT ?"
)
# The inner search reads the index of names only: that has id and collection, and no long record.
_NAMES = (
    "SELECT s.uid FROM (SELECT fid FROM scenes WHERE id LIKE ?1 ESCAPE '\\' OR"
    " ifnull(collection, '') > '' AND ifnull(collection, '') || '/' || id LIKE ?1 ESCAPE '\\'"
    " LIMIT ?2) AS hits CROSS JOIN scenes AS s ON s.fid = hits.fid"
)


class TextSearch:
    """The part of the store that searches by words; see `Store.search_text`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, limit: int) -> list[TextHit]:
        """What people wrote first, then scenes by name; at most `limit` of each."""
        words = words_of(text)
        if not words:
            return []
        match = " ".join(f'"{word}"*' for word in words)
        hits = [TextHit(kind, uid) for kind, uid in self._db.rows(_WORDS, (match, limit))]
        escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        named = self._db.rows(_NAMES, (f"%{escaped}%", limit))
        return [*hits, *(TextHit("scene", uid) for (uid,) in named)]
