"""`server`, `config`, `doctor`, `completion`, `demo-server`: this machine's side."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from medialib_tui.cli.commands import COMMANDS
from tests.cli.conftest import Command

SECRET = b"canary-token-0123456789\n"
URL = "https://cms.example.com"


def add(medialib: Command, *more: str, name: str = "desk", stdin: bytes = b"") -> None:
    assert medialib("server", "add", name, URL, *more, stdin=stdin).code == 0


def test_a_server_is_added_as_written(medialib: Command, home: Path) -> None:
    ran = medialib(
        *("server", "add", "desk", f"{URL}/proxy/api/api/2026-01/mediaLibrary"),
        *("--read-only", "--production", "--timeout", "5", "--token-env", "DESK_TOKEN"),
    )
    assert ran.code == 0
    written = tomllib.loads((home / "settings.toml").read_text())
    assert written == {
        "server": "desk",
        "servers": {
            "desk": {
                "url": f"{URL}/proxy/api",
                "api_version": "2026-01",
                "access": "read-only",
                "production": True,
                "timeout": 5.0,
                "token_env": "DESK_TOKEN",
            }
        },
    }


def test_a_file_is_kept_by_the_path_it_was_typed_from(
    medialib: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    add(medialib, "--ca-bundle", "ca.pem", "--token-file", "~/token")
    written = tomllib.loads((home / "settings.toml").read_text())["servers"]["desk"]
    assert written["ca_bundle"] == str(tmp_path / "ca.pem")
    assert written["token_file"] == "~/token"


def test_the_default_is_marked(medialib: Command) -> None:
    add(medialib)
    add(medialib, name="other")
    assert [item["default"] for item in medialib("server", "list", "--jsonl").lines] == [
        True,
        False,
    ]
    assert medialib("server", "use", "other").code == 0
    assert medialib("server", "list").out.splitlines()[2].startswith("*  other")


@pytest.mark.parametrize(
    "arguments",
    [
        ["server", "add", "desk", "ftp://x"],
        ["server", "add", "a b", URL],
        ["server", "add", "desk", URL, "--token-env", "A", "--token-file", "b"],
        ["server", "use", "nope"],
        ["server", "remove", "nope"],
        ["server", "login", "nope"],
        ["server", "logout"],
    ],
)
def test_what_cannot_be_done_to_servers(medialib: Command, arguments: list[str]) -> None:
    ran = medialib(*arguments, stdin=SECRET)
    assert ran.code == 2
    assert ran.err


def test_a_token_is_stored_for_this_person_alone_and_never_shown(
    medialib: Command, home: Path
) -> None:
    add(medialib, "--token-stdin", stdin=SECRET)
    kept = home / "tokens" / "desk"
    assert kept.stat().st_mode & 0o777 == 0o600
    for arguments in (
        ["server", "list"],
        ["server", "list", "--json"],
        ["config", "show", "--origin"],
        ["config", "show", "--json"],
        ["config", "check"],
    ):
        ran = medialib(*arguments)
        assert ran.code == 0
        assert "canary" not in ran.out + ran.err
    assert medialib("server", "list", "--jsonl").lines[0]["token"] == "stored"
    assert medialib("server", "logout").code == 0
    assert not kept.exists()


def test_a_login_reads_the_token_from_a_pipe(medialib: Command, home: Path) -> None:
    add(medialib)
    assert medialib("server", "login", "desk", stdin=SECRET).code == 0
    assert (home / "tokens" / "desk").exists()
    assert medialib("server", "remove", "desk").code == 0
    assert not (home / "tokens" / "desk").exists()
    assert medialib("server", "list", "--json").array == []


def test_a_login_that_would_not_be_used_is_refused(medialib: Command) -> None:
    add(medialib, "--token-env", "DESK_TOKEN")
    assert medialib("server", "login", stdin=SECRET).code == 2


@pytest.mark.parametrize("token", [b"", b"two words", b"a\x1bb"])
def test_a_login_refuses_what_is_no_token(medialib: Command, token: bytes) -> None:
    add(medialib)
    ran = medialib("server", "login", stdin=token)
    assert ran.code == 4
    assert "two words" not in ran.err


def test_values_and_where_they_come_from(
    medialib: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(medialib)
    monkeypatch.setenv("MEDIALIB_API_VERSION", "2025-03")
    shown = medialib("config", "show", "--origin", "--json", "--timeout", "7").object
    file = str(home / "settings.toml")
    assert shown["server.url"] == {"value": URL, "origin": file}
    assert shown["server.api_version"] == {"value": "2025-03", "origin": "MEDIALIB_API_VERSION"}
    assert shown["server.timeout"] == {"value": 7.0, "origin": "--timeout"}
    assert shown["server.production"] == {"value": False, "origin": "default"}
    assert shown["ui.theme"] == {"value": "dark", "origin": "default"}


def test_folders(medialib: Command, home: Path) -> None:
    assert medialib("config", "path", "--json").object == {
        "settings": str(home / "settings.toml"),
        "state": str(home / "state"),
        "cache": str(home / "cache"),
    }
    assert "the defaults apply" in medialib("config", "check").out
    add(medialib)
    assert "is in order" in medialib("config", "check").out


def test_the_doctor_on_the_embedded_library(demo: Command) -> None:
    ran = demo("doctor", "--json")
    assert ran.code == 0
    found = {item["name"]: item for item in ran.array if isinstance(item, dict)}
    assert found["public-api:read"]["value"] == "granted"
    assert found["API version"]["value"] == "2026-07"
    assert {"settings", "state", "cache", "TERM"} <= set(found)
    assert all(set(item) == set(found["TERM"]) for item in found.values())


def test_the_doctor_ends_with_the_worst_finding(
    medialib: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert medialib("doctor").code == 2
    monkeypatch.setenv("MEDIALIB_URL", "http://127.0.0.1:9")
    assert medialib("doctor").code == 4
    monkeypatch.setenv("MEDIALIB_TOKEN", "demo-read-only")
    ran = medialib("doctor", "--json")
    assert ran.code == 3
    assert any(item["error"] for item in ran.array if isinstance(item, dict))


def test_a_server_is_tested(medialib: Command) -> None:
    assert medialib("server", "add", "near", "http://127.0.0.1:9", "--api-version", "v1").code == 0
    assert medialib("server", "login", stdin=SECRET).code == 0
    ran = medialib("server", "test", "near")
    assert ran.code == 3
    assert "capability" not in ran.out
    assert "canary" not in ran.out + ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_starts_no_program(
    medialib: Command, shell: str
) -> None:
    ran = medialib("completion", shell)
    assert ran.code == 0
    for command in COMMANDS:
        assert command.name.split()[-1] in ran.out
    assert "--fail-if-used" in ran.out or "fail-if-used" in ran.out
    assert "python" not in ran.out.lower()
    assert "$(medialib" not in ran.out


def test_the_bash_completion_completes(medialib: Command, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    script = tmp_path / "medialib.bash"
    script.write_text(medialib("completion", "bash").out)
    ask = (
        f"source {script}; COMP_WORDS=(medialib server lo); COMP_CWORD=2; "
        "_shtab_medialib; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run([bash, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    assert done.stdout.split() == ["login", "logout"]


def test_a_demo_server_that_cannot_start(medialib: Command, tmp_path: Path) -> None:
    broken = tmp_path / "faults.json"
    broken.write_text("{")
    ran = medialib("demo-server", "--port", "0", "--faults", str(broken))
    assert ran.code == 2
    assert ran.err
    assert medialib("demo-server", "--faults", str(tmp_path / "none.json")).code == 2
