"""How the tests run commands: in this process, against the embedded library."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pydantic import JsonValue

from medialib_tui.__main__ import main
from medialib_tui.model.base import JsonObject


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> JsonValue:
        """stdout as JSON."""
        value: JsonValue = json.loads(self.out)
        return value

    @property
    def object(self) -> JsonObject:
        """stdout as a JSON object."""
        assert isinstance(self.json, dict)
        return self.json

    @property
    def array(self) -> list[JsonValue]:
        """stdout as a JSON array."""
        assert isinstance(self.json, list)
        return self.json

    @property
    def lines(self) -> list[JsonObject]:
        """stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> JsonObject:
        """The error envelope on stdout."""
        found = self.object["error"]
        assert isinstance(found, dict)
        return found


Command = Callable[..., Ran]


@pytest.fixture
def medialib(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `medialib` with these arguments; `stdin` is what it may read."""

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return run


@pytest.fixture
def demo(medialib: Command) -> Command:
    """Run a command on the embedded library."""

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        return medialib("--demo", *arguments, stdin=stdin)

    return run
