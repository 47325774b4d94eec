"""Where tokens come from and where they are kept; no token is in any error, log or `repr`."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.store.errors import NoToken, TokenError
from medialib_tui.store.files import locked, write_private

if TYPE_CHECKING:
    from threading import Event

COMMAND_LIMIT = 10.0
LARGEST_TOKEN = 16_384
_GOOD = re.compile(r"[\x21-\x7e]+")
_SCHEME = re.compile(r"bearer(?:\s+|$)", re.IGNORECASE)


class Source(StrEnum):
    """The kinds of places a token can come from."""

    GIVEN = "given"
    VARIABLE = "variable"
    COMMAND = "command"
    FILE = "file"
    STORED = "stored"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TokenSource:
    """Where the token of one server comes from; `text` is the token itself for `given` only."""

    kind: Source
    name: str = ""
    command: str = field(default="", repr=False)
    path: Path = Path()
    url: str = ""
    text: str = field(default="", repr=False)

    def say(self) -> str:
        """The source in words, without any secret."""
        match self.kind:
            case Source.GIVEN:
                return "standard input"
            case Source.VARIABLE:
                return self.name
            case Source.COMMAND:
                return "token_command"
            case Source.FILE:
                return str(self.path)
            case Source.STORED:
                return "stored by “server login”"
            case Source.NONE:
                return "none"


def check_token(text: str, origin: str) -> str:
    """The token without white space around it and without a leading `Bearer`.

    Raises TokenError, naming only the origin, for a text that cannot be a token.
    """
    token = _SCHEME.sub("", text.strip(), count=1)
    if not token:
        problem = "is empty"
    elif len(token) > LARGEST_TOKEN:
        problem = "is far too long for one"
    elif any(char.isspace() for char in token):
        problem = "holds spaces or line breaks; exactly one token is expected"
    elif not _GOOD.fullmatch(token):
        problem = "holds control or non-ASCII characters"
    else:
        return token
    raise TokenError(f"the token from {origin} {problem}", hint="copy it again, whole and alone")


def read_token(
    source: TokenSource, environ: Mapping[str, str], given_up: Event | None = None
) -> str:
    """The token of a server. Raises TokenError, NoToken where there is none.

    May run a command, which is ended once `given_up` is set.
    """
    match source.kind:
        case Source.GIVEN:
            return check_token(source.text, "standard input")
        case Source.VARIABLE:
            return _from_variable(source.name, environ)
        case Source.COMMAND:
            return check_token(_from_command(source.command, given_up), "token_command")
        case Source.FILE:
            return check_token(_from_file(source.path), str(source.path))
        case Source.STORED:
            return _from_store(source)
        case Source.NONE:
            raise NoToken(
                f"there is no token for {source.url}" if source.url else "there is no token",
                detail=source.name,
                hint="medialib server login NAME, or set MEDIALIB_TOKEN",
            )


def store_token(folder: Path, name: str, url: str, text: str) -> str:
    """Keep a token for a server's root, in the keyring if there is one, else in a 0600 file.

    Gives the place in words. Raises TokenError.
    """
    import json

    from medialib_tui.store import keyring

    token = check_token(text, "standard input")
    in_keyring = keyring.store(_account(name, url), token)
    note: dict[str, str | bool] = {"url": url, "keyring": in_keyring}
    if not in_keyring:
        note["token"] = token
    try:
        with locked(folder):
            write_private(folder / name, json.dumps(note).encode())
    except OSError as error:
        if in_keyring:
            keyring.forget(_account(name, url))
        raise TokenError(f"{folder / name} cannot be written: {error.strerror}") from None
    return "the keyring" if in_keyring else str(folder / name)


def forget_token(folder: Path, name: str) -> bool:
    """Remove the stored token of a server; False where there was none. Raises TokenError."""
    from medialib_tui.store import keyring

    file = folder / name
    note = _note(file)
    if note is None:
        return False
    if note.get("keyring") is True and not keyring.forget(_account(name, str(note.get("url")))):
        raise TokenError(
            f"the keyring did not give up the token of {name}", hint="unlock it and try again"
        )
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise TokenError(f"{file} cannot be removed: {error.strerror}") from None
    return True


def has_stored_token(folder: Path, name: str) -> bool:
    """Whether `store_token` kept one for that server; the keyring is not asked."""
    return os.path.exists(folder / name)


def _account(name: str, url: str) -> str:
    return f"{name} {url}"


def _from_variable(name: str, environ: Mapping[str, str]) -> str:
    text = environ.get(name, "")
    if not text.strip():
        raise NoToken(f"the variable {name} is not set", hint=f"set {name} to the token")
    return check_token(text, name)


def _from_command(command: str, given_up: Event | None) -> str:
    import shlex

    from medialib_tui.store.child import ChildFailed, run

    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise TokenError("token_command cannot be read", hint="check its quotes")
    try:
        found = run(words, seconds=COMMAND_LIMIT, given_up=given_up)
    except ChildFailed as failed:
        raise TokenError(
            f"token_command {failed}",
            detail=f"The program is {words[0]}.",
            hint="run it in a shell to see what it says",
        ) from None
    return found.decode("utf-8", "replace")


def _from_file(path: Path) -> str:
    """The text of a secret file, refused unless it is this person's and nobody else can read it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            facts = os.fstat(file.fileno())
            _check_private(path, facts)
            return file.read(LARGEST_TOKEN + 1024).decode("utf-8", "replace")
    except FileNotFoundError:
        raise NoToken(f"the token file {path} does not exist") from None
    except OSError as error:
        raise TokenError(f"the token file {path} cannot be read: {error.strerror}") from None


def _check_private(path: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise TokenError(f"{path} is not a file", hint="use --token-stdin for a token from a pipe")
    if facts.st_uid != os.geteuid():
        raise TokenError(
            f"the token file {path} belongs to somebody else",
            hint=f"keep a copy of your own, made with: install -m 600 {path} FILE",
        )
    if facts.st_mode & 0o077:
        raise TokenError(
            f"the token file {path} can be read by others on this machine",
            hint=f"chmod 600 {path}",
        )


def _note(file: Path) -> dict[str, object] | None:
    import json

    try:
        note = json.loads(_from_file(file))
    except NoToken:
        return None
    except ValueError:
        note = None
    if not isinstance(note, dict):
        raise TokenError(f"{file} is damaged", hint=f"rm {file}, then log in again")
    return note


def _from_store(source: TokenSource) -> str:
    from medialib_tui.store import keyring

    note = _note(source.path / source.name)
    again = f"medialib server login {source.name}"
    if note is None:
        raise NoToken(f"no token is stored for {source.name}", hint=again)
    if note.get("url") != source.url:
        raise TokenError(
            f"the stored token of {source.name} belongs to another address",
            detail=f"It was stored for {note.get('url')}; {source.name} is {source.url} now.",
            hint=again,
        )
    if note.get("keyring") is not True:
        return check_token(str(note.get("token", "")), str(source.path / source.name))
    try:
        found = keyring.read(_account(source.name, source.url))
    except keyring.Unavailable as unavailable:
        raise TokenError(
            f"the keyring {unavailable}", hint="unlock it, or set MEDIALIB_TOKEN for now"
        ) from None
    if found is None:
        raise NoToken(f"the keyring has no token for {source.name}", hint=again)
    return check_token(found, "the keyring")
