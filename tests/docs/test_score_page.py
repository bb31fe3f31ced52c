"""The page of the score has the table that the code has."""

import re
from pathlib import Path

from catalogue.model import ReportedObject
from catalogue.score import needs, table

PAGE = (Path(__file__).parents[2] / "docs/reference/score.md").read_text("utf-8")


def test_every_number_is_on_the_page_with_its_unit_and_source():
    rows = [
        f"| `{r.name}` | {r.default if isinstance(r.default, str) else f'{r.default:g}'} "
        f"| {r.unit} | {r.source} |"
        for r in table()
    ]
    assert PAGE.split("|---|---|---|---|\n")[-1].splitlines() == rows


def test_the_page_names_no_number_that_does_not_exist():
    known = {r.name for r in table()}
    told = set(re.findall(r"`([a-z_0-9]+)`", PAGE.split("## All numbers")[0]))
    words = {"rank_score", "can_show", "partly", "cannot_show", "pybsm"}
    assert told - words <= known


def test_the_worked_examples_are_what_comes_out():
    for name, length, width in (("Shahed-129", 16, 8), ("Shahed-191", 7.3, 2.7)):
        found = needs([ReportedObject(name, "uav", length, width)])
        cells = " | ".join(f"{need.gsd_m:.2f} m" for need in found)
        assert f"| {name}, {length} × {width} m | {cells} |" in PAGE
