"""What the terminal sends, made fit for the framework's parser of keys."""

from __future__ import annotations

import codecs

START = "\x1b[200~"
END = "\x1b[201~"
_ESCAPE = "\x1b"
_ALONE = 2
"""Characters of a paste's start that may be a key of their own, `esc` or `alt+[`."""


class Incoming:
    """Bytes as text: what is not UTF-8 is marked, and no escape gets out of a bracketed paste.

    Some terminals and tmux hand a paste on with the escapes in it; the parser would end the paste
    at the first one and take the rest of the text for keys.
    """

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._pasting = False
        self._held = ""
        self._sent = ""

    def text(self, data: bytes, *, final: bool = False) -> str:
        """What the parser may have of this read; part of a paste's marks waits for the next."""
        rest = self._sent + self._held + self._decode(data, final)
        skip, self._sent, self._held = len(self._sent), "", ""
        parts = []
        while rest:
            mark = END if self._pasting else START
            before, found, rest = rest.partition(mark)
            if not found:
                before = before if final else self._hold(before, mark)
            parts.append(before.replace(_ESCAPE, "") if self._pasting else before)
            parts.append(found)
            if found:
                self._pasting = not self._pasting
        return "".join(parts)[skip:]

    def _hold(self, text: str, mark: str) -> str:
        """Keep back the beginning of a mark at the end of the text, unless it may be a key."""
        size = next((size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), 0)
        if not size:
            return text
        if self._pasting or size > _ALONE:
            self._held = text[-size:]
            return text[:-size]
        self._sent = text[-size:]
        return text
