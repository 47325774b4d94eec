"""One journalled write, and drafts, as cards for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.cli.output import Output
from medialib_tui.cli.tables import facts, heading
from medialib_tui.cli.writing.outcome import say_versions
from medialib_tui.core.writing.told import told
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.store.records import Record


def record_card(out: Output, record: Record) -> None:
    """All that the journal holds about one write."""
    outcome = record.outcome.value if record.outcome else "open"
    out.line(
        (f"Journal {record.number}: {record.entry_id or record.operation}", "bold"),
        f"  {record.title}",
    )
    pairs = [
        ("Outcome", f"{outcome}, {record.detail or record.answer_detail}".rstrip(", ")),
        ("Sent", f"{say_date(record.at)} by {record.who} (process {record.pid})"),
        ("Settled", say_date(record.settled_at)),
        ("Server", f"{record.server_name}: {record.server}"),
        ("Operation", record.operation),
    ]
    if record.entry_id:
        pairs.insert(1, ("Version", say_versions(record.version_before, record.version_after)))
    if record.undoes is not None:
        pairs.append(("Takes back", f"journal {record.undoes}"))
    if record.note:
        pairs.append(("Note", record.note))
    facts(out, [*pairs, ("Hash", record.hash)])
    heading(out, "What it did")
    for step in told(record):
        out.line(f"  {step.line}")
    for name, value in (
        ("Request", record.body),
        ("Before", record.before),
        ("After", record.after),
    ):
        if value:
            heading(out, name)
            json_lines(out, value)


def json_lines(out: Output, value: Mapping[str, JsonValue]) -> None:
    """JSON to read, indented."""
    for line in json.dumps(value, ensure_ascii=False, indent=2).splitlines():
        out.line(f"  {line}")
