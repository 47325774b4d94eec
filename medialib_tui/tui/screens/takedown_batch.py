"""Several take-downs at once."""

from __future__ import annotations

from collections.abc import Sequence

from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.tui.screens.takedown_steps import StepScreen


class BatchScreen(StepScreen):
    """Several entries, one act."""

    def __init__(self, ids: Sequence[str], operation: TakeDown) -> None:
        super().__init__(operation)
        self.ids = tuple(ids)
