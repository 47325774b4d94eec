"""Which arguments mean which command, and what a wrong one is told."""

from __future__ import annotations

import pytest

from medialib_tui import __version__
from medialib_tui.cli.commands import BY_NAME, COMMANDS, command_table
from medialib_tui.cli.words import take_apart
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("argv", "name", "rest"),
    [
        (["get", "a"], "get", ["a"]),
        (["--server", "get", "keys", "a"], "keys", ["--server", "get", "a"]),
        (["--json", "server", "--demo", "list"], "server list", ["--json", "--demo"]),
        (["usage", "list", "a"], "usage list", ["a"]),
        (["server"], "server", []),
        (["server", "lst"], "server lst", []),
        (["set", "a"], "set", ["a"]),
        (["abc", "get"], None, ["abc", "get"]),
        (["--", "get", "a"], None, ["--", "get", "a"]),
        (["--demo"], None, ["--demo"]),
        (["--timeout"], None, ["--timeout"]),
    ],
)
def test_the_command_word_is_found_among_options(
    argv: list[str], name: str | None, rest: list[str]
) -> None:
    words = take_apart(argv)
    assert (words.name, words.rest) == (name, rest)


def test_the_table_names_every_command_once() -> None:
    usages = [usage for usage, _ in command_table()]
    assert len(usages) == len(set(usages)) == len(COMMANDS) + 2
    assert all(usage.startswith("medialib ") and text for usage, text in command_table())


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(medialib: Command, option: str) -> None:
    ran = medialib(option)
    assert (ran.code, ran.out) == (0, f"medialib {__version__}\n")
    assert medialib("get", option).out == ran.out


def test_help_lists_every_command_on_stdout(medialib: Command) -> None:
    ran = medialib("--help")
    assert ran.code == 0
    assert not ran.err
    for command in COMMANDS:
        assert command.usage in ran.out
    assert "--token-stdin" in ran.out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(
    medialib: Command, command: object, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    ran = medialib(*name.split(), "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"usage: medialib {name}")
    assert BY_NAME[name].help in ran.out.replace("\n", " ")


def test_a_group_explains_itself(medialib: Command) -> None:
    ran = medialib("server", "--help")
    assert ran.code == 0
    assert "medialib server login [NAME]" in ran.out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["get"], "get QUERY..."),
        (["get", "--jsno", "x"], "Did you mean --json?"),
        (["get", "--json", "--csv", "x"], "not allowed with"),
        (["get", "--timeout", "soon", "x"], "not a number of seconds"),
        (["get", "--api-version", "2026-02", "x"], "no API version"),
        (["refs", "x", "--limit", "0"], "not a whole number"),
        (["refs", "x", "--limit", "-3"], "not a whole number"),
        (["refs", "x", "--all", "--limit", "3"], "not allowed with"),
        (["keys", "a", "b"], "“b” is one word too many"),
        (["usage"], "needs one more word: list"),
        (["server", "lst"], "Did you mean list?"),
        (["chek", "abc"], "Did you mean check?"),
        (["revok", "abc"], "Did you mean revoke?"),
        (["demo-server", "--json"], "no --json output"),
        (["demo-server", "--port", "70000"], "is no port"),
        (["completion", "tcsh"], "bash, zsh, fish"),
        (["--json"], "--json needs a command"),
        (["--token-stdin"], "needs the keyboard"),
        (["get", "-", "a"], "stands alone"),
        (["get", "-", "--token-stdin"], "cannot hold both"),
        (["get", "https://example.com/"], "names a site"),
        (["--demo", "--server", "x", "get", "y"], "exclude each other"),
    ],
)
def test_wrong_use_is_explained(medialib: Command, argv: list[str], said: str) -> None:
    ran = medialib(*argv)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_wrong_use_is_json_too_where_json_was_asked_for(medialib: Command) -> None:
    ran = medialib("get", "--json", "--nope", "x")
    assert ran.code == 2
    assert ran.error["code"] == "usage"
    assert set(ran.error) == {"code", "title", "detail", "hint", "status", "fields"}


@pytest.mark.parametrize("argv", [[], ["some-id"], ["9fKagDCiN6sb", "other"]])
def test_without_a_terminal_no_app_is_opened(medialib: Command, argv: list[str]) -> None:
    ran = medialib(*argv)
    assert ran.code == 2
    assert "no terminal" in ran.err
    assert not ran.out


def test_options_go_before_and_after_the_word(medialib: Command) -> None:
    before = medialib("--demo", "--json", "get", "harbour-dawn-01")
    after = medialib("get", "harbour-dawn-01", "--json", "--demo")
    between = medialib("--json", "get", "--demo", "harbour-dawn-01")
    assert before.code == after.code == between.code == 0
    assert before.out == after.out == between.out


def test_ids_like_options_go_after_two_dashes(demo: Command) -> None:
    ran = demo("get", "--json", "--", "--help")
    assert ran.code == 0
    assert ran.object["id"] == "--help"
