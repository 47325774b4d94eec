"""The desktop's keyring, asked in a child process because a locked one can hang for ever."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from medialib_tui.store.child import ChildFailed, run

LIMIT = 2.0
SERVICE = "medialib"
_MISSING = 4
_CODE = """
import sys
import keyring
from keyring.errors import KeyringError
verb, service, account = sys.argv[1:]
try:
    if keyring.get_keyring().priority < 1:
        sys.exit(3)
    if verb == "set":
        keyring.set_password(service, account, sys.stdin.read())
    found = keyring.get_password(service, account)
    if found is None:
        sys.exit(4)
    if verb == "get":
        sys.stdout.write(found)
    if verb == "delete":
        keyring.delete_password(service, account)
except (KeyringError, RuntimeError, OSError):
    sys.exit(3)
"""


class Unavailable(Exception):
    """The keyring could not be asked; the text ends a sentence that begins with it."""


def installed() -> bool:
    """Whether the extra `keyring` is there; says nothing about a usable backend."""
    return bool(sys.executable) and find_spec("keyring") is not None


def read(account: str) -> str | None:
    """The secret of an account, None where the keyring has none. Raises Unavailable."""
    if not installed():
        raise Unavailable("is not installed here (extra “keyring”)")
    try:
        return _ask("get", account).decode()
    except ChildFailed as failed:
        if failed.code == _MISSING:
            return None
        problem = "cannot be used here" if failed.code else str(failed)
        raise Unavailable(problem) from None


def store(account: str, secret: str) -> bool:
    """Keep a secret, proven by reading it back; False where no keyring can."""
    if not installed():
        return False
    try:
        _ask("set", account, secret)
    except ChildFailed:
        return False
    return True


def forget(account: str) -> bool:
    """Remove a secret; False where the keyring could not be asked."""
    try:
        _ask("delete", account)
    except ChildFailed as failed:
        return failed.code == _MISSING
    return True


def _ask(verb: str, account: str, secret: str = "") -> bytes:
    words = [sys.executable, "-P", "-c", _CODE, verb, SERVICE, account]
    return run(words, seconds=LIMIT, send=secret.encode(), apart=True)
