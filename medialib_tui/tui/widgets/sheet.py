"""Text to read: facts, paragraphs and headings on lines that scroll, painted as they come up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import Tone, cut

Line = tuple[tuple[str, Tone], ...]
"""Safe text in its tones, no wider than the sheet."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a group; `note` stands behind it, muted."""

    text: str
    note: str = ""
    tone: Tone = "strong"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, which wraps below itself."""

    label: str
    value: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or lines of text."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Heading | Fact | Said | Gap


def lines_of(
    blocks: Sequence[Block], width: int, *, label_width: int = 24, least: int = 0
) -> Iterator[Line]:
    """The blocks as lines of at most `width` cells; labels share one column."""
    labels = [_safe(block.label) for block in blocks if isinstance(block, Fact)]
    column = min(label_width, max([least, *map(_cells, labels)]), max(4, width // 3))
    for block in blocks:
        match block:
            case Gap():
                yield ()
            case Heading():
                yield _heading(block, width)
            case Said():
                for text in wrapped(block.text, width):
                    yield ((text, block.tone),)
            case Fact():
                room = max(4, width - column - 2)
                label = cut(block.label, column)
                for text in wrapped(block.value, room):
                    yield ((label + "  ", "muted"), (text, block.tone))
                    label = " " * column


def wrapped(text: str, width: int) -> list[str]:
    """Safe text in lines of at most `width` cells; never empty, indents kept."""
    lines: list[str] = []
    for content in shown(text, newlines=True).expand_tabs(4).split(allow_blank=True):
        if content.cell_length <= width:
            lines.append(content.plain)
            continue
        indent = " " * min(width // 2, len(content.plain) - len(content.plain.lstrip(" ")))
        rest = content[len(indent) :]
        lines += [indent + part.plain for part in rest.wrap(width - len(indent))]
    return lines or [""]


def _heading(block: Heading, width: int) -> Line:
    text = _safe(block.text)
    if not block.note:
        return ((cut(block.text, width).rstrip(), block.tone),)
    room = max(0, width - _cells(text) - 2)
    return ((text, block.tone), ("  ", "plain"), (cut(block.note, room).rstrip(), "muted"))


def _safe(text: str) -> str:
    return shown(text).plain


def _cells(text: str) -> int:
    return shown(text).cell_length


class Sheet(ScrollView, can_focus=True):
    """Blocks of text, scrolled by line; long text wraps, nothing goes sideways.

    The column of labels has `labels` cells at least: values stay in place from thing to thing.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}" for name in ("good", "warn", "bad", "muted", "strong")
    }
    DEFAULT_CSS = """
    Sheet {
        height: 1fr; overflow-x: hidden; padding: 0 1;
        scrollbar-gutter: stable; scrollbar-size-horizontal: 0;
        scrollbar-color-hover: $scrollbar; scrollbar-background-hover: $scrollbar-background;
        .sheet--good { color: $good; }
        .sheet--warn { color: $warn; }
        .sheet--bad { color: $bad; }
        .sheet--muted { color: $muted; }
        .sheet--strong { text-style: bold; }
    }
    """

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, labels: int = 0
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = labels
        self._blocks: tuple[Block, ...] = ()
        self._lines: list[Line] = []
        self._laid_out_for = -1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is shown."""
        return self._blocks

    def show(self, blocks: Iterable[Block]) -> None:
        """Show these blocks; the place in the text is kept."""
        blocks = tuple(blocks)
        if blocks == self._blocks:
            return
        self._blocks = blocks
        self._lay_out()

    def said(self) -> str:
        """Everything the sheet says, as it is laid out."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        same_width = width == self._laid_out_for
        self._laid_out_for = width
        if width <= 0:
            return
        before, self._lines = self._lines, self._lines_for(width)
        self.virtual_size = Size(0, max(len(self._lines), self.size.height))
        if not same_width:
            self.refresh()
            return
        top = self.scroll_offset.y
        for y in range(self.size.height):
            if before[top + y : top + y + 1] != self._lines[top + y : top + y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def _lines_for(self, width: int) -> list[Line]:
        return list(lines_of(self._blocks, width, least=self._labels))

    def on_resize(self, event: events.Resize) -> None:
        """Other width, other lines."""
        if self.scrollable_content_region.width != self._laid_out_for:
            self._lay_out()
        else:
            self.virtual_size = Size(0, max(len(self._lines), self.size.height))

    def render_line(self, y: int) -> Strip:
        """One line of text."""
        width = self.scrollable_content_region.width
        if width != self._laid_out_for:  # painted before it is told of its size
            self._laid_out_for, self._lines = width, self._lines_for(width)
        style = self.rich_style
        index = y + self.scroll_offset.y
        if index >= len(self._lines):
            return Strip.blank(width, style)
        segments = [
            Segment(text, style + self._tone(tone)) for text, tone in self._lines[index] if text
        ]
        return Strip(segments).adjust_cell_length(width, style)

    def _tone(self, tone: Tone) -> Style:
        if tone == "plain":
            return Style.null()
        return self.get_component_rich_style(f"sheet--{tone}", partial=True)
