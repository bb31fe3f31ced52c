"""The brief for an editor is two pages at most, as it is printed."""

import re
from dataclasses import replace

import pytest

from catalogue.dossier.pdf import browser
from catalogue.model import Assessment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser() is None, reason="needs Chromium to print"),
]
LONG = "What was seen there, as far as the shadow and the pavement let one say. " * 40
BY = {"author": "Ana", "made": "2026-01-02T03:04:05Z"}


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_pages_are_counted(told, tmp_path):
    told.cat.dossier(tmp_path / "out", [told.claim.uid], pdf=True)
    assert pages(tmp_path / "out" / "dossier.pdf") > 2
    assert 1 <= pages(tmp_path / "out" / "brief.pdf") <= 2


def test_however_much_was_said_it_stays_two_pages_and_names_what_it_leaves_out(told, tmp_path):
    claim = replace(told.claim, claim=LONG, title=LONG, attribution=tuple([LONG] * 3), version=2)
    with told.cat.store.transaction():
        told.cat.store.put_observations([claim])
    link = told.cat.links_for_observation(claim.uid)[0]
    for n, part in enumerate(("place", "date", "object", "count", "damage", "actor") * 2):
        told.cat.keep(
            Assessment(f"{n:032x}", claim.uid, 2, link.scene, 1, part, "inconclusive",
                       score=link.score, role=link.role, note=LONG, alternatives=(LONG,),
                       author=f"Ana {n}", made=BY["made"])
        )  # fmt: skip
    told.cat.dossier(tmp_path / "out", [claim.uid], pdf=True)
    assert pages(tmp_path / "out" / "brief.pdf") <= 2
    assert "more verdicts stand in the dossier" in (tmp_path / "out" / "brief.html").read_text()
