"""Every exit code that can be reached, and the errors that end in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from medialib_tui.api import errors
from medialib_tui.cli.exits import CliError, Exit, exit_of, problem
from medialib_tui.cli.narrate import Narrator
from medialib_tui.demo import tokens
from medialib_tui.store.errors import NoServer, NotKept, NoToken, SettingsError
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NotReached("x"), 3),
        (errors.Unavailable("x"), 3),
        (errors.TooManyRequests("x"), 3),
        (errors.TokenRefused("x"), 4),
        (errors.ScopeMissing("x"), 4),
        (errors.Blocked("x"), 4),
        (errors.Forbidden("x"), 4),
        (errors.BadToken("x"), 4),
        (errors.NotFound("x"), 5),
        (errors.Gone("x"), 5),
        (errors.VersionConflict("x"), 6),
        (errors.StateConflict("x"), 6),
        (errors.ReadOnly("x"), 7),
        (errors.NotOffered("x"), 10),
        (errors.Refused("x"), 1),
        (errors.TooLarge("x"), 1),
        (errors.BadAnswer("x"), 1),
        (errors.Redirected("x"), 1),
        (errors.BadInput("x"), 2),
    ],
)
def test_every_error_of_the_api_has_its_code(error: errors.ApiError, code: int) -> None:
    assert exit_of(error) == problem(error).leave == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("x"), 2),
        (NoServer("x"), 2),
        (NoToken("x"), 4),
        (NotKept("x"), 1),
        (CliError("x"), 2),
        (CliError("x", leave=Exit.REFUSED), 7),
    ],
)
def test_every_other_error_has_its_code(error: CliError, code: int) -> None:
    assert problem(error).leave == code


def test_an_error_as_json_has_the_six_fields() -> None:
    error = errors.Refused(
        "No.", status=400, fields=(errors.FieldError("title", "must be text", "de"),)
    )
    assert problem(error).to_json() == {
        "code": "refused",
        "title": "No.",
        "detail": "",
        "hint": "",
        "status": 400,
        "fields": [{"field": "title", "message": "must be text", "locale": "de"}],
    }


def test_a_refused_connection(medialib: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIALIB_TOKEN", tokens.READ_ONLY)
    ran = medialib("--server", "http://127.0.0.1:9", "get", "x", "--json", "--api-version", "v1")
    assert ran.code == 3
    assert ran.error["code"] == "not-reached"


def test_no_server_is_wrong_use(medialib: Command) -> None:
    ran = medialib("get", "x", "--json")
    assert ran.code == 2
    assert ran.error["code"] == "no-server"


def test_no_token(medialib: Command) -> None:
    ran = medialib("--server", "http://127.0.0.1:9", "get", "x")
    assert ran.code == 4


@pytest.mark.parametrize("token", [b"", b"two words", b"a\nb", b"\xff\xfe"])
def test_a_token_that_cannot_be_one(medialib: Command, token: bytes) -> None:
    ran = medialib("--server", "http://127.0.0.1:9", "--token-stdin", "get", "x", stdin=token)
    assert ran.code in (2, 4)
    assert "two words" not in ran.err


def test_bad_settings_name_the_nearest_key(medialib: Command, home: Path) -> None:
    (home / "settings.toml").write_text('[ui]\nthem = "dark"\n')
    ran = medialib("config", "check", "--json")
    assert ran.code == 2
    assert ran.error["code"] == "settings"
    assert "theme" in str(ran.error["hint"])


def test_a_defect_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    narrator = Narrator(sys.stderr)
    secret = "canary"
    try:
        int(secret)
    except ValueError as error:
        narrator.crashed(error, debug=False)
        plain = capsys.readouterr().err
        narrator.crashed(error, debug=True)
        debug = capsys.readouterr().err
    assert "ValueError" in plain
    assert "report" in plain
    assert secret not in plain + debug
    assert "test_exits.py" in debug
    assert "test_exits.py" not in plain
