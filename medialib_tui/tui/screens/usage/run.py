"""The same usage-log write for several entries: what every such screen has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar

from textual.binding import BindingType

from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.usage.plan import Ground
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.batch.run import RunScreen
from medialib_tui.tui.screens.usage.told import follow


class UsageRunScreen(RunScreen[Ground]):
    """Writes a use to each; subclasses plan and ask."""

    CSS_PATH = "../../styles/batch.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("use-batch")

    def write_items(self, batch: Batch[Ground]) -> AsyncIterator[Done[Ground]]:
        """Write them."""
        return write_all(self.session, batch)

    def followed(self, done: Done[Ground]) -> None:
        """Other screens of the entry show its usage log as it is now."""
        follow(self.library, done.item.id, done.result)

    def action_use_batch_proceed(self) -> None:
        """Ask once, then write."""
        self.proceed()

    def action_use_batch_stop(self) -> None:
        """Write no further one."""
        self.stop_sending()

    def action_use_batch_again(self) -> None:
        """Read and plan again; what an earlier run wrote is left out."""
        self.plan_again(anew=False)

    def action_use_batch_anew(self) -> None:
        """Plan a run of its own: what an earlier run wrote is written once more."""
        self.plan_again(anew=True)

    def action_use_batch_back(self) -> None:
        """Back; not while writes are on their way."""
        self.leave()
