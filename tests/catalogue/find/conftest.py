"""A provider that is a real catalogue behind a real server, and one that does all that is wrong."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3.util.connection
from starlette.applications import Starlette

from catalogue import Catalogue
from catalogue.settings import Settings
from catalogue.web.app import lifespan, middleware, routes

sys.path.insert(0, str(Path(__file__).parent))

from find_world import LON, Faulty, observation, scene, serving


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else is wrong: no test goes online."""
    real = urllib3.util.connection.create_connection

    def checked(address: tuple[str, int], *rest: object, **more: object) -> object:
        assert address[0] in ("127.0.0.1", "localhost", "::1"), address
        return real(address, *rest, **more)

    monkeypatch.setattr(urllib3.util.connection, "create_connection", checked)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def cat(tmp_path: Path) -> Iterator[Catalogue]:
    """The researcher's own, with one observation and no scenes."""
    settings = Settings.read({}, author="Ana", workers=1)
    with Catalogue.open(tmp_path / "own", create=True, settings=settings) as made:
        made.put_observation(observation())
        (made.folder / "find.seed").write_text("ab" * 32)  # the same areas at each run
        yield made


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """The product's own STAC API on loopback: 12 scenes over the place, 3 near it, 1 much later."""
    settings = Settings.read({}, workers=1)
    with Catalogue.open(tmp_path / "theirs", create=True, settings=settings) as theirs:
        scenes = [scene(n, n - 5) for n in range(12)]
        scenes += [scene(20 + n, n, lon=LON + 0.25) for n in range(3)]
        scenes += [scene(30, 300), scene(31, 1, cloud=95)]
        with theirs.store.transaction():
            theirs.store.put_scenes(scenes)
        app = Starlette(
            routes=routes(theirs), middleware=middleware(settings), lifespan=lifespan(theirs)
        )
        with serving(app) as address:
            yield f"{address}/stac"


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    made = Faulty()
    with serving(made) as address:
        made.address = address
        yield made
