"""`journal`: every write of this machine, what became of it, and whether the record holds."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.kept import database, server_root
from medialib_tui.cli.output import Form
from medialib_tui.cli.parsing import limit
from medialib_tui.cli.writing.undo import number_of
from medialib_tui.core.writing.told import in_one_line
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.store.database import Database
    from medialib_tui.store.journal import Journal
    from medialib_tui.store.records import Record

DEFAULT_LIMIT = 50
EVERYTHING = 1_000_000_000
_PAGE = 200
TONES = {"applied": "good", "not-applied": "muted", "unknown": "warn", "open": "warn"}
"""Style names of the outcomes."""

CSV_FIELDS = (
    *("number", "at", "server", "id", "title", "operation", "what", "who", "outcome"),
    *("versionBefore", "versionAfter", "settledAt", "detail", "undoes", "batch"),
)


def add_list_options(parser: argparse.ArgumentParser) -> None:
    """Options of `journal list` alone."""
    parser.add_argument("--entry", metavar="ID", help="writes to this entry only")
    parser.add_argument("--batch", metavar="KEY", help="writes of this batch only")
    parser.add_argument(
        "--limit",
        type=limit,
        metavar="N",
        help=f"the newest N (a table has {DEFAULT_LIMIT}, data everything)",
    )


def run_list(call: Call) -> Exit:
    """List the writes, newest first."""
    most = call.options.limit or (DEFAULT_LIMIT if call.out.form is Form.TEXT else EVERYTHING)
    root = server_root(call)
    with database(call) as opened:
        found = _newest(_journal(opened), root, call.options)
        _print(call, islice(found, most))
        if next(found, None) is not None:
            call.narrator.warn(f"The newest {most:,} are listed; there are more: --limit N")
    return Exit.DONE


def _newest(journal: Journal, root: str | None, options: Namespace) -> Iterator[Record]:
    """The writes, newest first, read as they are asked for."""
    before: int | None = None
    while page := journal.list(
        root, options.entry, batch=options.batch, limit=_PAGE, before=before
    ):
        yield from page
        before = page[-1].number


def _print(call: Call, records: Iterator[Record]) -> None:
    out = call.out
    match out.form:
        case Form.JSON:
            out.array(record.to_json() for record in records)
        case Form.JSONL:
            for record in records:
                out.json_line(record.to_json())
        case Form.CSV:
            out.csv(chain((CSV_FIELDS,), map(_row, records)))
        case Form.TEXT:
            if rows := tuple(records):
                _table(call, rows)
            else:
                call.narrator.say("No write is in the journal.")


def run_show(call: Call) -> Exit:
    """One write: what, when, by whom, the request, what it touched before and after."""
    number = number_of(call.words[0])
    with database(call) as opened:
        record = _journal(opened).get(number)
    if record is None:
        raise CliError(
            f"The journal has no write {number}.",
            hint="medialib journal lists them.",
            code="not-found",
            leave=Exit.NOT_FOUND,
        )
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(record.to_json())
    elif call.out.form is Form.CSV:
        call.out.csv([CSV_FIELDS, _row(record)])
    else:
        from medialib_tui.cli.machine.journalled import record_card

        record_card(call.out, record)
    return Exit.DONE


def run_verify(call: Call) -> Exit:
    """Follow the hash found."""
    with database(call) as opened:
        found = _journal(opened).verify()
    told: JsonObject = {
        "sound": found.sound,
        "records": found.count,
        "head": found.head,
        "broken": found.broken,
        "why": found.why,
    }
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(told)
    elif found.sound:
        call.out.line(("The journal is as it was written", "good"), f": {found.count:,} records.")
        call.out.line(("Last hash  ", "muted"), found.head)
    else:
        call.out.line(("The journal does not hold", "bad"), f": record {found.broken}: {found.why}")
    if not found.sound:
        call.narrator.warn(f"The {found.count:,} records before it are as they were written.")
    return Exit.DONE if found.sound else Exit.FAILED


def run_export(call: Call) -> Exit:
    """Every record with its hashes, a line each; as one array with --json."""
    with database(call) as opened:
        records = _journal(opened).export()
        if call.out.form is Form.JSON:
            call.out.array(records)
        else:
            for record in records:
                call.out.json_line(record)
    return Exit.DONE


def _journal(opened: Database) -> Journal:
    from medialib_tui.store.journal import Journal

    return Journal(opened)


def _row(record: Record) -> list[str]:
    data: JsonObject = {**record.to_json(), "what": in_one_line(record)}
    return ["" if data.get(name) is None else str(data.get(name)) for name in CSV_FIELDS]


def _table(call: Call, records: Sequence[Record]) -> None:
    from medialib_tui.cli.tables import Column, table

    columns = (
        Column("NR", right=True),
        Column("WHEN"),
        Column("SERVER", cut=True),
        Column("ID"),
        Column("WHAT", cut=True),
        Column("OUTCOME"),
        *([Column("BATCH")] if any(record.batch for record in records) else []),
    )
    batches = len(columns) > 6
    outcomes = [record.outcome.value if record.outcome else "open" for record in records]
    table(
        call.out,
        columns,
        [
            (
                str(record.number),
                say_date(record.at),
                record.server_name,
                record.entry_id,
                in_one_line(record),
                outcome,
                *([record.batch] if batches else []),
            )
            for record, outcome in zip(records, outcomes, strict=True)
        ],
        tones=[TONES[outcome] for outcome in outcomes],
    )


HANDLERS = {
    "journal list": Handler(run_list, add_list_options),
    "journal show": Handler(run_show),
    "journal verify": Handler(run_verify, forms=(Form.TEXT, Form.JSON, Form.JSONL)),
    "journal export": Handler(run_export, forms=(Form.TEXT, Form.JSON, Form.JSONL)),
}
