"""The date of publication of uses that have none and are to be confirmed."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Input, Static

from medialib_tui.core.usage.values import moment_of
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown


class UsageDateDialog(Dialog[str]):
    """Ends with the date as the API takes it; of 0 uses it is not known yet how many need it."""

    DEFAULT_CSS = """
    UsageDateDialog .ask { height: auto; margin-bottom: 1; }
    UsageDateDialog .said { height: auto; color: $bad; }
    UsageDateDialog Input { width: 30; }
    """
    AUTO_FOCUS = "Input"

    def __init__(self, count: int) -> None:
        super().__init__("When was it published?")
        self._count = count

    def compose_body(self) -> ComposeResult:
        """The question and the date, today to begin with."""
        ask = f"{_who(self._count)}, and a confirmed use needs one. Local time:"
        yield Static(shown(ask), classes="ask")
        now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        line = Input(now, max_length=60, select_on_focus=True)
        line.cursor_blink = False
        yield line
        yield Static(classes="said")

    def buttons(self) -> list[tuple[str, str]]:
        """Cancel, or go on."""
        return [("cancel", "Cancel"), ("use", "Use this date")]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` goes on."""
        event.stop()
        self.pressed("use")

    def pressed(self, button: str) -> None:
        """Go on with a date that can be read."""
        text, said = self.query_one(Input).value, "Type a date, such as 2026-05-01 11:00."
        try:
            moment = moment_of(text)
        except ValueError as error:
            moment, said = "", str(error)
        if moment:
            self.dismiss(moment)
        else:
            self.query_one(".said", Static).update(shown(said))
            self.query_one(Input).focus()


def _who(count: int) -> str:
    if not count:
        return "Some of the uses may have no date of publication"
    who = "This use has" if count == 1 else f"{count:,} of these uses have"
    return f"{who} no date of publication"
