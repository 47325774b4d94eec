"""The arguments taken apart: which command is meant, and everything else.

Read at every start, so it imports nothing but the commands.
"""

from __future__ import annotations

from medialib_tui.cli.commands import BY_NAME, GROUPS, Command

_VALUES = ("--server", "--api-version", "--timeout")
"""Options of every command that take a value."""

_ALONE = {"journal": "journal list"}
"""Group words that mean one of their commands where no second word follows."""

_OWN_VALUES = (
    *("--entry", "--batch", "--limit", "-o", "--output", "--purpose", "--state", "--date", "--url"),
    *("--param", "--from", "--to", "--text", "--ids"),
)
"""Options with a value of commands in groups; it is not the group's second word."""


class Words:
    """Arguments taken apart: the command's name (None for the app) and everything else."""

    __slots__ = ("name", "rest")

    def __init__(self, name: str | None, rest: list[str]) -> None:
        self.name = name
        self.rest = rest

    @property
    def command(self) -> Command | None:
        """The command named, if this version offers it."""
        return BY_NAME.get(self.name or "")


def take_apart(argv: list[str]) -> Words:
    """Find the command word among options; the name of a bare group is the group's word.

    After `--` nothing is a command, so `medialib -- check` looks the word up.
    """
    first = _next_word(argv, 0)
    if first is None:
        return Words(None, argv)
    word = argv[first]
    rest = argv[:first] + argv[first + 1 :]
    if word in GROUPS:
        second = _next_word(rest, first, _OWN_VALUES)
        if second is None:
            return Words(word if _asks_help(rest) else _ALONE.get(word, word), rest)
        return Words(f"{word} {rest[second]}", rest[:second] + rest[second + 1 :])
    if word in BY_NAME:
        return Words(word, rest)
    return Words(None, argv)


def _asks_help(rest: list[str]) -> bool:
    return "-h" in rest or "--help" in rest


def _next_word(argv: list[str], start: int, own: tuple[str, ...] = ()) -> int | None:
    index = start
    while index < len(argv):
        word = argv[index]
        if word == "--":
            return None
        if word in _VALUES or word in own:
            index += 1
        elif not word.startswith("-") or word == "-":
            return index
        index += 1
    return None
