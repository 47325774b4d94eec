"""What the acts of a take-down are called, and how each of their endings is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from medialib_tui.api.errors import ApiError
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.writing.intent import Conflict, Invalid, NotApplied, Result, Saved, Unknown
from medialib_tui.core.writing.merge import changes
from medialib_tui.core.writing.told import say_value
from medialib_tui.model.dates import parse_date
from medialib_tui.model.entry import Entry
from medialib_tui.model.trace import sent_metadata
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading, Said

NAMES = {
    TakeDown.REVOKE: "Revoke",
    TakeDown.UNREVOKE: "Unrevoke",
    TakeDown.ARCHIVE: "Archive",
    TakeDown.REPLACE_ASSET: "Replace asset",
    TakeDown.REMOVE_ASSET: "Remove translated asset",
}
DONE = {
    TakeDown.REVOKE: "revoked",
    TakeDown.UNREVOKE: "unrevoked",
    TakeDown.ARCHIVE: "archived",
    TakeDown.REPLACE_ASSET: "asset replaced",
    TakeDown.REMOVE_ASSET: "translated asset removed",
}
EXPLAINED = {
    TakeDown.REVOKE: "block the asset everywhere, with a note",
    TakeDown.UNREVOKE: "serve a revoked asset again",
    TakeDown.ARCHIVE: "hide the entry from search; no way back",
    TakeDown.REPLACE_ASSET: "point the entry at another stored file",
    TakeDown.REMOVE_ASSET: "remove the own file of one language",
}
INPUT = {
    TakeDown.REVOKE: "Note",
    TakeDown.REPLACE_ASSET: "Asset",
    TakeDown.REMOVE_ASSET: "Language",
}
"""The act's own step, where it has one."""

_MOST_CHANGES = 40


@dataclass(frozen=True)
class Ending:
    """How a write ended: in a line, in what tone, what to do next, and the rest."""

    said: str
    tone: Tone
    next: str
    blocks: tuple[Block, ...] = ()


def clock_of(at: str) -> str:
    """The local time of day of an ISO date; empty where there is none."""
    moment = parse_date(at)
    return moment.astimezone().strftime("%H:%M:%S") if moment else ""


def steps_of(operation: TakeDown) -> tuple[str, ...]:
    """The steps by name."""
    middle = (INPUT[operation],) if operation in INPUT else ()
    return ("Check", *middle, "Confirm", "Proof")


def ending(operation: TakeDown, result: Result) -> Ending:
    """The outcome in words: applied, not applied, or not known."""
    match result:
        case Saved():
            return _saved(operation, result)
        case Conflict():
            return _conflict(result)
        case Invalid():
            said = f"Not applied: {result.error.title}"
            fields = (Fact(one.field, one.message, "bad") for one in result.fields)
            why = _why(result.error)
            return Ending(said, "bad", "esc goes back to change it.", (*fields, *why))
        case NotApplied():
            said = f"Not applied: {result.error.title}"
            return Ending(said, "bad", "r checks again.", _why(result.error))
        case Unknown():
            said = f"Not known whether it is applied: {result.error.title}"
            again = "r looks again; do not send it a second time before that."
            return Ending(said, "warn", again, _why(result.error))
        case _:
            assert_never(result)


def _saved(operation: TakeDown, result: Saved) -> Ending:
    before, after = result.version_before, result.version_after
    versions = f"version {before} → {after}" if before != after else f"version {after}"
    said = f"Applied: {DONE[operation]}, {versions}, journal {result.journal}."
    return Ending(said, "good", "w writes the report.")


def _conflict(result: Conflict) -> Ending:
    version = result.theirs.version
    said = f"Not applied: somebody else saved version {version} meanwhile."
    again = "r checks that version; what you typed is kept."
    return Ending(said, "warn", again, tuple(_changed(result.base, result.theirs)))


def _changed(base: Entry, theirs: Entry) -> Iterator[Block]:
    found = changes(sent_metadata(base), sent_metadata(theirs))
    yield Heading("They changed")
    before = sent_metadata(base)
    for handle, value in list(found.items())[:_MOST_CHANGES]:
        yield Fact(handle, f"{say_value(before.get(handle))} → {say_value(value)}")
    if len(found) > _MOST_CHANGES:
        yield Said(f"and {len(found) - _MOST_CHANGES:,} more", "muted")
    if not found:
        yield Said("Nothing in the metadata: the asset, its state or the usage log.", "muted")


def _why(error: ApiError) -> tuple[Block, ...]:
    return tuple(Said(line, "muted") for line in (error.detail, error.hint) if line)
