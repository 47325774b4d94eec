"""Many writes through the one door, each with its own version and a result of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from medialib_tui.api.errors import NotReached
from medialib_tui.core.batch.order import AHEAD, AT_ONCE, hopeless, in_order
from medialib_tui.core.batch.planning import G, Item
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.results import well
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Result, Saved, Unknown
from medialib_tui.core.writing.merge import rebase
from medialib_tui.core.writing.write import write
from medialib_tui.model.patch import AddUsageLogEntry, SetMetadataProperty

if TYPE_CHECKING:
    from medialib_tui.core.batch.planning import Say
    from medialib_tui.core.session import Session


class Ended(Protocol):
    """How one write ended; without intent nothing was sent."""

    @property
    def intent(self) -> Intent | None:
        """The write as it was sent last."""

    @property
    def result(self) -> Result:
        """What became of it."""


_T = TypeVar("_T")
_E = TypeVar("_E", bound=Ended)


@dataclass(kw_only=True)
class Sending:
    """Writes on their way; `sent` are those whose result was not handed out yet."""

    stopped: bool = False
    sent: list[Intent] = field(default_factory=list)

    def stop(self) -> None:
        """Begin no further one."""
        self.stopped = True


@dataclass
class Batch(Sending, Generic[G]):
    """The planned writes of many entries."""

    items: tuple[Item[G], ...]

    @property
    def ready(self) -> tuple[Item[G], ...]:
        """What is to be written, in the order asked."""
        return tuple(item for item in self.items if item.intent is not None)


@dataclass(frozen=True)
class Done(Generic[G]):
    """One result; `held` where others made the entry what it was to become meanwhile."""

    item: Item[G]
    intent: Intent
    result: Result
    held: bool = False

    @property
    def good(self) -> bool:
        """Whether the entry is proven to be as it was wanted."""
        return self.held or isinstance(self.result, Saved)


async def write_each(
    batch: Sending,
    ready: Sequence[_T],
    work: Callable[[_T], Coroutine[object, object, _E]],
    at_once: int = AT_ONCE,
    *,
    ahead: int = AHEAD,
) -> AsyncIterator[_E]:
    """Write each, a few at a time; results come in the order given.

    Nothing further is begun behind `batch.stop()`, or behind a failure that all others will meet.
    """
    ended = False

    def source() -> Iterator[_T]:
        for one in ready:
            if batch.stopped or ended:
                return
            yield one

    async def begin(one: _T) -> _E | None:
        nonlocal ended
        if batch.stopped or ended:
            return None
        done = await work(one)
        ended = ended or _ends_all(done.result)
        return done

    async for done in in_order(source(), begin, at_once, ahead=ahead if at_once > 1 else 0):
        if done is None:
            continue
        if done.intent is not None:
            batch.sent = [one for one in batch.sent if one.key != done.intent.key]
        yield done


def _ends_all(result: Result) -> bool:
    """Whether the others would meet the same.

    A connection that broke does not: the server was read again behind it. Where that failed, the
    server is out of sight.
    """
    if isinstance(result, Unknown):
        return result.open
    if not isinstance(result, NotApplied):
        return False
    error = result.error
    read_again = result.journal is not None and isinstance(error, NotReached) and error.sent
    return hopeless(error) and not read_again


async def write_all(
    session: Session,
    batch: Batch[G],
    *,
    progress: Say | None = None,
    at_once: int = AT_ONCE,
) -> AsyncIterator[Done[G]]:
    """Write what is ready; what another editor changed elsewhere meanwhile is no obstacle."""
    ready = batch.ready
    told = Progress(len(ready))

    async def work(item: Item[G]) -> Done[G]:
        if item.intent is None:
            raise ValueError(item.id)
        return await _write(session, batch, item, item.intent)

    async for done in write_each(batch, ready, work, at_once):
        told.ended(well(done.result, good=done.good))
        if progress is not None:
            progress(told)
        yield done


async def _write(session: Session, batch: Sending, item: Item[G], intent: Intent) -> Done[G]:
    batch.sent.append(intent)
    result = await write(session, intent)
    if not isinstance(result, Conflict):
        return Done(item, intent, result)
    again, held = _once_more(result)
    if again is None:
        return Done(item, intent, result, held)
    batch.sent = [again if one.key == intent.key else one for one in batch.sent]
    return Done(item, again, await write(session, again))


def _once_more(conflict: Conflict) -> tuple[Intent | None, bool]:
    """The write for the newer version, where it overwrites nothing; or whether that holds it.

    An add overwrites nothing; a property is set where nobody else changed it.
    """
    intent = conflict.intent
    if all(isinstance(step, AddUsageLogEntry) for step in intent.operations):
        return replace(intent.again(), entry=conflict.theirs, usage=None), False
    if conflict.usage is None and _sets_only(intent):
        found = rebase(intent, conflict.theirs)
        if not found.clashes:
            return found.intent, found.intent is None
    return None, False


def _sets_only(intent: Intent) -> bool:
    return all(isinstance(step, SetMetadataProperty) for step in intent.operations)
