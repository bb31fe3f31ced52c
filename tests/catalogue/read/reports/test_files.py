"""Documents in: every encoding and form is read, or refused with what to do."""

import pytest

from catalogue.errors import InvalidValue, UnreadableFile
from catalogue.model import Rejected
from catalogue.read.reports import Draft, is_of_observations, read_reports


@pytest.fixture
def read(tmp_path):
    def reading(content, name="depot.txt", **more):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_reports(path, **more))

    return reading


@pytest.mark.parametrize(
    ("content", "text", "told"),
    [
        ("Smoke rose.", "Smoke rose.", ""),
        ("\ufeffSmoke rose.", "Smoke rose.", ""),
        ("Дим піднявся.".encode("utf-16"), "Дим піднявся.", ""),
        ("انفجار في المطار.", "انفجار في المطار.", ""),
        ("😀 Smoke 🇮🇷", "😀 Smoke 🇮🇷", ""),
        ("Fumée à l'aube".encode("cp1252"), "Fumée à l'aube", "which is a guess"),
        ("<b>Smoke</b> & fire, a < b", "<b>Smoke</b> & fire, a < b", ""),
    ],
)
def test_a_text_is_kept_as_it_was_written(read, content, text, told):
    (draft,) = read(content)
    assert (draft.text, draft.name) == (text, "depot")
    assert told in " ".join(draft.warnings)
    assert bool(draft.warnings) == bool(told)


def test_html_gives_its_words(read):
    page = (
        "<!DOCTYPE html><html><head><title>Smoke &amp; fire</title><style>p{}</style></head>"
        "<body><script>alert(1)</script><p>Smoke   rose<br>at dawn.</p>"
        '<p onclick="x()">Two trucks &lt;burned&gt;.</p><img src="https://example.org/x.png">'
    )
    (draft,) = read(page, "page.html")
    assert draft.text == "Smoke rose\nat dawn.\n\nTwo trucks <burned>."
    assert draft.title == "Smoke & fire"
    assert "read as HTML" in draft.warnings[0]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.txt", "is empty"),
        (b" \n\t", "a.txt", "is empty"),
        (b"%PDF-1.7 ...", "a.txt", "is a PDF, no text.*--file"),
        (b"PK\x03\x04docx", "a.docx", "zip or office file"),
        (bytes(range(256)) * 20, "a.txt", "is binary"),
        (b"Smoke rose. " * 400 + b"\0", "a.txt", "NUL character at character 4800"),
        (b"x" * 5_000_000, "a.txt", "5.0 MB.*1,000,000 characters"),
        (b"<html><script>1</script></html>", "a.html", "HTML without words"),
        (b"a,b\n1,2\n", "a.csv", "no column of text among a, b"),
        (b'{"text": "one"}', "a.json", "one JSON object"),
        (b"[1", "a.json", "no valid JSON"),
    ],
)
def test_what_is_no_text_is_refused(read, content, name, says):
    with pytest.raises(UnreadableFile, match=says):
        read(content, name)


def test_a_missing_file_and_a_wrong_encoding_are_named(read, tmp_path):
    with pytest.raises(UnreadableFile, match=r"nowhere\.txt cannot be read"):
        list(read_reports(tmp_path / "nowhere.txt"))
    with pytest.raises(UnreadableFile, match="byte 3 is not utf-8"):
        read("abc\xe9".encode("latin-1"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no encoding 'klingon'"):
        read("abc", encoding="klingon")


@pytest.mark.parametrize("name", ["many.csv", "many.jsonl", "many.json"])
def test_each_row_of_a_table_is_a_report(read, name):
    full = '{"id":"r1","body":"Smoke, again.","pub_date":"2022-06-09","outlet":"Paper"}'
    tables = {
        "many.csv": "Id,Body,Pub Date,Outlet\n"
        'r1,"Smoke, again.",2022-06-09,Paper\n,Fire.,,\nr3,,,\n',
        "many.jsonl": f'{full}\n{{"body":"Fire."}}\n{{"id":"r3","body":""}}\n',
        "many.json": f'[{full},{{"body":"Fire."}},{{"id":"r3"}}]',
    }
    first, second, third = read(tables[name], name)
    assert (first.text, first.published, first.publisher, first.name) == (
        "Smoke, again.", "2022-06-09", "Paper", "r1")  # fmt: skip
    assert (second.text, second.published) == ("Fire.", None)
    assert second.name.startswith("many-")
    assert isinstance(third, Rejected)
    assert "the text is empty" in third.reason


def test_a_bad_line_is_refused_alone(read):
    rows = read(
        '{"text":"one"}\nnot json\n[1]\n{"text":"two","n":NaN}\n{"text":"five"}\n', "a.jsonl"
    )
    assert [isinstance(r, Draft) for r in rows] == [True, False, False, False, True]
    assert [r.row for r in rows] == [1, 2, 3, 4, 5]


def test_a_column_may_be_named(read):
    table = "a,b\nSmoke.,2022\n"
    (draft,) = read(table, "a.csv", mapping={"text": "a", "published": "b"})
    assert (draft.text, draft.published) == ("Smoke.", "2022")
    with pytest.raises(InvalidValue, match="no column 'c'"):
        read(table, "a.csv", mapping={"text": "c"})
    with pytest.raises(InvalidValue, match="'txt' is no field"):
        read(table, "a.csv", mapping={"txt": "a"})


def test_an_export_of_observations_is_told_from_texts(tmp_path):
    known = tmp_path / "acled.csv"
    known.write_text("event_id_cnty,event_date,event_type,geo_precision,notes\n")
    other = tmp_path / "texts.csv"
    other.write_text("text,date\nSmoke.,2022-06-09\n")
    assert is_of_observations(known)
    assert not is_of_observations(other)
    assert not is_of_observations(tmp_path / "no.csv")
