"""Every store there is, one after the other, for the same cases."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore


@pytest.fixture(params=["memory", "geopackage"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """An empty store; closed afterwards."""
    makers: dict[str, Callable[[], Any]] = {
        "memory": MemoryStore,
        "geopackage": lambda: GeoPackageStore.create(tmp_path / "catalogue.gpkg"),
    }
    made = makers[request.param]()
    yield made
    made.close()
