"""Copying: OSC 52 through the terminal, and honest words about what is known of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from textual.dom import DOMNode

from medialib_tui.tui import notices
from medialib_tui.tui.owner import library_of

LIMIT = 100_000
"""Bytes of UTF-8 sent at most; terminals and tmux drop more than that without a word."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CANNOT = {"linux", "dumb", "vt100", "vt220"}


@dataclass(frozen=True, slots=True)
class Copy:
    """Text as it goes to the clipboard; `removed` counts the control characters left out."""

    text: str
    removed: int

    @property
    def size(self) -> int:
        """Bytes of UTF-8."""
        return len(self.text.encode())


def prepare(text: str) -> Copy:
    """Leave out control characters; newlines and tabs stay."""
    text = text.replace("\r\n", "\n")
    kept = _CONTROL.sub("", text)
    return Copy(kept, len(text) - len(kept))


def obstacle(copy: Copy, environ: Mapping[str, str]) -> str:
    """Why the terminal will not take it, in a sentence; empty where it may."""
    if copy.size > LIMIT:
        return f"{copy.size:,} bytes are more than terminals take ({LIMIT:,})."
    if environ.get("TERM", "") in _CANNOT:
        return "This terminal has no clipboard for programs."
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return "Terminal.app does not let programs copy."
    return ""


def passthrough(text: str) -> str:
    """OSC 52 wrapped so that tmux hands it on to the terminal outside."""
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"


def copy(node: DOMNode, what: str, text: str) -> None:
    """Send text to the clipboard and say so; where that cannot work, show it instead.

    `what` names the text in the notice, for example `Id`.
    """
    app = library_of(node)
    prepared = prepare(text)
    if problem := obstacle(prepared, app.environ):
        show_instead(app, what, prepared.text, problem)
        return
    app.copy_to_clipboard(prepared.text)
    tmux = bool(app.environ.get("TMUX"))
    notices.say(app, _said(prepared, tmux=tmux), title=f"Copied: {what}")


def show_instead(node: DOMNode, what: str, text: str, why: str = "") -> None:
    """Show the text, to be selected by hand."""
    from medialib_tui.tui.dialogs.text import TextDialog

    note = f"{why} Select it by hand; most terminals need shift with the mouse.".strip()
    node.app.push_screen(TextDialog(f"Copy: {what}", text, note=note))


def _said(copy: Copy, *, tmux: bool) -> str:
    removed = f" without {copy.removed} control characters" if copy.removed else ""
    first = copy.text.strip().splitlines()[0][:60] if copy.text.strip() else "(nothing)"
    more = "…" if len(copy.text.strip()) > len(first) else ""
    doubt = (
        "tmux passes it on where its set-clipboard is on" if tmux else "A terminal may ignore it"
    )
    return (
        f"{first}{more}\nSent to the terminal{removed} ({len(copy.text):,} characters). "
        f"{doubt}; y, then s shows the text instead."
    )
