"""Exit codes, and the one mapping from failures to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from medialib_tui.api import errors
from medialib_tui.store.errors import SettingsError, StoreError, TokenError

if TYPE_CHECKING:
    from medialib_tui.model.base import JsonObject


class Exit(IntEnum):
    """What the exit code of a command means; these numbers are an API."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    UNAVAILABLE = 3
    TOKEN = 4
    NOT_FOUND = 5
    CONFLICT = 6
    REFUSED = 7
    PARTIAL = 8
    UNKNOWN = 9
    NOT_OFFERED = 10
    INTERRUPTED = 130


_BY_CLASS: dict[type[errors.ApiError], Exit] = {
    errors.NotReached: Exit.UNAVAILABLE,
    errors.Unavailable: Exit.UNAVAILABLE,
    errors.TokenRefused: Exit.TOKEN,
    errors.ScopeMissing: Exit.TOKEN,
    errors.Blocked: Exit.TOKEN,
    errors.Forbidden: Exit.TOKEN,
    errors.NotFound: Exit.NOT_FOUND,
    errors.Gone: Exit.NOT_FOUND,
    errors.NotOffered: Exit.NOT_OFFERED,
    errors.VersionConflict: Exit.CONFLICT,
    errors.StateConflict: Exit.CONFLICT,
    errors.ReadOnly: Exit.REFUSED,
    errors.NotAllowed: Exit.REFUSED,
    errors.BadInput: Exit.USAGE,
    errors.BadToken: Exit.TOKEN,
}


class CliError(Exception):
    """A failure the command line finds itself, with the exit code it ends in."""

    def __init__(
        self, title: str, *, hint: str = "", code: str = "usage", leave: Exit = Exit.USAGE
    ) -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint
        self.code = code
        self.leave = leave


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure ready to be told: on stderr in words, on stdout as JSON."""

    leave: Exit
    code: str
    title: str
    detail: str = ""
    hint: str = ""
    status: int | None = None
    fields: tuple[errors.FieldError, ...] = ()
    details: str = ""

    def to_json(self) -> JsonObject:
        """The error object of the JSON contract, without its envelope."""
        return {
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "hint": self.hint,
            "status": self.status,
            "fields": [item.to_json() for item in self.fields],
        }


def result_of(entry_id: str, found: Problem) -> JsonObject:
    """What JSON output holds in place of an entry, or of its check, that failed."""
    return {"id": entry_id, "error": found.to_json()}


def exit_of(error: errors.ApiError) -> Exit:
    """The exit code of a failure of the API; anything unlisted counts as failed."""
    found = (_BY_CLASS[base] for base in type(error).__mro__ if base in _BY_CLASS)
    return next(found, Exit.FAILED)


def _exit_of_store(error: StoreError) -> Exit:
    if isinstance(error, TokenError):
        return Exit.TOKEN
    return Exit.USAGE if isinstance(error, SettingsError) else Exit.FAILED


def problem(error: errors.ApiError | StoreError | CliError) -> Problem:
    """Tell a failure in the terms of the contract."""
    if isinstance(error, CliError):
        return Problem(error.leave, error.code, error.title, hint=error.hint)
    if isinstance(error, StoreError):
        return Problem(_exit_of_store(error), error.code, error.title, error.detail, error.hint)
    return Problem(
        exit_of(error),
        error.code,
        error.title,
        error.detail,
        error.hint,
        error.status,
        error.fields,
        error.details,
    )
