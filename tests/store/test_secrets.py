"""Reading and keeping tokens; a canary that must not show up anywhere else."""

from __future__ import annotations

import json
import os
import stat
import sys
import traceback
from pathlib import Path

import pytest

from medialib_tui.store import keyring, secrets
from medialib_tui.store.errors import NoToken, TokenError
from medialib_tui.store.secrets import (
    Source,
    TokenSource,
    check_token,
    forget_token,
    has_stored_token,
    read_token,
    store_token,
)

CANARY = "canary-4711"
URL = "https://cms.example.com"


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def refusal(source: TokenSource, environ: dict[str, str] | None = None) -> TokenError:
    """The error of reading; neither it nor its traceback holds the canary."""
    with pytest.raises(TokenError) as caught:
        read_token(source, environ or {})
    error = caught.value
    trace = "".join(traceback.format_exception(error))
    assert CANARY not in f"{error.title}{error.detail}{error.hint}{error!r}{trace}"
    return error


def command(code: str) -> TokenSource:
    """A source that runs Python code."""
    return TokenSource(Source.COMMAND, command=f'"{sys.executable}" -I -c "{code}"')


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a keyring."""
    monkeypatch.setattr(keyring, "installed", lambda: False)


class TestText:
    """What can be a token."""

    @pytest.mark.parametrize("text", [CANARY, f" {CANARY}\r\n", "a.b-c_d~+/="])
    def test_white_space_around_it_goes(self, text: str) -> None:
        assert check_token(text, "here") == text.strip()

    @pytest.mark.parametrize("scheme", ["Bearer ", "bearer\t", "BEARER  "])
    def test_a_pasted_scheme_goes(self, scheme: str) -> None:
        assert check_token(scheme + CANARY, "here") == CANARY

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "is empty"),
            (" \n", "is empty"),
            ("Bearer ", "is empty"),
            (f"{CANARY}\nX-Other: 1", "line breaks"),
            (f"{CANARY} {CANARY}", "spaces"),
            (f"{CANARY}\x00", "control"),
            (f"{CANARY}\x1b[2J", "control"),
            (f"{CANARY}ä", "non-ASCII"),
            (f"{CANARY}\u200b", "non-ASCII"),
            (CANARY * 2000, "too long"),
        ],
    )
    def test_anything_else_is_refused_without_repeating_it(self, text: str, words: str) -> None:
        error = refusal(TokenSource(Source.GIVEN, text=text))
        assert words in error.title


class TestVariable:
    """A token in a variable."""

    SOURCE = TokenSource(Source.VARIABLE, name="MEDIA_TOKEN")

    def test_it_is_read(self) -> None:
        assert read_token(self.SOURCE, {"MEDIA_TOKEN": f"{CANARY}\n"}) == CANARY

    @pytest.mark.parametrize("environ", [{}, {"MEDIA_TOKEN": ""}, {"MEDIA_TOKEN": " "}])
    def test_a_missing_one_is_named(self, environ: dict[str, str]) -> None:
        error = refusal(self.SOURCE, environ)
        assert isinstance(error, NoToken)
        assert "MEDIA_TOKEN" in error.title

    def test_a_bad_one_is_named(self) -> None:
        assert "MEDIA_TOKEN" in refusal(self.SOURCE, {"MEDIA_TOKEN": f"{CANARY}\nx"}).title


class TestCommand:
    """A token from a program."""

    def test_it_is_read(self) -> None:
        assert read_token(command(f"print('{CANARY}')"), {}) == CANARY

    def test_no_shell_is_involved(self) -> None:
        source = TokenSource(Source.COMMAND, command="echo $HOME;id")
        assert read_token(source, {}) == "$HOME;id"

    def test_its_complaints_go_nowhere(self, capfd: pytest.CaptureFixture[str]) -> None:
        error = refusal(command(f"import sys; print('{CANARY}', file=sys.stderr); sys.exit(3)"))
        assert "exit code 3" in error.title
        assert capfd.readouterr() == ("", "")

    def test_a_failing_one_does_not_leak_what_it_printed(self) -> None:
        refusal(command(f"print('{CANARY}'); raise SystemExit(1)"))

    def test_arguments_are_not_repeated(self) -> None:
        error = refusal(TokenSource(Source.COMMAND, command=f"/nowhere/program --key {CANARY}"))
        assert "/nowhere/program" in error.detail
        assert "cannot be started" in error.title

    @pytest.mark.parametrize("text", [f"'{CANARY}", " "])
    def test_what_cannot_be_split_is_refused(self, text: str) -> None:
        refusal(TokenSource(Source.COMMAND, command=text))

    def test_one_that_hangs_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(secrets, "COMMAND_LIMIT", 0.2)
        error = refusal(command("import signal; signal.pause()"))
        assert "0.2 seconds" in error.title

    def test_an_empty_answer_is_refused(self) -> None:
        assert "is empty" in refusal(command("pass")).title


class TestFile:
    """A token in a file."""

    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        """A private file with a token."""
        file = tmp_path / "secret"
        file.write_text(f"{CANARY}\n")
        file.chmod(0o600)
        return file

    def test_a_private_file_is_read(self, secret: Path) -> None:
        assert read_token(TokenSource(Source.FILE, path=secret), {}) == CANARY

    def test_a_read_only_one_too(self, secret: Path) -> None:
        secret.chmod(0o400)
        assert read_token(TokenSource(Source.FILE, path=secret), {}) == CANARY

    @pytest.mark.parametrize("bits", [0o640, 0o604, 0o644, 0o660, 0o620, 0o777])
    def test_an_open_one_is_refused_with_the_command_to_type(self, secret: Path, bits: int) -> None:
        secret.chmod(bits)
        error = refusal(TokenSource(Source.FILE, path=secret))
        assert error.hint == f"chmod 600 {secret}"

    def test_somebody_elses_is_refused(self, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: secret.stat().st_uid + 1)
        assert "somebody else" in refusal(TokenSource(Source.FILE, path=secret)).title

    def test_a_link_to_an_open_file_is_refused(self, secret: Path, tmp_path: Path) -> None:
        secret.chmod(0o644)
        link = tmp_path / "link"
        link.symlink_to(secret)
        refusal(TokenSource(Source.FILE, path=link))

    def test_a_missing_one_is_named(self, tmp_path: Path) -> None:
        error = refusal(TokenSource(Source.FILE, path=tmp_path / "none"))
        assert isinstance(error, NoToken)
        assert str(tmp_path / "none") in error.title

    def test_a_pipe_or_folder_is_refused_at_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe", 0o600)
        refusal(TokenSource(Source.FILE, path=tmp_path / "pipe"))
        refusal(TokenSource(Source.FILE, path=tmp_path))

    def test_binary_is_refused(self, secret: Path) -> None:
        secret.write_bytes(b"\xff\xfe" + CANARY.encode())
        refusal(TokenSource(Source.FILE, path=secret))


class TestNone:
    """No token at all."""

    def test_it_says_what_to_do(self) -> None:
        error = refusal(TokenSource(Source.NONE, url=URL, name="because"))
        assert isinstance(error, NoToken)
        assert URL in error.title
        assert error.detail == "because"
        assert "MEDIALIB_TOKEN" in error.hint


@pytest.mark.usefixtures("no_keyring")
class TestStored:
    """Tokens kept by this program, without a keyring."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A folder that does not exist yet."""
        return tmp_path / "config" / "tokens"

    def source(self, folder: Path, url: str = URL) -> TokenSource:
        """The stored token of the server “live”."""
        return TokenSource(Source.STORED, name="live", path=folder, url=url)

    def test_what_is_stored_is_read(self, folder: Path) -> None:
        where = store_token(folder, "live", URL, f" {CANARY}\n")
        assert where == str(folder / "live")
        assert has_stored_token(folder, "live")
        assert read_token(self.source(folder), {}) == CANARY

    def test_only_this_person_can_read_it(self, folder: Path) -> None:
        store_token(folder, "live", URL, CANARY)
        assert mode(folder / "live") == 0o600
        assert mode(folder) == mode(folder.parent) == 0o700

    def test_it_is_not_used_for_another_address(self, folder: Path) -> None:
        store_token(folder, "live", URL, CANARY)
        error = refusal(self.source(folder, "https://evil.example.com"))
        assert URL in error.detail
        assert "login live" in error.hint

    def test_an_opened_file_is_refused(self, folder: Path) -> None:
        store_token(folder, "live", URL, CANARY)
        (folder / "live").chmod(0o644)
        assert "chmod 600" in refusal(self.source(folder)).hint

    @pytest.mark.parametrize("text", ["", "[]", "{", CANARY])
    def test_a_damaged_file_is_said(self, folder: Path, text: str) -> None:
        store_token(folder, "live", URL, CANARY)
        (folder / "live").write_text(text)
        assert "is damaged" in refusal(self.source(folder)).title

    def test_a_bad_token_is_not_kept(self, folder: Path) -> None:
        with pytest.raises(TokenError):
            store_token(folder, "live", URL, f"{CANARY}\nx")
        assert not folder.exists()

    def test_a_second_one_replaces_the_first(self, folder: Path) -> None:
        store_token(folder, "live", URL, "first")
        store_token(folder, "live", "https://new.example.com", CANARY)
        assert read_token(self.source(folder, "https://new.example.com"), {}) == CANARY

    def test_what_is_forgotten_is_gone(self, folder: Path) -> None:
        store_token(folder, "live", URL, CANARY)
        assert forget_token(folder, "live")
        assert not forget_token(folder, "live")
        assert isinstance(refusal(self.source(folder)), NoToken)

    def test_a_place_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "config").write_text("")
        with pytest.raises(TokenError) as caught:
            store_token(tmp_path / "config" / "tokens", "live", URL, CANARY)
        assert CANARY not in "".join(traceback.format_exception(caught.value))

    def test_a_token_in_a_keyring_that_is_gone_is_said(self, folder: Path) -> None:
        store_token(folder, "live", URL, CANARY)
        (folder / "live").write_text(json.dumps({"url": URL, "keyring": True}))
        assert "not installed" in refusal(self.source(folder)).title
