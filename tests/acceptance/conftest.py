"""The command line as a person or a program uses it: every command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

LIMIT_S = 120


@dataclass(frozen=True)
class Cli:
    """Commands on one catalogue's folder."""

    folder: Path

    def run(self, *args: object, code: int = 0, cwd: Path | None = None) -> str:
        """Stdout of a command, which must end with `code` and never with a traceback."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "catalogue", *map(str, args), "--catalogue", self.folder],
            capture_output=True, text=True, timeout=LIMIT_S, cwd=cwd,
            env={k: v for k, v in os.environ.items() if k != "CATALOGUE"},
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        assert done.returncode == code, (done.returncode, said)
        return done.stdout

    def json(self, *args: object, code: int = 0, cwd: Path | None = None) -> Any:
        """What a command with --json prints: one JSON document and nothing else."""
        return json.loads(self.run(*args, "--json", code=code, cwd=cwd))


@pytest.fixture(scope="session")
def new_cli(tmp_path_factory) -> Callable[[str], Cli]:
    """Makes commands on a catalogue that is not there yet."""
    return lambda name: Cli(tmp_path_factory.mktemp(name) / "case")


@pytest.fixture
def cli(new_cli) -> Cli:
    """Commands on a catalogue that is not there yet."""
    return new_cli("case")  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def story(new_cli, samples) -> Cli:
    """A catalogue of the samples, filled by the command line alone."""
    made = new_cli("story")
    added = made.json("add", samples / "scenes")
    assert added["rejected"] == []
    observed = made.json("observe", samples / "observations.csv")
    assert observed["rejected"] == []
    return made
