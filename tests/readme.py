"""The parts of the README that come from the code.

python -m tests.readme --write    writes them; without --write it only says whether they hold
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from medialib_tui.cli.commands import command_table
from medialib_tui.tui.actions import CATALOG, key_table

README = Path(__file__).resolve().parents[1] / "README.md"


def render(text: str) -> str:
    """The README with its tables written anew between their markers."""
    commands = ((f"`{usage}`", explained) for usage, explained in command_table())
    keys = (
        (_keys(key), f"`{action.id}`", explained)
        for action, (key, _, explained) in zip(CATALOG, key_table(), strict=True)
    )
    text = _between(text, "commands", _table(("command", "what it does"), commands))
    return _between(text, "keys", _table(("key", "id", "what it does"), keys))


def _keys(text: str) -> str:
    return " or ".join(f"`{key}`" for key in text.split(" or "))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("-" * len(word) for word in head), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in lines
    )


def _between(text: str, name: str, body: str) -> str:
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    text, count = pattern.subn(lambda _: begin + body + end, text)
    if count != 1:
        raise ValueError(f"README.md must have the markers of {name} once")
    return text


def main(arguments: list[str]) -> int:
    """0 when the README holds, or was written."""
    before = README.read_text(encoding="utf-8")
    after = render(before)
    if "--write" in arguments:
        README.write_text(after, encoding="utf-8")
        return 0
    if before != after:
        sys.stderr.write("README.md differs from the code: python -m tests.readme --write\n")
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
