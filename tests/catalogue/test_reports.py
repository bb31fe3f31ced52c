"""Reports in a catalogue: kept as received, kept once, and words that go for good."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from catalogue.catalogue import Catalogue
from catalogue.errors import InvalidTime, InvalidValue, NotFound, UnreadableFile
from catalogue.model import Annotation, Candidate, Observation, Place, Scene, Span
from catalogue.read.reports import Draft
from catalogue.redaction import MARK

NAME = "Zebulon Quartz"
TEXT = f"""Smoke rose over the depot on 8 June, said {NAME}, a farmer.
Two trucks burned. ZEBULON
QUARTZ saw them from his yard 😀. Nobody else was there."""
PDF = b"%PDF-1.7 Zebulon Quartz"


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as made:
        yield made


def add(cat, text=TEXT, name="depot", **more):
    return cat.add_report(Draft(text, name, **more)).report


def observe(cat, report, **more):
    start = report.text.index("Two trucks burned.")
    known = {"uid": "o1", "id": "depot-1", "title": f"{NAME} saw trucks", "report": report.uid,
             "spans": (Span(start, start + 18), Span(0, 5, "object")), "suggestion": "s1",
             "attribution": (f"{NAME}",), "claim": "Two trucks burned.",
             "properties": {"row": [f"said {NAME}"], NAME: 1}}  # fmt: skip
    return cat.put_observation(Observation(**{**known, **more}))


SEARCH = """
import pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*"):
    raw = path.read_bytes().lower() if path.is_file() else b""
    if any(needle.lower().encode() in raw for needle in sys.argv[2:]):
        print(path)
"""


def holding(folder, *needles):
    """The files with any of these words in their bytes; read by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", SEARCH, folder, *needles], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def problems(cat):
    return [f"{f.kind} {f.name} {f.what}" for f in cat.check()]


# -- taking in -----------------------------------------------------------------------------------
def test_a_text_is_kept_as_received_and_once(cat):
    first = cat.add_report(Draft(TEXT, "depot", published="2022-06-09", publisher="Paper"))
    again = cat.add_report(Draft(TEXT, "another name"))
    assert (first.new, again.new) == (True, False)
    assert again.report == first.report
    assert cat.named_report("depot").text == TEXT
    assert cat.counts()["reports"] == 1
    assert [e.op for e in cat.history()] == ["set-classes", "add-report"]
    assert problems(cat) == []


def test_ids_are_the_names_and_unique(cat):
    made = [add(cat, f"text {n}", "a name") for n in range(3)]
    assert [r.id for r in made] == ["a-name", "a-name-2", "a-name-3"]


def test_a_dry_run_stores_nothing(cat):
    assert cat.add_report(Draft(TEXT, "depot"), dry_run=True).new
    assert list(cat.reports()) == []
    assert [e.op for e in cat.history()] == ["set-classes"]


@pytest.mark.parametrize(
    ("draft", "error", "says"),
    [
        (Draft(" \n", "a"), InvalidValue, "empty"),
        (Draft("a\0b", "a"), InvalidValue, "NUL character at character 1"),
        (Draft("a\ud800b", "a"), InvalidValue, "surrogate"),
        (Draft("x" * 1_000_001, "a"), InvalidValue, "1,000,001 characters"),
        (Draft("x", "a", published="last week"), InvalidTime, "published"),
        (Draft("x", "a", accessed="7/18/2022"), InvalidTime, "accessed"),
        (Draft("x", "a", url="javascript:alert(1)"), InvalidValue, "url 'javascript"),
        (Draft("x", "a", archive_url="file:///etc/passwd"), InvalidValue, "archive url"),
    ],
)
def test_what_cannot_be_kept_is_refused(cat, draft, error, says):
    with pytest.raises(error, match=says):
        cat.add_report(draft)
    assert list(cat.reports()) == []


def test_ones_own_copy_is_kept_and_checked(cat, tmp_path):
    own = tmp_path / "own.pdf"
    own.write_bytes(PDF)
    report = cat.add_report(Draft(TEXT, "depot"), copy=own).report
    kept = Path(report.file.href)
    assert kept.read_bytes() == PDF
    assert kept.is_relative_to(cat.folder)
    assert problems(cat) == []
    kept.write_bytes(b"%PDF other")
    assert ["other content" in p for p in problems(cat)] == [True]
    own.write_text("a text named .pdf")
    with pytest.raises(UnreadableFile, match="no PDF or WACZ"):
        cat.add_report(Draft("another", "b"), copy=own)


def test_what_is_known_of_it_may_change_and_its_text_not(cat):
    report = add(cat)
    new = cat.edit_report(report.uid, published="2022-06-09~", translation="Fumée", translator="M")
    assert (new.version, new.published, new.text) == (2, "2022-06-09~", TEXT)
    assert cat.store.report_versions(report.uid) == [report]
    assert cat.edit_report(report.uid, published="2022-06-09~") == new
    with pytest.raises(InvalidValue, match="'text' of a report cannot be changed"):
        cat.edit_report(report.uid, text="other")
    with pytest.raises(NotFound):
        cat.edit_report("nobody", title="x")
    assert problems(cat) == []


