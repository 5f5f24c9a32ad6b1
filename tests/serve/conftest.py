"""One service of the demo graph for all tests that do not change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Service


@pytest.fixture(scope="session")
def service(demo_build: Path) -> Iterator[Service]:
    """A service with the usual bounds."""
    made = Service(demo_build)
    yield made
    assert made.stop() == 0
    assert made.errors() == ""
