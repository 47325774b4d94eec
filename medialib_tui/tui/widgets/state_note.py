"""What stands where data would be: nothing yet, nothing there, or what went wrong."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from medialib_tui.tui.jobs import Failure
from medialib_tui.tui.present import shown


class StateNote(Static):
    """A sentence and what to do next; hidden while there is nothing to say."""

    DEFAULT_CSS = """
    StateNote { height: auto; padding: 1 2; display: none; }
    StateNote.-said { display: block; }
    """

    def clear(self) -> None:
        """Say nothing."""
        self.remove_class("-said")
        self.update(Content(""))

    def waiting(self, sentence: str) -> None:
        """Something is being asked for."""
        self._say(sentence, "", "$muted")

    def empty(self, sentence: str, hint: str = "") -> None:
        """There is nothing."""
        self._say(sentence, hint, "$foreground")

    def failed(
        self, error: Failure, *, retry: bool = True, key: str = "r", does: str = "ask again"
    ) -> None:
        """It failed: what, why, what to do, and the key that asks again."""
        detail = "" if error.detail == error.title else error.detail
        press = f"Press {key} to {does}." if retry else ""
        self._say(error.title, "\n".join(filter(None, (detail, error.hint, press))), "$bad")

    def not_offered(self, reason: str) -> None:
        """This server or API version has no such thing."""
        self._say(reason, "", "$warn")

    @property
    def said(self) -> str:
        """What stands there; empty while hidden."""
        content = self.content
        return content.plain if isinstance(content, Content) else ""

    def _say(self, sentence: str, hint: str, style: str) -> None:
        text = shown(sentence, newlines=True).stylize(style)
        if hint:
            text = text + Content("\n") + shown(hint, newlines=True).stylize("$muted")
        self.update(text)
        self.add_class("-said")
