"""The write of each of many entries, planned before any is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from medialib_tui.api.errors import ApiError
from medialib_tui.core.batch.order import hopeless, in_order
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.writing.intent import Intent, Unproven
from medialib_tui.store.batches import Mark
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.batch.runs import Run
    from medialib_tui.model.entry import Entry

    Say = Callable[[Progress], None]
    """Hears how far it is."""


class Ground(Protocol):
    """What a write stands on."""

    @property
    def entry(self) -> Entry:
        """The entry as it was read."""


G = TypeVar("G", bound=Ground)
Plan = Callable[[str], Coroutine[object, object, "tuple[G, Intent | None]"]]
"""Reads one entry and makes its write, None where there is nothing to do. Raises ApiError."""


@dataclass(frozen=True)
class Item(Generic[G]):
    """One entry of a batch: its write, or why there is none.

    `done` is the write of an earlier run; with neither that nor an error, nothing is to be done.
    """

    id: str
    ground: G | None = None
    intent: Intent | None = None
    error: ApiError | None = None
    done: Mark | None = None


async def plan_all(
    ids: Sequence[str],
    plan: Plan[G],
    run: Run | None = None,
    *,
    progress: Say | None = None,
) -> AsyncIterator[Item[G]]:
    """Read every entry and plan its write, a few at a time; items come in the order asked.

    What the run has done is not read; nor is the rest where none can be read.
    """
    unique = list(dict.fromkeys(ids))
    done = run.done if run is not None else {}
    stopped: list[ApiError] = []

    async def ask(entry_id: str) -> Item[G]:
        if entry_id in done:
            return done_item(done[entry_id])
        if stopped:
            return Item(entry_id, error=stopped[0])
        try:
            found, intent = await plan(entry_id)
        except ApiError as error:
            if hopeless(error):
                stopped.append(error)
            return Item(entry_id, error=error)
        return Item(entry_id, found, intent)

    told = Progress(len(unique))
    async for item in in_order(unique, ask):
        told.ended(item.error is None)
        if progress is not None:
            progress(told)
        yield item


def done_item(mark: Mark) -> Item[G]:
    """An entry that an earlier run wrote: proven, or not to be sent again."""
    if mark.outcome is Outcome.APPLIED:
        return Item(mark.entry_id, done=mark)
    said = f"It was sent before (journal {mark.number}), and what became of it is not known."
    hint = "Look at the entry; it is not sent again."
    if mark.outcome is None:
        said = f"It was sent before (journal {mark.number}) and may still arrive; not sent again."
        hint = "Try again in a minute: then it is known whether it arrived."
    return Item(mark.entry_id, error=Unproven(said, hint=hint), done=mark)
