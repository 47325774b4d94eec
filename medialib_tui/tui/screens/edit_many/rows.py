"""The changes of a batch edit as rows, and the last question before they are saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from medialib_tui.api.errors import in_words
from medialib_tui.core.batch.planning import Item
from medialib_tui.core.editing.form import ManyForm
from medialib_tui.core.editing.many import Change, Edit, changes_of
from medialib_tui.core.editing.reading import Cut
from medialib_tui.core.form.words import EMPTY, REMOVED, UNSET
from medialib_tui.tui.screens.batch.words import error_blocks
from medialib_tui.tui.widgets.batch import BatchTable
from medialib_tui.tui.widgets.columns import Cell, Column
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

_NAMED, _SHORT = 3, 40


@dataclass(frozen=True, slots=True)
class ChangeRow(FactRow):
    """One property of one entry; `name` is the property, `said` what it becomes."""

    before: str = ""


class ChangeTable(BatchTable):
    """Entry, property, before, after."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Entry", 17, flex=1),
        Column("Property", 12, flex=1),
        Column("Before", 14, flex=3),
        Column("After", 14, flex=3),
    )

    def cells_of(self, item: FactRow) -> Sequence[Cell]:
        """Entry, property, before, after; why not, where it cannot be written."""
        before = item.before if isinstance(item, ChangeRow) else ""
        return (item.label, item.name, (before, "muted"), (item.said, item.tone))

    def words_of(self, item: FactRow) -> str:
        """The value before is found as well."""
        before = item.before if isinstance(item, ChangeRow) else ""
        return f"{super().words_of(item)} {before}"


def change_rows(form: ManyForm, item: Item[Cut]) -> Iterator[ChangeRow]:
    """What changes on one entry, or why it cannot be written; nothing where nothing is to do."""
    if item.error is not None:
        said = in_words(item.error.fields)
        story = partial(_refusal, item)
        yield ChangeRow(
            item.id, item.id, said or item.error.title, tone="bad", blocks=story, failed=True
        )
        return
    for change in changes_of(item):
        key = f"{change.id}\n{change.handle}"
        after, removed = _after(form, change), change.after is None
        yield ChangeRow(
            key,
            change.id,
            after,
            tone="warn" if removed else "plain",
            blocks=partial(_story, form, change),
            name=_label(form, change.handle),
            before=_before(form, change),
        )


def _before(form: ManyForm, change: Change) -> str:
    if change.before is None:
        return UNSET
    return form.say(change.handle, change.before) or EMPTY


def _after(form: ManyForm, change: Change) -> str:
    if change.after is None:
        return REMOVED
    return form.say(change.handle, change.after) or EMPTY


def _label(form: ManyForm, handle: str) -> str:
    found = [field.label for field in form.fields if field.handle == handle]
    return found[0] if found else handle


def _story(form: ManyForm, change: Change) -> Iterator[Block]:
    yield Heading(change.title, change.id)
    yield Said(_label(form, change.handle), "muted")
    yield Fact("before", _before(form, change), "muted")
    yield Fact("after", _after(form, change), "warn" if change.after is None else "plain")


def _refusal(item: Item[Cut]) -> Iterator[Block]:
    if item.error is not None:
        title = item.ground.entry.title if item.ground else item.id
        yield Heading(title, item.id)
        yield Said(item.error.title, "bad")
        yield from error_blocks(item.error)


def _held(form: ManyForm, ready: Sequence[Item[Cut]]) -> dict[str, Counter[str]]:
    held: dict[str, Counter[str]] = {}
    for change in (change for item in ready for change in changes_of(item)):
        held.setdefault(change.handle, Counter())[_before(form, change)] += 1
    return held


def _few(values: Counter[str]) -> str:
    if len(values) == 1:
        return next(iter(values))
    said = [f"{_short(text)} ({count:,})" for text, count in values.most_common(_NAMED)]
    more = len(values) - len(said)
    return ", ".join(said) + (f" and {more:,} other values" if more else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def consent_blocks(
    form: ManyForm, edit: Edit, ready: Sequence[Item[Cut]], asked: int
) -> Iterator[Block]:
    """Every property once: what those that are written hold now, and what all will hold."""
    writes, held = len(ready), _held(form, ready)
    for handle, value in form.changes.items():
        if handle not in held:
            continue
        yield Heading(_label(form, handle))
        yield Fact("held", _few(held[handle]), "muted")
        said = REMOVED if value is None else form.say(handle, value) or EMPTY
        yield Fact("for all", said, "warn" if value is None else "plain")
    yield Gap()
    if writes < asked:
        yield Said(f"{writes:,} of {asked:,} entries are written.", "muted")
    if edit.preserve_updated_at:
        yield Said("The date of the last change stays as it is.", "muted")
    yield Said(
        "Each is saved on the version that was read; what others change meanwhile is not "
        "overwritten. u takes the whole batch back.",
        "muted",
    )
