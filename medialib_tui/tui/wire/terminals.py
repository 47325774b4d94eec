"""What terminals are known to do, by the variables they set; nothing is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_REPEAT = {"alacritty", "kitty", "foot", "ghostty", "wezterm"}
_KNOWN = _REPEAT | {
    *("xterm", "tmux", "screen", "rxvt", "contour", "st", "konsole", "vte", "gnome", "mintty"),
    *("iterm", "iterm2", "putty"),
}
_VARIABLES = {
    **{"VTE_VERSION": "vte", "KITTY_WINDOW_ID": "kitty", "XTERM_VERSION": "xterm"},
    **{"KONSOLE_VERSION": "konsole", "INSIDE_EMACS": "emacs"},
}
_REPEAT_BY_VARIABLE = {"WezTerm", "ghostty", "iTerm.app", "vscode", "vte", "kitty", "xterm"}


class Abilities(NamedTuple):
    """`erase`: erased cells take the colour of the background; `repeat`: REP; `scroll`: regions.

    `tab`: a vertical tab goes a line down, as a line feed does.
    """

    erase: bool = True
    repeat: bool = False
    scroll: bool = True
    tab: bool = True


def known(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one of those that surely follow the sequences used here."""
    return _words(environ)[0] in _KNOWN


def abilities(environ: Mapping[str, str]) -> Abilities:
    """What can be relied upon, the least where the terminal is not known.

    GNU screen paints erased cells in the terminal's own colour.
    """
    words = _words(environ)
    if words[0] not in _KNOWN:
        return Abilities(erase=False, scroll=False, tab=False)
    if words[0] == "screen" or environ.get("STY"):
        return Abilities(erase=False)
    if words[0] == "tmux" or environ.get("TMUX"):
        return Abilities()
    generic = words[0] == "xterm" and _says_repeat(environ)
    return Abilities(repeat=not _REPEAT.isdisjoint(words) or generic)


def gnu_screen(environ: Mapping[str, str]) -> bool:
    """Whether that is GNU screen: it knows no exact colours, and inherits variables of others."""
    term = environ.get("TERM", "")
    return not environ.get("TMUX") and bool(environ.get("STY") or term.startswith("screen"))


def _words(environ: Mapping[str, str]) -> list[str]:
    return environ.get("TERM", "").replace("+", "-").replace(".", "-").split("-")


def _says_repeat(environ: Mapping[str, str]) -> bool:
    """Whether the variables name one program alone, and that repeats.

    A terminal started from another one inherits the other's variables: two say nothing.
    """
    named = {program for name, program in _VARIABLES.items() if environ.get(name)}
    if program := environ.get("TERM_PROGRAM"):
        named.add(program)
    return len(named) == 1 and named <= _REPEAT_BY_VARIABLE
