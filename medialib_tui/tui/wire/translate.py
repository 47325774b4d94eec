"""What an app writes, turned into what a terminal needs; knows nothing of drivers."""

from __future__ import annotations

from collections.abc import Sequence

from medialib_tui.tui.wire.allowed import allowed, may_pass
from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.encoder import Encoder
from medialib_tui.tui.wire.frame import Canvas
from medialib_tui.tui.wire.terminals import Abilities

SYNC_START = "\x1b[?2026h"
SYNC_END = "\x1b[?2026l"
_SCREEN = "\x1b[?1049"
_LEAVE = "\x1b[?1049l"


class Translator:
    """A terminal of a size and of abilities, as it is known from what was sent to it.

    `also` are patterns of more commands that may pass.
    """

    def __init__(
        self,
        columns: int,
        lines: int,
        able: Abilities | None = None,
        mapped: Mapped | None = None,
        also: Sequence[str] = (),
    ) -> None:
        self._allowed = allowed(*also)
        self._canvas = Canvas(columns, lines, mapped)
        self._encoder = Encoder(able or Abilities())
        self._encoder.forget(lines)
        self._ready: list[str] = []
        self._parts: list[str] = []
        self._begun = self._marked = self._due = False
        self._refused = 0

    @property
    def dropped(self) -> int:
        """Sequences that were neither cells nor such as an app may send."""
        return self._refused + self._canvas.dropped

    @property
    def waiting(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._begun

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

    def break_off(self) -> None:
        """What was painted is not wanted any more: of what has not gone yet, commands stay."""
        left = [*self._ready, *self._parts]
        self._ready = [part for part in left if may_pass(part, self._allowed)]
        self._parts.clear()
        self._begun = self._marked = self._due = False
        self.forget()

    def send(self, data: str) -> str:
        """What goes to the terminal for this write of the app; often nothing."""
        self.take(data)
        return self.give()

    def take(self, data: str) -> None:
        """Note what the app writes: a mark, commands, or what is painted; never a mixture.

        What is painted holds data. So nothing within it is taken for a mark or a command.
        """
        if data == SYNC_START:
            self._refused += self._begun
            self._begun = self._due = True
        elif data == SYNC_END:
            self._begun = False
            self._marked = self._due = True
        elif may_pass(data, self._allowed):
            self._pass(data)
        else:
            self._canvas.paint(data)
            self._due = True

    def give(self) -> str:
        """What makes the terminal show everything taken so far, but for a frame not ended yet.

        Frames that were not asked for become one with those behind them.
        """
        if not self._begun:
            self._end()
        found = "".join(self._ready)
        self._ready.clear()
        return found

    def _pass(self, data: str) -> None:
        """A command, behind everything painted before it."""
        if self._begun:
            self._encode()
        else:
            self._end()
        into = self._parts if self._begun else self._ready
        if _SCREEN in data:
            if data.startswith(_LEAVE):
                into.append(self._encoder.rest())
            self.forget()
        into.append(data)

    def _end(self) -> None:
        """All that was painted is ready to go, between marks if it came so."""
        self._encode()
        found = "".join(self._parts)
        self._parts.clear()
        if found:
            self._ready.append(f"{SYNC_START}{found}{SYNC_END}" if self._marked else found)
        self._marked = False

    def _encode(self) -> None:
        if self._due:
            self._due = False
            self._parts.append(self._encoder.encode(self._canvas.release(), self._canvas.cursor))
