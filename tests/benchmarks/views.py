"""What stands on the screens of the app, for waiting; and the keys that lead there."""

from __future__ import annotations

from dataclasses import dataclass

READY = r"(?:f1|\?) Help"
"""The look-up screen is of use."""

SEARCHING = r"Looking up|asking…"
"""The app waits for an answer."""

SAMPLE_SHOWN = r"Fishing boats"
"""The sample entry is on the screen."""


@dataclass(frozen=True)
class Move:
    """Keys pressed one after the other, each measured; without a name they only lead on.

    `limit` is in bytes, by default twice the cells that changed; `idle` names the screen whose
    silence is measured after the move; `held`, that the first key is also held down.
    """

    keys: tuple[str, ...]
    name: str = ""
    shows: str = ""
    limit: int = 0
    idle: str = ""
    slow_s: float = 0
    held: bool = False


SCRIPT = (
    Move((), idle="look-up"),
    Move(tuple("busy-usag"), "typed key in a field", limit=60),
    Move(tuple("e-log")),
    Move(
        ("<enter>",), "another screen", shows="2,250 confirmed", slow_s=1.2, idle="entry, overview"
    ),
    Move(("2",), "another tab", shows="Desk", idle="entry, metadata"),
    Move(("3",), shows="(?i)none found", idle="entry, references"),
    Move(("4",), shows="Syndication", idle="entry, usage log"),
    Move(("<down>",) * 5, "arrow down in a table", limit=200, held=True),
    Move(("<pagedown>",) * 3, "page down in a table"),
    Move(("5",), shows="(?i)key", idle="entry, asset and keys"),
    Move(("6",), shows="mediaType", idle="entry, JSON"),
    Move(("<ctrl+p>",), "palette", shows="Overview tab", slow_s=1.2, idle="palette"),
    Move(("<esc>",)),
    Move(("?",), "help", idle="help"),
    Move(("<esc>",)),
    Move(("S",), shows="(?i)servers", idle="settings"),
)
"""A session through every screen."""
