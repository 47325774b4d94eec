"""How far a run over many is, on one line that changes at most once a second."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from medialib_tui.core.batch.progress import Progress
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES

EVERY = 1.0
"""Seconds between two looks at a run."""

_BAR = 20
_BAR_FROM = 90


class BatchProgress(Widget):
    """Counts, rate, time left and failures while something runs; a sentence otherwise."""

    DEFAULT_CSS = """
    BatchProgress { height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._doing = ""
        self._said: tuple[str, Tone] = ("", "muted")
        self._aside = ""
        self._timer: Timer | None = None
        self._line = Content("")

    @property
    def running(self) -> bool:
        """Whether a run is followed."""
        return self._progress is not None

    @property
    def said(self) -> str:
        """What stands there."""
        return self._line.plain

    def follow(self, progress: Progress, doing: str = "") -> None:
        """Show a run as it goes; `doing` stands before its numbers."""
        self._progress, self._doing = progress, doing
        if self._timer is None:
            self._timer = self.set_interval(EVERY, self._look)
        self._look()

    def rest(self, text: str = "", tone: Tone = "muted") -> None:
        """Nothing runs: show a sentence, or nothing."""
        self._progress, self._said = None, (text, tone)
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._look()

    def put_aside(self, text: str) -> None:
        """Show this at the right, such as what the rows are narrowed down to."""
        if text != self._aside:
            self._aside = text
            self._look()

    def on_resize(self) -> None:
        """Other room, another line."""
        self._look()

    def _look(self) -> None:
        line = self._made(max(20, self.size.width))
        if line != self._line:
            self._line = line
            self.refresh()

    def _made(self, width: int) -> Content:
        aside = shown(self._aside).stylize("$primary")
        left = self._going(self._progress, width) if self._progress else self._resting()
        room = max(1, width - aside.cell_length - (2 if self._aside else 0))
        return left.truncate(room, ellipsis=True).truncate(room, pad=True) + "  " + aside

    def _resting(self) -> Content:
        text, tone = self._said
        return shown(text).stylize(STYLES[tone])

    def _going(self, progress: Progress, width: int) -> Content:
        style = STYLES["warn" if progress.errors or progress.unknown else "plain"]
        doing = Content.styled(f"{self._doing}  ", "$muted") if self._doing else Content("")
        text = doing + Content.styled(progress.text(), style)
        if width < _BAR_FROM or not progress.total:
            return text
        full = min(_BAR, _BAR * progress.done // progress.total)
        bar = Content.styled("━" * full, "$primary") + Content.styled("━" * (_BAR - full), "$line")
        return bar + "  " + text

    def render(self) -> Content:
        """The line."""
        return self._line
