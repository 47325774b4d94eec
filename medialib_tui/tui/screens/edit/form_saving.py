"""What saving a form has in common, whatever it writes: telling, and looking again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from medialib_tui.core.writing.settle import Settled, recheck
from medialib_tui.tui import notices
from medialib_tui.tui.screens.edit.form import FormScreen

if TYPE_CHECKING:
    from medialib_tui.api.errors import ApiError
    from medialib_tui.core.writing.intent import Conflict, Unknown

S = TypeVar("S", bound=FormScreen)


class FormSaving(Generic[S]):
    """Saves the form of one screen; it outlives the screen. `kept` says where the draft is."""

    kept = ""

    def __init__(self, screen: S) -> None:
        self._screen = screen
        self._app = screen.library
        self._session = screen.session
        self.running = False

    @property
    def here(self) -> bool:
        """Whether the form is still open."""
        return self._screen in self._app.screen_stack

    def _say(self, error: ApiError, status: str, more: str = "") -> None:
        """Tell a failure, in the form's header as well."""
        lines = [more, notices.explain(error), "" if self.here else self.kept]
        text = "\n".join(line for line in lines if line)
        notices.say(self._app, text, title=error.title, severity="error")
        if self.here:
            self._screen.say(f"{status}: {error.title}", "bad")
            self._screen.show_again()

    def _say_elsewhere(self, result: Conflict) -> None:
        """Tell of a conflict whose form is closed."""
        title = f"{result.theirs.title} was changed by somebody else; yours is not saved"
        notices.say(self._app, self.kept, title=title, severity="warning")

    async def _look_again(self, unknown: Unknown) -> Settled | None:
        """What became of the write; None, and said, where that is still not known."""
        record = await asyncio.to_thread(self._session.journal.get, unknown.journal)
        if record is None or self._screen.form is None:
            return None
        self._screen.say("looking again…", "accent")
        found = await recheck(self._session, record)
        if not self.here:
            return None
        if found.entry is None:
            self._screen.say(f"still not known: {found.sentence}", "bad")
            return None
        return found
