"""One spelling for many: the key under which a name is kept and looked up."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "æ": "ae", "œ": "oe",
     "ħ": "h", "ŋ": "n", "ə": "a", ".": ""}
    | dict.fromkeys("'’`\u02bc\u02bb\u02bf\u02be\u2018\u00b4\u02b9\u02ba", "")
)  # fmt: skip
_OTHER = re.compile(r"[\W_]+")
# Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
_HANGUL = "\u1100"


def fold(name: str) -> str:
    """Casefolded, without accents, apostrophes and points; other punctuation is one blank.

    "Saint-Étienne" and "saint etienne" have one key; so have "U.S." and "US".
    """
    if name.isascii():
        plain = name.lower()
    else:
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold()).casefold())
        if max(plain, default="") >= _HANGUL:
            plain = unicodedata.normalize("NFC", plain)
    return _OTHER.sub(" ", plain.translate(_LETTERS)).strip()
