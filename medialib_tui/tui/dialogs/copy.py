"""The copy menu: one key for each thing worth copying."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from medialib_tui.tui import clipboard, jobs
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.owner import library_of

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry
    from medialib_tui.tui.app import MedialibApp

_SHOW = "s"
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class CopyItem:
    """Something to copy, chosen by `key` (not `s`, which shows instead)."""

    key: str
    label: str
    text: str


def items_of(entry: Entry, *, keys: Sequence[str] = (), link: str = "") -> list[CopyItem]:
    """What can be copied of an entry; `keys` are its asset keys, where they are known."""
    key = entry.asset_key or (keys[0] if keys else "")
    url = link or (entry.asset.url if entry.asset and entry.asset.url else "")
    found = (
        CopyItem("i", "Id", entry.id),
        CopyItem("t", "Title", entry.title if entry.title != entry.id else ""),
        CopyItem("k", "Key", key),
        CopyItem("u", "URL", url),
        CopyItem("j", "JSON", json.dumps(entry.sent, ensure_ascii=False, indent=2)),
    )
    return [item for item in found if item.text]


def open_copy_menu(node: DOMNode, items: Sequence[CopyItem]) -> None:
    """Ask what to copy, and copy it."""
    app = library_of(node)
    jobs.start_flow(app, "copy", partial(_ask, app, tuple(items)))


async def _ask(app: MedialibApp, items: Sequence[CopyItem]) -> None:
    choices = [Choice(item.key, item.label, item.key, _start(item.text)) for item in items]
    choices.append(Choice(_SHOW, "Show, to select by hand", _SHOW))
    chosen = await app.push_screen_wait(ChoiceDialog("Copy", choices))
    if chosen == _SHOW:
        everything = "\n".join(f"{item.label}: {item.text}" for item in items)
        clipboard.show_instead(app, "everything", everything)
        return
    for item in items:
        if item.key == chosen:
            clipboard.copy(app, item.label, item.text)


def _start(text: str) -> str:
    line = " ".join(text[:_LOOKED_AT].split())
    return line if len(line) <= 44 else line[:43] + "…"
