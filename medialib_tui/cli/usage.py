"""`usage list`: the usage log of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.refs import one_id
from medialib_tui.cli.tables import Column, table
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage_log import UsageLog
    from medialib_tui.model.schema import Project

COLUMNS = (
    Column("ID"),
    Column("PURPOSE", cut=True),
    Column("STATE"),
    Column("PUBLISHED"),
    Column("DOCUMENT"),
    Column("PARAMS", cut=True),
    Column("BILLING", cut=True),
)

CSV_FIELDS = (
    "id",
    "state",
    "purpose",
    "publicationDate",
    "reportingDate",
    "documentId",
    "publicationId",
    "url",
    "billing",
    "params",
)


def run(call: Call) -> Exit:
    """Print the whole log: it has no paging."""
    entry_id = one_id(call)

    async def work(session: Session) -> Exit:
        from medialib_tui.core.usage_log import load_usage_log

        log = await load_usage_log(session, entry_id)
        if call.out.form in (Form.JSON, Form.JSONL):
            call.out.data([entry.sent for entry in log.entries])
        elif call.out.form is Form.CSV:
            _csv(call, log)
        elif not log.entries:
            call.out.line("The usage log is empty.")
        else:
            usage_table(call.out, log, await session.project(), session.language)
            call.out.line()
            call.out.line((f"{log.confirmed:,} confirmed, {log.pending:,} pending", "muted"))
        return Exit.DONE

    return call.with_session(work)


def _csv(call: Call, log: UsageLog) -> None:
    from medialib_tui.cli.cards import csv_cell

    rows = [[csv_cell(entry.sent.get(name)) for name in CSV_FIELDS] for entry in log.entries]
    call.out.csv([list(CSV_FIELDS), *rows])


def usage_table(out: Output, log: UsageLog, project: Project, language: str) -> None:
    """Usage-log entries in a line each, in the person's language."""
    from medialib_tui.core.usage_log import usage_rows

    rows = usage_rows(log, project, language)
    table(
        out,
        COLUMNS,
        [
            (
                row.entry.id,
                row.purpose_label,
                row.state,
                say_date(row.published),
                row.document or "-",
                row.params or "-",
                row.billing or "-",
            )
            for row in rows
        ],
    )


HANDLERS = {"usage list": Handler(run)}
