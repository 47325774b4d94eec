"""The rows of a list as a CSV or JSON file; nothing is replaced unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.documents import BATCH
from medialib_tui.core.picture.saving import Part, place_for, suggested_name
from medialib_tui.core.references import describe
from medialib_tui.core.spreadsheet import as_csv, as_json
from medialib_tui.core.usage.export import Logged, cells, columns
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.save import SaveDialog

if TYPE_CHECKING:
    from medialib_tui.model.base import JsonObject
    from medialib_tui.tui.screens.entry.screen import EntryScreen
    from medialib_tui.tui.widgets.reference_table import ReferenceTable

_HINT = "The ending decides: .csv for a spreadsheet, .json for the rows as the server sent them."

Text = Callable[[bool], Awaitable[str]]
"""The file's text, as JSON or else as CSV."""


def export_uses(screen: EntryScreen) -> None:
    """Ask for a name and write the uses listed, in their order."""
    rows, entry, project = screen.uses.table.items, screen.item_entry, screen.item_project
    logged = Logged(screen.entry_id, entry, tuple(rows))
    heading = columns(project)

    async def text(json: bool) -> str:
        if json:
            return as_json([row.entry.sent for row in logged.rows])
        return as_csv(heading, cells(logged, heading, project, screen.session.language))

    _ask(screen, f"{screen.entry_id} usage log", f"{len(rows):,} uses", text)


def export_references(screen: EntryScreen) -> None:
    """Ask for a name and write the references listed, in their order."""
    table = screen.references.active_table
    kind, count = table.kind, len(table.items)
    found = screen.data.references(kind).value
    known = found.honest_total() if found else ""

    async def text(json: bool) -> str:
        await _name(screen, table)
        rows = [_reference(table, place) for place in range(count)]
        if json:
            return as_json(rows)
        heading = ("id", "title", "type", "published", "url", "places")
        return as_csv(heading, ([_said(row.get(name)) for name in heading] for row in rows))

    noun = "documents" if kind is ReferenceKind.DOCUMENTS else "media"
    _ask(screen, f"{screen.entry_id} {noun}", f"{count:,} rows ({known})", text)


async def _name(screen: EntryScreen, table: ReferenceTable) -> None:
    """Ask for the titles and addresses that scrolling has not asked for yet."""
    while missing := [row for row in table.items if row.key not in table.infos][:BATCH]:
        infos = await describe(screen.session, table.kind, missing)
        screen.references.learn(table.kind, infos)


def _reference(table: ReferenceTable, place: int) -> JsonObject:
    item = table.items[place]
    info = table.infos.get(item.key)
    known: JsonObject = {}
    if info is not None:
        known = {"title": info.title, "type": info.kind_label, "published": info.published}
        known["url"] = info.url
    return {
        "id": item.id,
        **known,
        "places": list(item.places),
        "references": item.sent.get("references"),
    }


def _said(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _ask(screen: EntryScreen, name: str, what: str, text: Text) -> None:
    if not what.startswith("0 "):
        jobs.start_flow(screen.library, "export", partial(_flow, screen, name, what, text))
    else:
        notices.say(screen, "There are no rows to write.")


async def _flow(screen: EntryScreen, name: str, what: str, text: Text) -> None:
    suggested = Path(suggested_name(f"{name}.csv".replace(" ", "-"), name))
    dialog = SaveDialog(f"Write {what}", suggested, partial(_save, text, what), hint=_HINT)
    if said := await screen.app.push_screen_wait(dialog):
        notices.say(screen, said, title="Written")


async def _save(text: Text, what: str, target: Path, force: bool) -> str:
    place = await asyncio.to_thread(place_for, target, target.name, force=force)
    data = (await text(place.suffix.lower() == ".json")).encode("utf-8", "replace")
    await asyncio.to_thread(_write, target, data, force)
    return f"{what}\n{target}"


def _write(target: Path, data: bytes, force: bool) -> None:
    place = place_for(target, target.name, force=force)
    part = Part(place)
    try:
        part.write(data)
        part.finish(force=force)
    finally:
        part.discard()
