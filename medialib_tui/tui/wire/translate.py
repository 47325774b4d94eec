"""What an app writes, turned into what a terminal needs; knows nothing of drivers."""

from __future__ import annotations

import re

from medialib_tui.tui.wire.allowed import may_pass
from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.encoder import Encoder
from medialib_tui.tui.wire.frame import Canvas
from medialib_tui.tui.wire.terminals import Abilities

SYNC_START = "\x1b[?2026h"
SYNC_END = "\x1b[?2026l"
_MARK = "\x1b[?2026"
_MARKS = re.compile(r"(\x1b\[\?2026[hl])")
_SCREEN = "\x1b[?1049"
_LEAVE = "\x1b[?1049l"


class Translator:
    """A terminal of a size and of abilities, as it is known from what was sent to it."""

    def __init__(
        self,
        columns: int,
        lines: int,
        able: Abilities | None = None,
        mapped: Mapped | None = None,
    ) -> None:
        self._canvas = Canvas(columns, lines, mapped)
        self._encoder = Encoder(able or Abilities())
        self._encoder.forget(lines)
        self._together: list[str] | None = None
        self._refused = 0

    @property
    def dropped(self) -> int:
        """Sequences that were neither cells nor such as an app may send."""
        return self._refused + self._canvas.dropped

    @property
    def waiting(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._together is not None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        return self._canvas.columns, self._canvas.lines

    def resize(self, columns: int, lines: int) -> None:
        """The terminal has another size; what it shows is not known."""
        self._canvas.resize(columns, lines)
        self._encoder.forget(lines)

    def forget(self) -> None:
        """Something else may have been painted: the next frame paints everything."""
        self._encoder.forget(self._canvas.lines)

    def send(self, data: str) -> str:
        """What goes to the terminal for this write of the app; often nothing.

        Between the marks of synchronised output everything is kept, and sent with its end.
        """
        if _MARK not in data:
            return self._sent(data)
        return "".join(map(self._sent, filter(None, _MARKS.split(data))))

    def _sent(self, data: str) -> str:
        if data == SYNC_START:
            self._refused += self._together is not None
            self._together = self._together or []
            return ""
        if data == SYNC_END:
            return self._ended()
        if may_pass(data):
            found = self._passed(data)
        else:
            self._canvas.paint(data)
            found = self._encoded() if self._together is None else ""
        if self._together is None:
            return found
        self._together.append(found)
        return ""

    def _ended(self) -> str:
        found = "".join([*(self._together or ()), self._encoded()])
        self._together = None
        return f"{SYNC_START}{found}{SYNC_END}" if found else ""

    def _passed(self, data: str) -> str:
        """A command, behind everything painted before it."""
        found = self._encoded() if self._together is not None else ""
        if _SCREEN not in data:
            return found + data
        if data.startswith(_LEAVE):
            found += self._encoder.rest()
        self.forget()
        return found + data

    def _encoded(self) -> str:
        return self._encoder.encode(self._canvas.release(), self._canvas.cursor)
