"""Which words a name finds."""

import unicodedata

import pytest

from catalogue.errors import InvalidValue
from catalogue.redaction.words import MARK, cut, find, pattern_of


def after(text, name):
    return cut(text, find(text, pattern_of(name)))


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Ivan Petrov fled.", "Ivan Petrov", f"{MARK} fled."),
        ("IVAN\n  PETROV, ivan petrov's", "Ivan Petrov", f"{MARK}, {MARK}'s"),
        ("Alice met Ali.", "Ali", f"Alice met {MARK}."),
        ("Ali", "ali", MARK),
        (unicodedata.normalize("NFD", "José ran"), "José", f"{MARK} ran"),
        ("José ran", unicodedata.normalize("NFD", "José"), f"{MARK} ran"),
        ("王小明在机场", "王小明", f"{MARK}在机场"),
        ("قال محمد علي", "محمد علي", f"قال {MARK}"),
        ("wrote to a.b+c@d.org now", "a.b+c@d.org", f"wrote to {MARK} now"),
        ("https://a.org/ivan-petrov_2", "Ivan Petrov", f"https://a.org/{MARK}_2"),
        ("@IvanPetrov a%20b Ivan%20Petrov", "Ivan Petrov", f"@{MARK} a%20b {MARK}"),
        ("nobody", "Ivan", "nobody"),
    ],
)
def test_a_name_in_every_spelling(text, name, left):
    assert after(text, name) == left


@pytest.mark.parametrize("name", ["", " ", "a", " I \n"])
def test_too_little_is_refused(name):
    with pytest.raises(InvalidValue, match="too short"):
        pattern_of(name)
