"""What terminals are known to do, by the variables they set; nothing is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_REPEAT = {"alacritty", "kitty", "foot", "ghostty", "wezterm"}
_KNOWN = _REPEAT | {
    *("xterm", "tmux", "screen", "rxvt", "contour", "st", "konsole", "vte", "gnome", "mintty"),
    *("iterm", "iterm2", "putty"),
}
_REPEAT_BY_PROGRAM = {"WezTerm", "ghostty", "iTerm.app", "vscode"}


class Abilities(NamedTuple):
    """`erase`: erased cells take the colour of the background; `repeat`: REP; `scroll`: regions."""

    erase: bool = True
    repeat: bool = False
    scroll: bool = True


def known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one of those that surely follow the sequences used here."""
    return _words(environ)[0] in _KNOWN


def abilities(environ: Mapping[str, str]) -> Abilities:
    """What can be relied upon; GNU screen paints erased cells in the terminal's own colour."""
    words = _words(environ)
    if words[0] == "screen" or environ.get("STY"):
        return Abilities(erase=False)
    if words[0] == "tmux" or environ.get("TMUX"):
        return Abilities()
    return Abilities(repeat=not _REPEAT.isdisjoint(words) or _says_repeat(environ))


def _words(environ: Mapping[str, str]) -> list[str]:
    return environ.get("TERM", "").replace("+", "-").replace(".", "-").split("-")


def _says_repeat(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM_PROGRAM", "") in _REPEAT_BY_PROGRAM or any(
        environ.get(name) for name in ("VTE_VERSION", "KITTY_WINDOW_ID", "XTERM_VERSION")
    )