# -- taking out ----------------------------------------------------------------------------------
def filled(cat, tmp_path):
    """A report, an observation of two versions, a tag and other records that stay."""
    own = tmp_path / "own.pdf"
    own.write_bytes(PDF)
    report = cat.add_report(
        Draft(TEXT, f"{NAME} 1", publisher=f"Blog of {NAME}", translation=f"Dit {NAME}."), copy=own
    ).report
    own.unlink()
    observe(cat, report)
    observe(cat, report, note="later")
    others = [Observation(f"x{n}", f"x-{n}", "other", Place((Candidate(shapely.Point(n, n)),)))
              for n in range(3)]  # fmt: skip
    table = tmp_path / "rows.csv"
    rows = [f"y{n},{NAME if n == 1 else 'none'},{n},{n}" for n in range(4)]
    table.write_text("id,title,lon,lat\n" + "\n".join(rows))
    cat.observe(table)
    table.unlink()
    for other in others:
        cat.put_observation(other)
    with cat.store.transaction():
        cat.store.put_scenes([Scene("s", "s")])
    tag = Annotation("a1", "s", "point", "uav", shapely.Point(1, 2), note=f"ask {NAME}")
    cat.annotate(tag)
    cat.annotate(replace(tag, note="asked"), base=1)
    return report


def test_no_byte_of_a_redacted_name_is_left(cat, tmp_path):
    report = filled(cat, tmp_path)
    before = list(cat.history())
    assert holding(cat.folder, NAME)
    done = cat.redact(NAME, reason="a witness asked for it")
    assert (done.reports, done.observations, done.annotations) == (1, 2, 0)
    assert holding(cat.folder, NAME) == []  # the write-ahead log is one of the files
    cat.close()
    assert holding(cat.folder, NAME, "Quartz", "Zebulon") == []

    with Catalogue.open(cat.folder) as again:
        after = list(again.history())
        assert [e.hash for e in after[: len(before)]] == [e.hash for e in before]
        assert after[-1].op == "redact"
        assert any(e.payload is None and e.salt is None for e in after)
        # the scene was put past the history, and is the only thing to be found
        assert problems(again) == ["record scene s is in no history entry"]
        new = again.report(report.uid)
        assert new.text == TEXT.replace(NAME, MARK).replace("ZEBULON\nQUARTZ", MARK)
        assert new.id == f"redacted-{report.uid[:8]}"
        assert new.file is None
        assert [(r.count, r.reason) for r in new.redactions] == [(6, "a witness asked for it")]
        claim, thing = again.observation("o1").spans
        assert new.text[claim.start : claim.end] == "Two trucks burned."
        assert new.text[thing.start : thing.end] == "Smoke"
        assert again.observation("o1").suggestion is None
        assert again.observation("o1").version == 3


def test_no_digest_is_left_by_which_a_name_could_be_guessed(cat, tmp_path):
    report = filled(cat, tmp_path)
    entries = b"".join(e.payload or b"" for e in cat.history())
    assert report.uid.encode() in entries
    digests = {r for e in cat.history() if e.payload for r in _digests(e)}
    cat.redact(NAME)
    left = {r for e in cat.history() if e.payload for r in _digests(e)}
    kept = {("observation", "x0"), ("observation", "x2")}
    gone = digests - left
    assert {(k, u) for k, u, _ in gone} == {("report", report.uid), ("observation", "o1"),
        ("annotation", "a1"), *((k, u) for k, u, _ in gone if u not in ("o1", "a1"))}  # fmt: skip
    assert kept <= {(k, u) for k, u, _ in left}
    cat.close()
    assert holding(cat.folder, report.sha256) == []


def _digests(entry):
    import orjson

    return [(r["kind"], r["uid"], r["digest"]) for r in orjson.loads(entry.payload)["rows"]]


def test_a_second_name_goes_after_the_first(cat, tmp_path):
    filled(cat, tmp_path)
    cat.redact(NAME)
    cat.redact("Nobody else")
    cat.close()
    assert holding(cat.folder, NAME, "Nobody else") == []
    with Catalogue.open(cat.folder) as again:
        assert problems(again) == ["record scene s is in no history entry"]


def test_a_passage_goes_with_all_that_quotes_it(cat):
    report = add(cat)
    start = report.text.index("Two trucks")
    end = report.text.index("😀")
    observe(cat, report, title="Two trucks burned.", attribution=(), properties={})
    cat.redact(report=report.uid, passage=("text", start, end))
    new, claim = cat.report(report.uid), cat.observation("o1")
    assert new.text == TEXT[:start] + MARK + TEXT[end:]
    assert (claim.claim, claim.title) == (MARK, MARK)
    assert claim.spans[0] == Span(start, start + len(MARK))
    assert NAME in new.text
    cat.close()
    assert holding(cat.folder, "trucks burned") == []
    with Catalogue.open(cat.folder) as again:
        assert problems(again) == []


def test_looking_first_changes_nothing(cat, tmp_path):
    filled(cat, tmp_path)
    before = list(cat.history()), list(cat.reports()), list(cat.observations())
    seen = cat.redact(NAME, dry_run=True)
    assert seen.found
    assert (list(cat.history()), list(cat.reports()), list(cat.observations())) == before
    assert replace(cat.redact(NAME)) == seen


def test_nothing_is_written_where_there_is_nothing(cat):
    add(cat)
    head = cat.store.head()
    assert not cat.redact("Nobody Of This Name").found
    assert cat.store.head() == head


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "say what is to go"),
        ({"words": "x"}, "too short"),
        ({"words": NAME, "reason": f"{NAME} asked"}, "the reason holds the words"),
        ({"report": "R", "passage": ("text", 5, 5)}, "no passage"),
        ({"report": "R", "passage": ("text", 0, 9999)}, "no passage"),
        ({"report": "R", "passage": ("translation", 0, 3)}, "no passage"),
    ],
)
def test_a_redaction_that_says_nothing_is_refused(cat, asked, says):
    uid = add(cat).uid
    if "report" in asked:
        asked["report"] = uid
    with pytest.raises(InvalidValue, match=says):
        cat.redact(**asked)
