"""The keyring in its child process, with backends made for the test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.store import keyring
from medialib_tui.store.errors import TokenError
from medialib_tui.store.secrets import Source, TokenSource, forget_token, read_token, store_token

CANARY = "canary-4711"
URL = "https://cms.example.com"
BACKEND = """
import json, os, pathlib, signal
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = pathlib.Path(os.environ["SAMPLE_KEYRING"])

class Sample(KeyringBackend):
    priority = 5
    def _all(self):
        return json.loads(FILE.read_text()) if FILE.exists() else {}
    def get_password(self, service, account):
        return self._all().get(f"{service} {account}")
    def set_password(self, service, account, secret):
        FILE.write_text(json.dumps({**self._all(), f"{service} {account}": secret}))
    def delete_password(self, service, account):
        kept = self._all()
        del kept[f"{service} {account}"]
        FILE.write_text(json.dumps(kept))

class Locked(Sample):
    def get_password(self, service, account):
        raise KeyringLocked("secret words")
    set_password = get_password

class Hanging(Sample):
    def get_password(self, service, account):
        signal.pause()

class Forgetful(Sample):
    def set_password(self, service, account, secret):
        pass

class Weak(Sample):
    priority = 0.5
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a working keyring."""
    (tmp_path / "sample_backend.py").write_text(BACKEND)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SAMPLE_KEYRING", str(tmp_path / "ring.json"))
    monkeypatch.setattr(keyring, "LIMIT", 60.0)
    use(monkeypatch, "Sample")
    return tmp_path / "ring.json"


def use(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    """Choose a backend."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"sample_backend.{backend}")


def source(folder: Path, url: str = URL) -> TokenSource:
    """The stored token of the server “live”."""
    return TokenSource(Source.STORED, name="live", path=folder, url=url)


def test_a_token_goes_into_the_keyring_and_nowhere_else(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    assert store_token(folder, "live", URL, CANARY) == "the keyring"
    assert json.loads(kept.read_text()) == {f"medialib live {URL}": CANARY}
    assert CANARY not in (folder / "live").read_text()
    assert read_token(source(folder), {}) == CANARY


def test_a_forgotten_token_is_gone_from_the_keyring(kept: Path, tmp_path: Path) -> None:
    store_token(tmp_path / "tokens", "live", URL, CANARY)
    assert forget_token(tmp_path / "tokens", "live")
    assert json.loads(kept.read_text()) == {}
    assert not (tmp_path / "tokens" / "live").exists()


def test_a_token_taken_out_of_the_keyring_is_missed(kept: Path, tmp_path: Path) -> None:
    store_token(tmp_path / "tokens", "live", URL, CANARY)
    kept.write_text("{}")
    with pytest.raises(TokenError, match="has no token"):
        read_token(source(tmp_path / "tokens"), {})
    assert forget_token(tmp_path / "tokens", "live")


def test_another_address_gets_nothing_from_the_keyring(kept: Path, tmp_path: Path) -> None:
    store_token(tmp_path / "tokens", "live", URL, CANARY)
    with pytest.raises(TokenError, match="another address"):
        read_token(source(tmp_path / "tokens", "https://evil.example.com"), {})


@pytest.mark.parametrize("backend", ["Locked", "Forgetful", "Weak", "Missing"])
def test_where_the_keyring_cannot_keep_it_a_private_file_does(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    use(monkeypatch, backend)
    folder = tmp_path / "tokens"
    assert store_token(folder, "live", URL, CANARY) == str(folder / "live")
    assert read_token(source(folder), {}) == CANARY


def test_a_locked_keyring_is_said_without_its_words(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_token(tmp_path / "tokens", "live", URL, CANARY)
    use(monkeypatch, "Locked")
    with pytest.raises(TokenError) as caught:
        read_token(source(tmp_path / "tokens"), {})
    assert "cannot be used here" in caught.value.title
    assert "secret words" not in repr(caught.value)
    with pytest.raises(TokenError, match="did not give up"):
        forget_token(tmp_path / "tokens", "live")
    assert (tmp_path / "tokens" / "live").exists()


def test_a_keyring_that_hangs_is_given_up(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_token(tmp_path / "tokens", "live", URL, CANARY)
    use(monkeypatch, "Hanging")
    monkeypatch.setattr(keyring, "LIMIT", 1.0)
    with pytest.raises(TokenError, match="did not finish within 1 seconds"):
        read_token(source(tmp_path / "tokens"), {})


def test_a_module_in_the_working_folder_is_not_taken_for_the_keyring(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "keyring.py").write_text("raise SystemExit(99)")
    monkeypatch.chdir(here)
    assert keyring.store("account", CANARY)
    assert keyring.read("account") == CANARY
