"""Entries for people: a card for one, a table for several, rows for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from medialib_tui.cli.output import Output, Part
from medialib_tui.cli.tables import Column, facts, heading, table
from medialib_tui.core.describe import fields, metadata_fields
from medialib_tui.core.facts import Badge, asset_facts, badges, entry_facts
from medialib_tui.model.dates import say_date
from medialib_tui.model.entry import Entry
from medialib_tui.model.schema import Project


def entry_card(out: Output, entry: Entry, project: Project, language: str) -> None:
    """All that is known of one entry, metadata named and ordered by the schema."""
    out.line((entry.title, "bold"))
    badge_line(out, badges(entry, project, language))
    out.line()
    facts(out, entry_facts(entry, project, language))
    if asset := asset_facts(entry.asset):
        heading(out, "Asset")
        facts(out, asset, indent=2)
    note = "" if project.known else f"raw names: {project.unknown_because}"
    if shown := fields(entry, project, language):
        heading(out, "Metadata", note)
        pairs = [
            (item.label, item.text + (f"  ({item.warning})" if item.warning else ""))
            for item in shown
        ]
        facts(out, pairs, indent=2)
    for item in entry.translations:
        heading(out, f"Translation {item.locale or '?'}")
        translated = metadata_fields(item.metadata, entry.media_type, project, language)
        pairs = [*asset_facts(item.asset), *((field.label, field.text) for field in translated)]
        facts(out, pairs, indent=2)
    if entry.oddities:
        heading(out, "Odd", "not of the documented type; shown by --json")
        facts(out, [("Fields", ", ".join(entry.oddities))], indent=2)


def badge_line(out: Output, shown: Sequence[Badge]) -> None:
    """Badges side by side."""
    parts: list[Part] = []
    for badge in shown:
        if parts:
            parts.append((" · ", "muted"))
        parts.append((badge.text, badge.tone))
    out.line(*parts)


def entry_table(out: Output, entries: Sequence[Entry], project: Project, language: str) -> None:
    """Entries in a line each."""
    columns = (
        Column("ID"),
        Column("TITLE", cut=True),
        Column("TYPE", cut=True),
        Column("VERSION", right=True),
        Column("UPDATED"),
    )
    rows = []
    for entry in entries:
        media_type = project.media_type(entry.media_type)
        label = media_type.label(language) if media_type else entry.media_type or "-"
        version = "-" if entry.version is None else str(entry.version)
        rows.append((entry.id, entry.title, label, version, say_date(entry.updated_at)))
    table(out, columns, rows)


ENTRY_COLUMNS = (
    "id",
    "version",
    "mediaType",
    "systemName",
    "externalId",
    "createdAt",
    "updatedAt",
    "asset.filename",
    "asset.mimeType",
    "asset.size",
    "asset.width",
    "asset.height",
    "asset.key",
    "asset.url",
)


def entry_csv(entries: Sequence[Entry]) -> Iterator[list[str]]:
    """A heading and a row an entry: the fixed fields, then every metadata property in use."""
    handles = list(dict.fromkeys(handle for entry in entries for handle in entry.metadata))
    yield [*ENTRY_COLUMNS, *(f"metadata.{handle}" for handle in handles)]
    for entry in entries:
        fixed = [csv_cell(_at(entry.sent, path)) for path in ENTRY_COLUMNS]
        yield [*fixed, *(csv_cell(entry.metadata.get(handle)) for handle in handles)]


def _at(value: JsonValue, path: str) -> JsonValue:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def csv_cell(value: JsonValue) -> str:
    """A JSON value as the text of a cell: nothing for null, text as it is, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
