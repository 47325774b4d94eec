"""The last net below every widget: text segments lose what could drive a terminal."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_DRIVES = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class ControlFilter(LineFilter):
    """Drops control and direction characters from text; control segments of our own pass.

    All of them are zero cells wide, so no column moves. `dropped` counts them, each time that they
    were to be painted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dropped = 0

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line as it may reach the terminal."""
        if not any(_suspect(segment) for segment in segments):
            return segments
        return [self._tamed(segment) if _suspect(segment) else segment for segment in segments]

    def _tamed(self, segment: Segment) -> Segment:
        style = segment.style
        if style is not None and style.link and _DRIVES.search(style.link):
            style = style.update_link(None)
            self.dropped += 1
        text, dropped = _DRIVES.subn("", segment.text)
        self.dropped += dropped
        return Segment(text, style)


def _suspect(segment: Segment) -> bool:
    if segment.control:
        return False
    style = segment.style
    link = style.link if style is not None else None
    return bool(_DRIVES.search(segment.text) or (link and _DRIVES.search(link)))
