"""`usage list`: the usage log of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.refs import one_id
from medialib_tui.cli.tables import Column, table
from medialib_tui.cli.usage_options import add_filter_options, filter_of
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.filters import Filter
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


def run(call: Call) -> Exit:
    """Print the log, or the uses meant: it has no paging."""
    entry_id = one_id(call)
    wanted = filter_of(call.options)

    async def work(session: Session) -> Exit:
        from medialib_tui.core.usage_log import load_usage_log

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
            usage_table(call.out, log, await session.project(), session.language)
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
    from medialib_tui.core.usage_log import UsageLog, usage_rows

    if wanted == EVERY_USE:
        return log
    rows = wanted.of(usage_rows(log, await session.project(), session.language))
    return UsageLog(tuple(row.entry for row in rows), log.loaded_at)


def _csv(call: Call, log: UsageLog) -> None:
    from medialib_tui.cli.cards import csv_cell
    from medialib_tui.core.usage.export import FIELDS

    rows = [[csv_cell(entry.sent.get(name)) for name in FIELDS] for entry in log.entries]
    call.out.csv([FIELDS, *rows])


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


HANDLERS = {"usage list": Handler(run, add_filter_options)}
