"""A token that must turn up nowhere: not in output, nor in a log, nor in any file kept."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from medialib_tui.__main__ import main
from medialib_tui.demo.app import create_app
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from tests.benchmarks.views import SCRIPT
from tests.hostile.serving import echoing, serving
from tests.terminal import Terminal

CANARY = "canary-7f3a9d51e2b84c06"
ENTRY = "harbour-dawn-01"
COMMANDS = (
    ["get", ENTRY],
    ["get", ENTRY, "unheard-of", "--json"],
    ["get", CANARY, "--json"],
    ["check", ENTRY, "--json"],
    ["check", "revoked-picture"],
    ["refs", "popular-skyline"],
    ["usage", "list", "pending-usage", "--csv"],
    ["keys", ENTRY, "--jsonl"],
    ["image", ENTRY, "-o", "{home}/picture.png"],
    ["doctor"],
    ["doctor", "--json"],
    ["server", "test"],
    ["config", "show", "--origin"],
    ["config", "check"],
    ["get", ENTRY, "--api-version", "v1"],
    ["get", ENTRY, "--server", "http://127.0.0.1:9"],
)


def _library() -> Library:
    library = sample_library()
    library.clients[CANARY] = library.clients[READ_WRITE]
    return library


@pytest.fixture(scope="module", params=["honest", "echoing"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that takes the canary as its token, and one that throws it back."""
    app = create_app(_library()) if request.param == "honest" else echoing()
    with serving(app) as url:
        yield url


@pytest.fixture
def canary(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The canary as the token of the session."""
    monkeypatch.setenv("MEDIALIB_URL", address)
    monkeypatch.setenv("MEDIALIB_TOKEN", CANARY)
    monkeypatch.setenv("MEDIALIB_DEBUG", "1")
    return CANARY


def _kept(home: Path) -> list[str]:
    return [
        str(file)
        for file in home.rglob("*")
        if CANARY in str(file) or (file.is_file() and CANARY.encode() in file.read_bytes())
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_lets_it_out(
    command: list[str],
    canary: str,
    home: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    main([word.format(home=home) for word in command] + ["-v"])
    output = "".join(capfd.readouterr())
    assert output
    if canary not in command:
        assert canary not in output
    assert canary not in caplog.text
    assert _kept(home) == []


def test_no_screen_lets_it_out(canary: str, home: Path) -> None:
    environ = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    with Terminal([sys.executable, "-m", "medialib_tui"], environ) as terminal:
        terminal.until_quiet(600)
        for move in SCRIPT:
            for keys in move.keys:
                terminal.step(keys, quiet_ms=60)
        drawn = b"".join(data for _, data in terminal.chunks)
    assert drawn
    assert canary.encode() not in drawn
    assert canary not in terminal.text
    assert _kept(home) == []


def test_a_stored_token_is_in_one_private_file_only(
    address: str, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert main(["server", "add", "desk", address]) == 0
    reading, writing = os.pipe()
    os.write(writing, f"{CANARY}\n".encode())
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as given:
        monkeypatch.setattr(sys, "stdin", given)
        assert main(["server", "login", "desk"]) == 0
    main(["get", ENTRY, "--server", "desk", "--json"])
    main(["config", "show"])
    main(["server", "list", "--json"])
    assert CANARY not in "".join(capfd.readouterr())
    (secret,) = map(Path, _kept(home))
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.parent.stat().st_mode & 0o777 == 0o700
    assert main(["server", "logout", "desk"]) == 0
    assert _kept(home) == []
