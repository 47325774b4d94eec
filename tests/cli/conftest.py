"""How the tests run commands: in this process, against the embedded library."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import JsonValue

from medialib_tui.__main__ import main
from medialib_tui.core.writing import settle
from medialib_tui.core.writing import write as writing
from medialib_tui.demo import app, sample
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library, RecordedRequest
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
Faulty = Callable[..., None]
ROOT = Path(__file__).resolve().parents[2]


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


@dataclass
class Served:
    """The embedded library as every command of one test finds it: kept between commands.

    `faults` are the rules in force; `requests` are those that reached the library.
    """

    library: Library
    faults: Faults
    requests: list[RecordedRequest]

    def sent(self, method: str = "PATCH") -> list[RecordedRequest]:
        """The requests with this method."""
        return [request for request in self.requests if request.method == method]

    @property
    def body(self) -> JsonObject:
        """The body of the last PATCH."""
        found: JsonObject = json.loads(self.sent()[-1].body)
        return found

    def title(self, entry_id: str) -> object:
        """The title that the library holds."""
        return self.library.entry(entry_id).metadata.get("title")

    def calm(self) -> None:
        """No faults any more, and no requests seen so far."""
        self.faults.rules.clear()
        self.requests.clear()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Keep the library behind `--demo` from command to command; waiting takes no time."""
    found = Served(sample.sample_library(), Faults(), [])
    found.library.on_request = found.requests.append
    whole_app = app.create_app

    def create(library: Library | None = None) -> app.DemoApp:
        return whole_app(library, faults=found.faults)

    monkeypatch.setattr(sample, "sample_library", lambda: found.library)
    monkeypatch.setattr(app, "create_app", create)
    for module in (settle, writing):
        monkeypatch.setattr(module, "WAITS", (0.0, 0.0, 0.0, 0.0))
    return found


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """Start a demo server with these fault rules and point the environment at it."""
    servers: list[subprocess.Popen[str]] = []

    def start(*rules: JsonObject) -> None:
        file = tmp_path / "faults.json"
        file.write_text(json.dumps({"rules": list(rules)}))
        command = [sys.executable, "-m", "medialib_tui", "demo-server", "--port", "0"]
        server = subprocess.Popen(  # noqa: S603 - a fixed command
            [*command, "--faults", str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        servers.append(server)
        assert server.stdout
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        monkeypatch.setenv("MEDIALIB_URL", found[0])
        monkeypatch.setenv("MEDIALIB_TOKEN", "demo-read-write")
        monkeypatch.setenv("MEDIALIB_API_VERSION", "2026-07")

    yield start
    for server in servers:
        server.kill()
        server.communicate()
