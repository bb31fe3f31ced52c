"""A file appears whole or not at all, and never over another one unasked."""

from pathlib import Path

import pytest

from catalogue.errors import InvalidValue
from catalogue.write.atomic import atomic


def write(path: Path, text: str, **how: bool) -> None:
    with atomic(path, **how) as draft:
        draft.write_text(text)


def test_the_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with atomic(path) as draft:
        draft.write_text("whole")
        assert not path.exists()
        assert draft.parent == path.parent
        assert draft.suffix == ".csv"
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_nothing_and_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write(path, "old")

    def fail() -> None:
        with atomic(path, overwrite=True) as draft:
            draft.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced_only_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write(path, "old")
    with pytest.raises(InvalidValue, match="--overwrite"):
        write(path, "new")
    write(path, "new", overwrite=True)
    assert path.read_text() == "new"


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    def race() -> None:
        with atomic(path) as draft:
            draft.write_text("ours")
            path.write_text("theirs")

    with pytest.raises(InvalidValue, match="--overwrite"):
        race()
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_the_live_file_is_never_a_target(tmp_path: Path) -> None:
    live = tmp_path / "catalogue.gpkg"
    live.write_text("live")
    alias = tmp_path / "alias.gpkg"
    alias.symlink_to(live)
    for path in (live, alias, tmp_path / "Catalogue.GPKG"):
        with pytest.raises(InvalidValue, match="own file"):
            write(path, "x", overwrite=True)
    assert live.read_text() == "live"


def test_a_database_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_text("open")
    (tmp_path / "a.gpkg-wal").write_text("")
    with pytest.raises(InvalidValue, match="has it open"):
        write(path, "x", overwrite=True)


def test_a_missing_folder_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="does not exist"):
        write(tmp_path / "none" / "a.csv", "x")
    with pytest.raises(InvalidValue, match="is a folder"):
        write(tmp_path, "x", overwrite=True)


def test_a_disk_that_refuses_is_a_reason_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="No such file"), atomic(tmp_path / "a.csv"):
        pass  # nothing was written, so there is nothing to publish
    assert list(tmp_path.iterdir()) == []
