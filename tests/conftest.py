"""Fixtures that many tests share: an empty home, and where the repository and the real exports lie."""

from datetime import datetime
from pathlib import Path

import pytest

from warehouse.home import Home

AS_OF = datetime(2026, 11, 20, 9, 0)
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with all its folders and nothing in them."""
    made = Home(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def as_of() -> datetime:
    return AS_OF


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def x_exports() -> list[Path]:
    """The 37 real exports, in the order of their months; the test is skipped where they are absent."""
    files = sorted((REPOSITORY.parent / "shared" / "data" / "x_analytics_exports").glob("*.csv"))
    if not files:
        pytest.skip("the real X exports are not on this machine")
    return files
