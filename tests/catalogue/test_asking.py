"""Other suggesters through the verbs and the command line: kept, decided about, forgotten."""

import shlex
import sys
from pathlib import Path

import pytest

from catalogue import Catalogue
from catalogue.errors import InvalidValue

from .cli.test_cli import run_json

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "suggest_verbs.py"
TEXT = "The hangar was grey. Workers built a wall near the hangar on May 8."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with Catalogue.open(tmp_path / "case", create=True) as cat:
        cat.enter_report(TEXT, published="2024-05-20")
    return tmp_path / "case"


def test_a_program_suggests_and_a_person_decides(case: Path) -> None:
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(EXAMPLE))}"
    answer = run_json("ask", "report-2024-05-20", "--program", command, "--catalogue", case)
    (made,) = answer["suggestions"]
    with Catalogue.open(case) as cat:
        report = cat.named_report("report-2024-05-20")
        found = {s.id: s for s in cat.suggest(report).suggestions}
        assert found[made].made_by.startswith("program:")
        assert any(s.made_by == "rules" for s in found.values())
        observation = cat.accept(report.uid, made)
        assert observation.made_by == found[made].made_by
        # Asked again, the same place stays the same suggestion, with its decision.
        cat.ask(report.uid, program=[sys.executable, str(EXAMPLE)])
        assert cat.decisions(report)[made].verdict == "accept"
        assert sum(s.id == made for s in cat.suggest(report).suggestions) == 1


def test_a_redaction_forgets_what_others_said(case: Path) -> None:
    with Catalogue.open(case) as cat:
        report = cat.named_report("report-2024-05-20")
        cat.ask(report.uid, program=[sys.executable, str(EXAMPLE)])
        assert list((case / "suggestions").glob("*.json"))
        cat.redact("Workers", reason="a test")
        assert not list((case / "suggestions").glob("*.json"))


def test_one_suggester_is_named(case: Path) -> None:
    with Catalogue.open(case) as cat:
        report = cat.named_report("report-2024-05-20")
        with pytest.raises(InvalidValue, match="name one"):
            cat.ask(report.uid)
