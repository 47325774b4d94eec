"""Real processes: pipes, terminals, interrupts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from medialib_tui.model.text import clean
from tests.cli.on_terminal import on_terminal

ROOT = Path(__file__).resolve().parents[2]
MEDIALIB = [sys.executable, "-m", "medialib_tui", "--demo"]
SGR = re.compile(r"\x1b\[[0-9;]*m")


def start(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """Start a command on the embedded library with pipes on all three streams."""
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - a fixed command
        [*MEDIALIB, *arguments], cwd=ROOT, stdin=pipe, stdout=stdout, stderr=pipe
    )


def test_a_reader_that_goes_away_is_no_failure() -> None:
    with start("refs", "popular-skyline", "--all", "--jsonl") as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(b'{"id":')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command",
    [
        *("get no-asset", "get --json no-asset", "get --jsonl no-asset", "get --help", "--version"),
        *("check doc:123 --jsonl", "refs harbour-dawn-01 --jsonl", "usage list harbour-dawn-01"),
    ],
)
def test_a_full_disk_is_said(command: str, unbuffered: str) -> None:
    words = [sys.executable, "-m", "medialib_tui", *command.split()]
    environ = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "MEDIALIB_URL": ""}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(  # noqa: S603 - a fixed command
            words if words[3:] == ["--version"] else [*words, "--demo"],
            cwd=ROOT,
            env=environ,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.stderr.splitlines()[-1].startswith(b"medialib: stdout cannot be written")
    assert b"Traceback" not in ran.stderr and b"Warning" not in ran.stderr
    assert ran.returncode == 1


@pytest.mark.parametrize("form", ["--jsonl", "--no-color"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("usage add unused-picture --purpose broadcast", 0),
        ("usage add unused-picture harbour-dawn-01 no-asset --purpose broadcast", 0),
        ("usage add unused-picture nope --purpose broadcast", 8),
        ("set unused-picture title=x", 0),
        ("usage add unused-picture --purpose broadcast --version 1", 6),
        ("usage add unused-picture --purpose broadcast --dry-run", 1),
    ],
)
def test_a_full_disk_takes_nothing_from_what_was_written(
    arguments: str, code: int, form: str, tmp_path: Path
) -> None:
    environ = {**os.environ, "MEDIALIB_URL": "", "MEDIALIB_HOME": str(tmp_path)}
    words = [*MEDIALIB, *arguments.split(), form]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(  # noqa: S603 - a fixed command
            words, cwd=ROOT, env=environ, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == code
    if code != 6 or form == "--jsonl":
        assert b"stdout cannot be written" in ran.stderr
        assert (b"journal list" in ran.stderr) is ("--dry-run" not in arguments)


def test_a_reader_that_goes_away_leaves_the_other_writes_alone(tmp_path: Path) -> None:
    environ = {**os.environ, "MEDIALIB_URL": "", "MEDIALIB_HOME": str(tmp_path)}
    words = ["usage", "add", "unused-picture", "harbour-dawn-01", "nope", "no-asset", "--jsonl"]
    command = [*MEDIALIB, *words, "--purpose", "broadcast"]
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(  # noqa: S603 - a fixed command
        command, cwd=ROOT, env=environ, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert ran.returncode == 8
    listed = subprocess.run(  # noqa: S603 - a fixed command
        [*MEDIALIB, "journal", "list", "--jsonl"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=True,
    )
    outcomes = {one["id"]: one["outcome"] for one in map(json.loads, listed.stdout.splitlines())}
    assert outcomes == dict.fromkeys(("unused-picture", "harbour-dawn-01", "no-asset"), "applied")


def test_a_disk_that_fills_up_cuts_nothing_silently(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from medialib_tui.__main__ import main;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500));"
        "sys.exit(main(['get', '--help']))"
    )
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with (tmp_path / "out").open("wb") as out:
        ran = subprocess.run(  # noqa: S603 - a fixed command
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environ,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"stdout cannot be written: File too large" in ran.stderr
    assert ran.returncode == 1


@pytest.mark.parametrize(("command", "code"), [("get no-such-entry --json", 5), ("--version", 0)])
def test_a_reader_gone_from_the_start_leaves_the_code_alone(command: str, code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environ = {**os.environ, "PYTHONUNBUFFERED": ""}
    words = [*MEDIALIB, *command.split()]
    ran = subprocess.run(  # noqa: S603 - a fixed command
        words, cwd=ROOT, env=environ, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == code


def test_a_closed_stdout_is_no_crash() -> None:
    command = f"exec {sys.executable} -m medialib_tui --demo get no-asset --json >&-"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - a fixed command
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_ids_are_answered_as_they_come_and_an_interrupt_ends_it_at_once() -> None:
    with start("get", "-", "--jsonl") as process:
        assert process.stdin and process.stdout and process.stderr
        for entry_id in (b"no-asset", b"every-plugin"):
            process.stdin.write(entry_id + b"\n")
            process.stdin.flush()
            assert process.stdout.readline().startswith(b'{"id":"' + entry_id)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b"Interrupted.\n"


def test_an_import_that_is_ended_while_it_reads_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with start("import", "-") as process:
        assert process.stdin and process.stderr
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        while not any(tmp_path.glob("*/import-*")):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
        assert process.stderr.read() == b"Interrupted.\n"
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["escapes", "osc", "dcs", "control", "bidi", "surrogate"])
def test_json_on_a_terminal_is_escaped_and_still_the_same(name: str) -> None:
    code, shown = on_terminal("--demo", "get", f"hostile-{name}", "--json")
    assert code == 0
    assert clean(shown, newlines=True) == shown
    with start("get", f"hostile-{name}", "--json") as piped:
        assert piped.stdout
        assert json.loads(piped.stdout.read()) == json.loads(shown)


@pytest.mark.parametrize("command", ["get", "check", "refs", "usage list", "keys"])
def test_only_colours_of_our_own_reach_a_terminal(command: str) -> None:
    for name in ("osc", "control"):
        code, shown = on_terminal("--demo", *command.split(), f"hostile-{name}")
        assert code in (0, 8)
        assert "\x1b" not in SGR.sub("", shown)
        assert not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f]", shown)


@pytest.mark.parametrize("option", ["--no-color", "NO_COLOR"])
def test_no_colour(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SGR.search(on_terminal("--demo", "check", "no-asset")[1])
    if option == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    shown = on_terminal(
        "--demo", "check", "no-asset", *([option] if option.startswith("-") else [])
    )[1]
    assert "\x1b" not in shown


def test_lines_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    _, shown = on_terminal(
        "--demo", "get", "every-plugin", "harbour-dawn-01", "long-texts", "--no-color"
    )
    table = [line for line in shown.splitlines() if "not found" not in line]
    assert len(table) >= 3
    assert max(map(len, table)) <= 60


def test_image_bytes_are_not_written_to_a_terminal() -> None:
    code, shown = on_terminal("--demo", "image", "harbour-dawn-01", "-o", "-")
    assert code == 2
    assert "PNG" not in shown
    with start("image", "harbour-dawn-01", "-o", "-") as piped:
        assert piped.stdout
        assert piped.stdout.read().startswith(b"\x89PNG")
        assert piped.wait(60) == 0


def test_version_needs_no_parser() -> None:
    script = (
        "import sys; from medialib_tui.__main__ import main; main(['--version']);"
        "print(sorted(n for n in sys.modules if n.startswith('medialib_tui') or n == 'argparse'))"
    )
    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1] == "['medialib_tui', 'medialib_tui.__main__']"


def test_a_look_up_imports_only_what_it_needs() -> None:
    script = (
        "import sys; from medialib_tui.__main__ import main;"
        "main(['get', 'x', '--json', '--server', 'http://127.0.0.1:9', '--api-version', 'v1']);"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MEDIALIB_TOKEN": "demo-read-only"},
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"textual", "rich", "starlette", "tomlkit", "PIL", "shtab", "uvicorn"}
    assert "httpx" in loaded


def test_the_demo_server_is_served_and_stopped() -> None:
    command = [sys.executable, "-m", "medialib_tui", "demo-server", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - a fixed command
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout and server.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found
        for line in server.stdout:
            if line.startswith("Stop"):
                break
        env = {**os.environ, "MEDIALIB_URL": found[0], "MEDIALIB_TOKEN": "demo-read-only"}
        asked = [sys.executable, "-m", "medialib_tui", "get", "no-asset", "--json"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, env=env, check=False)  # noqa: S603 - a fixed command
        assert done.returncode == 0
        assert b'"id": "no-asset"' in done.stdout
        env["MEDIALIB_TOKEN"] = "demo-expired"
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, env=env, check=False)  # noqa: S603 - a fixed command
        assert done.returncode == 4
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0


def test_progress_stays_on_its_line_on_a_narrow_terminal() -> None:
    _, shown = on_terminal("--demo", "refs", "popular-skyline", "--all", "--json", columns=12)
    told = [piece.split("\n")[0] for piece in shown.split("\r\x1b[K")[1:-1]]
    assert told
    assert max(len(SGR.sub("", piece)) for piece in told) <= 11


def test_a_dumb_terminal_gets_no_escape() -> None:
    code, shown = on_terminal(
        "--demo", "refs", "popular-skyline", "--limit", "200", "--csv", term="dumb"
    )
    assert code == 0
    assert "\x1b" not in shown
    assert "\x1b" in on_terminal("--demo", "get", "no-asset")[1]
    assert "\x1b" not in on_terminal("--demo", "get", "no-asset", term="dumb")[1]
