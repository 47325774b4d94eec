"""The settings file: what it says, and what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from medialib_tui.model.server import Access
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.settings import (
    UI_KEYS,
    Settings,
    Ui,
    is_server_name,
    load_settings,
    spoken_language,
)
from tests.store.conftest import Write

WHOLE = """
server = "live"

[servers.live]
url = "https://cms.example.com"
api_version = "2026-05"
access = "read-only"
production = true
token_command = "pass show media"
ca_bundle = "ca.pem"
timeout = 5

[servers.test]
url = "localhost:9090/api/2025-11/mediaLibrary"

[ui]
theme = "light"
density = "compact"
language = "de"
preview = "blocks"
mouse = false
animations = true
wire = "plain"
colors = "256"

[keymap]
"entry.refresh" = "f5, ctrl+r"
"app.quit" = ["q", "ctrl+d"]
"""


def refusal(file: Path) -> SettingsError:
    """The error that loading gives; it always names the file."""
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(file) in caught.value.title
    assert caught.value.file == file
    return caught.value


def server(line: str, more: str = "") -> str:
    """A settings text with one server that has one more key."""
    return f'[servers.live]\nurl = "https://cms.example.com"\n{line}\n{more}'


def test_no_file_gives_the_defaults(file: Path) -> None:
    assert load_settings(file) == Settings(path=file)


def test_an_empty_file_gives_the_defaults(write: Write, file: Path) -> None:
    assert load_settings(write("")) == Settings(path=file)


def test_every_key_is_read(write: Write, file: Path) -> None:
    settings = load_settings(write(WHOLE))
    live = settings.servers["live"]
    assert settings.current == "live"
    assert live.url == "https://cms.example.com"
    assert (live.api_version, live.access, live.production) == ("2026-05", Access.READ_ONLY, True)
    assert (live.token_command, live.timeout) == ("pass show media", 5.0)
    assert live.ca_bundle == file.parent / "ca.pem"
    assert live.has_token_source
    assert live.given >= {"url", "timeout"}
    assert settings.ui == Ui(
        theme="light",
        density="compact",
        language="de",
        preview="blocks",
        mouse=False,
        animations=True,
        wire="plain",
        colors="256",
        given=frozenset(UI_KEYS),
    )
    assert settings.keymap == {"entry.refresh": "f5,ctrl+r", "app.quit": "q,ctrl+d"}


def test_an_address_is_taken_apart(write: Write) -> None:
    test = load_settings(write(WHOLE)).servers["test"]
    assert test.url == "http://localhost:9090"
    assert (test.api_version, test.url_version) == ("2025-11", "2025-11")


def test_a_version_given_wins_over_the_one_in_the_address(write: Write) -> None:
    text = '[servers.live]\nurl = "https://h.example/api/v1"\napi_version = "auto"'
    assert load_settings(write(text)).servers["live"].api_version == "auto"


def test_the_only_server_is_the_default(write: Write) -> None:
    assert load_settings(write(server(""))).current == "live"


def test_of_several_servers_none_is_the_default_unasked(write: Write) -> None:
    text = server("", '[servers.test]\nurl = "localhost"')
    assert load_settings(write(text)).current is None


def test_relative_and_home_paths_are_made_absolute(
    write: Write, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    relative = load_settings(write(server('token_file = "../t"'))).servers["live"]
    assert relative.token_file == file.parent.parent / "t"
    at_home = load_settings(write(server('token_file = "~/t"'))).servers["live"]
    assert at_home.token_file == tmp_path / "t"


@pytest.mark.parametrize(
    ("text", "key", "line", "hint"),
    [
        ("severs = 1", "severs", 1, "servers"),
        ("\n\n[uii]\n", "uii", 3, "ui"),
        (server("api-version = 'auto'"), "servers.live.api-version", 3, "api_version"),
        (server("acess = 'read-only'"), "servers.live.acess", 3, "access"),
        (server("theme = 'dark'"), "servers.live.theme", 3, "[ui]"),
        ("[ui]\n\ndensty = 'compact'", "ui.densty", 3, "density"),
        ("[ui]\ntone = 'x'", "ui.tone", 2, "theme"),
        ("[ui]\nserver = 'live'", "ui.server", 2, "above all tables"),
        ("access = 'read-only'", "access", 1, "[servers.NAME]"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_nearest_known_one(
    write: Write, text: str, key: str, line: int, hint: str
) -> None:
    error = refusal(write(text))
    assert error.key == key
    assert f"line {line}: {key}:" in error.title
    assert hint in error.hint


def test_a_token_in_the_settings_is_refused_without_repeating_it(write: Write) -> None:
    error = refusal(write(server('token = "canary-4711"')))
    assert "token_file" in error.hint
    assert "canary-4711" not in f"{error.title}{error.detail}{error.hint}"


def test_a_token_in_place_of_a_variable_is_not_repeated(write: Write) -> None:
    error = refusal(write(server('token_env = "canary.4711-x"')))
    assert "not the token itself" in error.title
    assert "canary" not in error.title


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("server = 1", "server", "must be a text"),
        ("servers = 1", "servers", "must be a table"),
        ("[servers]\nlive = 'x'", "servers.live", "must be a table"),
        ("ui = []", "ui", "must be a table"),
        (server("production = 'yes'"), "servers.live.production", "must be true or false"),
        (server("production = 1"), "servers.live.production", "must be true or false"),
        (server("timeout = '5'"), "servers.live.timeout", "must be a number"),
        (server("timeout = true"), "servers.live.timeout", "must be a number"),
        (server("timeout = 0"), "servers.live.timeout", "above 0"),
        (server("timeout = nan"), "servers.live.timeout", "above 0"),
        (server("timeout = 601"), "servers.live.timeout", "at most 600"),
        (server(f"timeout = 1{'0' * 400}"), "servers.live.timeout", "too large"),
        (server("access = 'readonly'"), "servers.live.access", "read-write"),
        (server("api_version = '2026-04'"), "servers.live.api_version", "2026-07"),
        (server("api_version = 2026-05-01"), "servers.live.api_version", "a date"),
        (server("token_command = ''"), "servers.live.token_command", "empty"),
        (server('token_file = "a\\u0000b"'), "servers.live.token_file", "one line"),
        ("[servers.live]", "servers.live.url", "is missing"),
        ("[servers.live]\nurl = 'ftp://h'", "servers.live.url", "http or https"),
        ("[servers.live]\nurl = 'https://a:b@h'", "servers.live.url", "user and password"),
        ('[servers."a.b"]\nurl = "h"', "servers.a.b", "letters, digits"),
        ("[ui]\nlanguage = '../x'", "ui.language", "such as"),
        ("[ui]\npreview = 'on'", "ui.preview", "blocks"),
        ("[ui]\npreview = 'sixel'", "ui.preview", "kitty"),
        ("[keymap]\nx = 1", "keymap.x", "f5"),
        ("[keymap]\nx = ''", "keymap.x", "f5"),
        ("[keymap]\nx = 'a,,b'", "keymap.x", "f5"),
    ],
)
def test_a_wrong_value_names_file_and_key_and_says_what_is_right(
    write: Write, text: str, key: str, words: str
) -> None:
    error = refusal(write(text))
    assert error.key == key
    assert words in error.title


def test_a_default_that_does_not_exist_names_the_nearest(write: Write) -> None:
    error = refusal(write('server = "life"\n' + server("")))
    assert error.key == "server"
    assert "“live”" in error.hint


def test_two_sources_for_a_token_are_refused(write: Write) -> None:
    error = refusal(write(server("token_env = 'A'\ntoken_file = 'b'")))
    assert error.key == "servers.live.token_file"
    assert "token_env" in error.title


def test_broken_toml_names_the_line(write: Write) -> None:
    assert "line 2" in refusal(write("[ui]\ntheme = \n")).title


def test_deep_nesting_is_an_error_and_no_crash(write: Write) -> None:
    refusal(write(f"x = {'[' * 100_000}"))


def test_text_that_is_not_utf8_names_the_line(write: Write, file: Path) -> None:
    write("")
    file.write_bytes(b"[ui]\ntheme = '\xff'\n")
    assert "line 2: not UTF-8" in refusal(file).title


def test_a_byte_order_mark_is_no_obstacle(write: Write, file: Path) -> None:
    write("")
    file.write_bytes(b"\xef\xbb\xbf[ui]\ntheme = 'light'\n")
    assert load_settings(file).ui.theme == "light"


def test_control_characters_of_a_key_are_not_repeated(write: Write) -> None:
    assert "\x1b" not in refusal(write('"a\\u001b[2J" = 1')).title


def test_a_huge_file_is_refused(write: Write) -> None:
    assert "larger than" in refusal(write("#" * 1_000_001)).title


def test_a_folder_or_a_pipe_in_its_place_is_refused(file: Path) -> None:
    file.mkdir(parents=True)
    refusal(file)
    file.rmdir()
    os.mkfifo(file)
    assert "not a file" in refusal(file).title


def test_a_file_anybody_can_change_is_refused_with_the_command_to_type(
    write: Write, file: Path
) -> None:
    write(server("")).chmod(0o666)
    assert refusal(file).hint == f"chmod 600 {file}"


def test_a_file_that_others_can_read_is_fine(write: Write, file: Path) -> None:
    write(server("")).chmod(0o644)
    assert load_settings(file).current == "live"


def test_a_file_that_cannot_be_read_says_why(
    write: Write, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("")

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(os, "open", denied)
    error = refusal(file)
    assert "Permission denied" in error.title
    assert "chmod" in error.hint


@pytest.mark.parametrize("name", ["live", "a", "A-1_b", "9"])
def test_names_of_servers(name: str) -> None:
    assert is_server_name(name)


@pytest.mark.parametrize("name", ["", "a.b", "-a", "a b", "ä", "a/b", "..", "x" * 65, "a\n"])
def test_what_cannot_name_a_server(name: str) -> None:
    assert not is_server_name(name)


@pytest.mark.parametrize(
    ("written", "environ", "expected"),
    [
        ("de", {"LANG": "fr_FR.UTF-8"}, "de"),
        ("de_CH", {}, "de-CH"),
        ("auto", {"LANG": "de_CH.UTF-8@euro"}, "de-CH"),
        ("auto", {"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": ""}, "fr-FR"),
        ("auto", {"LANG": "de_DE", "LC_ALL": "it"}, "it"),
        ("auto", {"LANG": "C.UTF-8"}, "en"),
        ("auto", {"LANG": "POSIX"}, "en"),
        ("auto", {"LANG": "\x1b[2J"}, "en"),
        ("auto", {}, "en"),
    ],
)
def test_the_language_is_the_persons(written: str, environ: dict[str, str], expected: str) -> None:
    assert spoken_language(Ui(language=written), environ) == expected
