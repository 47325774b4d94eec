"""What every test stands on: its own home, a quiet environment, repeatable examples."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SCREENS = {"tui", "hostile", "wire", "lean"}
"""Folders whose tests drive the app."""

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_configure() -> None:
    """Look for rings of garbage less often: tests leave few and make many objects."""
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """What is imported stays: no use looking through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """Two workers for every processor: tests of screens wait for almost half of their time."""
    return 2 * len(os.sched_getaffinity(0))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of screens come first, as they take longest, a file of them on one worker."""
    items.sort(key=lambda item: item.path.parent.name not in SCREENS)
    for item in items:
        if item.path.parent.name in SCREENS:
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own for settings, state and cache; no variable of the caller's."""
    for name in list(os.environ):
        if name.startswith("MEDIALIB_") or name in {"NO_COLOR", "SSL_CERT_FILE", "SSH_TTY"}:
            monkeypatch.delenv(name)
    path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MEDIALIB_HOME", str(path))
    return path


@pytest.fixture(autouse=True, scope="session")
def screens() -> Iterator[None]:
    """Where there are tests of screens, the framework is made ready for them."""
    with pytest.MonkeyPatch.context() as patch:
        if "textual" in sys.modules:
            from tests import framework

            framework.set_up(patch)
        yield
