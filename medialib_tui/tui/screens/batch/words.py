"""One entry of a batch as a row and as a story: what is to be written, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from medialib_tui.api.errors import ApiError, in_words
from medialib_tui.core.batch.planning import G, Item
from medialib_tui.core.batch.results import done_json, item_json
from medialib_tui.core.batch.undo import Undone
from medialib_tui.core.batch.writing import Done
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.merge import rebase
from medialib_tui.core.writing.told import UNSET, say_value, told_intent
from medialib_tui.model.base import JsonObject
from medialib_tui.store.records import Outcome
from medialib_tui.tui.screens.batch.back import ending as back_ending
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said


@dataclass(frozen=True, slots=True)
class Words:
    """How a batch is spoken of: its act and its thing, how an entry ends, what it needs not.

    `earlier` tells whose what was written before is; empty where it is the batch shown.
    """

    act: str
    thing: str
    saved: str
    nothing: str = "nothing to do"
    nothing_many: str = "with nothing to do"
    earlier: str = " by an earlier run"


def count_of(number: int, one: str, many: str = "") -> str:
    """Such as `1 item`, `9,988 items` or `2 entries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def batch_row(
    words: Words,
    entry_id: str,
    item: Item[G] | None,
    done: Done[G] | None,
    undone: Undone | None = None,
) -> FactRow:
    """The row of one entry; without an item it is not read yet."""
    standing = back_ending(undone) if undone else _standing(words, item, done)
    said, tone, failed = standing
    name = item.ground.entry.title if item and item.ground else ""
    story = partial(story_of, words, entry_id, item, done, undone)
    return FactRow(entry_id, entry_id, said, tone=tone, blocks=story, name=name, failed=failed)


def _standing(words: Words, item: Item[G] | None, done: Done[G] | None) -> tuple[str, Tone, bool]:
    if done is not None:
        return ("has it already", "good", False) if done.held else ending(words, done.result)
    if item is None:
        return "reading…", "muted", False
    if item.error is not None:
        return _reason(item.error), "bad", True
    if item.done is not None:
        known = item.done.outcome is Outcome.APPLIED
        said = f"{words.saved}{words.earlier} (journal {item.done.number})"
        return said, "muted" if known else "warn", not known
    if item.intent is None:
        return words.nothing, "muted", False
    return "ready", "plain", False


def ending(words: Words, result: Result) -> tuple[str, Tone, bool]:
    """How a write ended, the tone of it, and whether a person has to look at it."""
    match result:
        case Saved(version_after=after):
            version = "" if after is None else f", version {after}"
            return f"{words.saved}{version}", "good", False
        case Conflict():
            return "changed by somebody else meanwhile; not sent", "warn", True
        case Invalid(error=error):
            return f"not {words.saved}: {_reason(error)}", "bad", True
        case NotApplied(error=error):
            return f"not {words.saved}: {error.title}", "bad", True
        case Unknown(error=error):
            return f"not known: {error.title}", "bad", True
        case _:
            assert_never(result)


def _reason(error: ApiError) -> str:
    """Why something is refused: the fields, where it names any."""
    return in_words(error.fields) or error.title


def state_of(item: Item[G] | None, done: Done[G] | None, undone: Undone | None) -> str:
    """How an entry stands, in a word for counting: one of `counts_of`, or `unread`."""
    if undone is not None:
        return "back" if undone.good else _failure(undone.result)
    if done is not None:
        return "saved" if done.good else _failure(done.result)
    if item is None:
        return "unread"
    if item.error is not None:
        return "failed"
    if item.done is not None:
        return "before"
    return "nothing" if item.intent is None else "ready"


def _failure(result: Result | None) -> str:
    if isinstance(result, Unknown):
        return "unknown"
    return "conflict" if isinstance(result, Conflict) else "failed"


def counts_of(words: Words, states: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """How many stand how, with the tone of each."""
    again = f"{words.earlier}, A does it again" if words.earlier else ""
    said = (
        ("ready", "to be written", "plain"),
        ("saved", words.saved, "good"),
        ("nothing", words.nothing_many, "muted"),
        ("before", f"{words.saved}{again}", "warn"),
        ("back", "taken back", "muted"),
        ("conflict", "changed by somebody else", "warn"),
        ("failed", "failed", "bad"),
        ("unknown", "not known", "bad"),
    )
    return tuple(
        (f"{states[name]:,} {text}", tone) for name, text, tone in said if states.get(name)
    )


def result_of(
    operation: str, item: Item[G], done: Done[G] | None, undone: Undone | None
) -> JsonObject:
    """What became of an entry, in the format of the command line."""
    if undone is not None:
        return undone.to_json()
    return done_json(done) if done is not None else item_json(item, operation, holds=True)


# The story of one


def story_of(
    words: Words,
    entry_id: str,
    item: Item[G] | None,
    done: Done[G] | None,
    undone: Undone | None = None,
) -> Iterator[Block]:
    """Everything about one entry of the batch."""
    entry = item.ground.entry if item and item.ground else None
    yield Heading(entry.title if entry else entry_id, entry_id if entry else "")
    if undone is not None:
        said, tone, _ = back_ending(undone)
        yield Said(said, tone)
        yield from result_blocks(undone.result)
        yield Gap()
    said, tone, _ = _standing(words, item, done)
    yield Said(said, tone)
    if done is not None:
        yield from result_blocks(done.result)
    elif item is not None and item.error is not None:
        yield from error_blocks(item.error)
    intent = done.intent if done else item.intent if item else None
    if intent is not None:
        yield Gap()
        yield from change_blocks(intent)


def change_blocks(intent: Intent) -> Iterator[Block]:
    """What a write changes on its entry."""
    yield Heading("Changes", f"on version {intent.entry.version}")
    for step in told_intent(intent):
        if step.new is None:
            yield Fact(step.what, step.said)
        else:
            yield Fact(step.what, step.old or UNSET, "muted")
            yield Fact("", f"→ {step.new}")


def result_blocks(result: Result) -> Iterator[Block]:
    """What is known of how a write ended."""
    match result:
        case Saved(version_before=before, version_after=after, journal=journal):
            versions = f"{before} → {after}" if before != after else f"{after}"
            yield Fact("Version", versions)
            yield Fact("Journal", str(journal))
        case Conflict():
            yield from conflict_blocks(result)
        case Invalid(error=error, journal=journal) | NotApplied(error=error, journal=journal):
            yield from error_blocks(error)
            if journal is not None:
                yield Fact("Journal", str(journal))
        case Unknown(error=error, journal=journal):
            yield from error_blocks(error)
            yield Fact("Journal", str(journal))
        case _:
            assert_never(result)


def error_blocks(error: ApiError) -> Iterator[Block]:
    """An error with everything it says."""
    for field in error.fields:
        yield Fact(field.field, field.message, "bad")
    for text in (error.detail, error.hint):
        if text and text != error.title:
            yield Said(text, "muted")


def conflict_blocks(conflict: Conflict) -> Iterator[Block]:
    """Both sides of a conflict, property by property."""
    base, theirs = conflict.base.version, conflict.theirs.version
    yield Said(f"Version {base} was read; the server holds version {theirs}. Nothing was sent.")
    for clash in rebase(conflict.intent, conflict.theirs).clashes:
        yield Gap()
        yield Heading(clash.handle, "both changed it")
        yield Fact("was", say_value(clash.base), "muted")
        yield Fact("ours", say_value(clash.mine))
        yield Fact("theirs", say_value(clash.theirs), "warn")
