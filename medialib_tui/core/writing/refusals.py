"""What an error means for a write: refused before, refused by the server, or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    BadInput,
    NotFound,
    NotReached,
    ReadOnly,
    StateConflict,
    TooManyRequests,
    Unavailable,
)
from medialib_tui.model.patch import UpdateUsageLogEntry
from medialib_tui.model.trace import needs_usage_log

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.writing.intent import Intent

_OVERWRITES = frozenset({"setMetadataProperty", "replaceAsset", "removeAsset"})


def unsendable(session: Session, intent: Intent) -> ApiError | None:
    """Why this is not to be sent at all; None where it may be."""
    if session.server.read_only:
        return ReadOnly.of(session.server.name)
    if not intent.operations:
        return BadInput("There is nothing to change; nothing was sent.")
    overwrites = any(step.operation in _OVERWRITES for step in intent.operations)
    if intent.entry.version is None and overwrites:
        return BadInput(
            "The server does not tell the entry's version; nothing was sent.",
            hint="Without it somebody else's change could be overwritten.",
        )
    return None


def ambiguous(error: ApiError) -> bool:
    """Whether the server may have applied the write in spite of the error."""
    if isinstance(error, NotReached):
        return error.sent
    if isinstance(error, TooManyRequests):
        return False
    return isinstance(error, Unavailable | BadAnswer) and not error.rejected


def in_words(error: ApiError, intent: Intent) -> ApiError:
    """What a state conflict, or a missing usage-log entry, means for this intent."""
    names = {step.operation for step in intent.operations}
    title, hint = error.title, error.hint
    if isinstance(error, NotFound):
        if not needs_usage_log(intent.operations) or "age log" not in error.detail:
            return error
        title, hint = "That usage-log entry is no longer there.", "Read the usage log again."
    elif "revokeAsset" in names:
        title = "It is revoked already; this note was not stored."
        hint = "An existing note is never overwritten; unrevoke first to set another one."
    elif "unrevokeAsset" in names:
        title, hint = "It was not revoked.", "There is nothing to take back."
    return StateConflict(
        title, detail=error.detail, hint=hint, status=error.status, details=error.details
    )


def unexplained(error: ApiError, intent: Intent) -> ApiError:
    """A 409 for a usage-log write where nothing differs from what was read (reference 4.2)."""
    compared = any(
        isinstance(step, UpdateUsageLogEntry) and step.old_value is not None
        for step in intent.operations
    )
    hint = "Look at the entry in the editor; the same write may be refused again."
    if compared:
        hint = "It compares the former value in its own way: write without that comparison."
    return StateConflict(
        "The server reports a conflict, but nothing differs from what was read.",
        detail=error.detail or error.title,
        hint=hint,
        status=error.status,
        details=error.details,
    )
