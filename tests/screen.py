"""The far end of a pseudo terminal: it answers what programs ask, and shows what they draw."""

from __future__ import annotations

import re

import pyte

_QUERY = re.compile(
    rb"\x1b\[(?:(?P<mode>\?\d+)\$p|(?P<device>0?c)|(?P<position>6n)|(?P<status>5n))"
)
_KNOWN_MODES = {b"?2026"}
_BEYOND_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"  # private markers, as of keyboard protocols
    rb"|\x1b\[\??[0-9;:]*[ -/]+[@-~]"  # intermediates, as of mode queries
    rb"|\x1b\[\?[0-9;:]*[cnupqt]"
    rb"|\x1b\[[0-9;]*[tcnu]"  # reports and window operations
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, colours, clipboard
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"
    rb"|\x1b\[[0-9;]*:[0-9;:]*m"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?)?\Z")


def answers(data: bytes) -> bytes:
    """What a modern terminal replies to the queries in a chunk of output."""
    replies = []
    for query in _QUERY.finditer(data):
        if mode := query["mode"]:
            state = b"2" if mode in _KNOWN_MODES else b"0"
            replies.append(b"\x1b[%b;%b$y" % (mode, state))
        elif query["device"]:
            replies.append(b"\x1b[?62;22c")
        else:
            replies.append(b"\x1b[1;1R" if query["position"] else b"\x1b[0n")
    return b"".join(replies)


class Screen:
    """An emulated screen that is fed raw output."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Draw a chunk; a sequence cut by its end is kept for the next one."""
        data = _BEYOND_PYTE.sub(b"", self._rest + data)
        self._rest = b""
        if cut := _UNFINISHED.search(data):
            self._rest, data = cut[0], data[: cut.start()]
        self._stream.feed(data)

    def resize(self, columns: int, rows: int) -> None:
        """Another size, with what is shown kept where it is."""
        self._screen.resize(rows, columns)

    @property
    def lines(self) -> list[str]:
        """The rows as they stand, padded with spaces."""
        buffer, columns = self._screen.buffer, range(self._screen.columns)
        return ["".join(buffer[y][x].data for x in columns) for y in range(self._screen.lines)]

    def cells(self) -> list[object]:
        """Every cell: character, colours, attributes."""
        buffer = self._screen.buffer
        return [
            buffer[y][x] for y in range(self._screen.lines) for x in range(self._screen.columns)
        ]

    @property
    def text(self) -> str:
        """All rows, without the spaces at their ends."""
        return "\n".join(line.rstrip() for line in self.lines)
