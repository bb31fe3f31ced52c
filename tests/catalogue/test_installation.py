"""Another distribution's files in our folders are found, named, and cost no time to look for."""

import time
from pathlib import Path

import pytest

from catalogue.errors import ForeignInstallation
from catalogue.installation import check_foreign_files


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site-packages folder with this application and harmless neighbours."""
    for name in ("catalogue", "ui"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    installed(tmp_path, "imagery_catalogue-0.1.0", "catalogue/__init__.py", "ui/__init__.py")
    installed(tmp_path, "neighbour-1.0", "neighbour/catalogue/x.py", "catalogues/x.py", "gui/ui.py")
    return tmp_path


def installed(site: Path, name: str, *files: str) -> None:
    info = site / f"{name}.dist-info"
    info.mkdir()
    (info / "RECORD").write_text("".join(f"{file},sha256=x,1\n" for file in files))


def check(site: Path) -> None:
    check_foreign_files((site / "catalogue", site / "ui"))


def test_a_clean_environment_passes(site: Path) -> None:
    check(site)


def test_this_installation_is_clean() -> None:
    check_foreign_files()


@pytest.mark.parametrize(
    "files",
    [
        ("catalogue/registry.py",),
        ("other/a.py", "catalogue/__init__.py"),
        ("ui/button.py",),
        ("other/a.py", '"catalogue/a,b.py"'),
    ],
)
def test_foreign_files_are_named_with_the_way_out(site: Path, files: tuple[str, ...]) -> None:
    installed(site, "some_library-2.0.10", *files)
    with pytest.raises(ForeignInstallation) as caught:
        check(site)
    text = str(caught.value)
    assert "some-library has put files into" in text
    assert "pip uninstall some-library" in text
    assert "pip install --force-reinstall --no-deps imagery-catalogue" in text


def test_a_list_that_cannot_be_read_is_no_clash(site: Path) -> None:
    (site / "broken-1.0.dist-info" / "RECORD").mkdir(parents=True)
    check(site)


def test_many_neighbours_take_no_time(site: Path) -> None:
    files = [f"big/module_{n}/file_{n}.py" for n in range(300)]
    for number in range(200):
        installed(site, f"dist{number}-1.0", *files)
    begin = time.process_time()
    check(site)
    assert time.process_time() - begin < 0.5  # some 20 ms; the bound is for a busy machine
