"""The embedded library over a real connection."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from medialib_tui.demo import serve as serving
from medialib_tui.demo.faults import FaultsError
from medialib_tui.demo.tokens import READ_WRITE

ENTRY = "/api/2026-07/mediaLibrary/harbour-dawn-01"
RULES = [
    {"match": {"method": "PATCH", "nth": 1}, "action": "reset-before"},
    {"match": {"method": "PATCH", "nth": 2}, "action": "reset-after"},
    {"match": {"path": "*/usageLog"}, "action": "drop", "bytes": 10},
    {"match": {"path": "*/keys"}, "action": "drip", "chunk": 20, "seconds": 0},
    {"match": {"path": "*/projectConfig"}, "action": "huge", "bytes": 300_000},
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The root of a server with faults, in a process of its own."""
    file = tmp_path / "faults.json"
    file.write_text(json.dumps({"rules": RULES}))
    code = (
        "import sys; from functools import partial; from pathlib import Path; "
        "from medialib_tui.demo.serve import serve; "
        "serve('127.0.0.1', 0, Path(sys.argv[1]), say=partial(print, flush=True))"
    )
    command = [sys.executable, "-c", code, str(file)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://"))
        child.terminate()
        _, errors = child.communicate(timeout=60)
        assert errors == ""


def test_faults_reach_the_wire(server: str) -> None:
    headers = {"Authorization": f"Bearer {READ_WRITE}"}
    patch = {"patches": [{"operation": "archive"}]}
    with httpx.Client(base_url=server, headers=headers, timeout=60) as client:
        version = client.get(ENTRY).json()["version"]
        for applied in (0, 1):
            with pytest.raises(httpx.TransportError):
                client.patch(ENTRY, json=patch)
            assert client.get(ENTRY).json()["version"] == version + applied
        assert client.patch(ENTRY, json=patch).json() == {"status": 200}
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(f"{ENTRY}/usageLog")
        assert client.get(f"{ENTRY}/keys").json() == {"results": ["2026/03/14/harbour-dawn-01.png"]}
        assert len(client.get("/api/2026-07/projectConfig").content) == 300_000
        odd = client.get("/api/2026-07/mediaLibrary/with%2Fslash").json()
        assert odd["id"] == "with/slash"
        proxied = client.get("/proxy/api/api/v1/health")
        assert proxied.json() == {"status": "ok"}


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            serving.ServeError, match=f"port {port}: Address already in use"
        ) as caught:
            serving.serve("127.0.0.1", port)
    assert "--port" in caught.value.hint


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99_999), ("no.such.host.invalid", 0)])
def test_an_address_that_cannot_be_used_is_named(host: str, port: int) -> None:
    with pytest.raises(serving.ServeError, match=f"cannot listen on {host}"):
        serving.serve(host, port)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(serving.ServeError) as caught:
        serving.serve("127.0.0.1", 0)
    assert caught.value.hint == 'pip install "medialib-tui[server]"'


def test_a_faults_file_is_checked_before_serving(tmp_path: Path) -> None:
    with pytest.raises(FaultsError):
        serving.serve("127.0.0.1", 0, tmp_path / "none.json")
