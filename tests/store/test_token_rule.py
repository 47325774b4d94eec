"""A token is sent to its own server and to no other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from medialib_tui.store.resolve import Effective, Flags, effective
from medialib_tui.store.secrets import Source, TokenSource
from medialib_tui.store.settings import load_settings
from tests.store.conftest import Write

TEXT = """
server = "live"
[servers.live]
url = "https://cms.example.com"
[servers.staging]
url = "https://staging.example.com"
token_env = "STAGING_TOKEN"
[servers.stored]
url = "https://stored.example.com"
[servers.command]
url = "https://command.example.com"
token_command = "pass show media"
[servers.kept]
url = "https://kept.example.com"
token_file = "kept.txt"
"""
OTHER = "https://other.example.com"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file whose server “stored” has a stored token."""
    folder = tmp_path / "tokens"
    folder.mkdir()
    (folder / "stored").write_text("{}")
    return tmp_path / "settings.toml"


@dataclass(frozen=True)
class Case:
    """A way of starting and whose token is used: `env`, `own`, `stdin` or `none`."""

    expected: str
    server: str | None = None
    variables: tuple[str, ...] = ()
    stdin: bool = False
    token: bool = True


CASES = [
    # no variable names a server: the token is for the server meant
    Case("env"),
    Case("env", "live"),
    Case("env", OTHER),
    Case("none", token=False),
    # ... except a configured server typed by name that has its own
    Case("own", "staging"),
    Case("own", "stored"),
    Case("own", "command"),
    Case("own", "kept"),
    Case("own", "https://staging.example.com"),
    # a variable names the server: the token is for that one
    Case("env", None, ("SERVER=staging",)),
    Case("env", None, ("SERVER=stored",)),
    Case("env", None, ("URL=https://staging.example.com",)),
    Case("env", None, (f"URL={OTHER}",)),
    Case("own", None, ("SERVER=staging",), token=False),
    Case("own", None, ("URL=https://stored.example.com/api/v1",), token=False),
    Case("none", None, (f"URL={OTHER}",), token=False),
    # ... and for no other
    Case("none", "live", (f"URL={OTHER}",)),
    Case("none", "https://evil.example.com", (f"URL={OTHER}",)),
    Case("none", f"{OTHER}.evil.example", (f"URL={OTHER}",)),
    Case("none", "http://other.example.com", (f"URL={OTHER}",)),
    Case("none", f"{OTHER}:8443", (f"URL={OTHER}",)),
    Case("none", f"{OTHER}/proxy/api", (f"URL={OTHER}",)),
    Case("own", "staging", (f"URL={OTHER}",)),
    Case("env", f"{OTHER}:443/api/v1", (f"URL={OTHER}",)),
    Case("env", "live", ("SERVER=live",)),
    Case("none", "live", ("URL=ftp://unreadable",)),
    # a configured server's own token never leaves its root
    Case("none", "https://staging.example.com/other", token=False),
    Case("none", "http://staging.example.com", token=False),
    Case("none", "https://stored.example.com:444", token=False),
    # typed for this one run
    Case("stdin", "staging", (f"URL={OTHER}",), stdin=True),
    Case("stdin", OTHER, stdin=True),
]


def _start(case: Case, file: Path) -> Effective:
    environ = {f"MEDIALIB_{pair.split('=')[0]}": pair.split("=")[1] for pair in case.variables}
    if case.token:
        environ["MEDIALIB_TOKEN"] = "canary-4711"
    flags = Flags(server=case.server, token_stdin="canary-0815" if case.stdin else None)
    return effective(flags, environ, load_settings(file))


def _whose(source: TokenSource) -> str:
    match source.kind:
        case Source.GIVEN:
            return "stdin"
        case Source.NONE:
            return "none"
        case Source.VARIABLE if source.name == "MEDIALIB_TOKEN":
            return "env"
        case _:
            return "own"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whose_token_is_used(case: Case, write: Write) -> None:
    found = _start(case, write(TEXT))
    assert _whose(found.token_source) == case.expected
    assert found.token_source.url == found.server.url


def test_why_a_token_is_not_used_is_said(write: Write) -> None:
    case = Case("none", "live", (f"URL={OTHER}",))
    source = _start(case, write(TEXT)).token_source
    assert OTHER in source.name
    assert "MEDIALIB_TOKEN" in source.name


def test_no_token_shows_in_what_is_settled(write: Write) -> None:
    found = _start(Case("stdin", stdin=True), write(TEXT))
    assert "canary" not in repr(found)
    assert "canary" not in repr(Flags(token_stdin="canary"))
    assert "canary" not in found.token_source.say()


def test_the_origin_names_what_settled_it(write: Write, file: Path) -> None:
    write(TEXT)
    origins = {
        "--token-stdin": Case("", stdin=True),
        "MEDIALIB_TOKEN": Case(""),
        str(file): Case("", "staging"),
        "server login": Case("", "stored"),
        "default": Case("", token=False),
    }
    for origin, case in origins.items():
        assert _start(case, file).origins["token"] == origin
