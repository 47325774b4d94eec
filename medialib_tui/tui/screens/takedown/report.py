"""Reports to files, and what can be copied of a take-down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.batch.order import in_order
from medialib_tui.core.picture.saving import Part, place_for, suggested_name
from medialib_tui.core.takedown.batch import Item, proven_again
from medialib_tui.core.takedown.report import Report, report_of, to_json, to_markdown
from medialib_tui.model.text import one_line
from medialib_tui.tui import notices
from medialib_tui.tui.dialogs.copy import CopyItem, items_of, open_copy_menu
from medialib_tui.tui.dialogs.save import SaveDialog

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp
    from medialib_tui.tui.screens.takedown.batch import BatchScreen
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen

_SUFFIXES = (".md", ".json")
_HINT = (
    "Both forms are written: .md to be read, .json with everything the hashes cover. "
    "A name that ends in .md or .json writes that one only."
)


async def save_one(screen: TakeDownScreen) -> None:
    """Ask where to, and write the report of one entry."""
    acting, evidence = screen.acting, screen.evidence
    if evidence is None:
        return
    made = await report_of(
        screen.session, evidence, acting.result, acting.proof, plan=acting.plan or screen.plan
    )
    name = f"{screen.operation.value}-{evidence.entry.id}"
    await save(screen.library, [made], name)


async def save(app: MedialibApp, reports: Sequence[Report], name: str, hint: str = _HINT) -> None:
    """Ask where to, and write the reports; several ones stand in one file."""
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    suggested = Path.cwd() / suggested_name(f"{name}-{day}", "report")
    dialog = SaveDialog("Write the report", suggested, partial(_write, reports), hint=hint)
    said = await app.push_screen_wait(dialog)
    if said:
        notices.say(app, said, title="Report written")


async def _write(reports: Sequence[Report], target: Path, force: bool) -> str:
    return await asyncio.to_thread(_write_all, reports, target, force)


def _write_all(reports: Sequence[Report], target: Path, force: bool) -> str:
    one = target.suffix.lower() in _SUFFIXES
    names = [target] if one else [target.with_name(target.name + end) for end in _SUFFIXES]
    places = [place_for(name, name.name, force=force) for name in names]
    for place in places:
        part = Part(place)
        try:
            part.write(_text(reports, place).encode())
            part.finish(force=force)
        finally:
            part.discard()
    return "\n".join(map(str, places))


def _text(reports: Sequence[Report], place: Path) -> str:
    if place.suffix.lower() == ".md":
        return "\n".join(map(to_markdown, reports))
    found = [to_json(made) for made in reports]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=True, indent=2) + "\n"


async def save_several(screen: BatchScreen) -> None:
    """The reports of all that were checked, and not left out of what was written since.

    What an earlier run did is proven again.
    """
    written = {one.evidence.entry.id: one for one in screen.acting.done}
    left_out = screen.skipped if written else ()

    async def report(item: Item) -> Report | None:
        if item.evidence is None or item.id in left_out:
            return None
        done = written.get(item.id) or await proven_again(screen.session, item, screen.operation)
        result, proof = (done.result, done.proof) if done else (None, None)
        return await report_of(screen.session, item.evidence, result, proof, plan=item.plan)

    made = [one async for one in in_order(screen.items, report) if one is not None]
    lost = ", ".join(item.id for item in screen.items if item.evidence is None)
    hint = f"Not checked, and not in it: {one_line(lost, 200)}. {_HINT}" if lost else _HINT
    if made:
        await save(screen.library, made, f"{screen.operation.value}-{len(made)}-entries", hint)


def copy_several(screen: BatchScreen) -> None:
    """All purge lists as one, all ids."""
    keys = [key.key for item in screen.items if item.evidence for key in item.evidence.keys]
    for one in screen.acting.done:
        keys += one.proof.purge if one.proof else ()
    purge = list(dict.fromkeys(keys))
    items = [CopyItem("p", f"Purge list ({len(purge):,})", "\n".join(purge))] if purge else []
    items.append(CopyItem("i", f"Ids ({len(screen.ids):,})", "\n".join(screen.ids)))
    open_copy_menu(screen.library, items)


def copy_one(screen: TakeDownScreen) -> None:
    """The purge list first, then what the entry holds."""
    evidence, proof = screen.evidence, screen.acting.proof
    if evidence is None:
        return
    purge = proof.purge if proof else tuple(key.key for key in evidence.keys)
    items = [CopyItem("p", f"Purge list ({len(purge):,})", "\n".join(purge))] if purge else []
    documents = [row.key for row in evidence.check.documents.rows]
    if documents:
        items.append(CopyItem("d", f"Document ids ({len(documents):,})", "\n".join(documents)))
    items += [item for item in items_of(evidence.entry) if item.key in "itu"]
    open_copy_menu(screen.library, items)
