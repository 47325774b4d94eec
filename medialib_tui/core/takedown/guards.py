"""What is typed before something that cannot simply be taken back. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence

TAIL = 6
"""How many of an id's last characters are typed in production."""


def typed_end(ids: Sequence[str]) -> str:
    """What is typed in production: the end of the id; of several, of the last one named."""
    return ids[-1][-TAIL:] if ids else ""
