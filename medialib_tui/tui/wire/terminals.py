"""What terminals are known to do, by the variables they set; nothing is asked of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_KNOWN = re.compile(
    r"(?:xterm|tmux|screen|alacritty|kitty|foot|ghostty|wezterm|rxvt|contour|st|konsole|vte|gnome|"
    r"iterm2?|mintty|putty)(?:[-+.].*)?"
)
_REPEAT = re.compile(r"(?:xterm-kitty|kitty|alacritty|foot|xterm-ghostty|ghostty|wezterm)(?:-.*)?")
_REPEAT_BY_PROGRAM = {"WezTerm", "ghostty", "iTerm.app", "vscode"}


@dataclass(frozen=True, slots=True)
class Abilities:
    """`erase`: erased cells take the colour of the background; `repeat`: REP; `scroll`: regions."""

    erase: bool = True
    repeat: bool = False
    scroll: bool = True


def known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one of those that surely follow the sequences used here."""
    return _KNOWN.fullmatch(environ.get("TERM", "")) is not None


def abilities(environ: Mapping[str, str]) -> Abilities:
    """What can be relied upon; GNU screen paints erased cells in the terminal's own colour."""
    term = environ.get("TERM", "")
    if term.startswith("screen") or environ.get("STY"):
        return Abilities(erase=False)
    if term.startswith("tmux") or environ.get("TMUX"):
        return Abilities()
    return Abilities(repeat=_repeats(term, environ))


def _repeats(term: str, environ: Mapping[str, str]) -> bool:
    return (
        _REPEAT.fullmatch(term) is not None
        or environ.get("TERM_PROGRAM", "") in _REPEAT_BY_PROGRAM
        or any(environ.get(name) for name in ("VTE_VERSION", "KITTY_WINDOW_ID", "XTERM_VERSION"))
    )
