"""The brief for an editor of the sample story is two pages at most, as it is printed."""

import re

import pytest

from catalogue.dossier.pdf import browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser() is None, reason="needs Chromium to print"),
]


def test_the_brief_of_the_sample_story_is_two_pages(story, tmp_path):
    story.json("dossier", "uav", tmp_path / "out", "--pdf")
    printed = (tmp_path / "out" / "brief.pdf").read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2
