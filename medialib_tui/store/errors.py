"""What can go wrong on this machine, in words a person can act on."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """The common ground: `code` is stable, `title` is one line, `hint` says what to do next.

    No part of it ever holds a token.
    """

    code = "store"

    def __init__(self, title: str, *, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint


class SettingsError(StoreError):
    """Settings that cannot be used (exit code 2); `key` is dotted, as in `servers.live.url`."""

    code = "settings"

    def __init__(
        self,
        title: str,
        *,
        detail: str = "",
        hint: str = "",
        file: Path | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.file = file
        self.key = key


class NoServer(SettingsError):
    """Nothing says which server to talk to."""

    code = "no-server"


class TokenError(SettingsError):
    """A token that cannot be read, kept or used."""

    code = "token"


class NoToken(TokenError):
    """No token is configured for the server."""

    code = "no-token"


class NotKept(StoreError):
    """The database could not take a write now; what was to be written is not kept."""

    code = "not-kept"
