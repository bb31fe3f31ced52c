"""Is this installation whole? The import names `catalogue` and `ui` are also others' names.

pip lets two distributions write into one folder and says nothing; whichever came last has
replaced the files of the other. A start looks for that before anything else (docs/decisions/0001).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from catalogue.errors import ForeignInstallation

DISTRIBUTION = "imagery-catalogue"
_PACKAGE = Path(__file__).resolve().parent


def check_foreign_files(
    folders: Sequence[Path] = (_PACKAGE, _PACKAGE.with_name("ui")),
) -> None:
    """Raise ForeignInstallation if another distribution has installed files into `folders`.

    Only the file lists (RECORD) beside each folder are read, so a start stays fast.
    """
    found = sorted({name for folder in folders for name in _others(folder)})
    if not found:
        return
    names = ", ".join(found)
    raise ForeignInstallation(
        f"{names} has put files into the folder of {DISTRIBUTION} ({folders[0].parent}); the two "
        "cannot share an environment. Best: give this application its own (python -m venv, or "
        f"pipx install {DISTRIBUTION}). Or, if {names} is not needed here: "
        f"pip uninstall {' '.join(found)}, then "
        f"pip install --force-reinstall --no-deps {DISTRIBUTION}."
    )


def _others(folder: Path) -> Iterator[str]:
    start = f"{folder.name}/".encode()
    for record in folder.parent.glob("*.dist-info/RECORD"):
        name = record.parent.name.split("-")[0].replace("_", "-").lower()
        if name == DISTRIBUTION:
            continue
        try:
            content = record.read_bytes()
        except OSError:  # being uninstalled, or not ours to read: no evidence of a clash
            continue
        if content.startswith((start, b'"' + start)) or any(
            mark + start in content for mark in (b"\n", b'\n"')
        ):
            yield name
