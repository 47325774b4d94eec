"""Uses in the words of a dialog: what changes, what somebody else changed, what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medialib_tui.core.form.words import UNSET, changes_in_words, in_words
from medialib_tui.core.usage.form import OWN, UsageForm
from medialib_tui.core.usage.log import UsageLog, UsageRow, usage_rows
from medialib_tui.core.usage.plan import Ground
from medialib_tui.core.usage.removal import removal
from medialib_tui.model.compare import same
from medialib_tui.model.dates import say_date
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

MOST = 12
"""Uses named one by one."""


def form_blocks(form: UsageForm) -> Iterator[Block]:
    """A new use whole, a changed one by its changes."""
    if form.use is None:
        for field in form.fields:
            value = form.value(field.handle)
            if value is not None:
                yield Fact(field.label, in_words(form, field.handle, value))
            for problem in form.problems(field.handle):
                yield Said(f"! {problem.message}", "warn")
    else:
        for place, change in enumerate(changes_in_words(form)):
            if place:
                yield Gap()
            yield Heading(change.label)
            yield Fact("was", change.old, "muted")
            yield Fact("now", change.new, "warn" if change.removed else "plain")
            for text in change.warnings:
                yield Said(f"! {text}", "warn")
    if form.dropped:
        names = ", ".join(form.dropped)
        yield Said(f"! This purpose has no place for: {names}; they are left out.", "warn")


def rows_of(uses: Sequence[UsageLogEntry], project: Project, language: str) -> list[UsageRow]:
    """Uses in words."""
    return usage_rows(UsageLog(tuple(uses), ""), project, language)


def say_use(row: UsageRow) -> str:
    """A use in a line."""
    document = f"document {row.document}" if row.document else ""
    parts = (row.state, say_date(row.published), document, row.params, row.billing)
    return ", ".join(part for part in parts if part)


def use_blocks(rows: Sequence[UsageRow]) -> Iterator[Block]:
    """The uses concerned, a line each."""
    for row in rows[:MOST]:
        tone: Tone = "plain" if row.entry.confirmed else "warn"
        yield Fact(row.purpose_label, say_use(row), tone)
    if len(rows) > MOST:
        yield Said(f"and {len(rows) - MOST:,} more", "muted")


def left_out_blocks(rows: Sequence[UsageRow], why: Mapping[str, str]) -> list[Block]:
    """The uses that are not written with the others, each with its reason."""
    found: list[Block] = [Gap(), Heading(f"{len(rows):,} left out: edit with e first")]
    for row in rows[:MOST]:
        found.append(Fact(row.purpose_label, say_use(row), "muted"))
        found.append(Said(why[row.entry.id], "bad"))
    if len(rows) > MOST:
        found.append(Said(f"and {len(rows) - MOST:,} more", "muted"))
    return found


def removal_blocks(ground: Ground, usage_ids: Sequence[str], language: str) -> Iterator[Block]:
    """The uses, and what hangs on them."""
    *uses, again = removal(ground, usage_ids, language)
    for line in uses[: 3 * MOST]:
        yield Said(line, "bad" if line.startswith(" ") else "plain")
    if len(usage_ids) > MOST:
        yield Said(f"{len(usage_ids):,} uses in all", "muted")
    yield Gap()
    yield Said(f"{again[:1].upper()}{again[1:]}.", "warn")


def conflict_blocks(form: UsageForm, theirs: UsageLogEntry | None, *, new: bool) -> Iterator[Block]:
    """Both sides of a use that somebody else changed, then what only this side changes."""
    if new:
        yield Said("The entry was changed since it was read; the new use can go on top.")
        yield from form_blocks(form)
        return
    if theirs is None:
        yield Said("Somebody removed this use since it was read.", "bad")
        yield Said("Saved on top, it would be a new one: go back and add it.", "muted")
        return
    other = UsageForm(form.entry, form.project, form.language, use=theirs, seen=form.seen)
    handles = [field.handle for field in form.fields]
    found = False
    for handle in handles:
        base = form.field(handle).base
        now = other.field(handle).base if handle in _handles(other) else None
        if same(base, now):
            continue
        found = True
        yield Heading(form.field(handle).label)
        yield Fact("was", in_words(form, handle, base), "muted")
        yield Fact("theirs", in_words(form, handle, now), "warn")
        yield Fact("mine", in_words(form, handle, form.value(handle)))
    if not found:
        yield Said("The entry was changed since it was read; this use was not.")
    mine = [handle for handle in form.changed if handle in handles]
    if mine:
        yield Gap()
        yield Heading("Yours")
        for handle in mine:
            text = in_words(form, handle, form.value(handle), unset=UNSET)
            yield Fact(form.field(handle).label, text)


def changed_blocks(
    seen: Sequence[UsageLogEntry], now: Sequence[UsageLogEntry], project: Project, language: str
) -> Iterator[Block]:
    """What became of uses since they were shown."""
    present = {use.id: use for use in now}
    for use in seen:
        other = present.get(use.id)
        if other is not None and same(use.sent, other.sent):
            continue
        before = rows_of([use], project, language)[0]
        yield Heading(before.purpose_label, use.id)
        yield Fact("was", say_use(before), "muted")
        if other is None:
            yield Fact("now", "removed", "bad")
        else:
            yield Fact("now", say_use(rows_of([other], project, language)[0]), "warn")


def _handles(form: UsageForm) -> set[str]:
    return {field.handle for field in form.fields} | set(OWN)
