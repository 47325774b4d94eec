"""How many sequences the last session of the app kept from the terminal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from medialib_tui.store.files import write_private

_NAME = "dropped-sequences"


def note_dropped(state: Path, count: int) -> None:
    """Remember the count of a session that has ended; where that fails, nothing is remembered."""
    file = state / _NAME
    with suppress(OSError):
        if count:
            write_private(file, f"{count}\n".encode("ascii"), durable=False)
        else:
            file.unlink(missing_ok=True)


def last_dropped(state: Path) -> int:
    """The count of the session that ended last."""
    try:
        return int((state / _NAME).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
