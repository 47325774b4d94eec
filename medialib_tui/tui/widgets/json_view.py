"""An entry exactly as the server sent it, readable and harmless."""

from __future__ import annotations

import json

from medialib_tui.model.base import JsonObject
from medialib_tui.tui.widgets.sheet import Block, Said, Sheet

MOST = 200_000
"""Characters shown; copying takes all of it."""


def as_json(sent: JsonObject) -> str:
    """The object as indented JSON; what an encoder cannot say stays escaped."""
    return json.dumps(sent, ensure_ascii=False, indent=2)


class JsonView(Sheet):
    """Read-only JSON."""

    def show_object(self, sent: JsonObject) -> None:
        """Show an object; a huge one up to a limit, said so."""
        text = as_json(sent)
        blocks: list[Block] = []
        if len(text) > MOST:
            size = f"{len(text):,}"
            blocks.append(
                Said(f"The first {MOST:,} of {size} characters; copying takes all.", "warn")
            )
        blocks.append(Said(text[:MOST]))
        self.show(blocks)
