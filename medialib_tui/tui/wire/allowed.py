"""The sequences besides cells that a Textual app may send, each as narrow as it is used.

A write passes if it is made of such commands alone. Any other write is painted, and a command
within it is dropped although it stands here: what is painted holds data, and data shall reach
neither the clipboard nor the title nor a mode. What is dropped never reaches the terminal and moves
nothing, so the screen stays what is known of it.
"""

from __future__ import annotations

import re

_MODES = "1|7|25|100[0-6]|1015|1016|1049|2004|2027|2031|2048"
_BASE64 = "[A-Za-z0-9+/=]*"
_END = "(?:\x07|\x1b\\\\)"
_COMMANDS = (
    f"\x1b\\[\\?(?:{_MODES})[hl]",  # modes
    f"\x1b\\[\\?(?:{_MODES}|2026)\\$p",  # asking for a mode
    "\x1b\\[[<>=][0-9]*(?:;[0-9]+)?u|\x1b\\[\\?u",  # keyboard protocol
    "\x1b\\[[0-6]? q",  # shape of the cursor
    "\x07",  # bell
    f"\x1b\\][012];[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*{_END}",  # title
    f"\x1b\\]52;[cps]*;{_BASE64}{_END}",  # clipboard
    f"\x1b\\]22;[a-z_-]*{_END}",  # shape of the pointer
    f"\x1b_G[a-zA-Z0-9=,]+(?:;{_BASE64})?\x1b\\\\",  # images
)
_WRAPPED = re.compile("\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\\\")


def allowed(*also: str) -> re.Pattern[str]:
    """The sequences above, and those that match more patterns of the app's own.

    They begin with an escape, and leave cells, cursor and pen as they are; after one that does not
    the app calls `forget()`.
    """
    return re.compile(f"(?:{'|'.join((*_COMMANDS, *also))})+")


ALLOWED = allowed()


def may_pass(data: str, allowed: re.Pattern[str] = ALLOWED) -> bool:
    """Whether a write is made of such sequences alone, also where wrapped for tmux."""
    if data[:1] not in "\x1b\x07" or not data:
        return False
    if allowed.fullmatch(data):
        return True
    if not data.startswith("\x1bP"):
        return False
    inner = [found[1].replace("\x1b\x1b", "\x1b") for found in _WRAPPED.finditer(data)]
    return bool(inner) and not _WRAPPED.sub("", data) and all(map(allowed.fullmatch, inner))
