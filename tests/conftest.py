"""What every test stands on: its own home, a quiet environment, repeatable examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_xdist_auto_num_workers() -> int:
    """Leave one core free: idle detection in UI tests compares processor time with wall time."""
    return max(0, len(os.sched_getaffinity(0)) - 1)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own for settings, state and cache; no variable of the caller's."""
    for name in list(os.environ):
        if name.startswith("MEDIALIB_") or name in {"NO_COLOR", "SSL_CERT_FILE", "SSH_TTY"}:
            monkeypatch.delenv(name)
    path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MEDIALIB_HOME", str(path))
    return path
