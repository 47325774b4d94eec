"""An import: every item of a file sent, its end proven and kept, whatever happens on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ImportRun, ItemResult

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source
    from medialib_tui.core.session import Session

__all__ = ["Counts", "Import", "ImportOutcome", "ImportRun", "ItemResult", "earlier_imports"]


class Import:
    """One import of a file to the session's server; used once.

    `total` is the number of items where it is known (from the examination), for the progress.
    `resume` goes on with what has no proven end; else everything is offered anew.
    """

    def __init__(
        self,
        session: Session,
        source: Source,
        *,
        limits: Limits | None = None,
        resume: bool = False,
        total: int = 0,
    ) -> None:
        self.progress = Progress(total)

    @property
    def earlier(self) -> Counts | None:
        """How an earlier run of this very file on this server went; None where there is none."""
        raise NotImplementedError

    def run(self) -> AsyncIterator[tuple[ItemResult, ...]]:
        """Send, and hand out the results of each answer as it comes.

        Raises ApiError for what ends all: the token, a version no longer served, a read-only
        server, a journal that cannot be written, a server that stays away. Cancelling it waits a
        moment for what is on its way.
        """
        raise NotImplementedError

    def stop(self) -> None:
        """Begin nothing further; what is on its way is awaited, then `run` ends."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """How many items ended how so far; from memory, so it may be asked at any time."""
        raise NotImplementedError

    def results(self, *, failed: bool = False) -> Iterator[ItemResult]:
        """Every result, or the failed ones, in file order; reads the store, so for a thread."""
        raise NotImplementedError


def earlier_imports(session: Session) -> tuple[ImportRun, ...]:
    """The imports to the session's server from this machine, newest first; for a thread."""
    raise NotImplementedError
