"""How a write to a usage log ended, said; and the screens that show that log, read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from medialib_tui.core.writing.intent import Conflict, Invalid, NotApplied, Result, Saved, Unknown
from medialib_tui.tui import notices

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp


def tell(app: MedialibApp, result: Result, done: str) -> None:
    """Say how it ended; `done` is the title of a success."""
    match result:
        case Saved(entry=entry, version_before=before, version_after=after):
            versions = f"version {before} → {after}" if before != after else f"version {after}"
            new = f"\nnew id {', '.join(result.added)}" if result.added else ""
            notices.say(app, f"{entry.title}\n{versions}{new}", title=done)
        case Conflict(theirs=theirs):
            said = f"{theirs.title}\nThe log is read again: look at it, and try again."
            title = "Somebody else changed it meanwhile; nothing was sent"
            notices.say(app, said, title=title, severity="warning")
        case Invalid(error=error) | NotApplied(error=error) | Unknown(error=error):
            lines = [f"{item.field}: {item.message}" for item in error.fields[:6]]
            text = "\n".join([*lines, notices.explain(error)])
            notices.say(app, text, title=error.title, severity="error")
        case _:
            assert_never(result)


def follow(app: MedialibApp, entry_id: str, result: Result) -> None:
    """Have every screen of the entry read its log again, with the cursor on a new use."""
    show_again(app, entry_id, result.added if isinstance(result, Saved) else ())


def show_again(app: MedialibApp, entry_id: str, added: Sequence[str] = ()) -> None:
    """Have every screen of the entry read its log again, with the cursor on a new use."""
    from medialib_tui.tui.screens.entry.screen import EntryScreen

    for screen in app.screen_stack:
        if isinstance(screen, EntryScreen) and screen.entry_id == entry_id and screen.furnished:
            screen.usage_jobs.reload(added)
