"""The two lines above a take-down: of what, and where it has got to."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES


class StepHeader(Widget):
    """The act, title and id; then the steps, and what is going on at their right."""

    DEFAULT_CSS = """
    StepHeader { height: 2; padding: 0 1; }
    """

    act: reactive[str] = reactive("")
    title: reactive[str] = reactive("")
    entry_id: reactive[str] = reactive("")
    aside: reactive[str] = reactive("")
    steps: reactive[tuple[str, ...]] = reactive(())
    step: reactive[int] = reactive(0)
    status: reactive[tuple[str, Tone]] = reactive(("", "muted"))

    def render(self) -> Content:
        """The two lines."""
        width = max(20, self.size.width)
        aside = shown(self.aside).stylize("$muted")
        tail = shown(self.entry_id).truncate(max(8, width // 3), ellipsis=True).stylize("$muted")
        tail = (
            Content("  ") + tail if self.entry_id and self.entry_id != self.title else Content("")
        )
        name = Content.styled(f"{self.act}  ", "bold $primary") + shown(self.title).stylize("bold")
        room = max(1, width - aside.cell_length - 2)
        name = name.truncate(max(1, room - tail.cell_length), ellipsis=True)
        first = (name + tail).truncate(room, pad=True) + "  " + aside
        steps = Content("  ").join(map(self._step, range(len(self.steps))))
        text, tone = self.status
        status = shown(text).stylize(STYLES[tone])
        room = max(1, width - steps.cell_length - 3)
        second = steps + "   " + status.truncate(room, ellipsis=True)
        return first + Content("\n") + second

    def _step(self, place: int) -> Content:
        label = f"{place + 1} {self.steps[place]}"
        style = "bold underline $foreground" if place == self.step else "$muted"
        return Content.styled(label, style)
