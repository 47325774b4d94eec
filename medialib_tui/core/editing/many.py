"""The same metadata change for many entries: only what changes for each is written to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.errors import ApiError, FieldError, Refused, StateConflict
from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.runs import Run, earlier_run, next_run
from medialib_tui.core.editing.reading import Cut, cut, read_all
from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.merge import set_operations
from medialib_tui.core.writing.operation_rules import value_errors
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.trace import sent_metadata, touched
from medialib_tui.store.batches import Mark
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project

OPERATION = "setMetadataProperty"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be set: property -> value, None removes it."""

    changes: Mapping[str, JsonValue]
    preserve_updated_at: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One property of one entry before and after."""

    id: str
    title: str
    handle: str
    before: JsonValue
    after: JsonValue


def edit_run(session: Session, edit: Edit) -> Run:
    """The last run that made these changes; its `done` is what it wrote. Raises NotKept."""
    run = earlier_run(session, OPERATION, dict(edit.changes))
    proven = {name: mark for name, mark in run.done.items() if mark.outcome is Outcome.APPLIED}
    return Run(run.key, proven)


def run_over(earlier: Run, ids: Sequence[str]) -> Run:
    """The run that looks at every id anew: one that was cut off goes on under its name."""
    written = sum(one in earlier.done for one in ids)
    ended = bool(earlier.done) and written in (0, len(ids))
    return Run(next_run(earlier).key if ended else earlier.key)


async def plan_edit(
    session: Session,
    ids: Sequence[str],
    edit: Edit,
    run: Run,
    *,
    former: Mapping[str, Mark] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> AsyncIterator[Item[Cut]]:
    """The write of each entry, in the order asked; None where it holds everything already.

    What `run` wrote is left alone. What a `former` run wrote and somebody changed since is
    refused. Nothing is sent.
    """
    unique = list(dict.fromkeys(ids))
    planner = _Planner(session, edit, run.key, former or {})
    told = Progress(len(unique))

    def ended(item: Item[Cut]) -> Item[Cut]:
        told.ended(item.error is None)
        if progress is not None:
            progress(told)
        return item

    asked = iter(unique)
    async for one in read_all(session, [one for one in unique if one not in run.done]):
        for skipped in asked:
            if skipped == one.id:
                break
            yield ended(Item(skipped, done=run.done[skipped]))
        if one.entry is None:
            yield ended(Item(one.id, error=one.error))
        else:
            yield ended(await planner.plan(one.entry))
    for skipped in asked:
        yield ended(Item(skipped, done=run.done[skipped]))


def changes_of(item: Item[Cut]) -> Iterator[Change]:
    """What the write of an entry changes, for the preview."""
    if item.ground is None or item.intent is None:
        return
    entry = item.ground.entry
    held = sent_metadata(entry)
    for name, step in touched(item.intent.operations).items():
        yield Change(item.id, entry.title, name, held.get(name), step.value)


@dataclass
class _Planner:
    """Plans the writes; configuration that was kept a while is read anew before it refuses."""

    session: Session
    edit: Edit
    key: str
    former: Mapping[str, Mark]
    fresh: bool = False
    project: Project | None = field(default=None)

    async def plan(self, entry: Entry) -> Item[Cut]:
        """The write of one entry. Raises nothing."""
        small = cut(entry, tuple(self.edit.changes))
        held = sent_metadata(small.entry)
        kept: JsonObject = {
            name: value
            for name, value in self.edit.changes.items()
            if not same(value, held.get(name))
        }
        if not kept:
            return Item(entry.id, small)
        if (mark := self.former.get(entry.id)) is not None:
            return Item(entry.id, small, error=_changed_since(mark, kept))
        if (refused := await self._refused(small.entry, kept)) is not None:
            return Item(entry.id, small, error=refused)
        preserve = True if self.edit.preserve_updated_at else None
        operations = set_operations(kept)
        intent = Intent(small.entry, operations, preserve_updated_at=preserve, batch=self.key)
        return Item(entry.id, small, intent)

    async def _refused(self, entry: Entry, kept: JsonObject) -> ApiError | None:
        self.project = self.project or await self.session.project()
        found = self._errors(entry, kept, self.project)
        if found and not self.fresh:
            self.fresh = True
            self.project = await self.session.project(fresh=True)
            found = self._errors(entry, kept, self.project)
        if not found:
            return None
        return Refused(
            "This cannot be sent as it is; nothing was sent.", detail=entry.id, fields=found
        )

    def _errors(self, entry: Entry, kept: JsonObject, project: Project) -> tuple[FieldError, ...]:
        return tuple(
            FieldError(name, said)
            for name, value in kept.items()
            for said in value_errors(name, value, entry, project, self.session.language)
        )


def _changed_since(mark: Mark, kept: JsonObject) -> StateConflict:
    return StateConflict(
        f"It was set by an earlier run (journal {mark.number}) and changed since:"
        f" {', '.join(kept)}; not sent.",
        hint="Look at what changed. --again sets it once more, --resume leaves it as it is.",
        fields=tuple(FieldError(name, "changed since by somebody") for name in kept),
    )
