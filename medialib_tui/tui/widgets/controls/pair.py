"""Two lines that make one value: the ends of a range, a video and its poster."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.line import LineControl


class PairControl(Vertical):
    """Two labelled lines; their text is `first` newline `second`."""

    DEFAULT_CSS = """
    PairControl { height: 2; }
    PairControl Horizontal { height: 1; }
    PairControl Static { width: 17; padding: 0 0 0 1; color: $muted; }
    PairControl.-short Static { width: 7; }
    PairControl LineControl { width: 1fr; }
    """

    @dataclass
    class Typed(Message):
        """One of the lines holds other text."""

        text: str

    @dataclass
    class Done(Message):
        """The person is done with both lines."""

    def __init__(self, labels: tuple[str, str], text: str) -> None:
        super().__init__(classes="-short" if max(map(len, labels)) < 6 else "")
        first, _, second = text.partition("\n")
        self._labels = labels
        self._lines = (LineControl(first), LineControl(second))

    def compose(self) -> ComposeResult:
        """Label and line, twice."""
        for label, line in zip(self._labels, self._lines, strict=True):
            with Horizontal():
                yield Static(shown(label))
                yield line

    @property
    def text(self) -> str:
        """Both lines."""
        return "\n".join(line.text for line in self._lines)

    def on_focus(self) -> None:
        """The first line takes the keys."""
        self._lines[0].focus()

    def focus_first(self) -> None:
        """Type into the first line."""
        self._lines[0].focus()

    def on_line_control_typed(self, event: LineControl.Typed) -> None:
        """Pass both on."""
        event.stop()
        self.post_message(self.Typed(self.text))

    def on_line_control_done(self, event: LineControl.Done) -> None:
        """`enter` goes to the second line, then ends."""
        event.stop()
        if not self._other(1):
            self.post_message(self.Done())

    def on_key(self, event: events.Key) -> None:
        """Up, down and tab go from one line to the other."""
        step = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1}.get(event.key)
        if step is not None and self._other(step):
            event.stop()
            event.prevent_default()

    def _other(self, step: int) -> bool:
        here = 0 if self._lines[0].has_focus else 1
        if here + step not in (0, 1):
            return False
        self._lines[here + step].focus()
        return True
