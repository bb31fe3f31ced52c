"""Fixtures for every test. Real outside data is optional: a plain clone skips those tests."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real imagery and observations beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the collection of real files in {SHARED.parent.name}/data, not shipped")
    return SHARED
