"""What the tests of the store share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from medialib_tui.store.database import Database

Write = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file of a test is, or will be."""
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def write(file: Path) -> Write:
    """Write the settings file."""

    def write(text: str) -> Path:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        return file

    return write


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database in a folder that does not exist yet."""
    database = Database(tmp_path / "state" / "state.db")
    yield database
    database.close()
