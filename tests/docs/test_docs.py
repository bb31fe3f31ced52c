"""What is documented exists, and what exists is documented."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from catalogue.cli import app
from catalogue.settings import TABLE, reference

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_the_settings_page_is_the_table():
    assert reference() in (ROOT / "docs/reference/settings.md").read_text()
    assert {entry.env for entry in TABLE} <= set(re.findall(r"CATALOGUE\w*", reference()))


def test_every_command_is_on_its_page():
    page = (ROOT / "docs/reference/commands.md").read_text()
    for name, command in get_command(app).commands.items():
        assert f"`catalogue {name}`" in page, name
        parts = [command, *getattr(command, "commands", {}).values()]
        for option in [param for part in parts for param in part.params]:
            for text in option.opts:
                if text.startswith("--"):
                    assert text in page, f"{name} {text}"


def test_readme_uses_only_commands_that_exist():
    known = set(get_command(app).commands)
    used = set(re.findall(r"^catalogue (\w+)", README, flags=re.MULTILINE))
    assert used
    assert used <= known


@pytest.mark.parametrize("link", re.findall(r"\]\((docs/[^)#]*|[A-Z]+\.md)\)", README))
def test_readme_links_lead_somewhere(link):
    assert (ROOT / link).exists(), link


def test_readme_opens_with_the_two_commands():
    first = README.index("pip install . && catalogue demo")
    assert first < README.index("pip install '.[test]' && pytest") < 3000
