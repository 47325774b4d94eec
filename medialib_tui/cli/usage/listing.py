"""`usage list`: the usage log of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.named import one_id
from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.tables import Column, table
from medialib_tui.cli.usage.options import add_filter_options, filter_of
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.core.documents import DocumentInfo
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.filters import Filter
    from medialib_tui.core.usage.log import UsageLog, UsageRow

_ROOMY = 120
"""Columns of a terminal from which the reporting date has one of its own."""


def run(call: Call) -> Exit:
    """Print the log, or the uses meant: it has no paging."""
    entry_id = one_id(call)
    wanted = filter_of(call.options)

    async def work(session: Session) -> Exit:
        from medialib_tui.core.usage.log import load_usage_log

        whole = await load_usage_log(session, entry_id)
        log = await meant(session, whole, wanted)
        if call.out.form in (Form.JSON, Form.JSONL):
            call.out.data([entry.sent for entry in log.entries])
        elif call.out.form is Form.CSV:
            _csv(call, log)
        elif not log.entries:
            empty = "No use of this kind is logged." if whole.entries else "The usage log is empty."
            call.out.line(empty)
        else:
            await usage_table(call.out, session, log)
            call.out.line()
            of_all = (
                "" if log is whole else f"; {len(log.entries):,} of {len(whole.entries):,} uses"
            )
            said = f"{log.confirmed:,} confirmed, {log.pending:,} pending{of_all}"
            call.out.line((said, "muted"))
        return Exit.DONE

    return call.with_session(work)


async def meant(session: Session, log: UsageLog, wanted: Filter) -> UsageLog:
    """The part of a log that a filter asks for; the log itself where it asks for all."""
    from medialib_tui.core.usage.filters import EVERY_USE
    from medialib_tui.core.usage.log import UsageLog, usage_rows

    if wanted == EVERY_USE:
        return log
    rows = wanted.of(usage_rows(log, await session.project(), session.language))
    return UsageLog(tuple(row.entry for row in rows), log.loaded_at)


def _csv(call: Call, log: UsageLog) -> None:
    from medialib_tui.cli.reading.cards import csv_cell
    from medialib_tui.core.usage.export import FIELDS

    rows = [[csv_cell(entry.sent.get(name)) for name in FIELDS] for entry in log.entries]
    call.out.csv([FIELDS, *rows])


async def usage_table(out: Output, session: Session, log: UsageLog) -> None:
    """Usage-log entries in the person's language, with their documents' titles and addresses.

    On a terminal the address stands below its row, and the reporting date where room is scarce.
    """
    from medialib_tui.core.usage.log import usage_rows

    rows = usage_rows(log, await session.project(), session.language)
    infos = await session.documents.info([row.document for row in rows if row.document])
    links = [row.url or (infos[row.document].url if row.document else "") or "" for row in rows]
    reported = [say_date(row.reported) for row in rows]
    wide = out.width is None or out.width >= _ROOMY
    columns: dict[Column, list[str]] = {
        Column("ID"): [row.entry.id for row in rows],
        Column("PURPOSE", cut=True): [_purpose(row) for row in rows],
        Column("STATE"): [row.state for row in rows],
        Column("PUBLISHED"): [say_date(row.published) for row in rows],
        Column("REPORTED"): reported if wide else [],
        Column("DOCUMENT", cut=True): [_document(row, infos) for row in rows],
        Column("PARAMS", cut=True): [row.params for row in rows],
        Column("BILLING", cut=True): [row.billing for row in rows],
        Column("URL"): [] if out.tty else links,
    }
    used = {column: cells for column, cells in columns.items() if any(cells)}
    told = [
        " · ".join(filter(None, ("" if wide else f"reported {when}", link)))
        for when, link in zip(reported, links, strict=True)
    ]
    cells = [[text or "-" for text in row] for row in zip(*used.values(), strict=True)]
    table(out, tuple(used), cells, below=told if out.tty else None)


def _purpose(row: UsageRow) -> str:
    return f"{row.purpose_label} (internal)" if row.internal else row.purpose_label


def _document(row: UsageRow, infos: Mapping[str, DocumentInfo]) -> str:
    if not row.document:
        return ""
    info = infos[row.document]
    return f"{row.document} {info.title}" if info.known else row.document


HANDLERS = {"usage list": Handler(run, add_filter_options)}
