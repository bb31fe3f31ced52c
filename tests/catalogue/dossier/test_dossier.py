"""A dossier holds what is known, stands alone, and shows every change of it."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from catalogue.cli import app
from catalogue.dossier.pdf import browser
from catalogue.errors import InvalidValue
from catalogue.evidence.sentences import gap_sentences
from catalogue.journal import canonical, digest


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the dossier's own verifier as its reader would, without this package."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *options],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip


@pytest.fixture
def out(told, tmp_path):
    folder = tmp_path / "out"
    told.cat.dossier(folder, [told.claim.uid], pdf=False)
    return folder


def test_it_tells_the_gap_and_its_searches(told, out):
    page = html.unescape("".join(path.read_text("utf-8") for path in out.glob("*.html")))
    sentences = gap_sentences(told.cat.gaps(told.claim.uid))
    assert sentences
    assert all(sentence in page for sentence in sentences)
    assert any("earched" in sentence for sentence in sentences)


def test_it_verifies_and_says_what_that_means(out):
    done = verify(out)
    assert done.returncode == 0
    assert "ok: all" in done.stdout
    assert "does not say" in done.stdout
    manifest = (out / "manifest.json").read_bytes()
    assert digest(manifest) in done.stdout


def test_every_changed_byte_is_found_and_its_file_named(out):
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        if path.name in ("manifest.json", "verify.py"):
            continue
        before = path.read_bytes()
        at = len(before) // 2
        path.write_bytes(before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :])
        done = verify(out)
        assert done.returncode == 1
        assert path.relative_to(out).as_posix() in done.stdout
        path.write_bytes(before)
    assert verify(out).returncode == 0


def test_a_file_that_is_missing_or_new_is_found(out):
    (out / "images.csv").unlink()
    (out / "pictures" / "more.png").write_bytes(b"x")
    done = verify(out)
    assert done.returncode == 1
    assert "images.csv: is missing" in done.stdout
    assert "pictures/more.png: was added" in done.stdout


def test_a_history_that_was_rewritten_is_found_even_with_a_new_manifest(out):
    lines = (out / "history.jsonl").read_text().splitlines()
    entry = json.loads(lines[0])
    lines[0] = json.dumps({**entry, "actor": "someone else"})
    (out / "history.jsonl").write_text("\n".join(lines) + "\n")
    content = (out / "history.jsonl").read_bytes()
    manifest = json.loads((out / "manifest.json").read_text())
    for listed in manifest["files"]:
        if listed["path"] == "history.jsonl":
            listed |= {"sha256": digest(content), "bytes": len(content)}
    (out / "manifest.json").write_text(json.dumps(manifest))
    done = verify(out)
    assert done.returncode == 1
    assert "history entry 1: was changed" in done.stdout


def test_what_is_no_dossier_is_said_so(tmp_path, out):
    done = verify(out, str(tmp_path))
    assert done.returncode == 2
    assert "no dossier" in done.stdout


def test_the_verifier_hashes_as_the_catalogue_does(told, out):
    entries = list(told.cat.history())
    told_of = [json.loads(line) for line in (out / "history.jsonl").read_text().splitlines()]
    assert [line["hash"] for line in told_of] == [e.hash for e in entries]
    whole = [line for line in told_of if "payload" in line]
    assert {line["op"] for line in whole} >= {"annotate", "assessment", "search"}
    for line in whole:
        assert digest(line["payload"].encode(), bytes.fromhex(line["salt"])) == line["digest"]
    assert canonical({"é": 1, "a": "\u2028\x01"}) == '{"a":"\u2028\\u0001","é":1}'.encode()


def test_the_page_stands_alone_and_runs_nothing(out):
    page = (out / "index.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert "Ana Secretname" in page
    assert "consistent with the claim (not proof of it)" in page
    assert "Some archive (by hand)" in page


def test_pictures_show_the_same_ground_on_every_date(out):
    names = sorted(p.name for p in (out / "pictures").glob("*-clean.png"))
    assert [n.split("-")[1] for n in names] == [
        "before", "before", "during", "during", "after", "after",
    ]  # fmt: skip
    for name in names:
        with Image.open(out / "pictures" / name) as picture:
            middle = picture.getpixel((picture.width // 2, picture.height // 2))
            assert picture.size == (720, 720)
            assert min(middle) > 240


def test_labels_are_a_stac_item_with_its_features(out):
    item = json.loads(next((out / "items").glob("*-labels.json")).read_text())
    features = json.loads(next((out / "items").glob("*-labels.geojson")).read_text())
    assert item["properties"]["label:classes"] == [{"name": "class", "classes": ["Aircraft/UAV"]}]
    assert item["assets"]["labels"]["href"].endswith("-labels.geojson")
    assert features["features"][0]["properties"]["asset_sha256"]
    assert features["features"][0]["properties"]["author"] == "Ana Secretname"


def test_nothing_is_overwritten_but_a_dossier(told, out, tmp_path):
    with pytest.raises(InvalidValue, match="not empty"):
        told.cat.dossier(out, [told.claim.uid], pdf=False)
    told.cat.dossier(out, [told.claim.uid], pdf=False, overwrite=True)
    assert verify(out).returncode == 0
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "thesis.txt").write_text("years")
    with pytest.raises(InvalidValue, match="not empty"):
        told.cat.dossier(kept, [told.claim.uid], pdf=False, overwrite=True)
    assert (kept / "thesis.txt").read_text() == "years"
    assert not list(tmp_path.glob(".*part"))


def test_an_image_that_is_not_there_any_more_is_named(told, tmp_path):
    Path(told.scenes["2022-05-20"].assets[0].href).unlink()
    done = told.cat.dossier(tmp_path / "out", [told.claim.uid], pdf=False)
    assert any("cannot be opened" in text for text in done.warnings)
    assert "cannot be opened" in (tmp_path / "out" / "index.html").read_text("utf-8")


@pytest.mark.skipif(browser() is None, reason="needs Chromium")
def test_pages_are_printed(told, tmp_path):
    told.cat.dossier(tmp_path / "out", [told.claim.uid], pdf=True)
    for name in ("dossier.pdf", "brief.pdf"):
        assert (tmp_path / "out" / name).read_bytes().startswith(b"%PDF")


def test_the_command_says_what_to_do_next(told, tmp_path):
    from typer.testing import CliRunner

    folder, target = str(told.cat.folder), str(tmp_path / "cli")
    run = CliRunner().invoke(
        app, ["dossier", "kashan-1", target, "--no-pdf", "--catalogue", folder]
    )
    assert run.exit_code == 0
    assert "verify.py" in run.output
    assert verify(tmp_path / "cli").returncode == 0


def test_a_case_is_handed_over_by_its_name(told, tmp_path):
    from typer.testing import CliRunner

    told.cat.open_case("visit", "Who was there?", observations=[told.claim.uid])
    told.cat.open_case("empty", "Nothing yet?")
    folder = str(told.cat.folder)

    def made(name, out):
        command = ["dossier", name, str(tmp_path / out), "--no-pdf", "--catalogue", folder]
        return CliRunner().invoke(app, command)

    run = made("visit", "cli")
    assert run.exit_code == 0, run.output
    checked = verify(tmp_path / "cli")
    assert checked.returncode == 0
    assert "Who was there?" in checked.stdout
    assert "no claim yet" in str(made("empty", "none").exception)
    assert "observation, report or case" in str(made("unknown", "none").exception)
    assert not (tmp_path / "none").exists()
