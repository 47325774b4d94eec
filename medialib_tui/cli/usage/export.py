"""`usage export`: usage logs of many entries, or a monthly report over them."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit, problem, result_of
from medialib_tui.cli.inputs import STDIN, ids_from_stdin
from medialib_tui.cli.named import ids_in
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import Column, table
from medialib_tui.cli.usage.options import add_filter_options, filter_of
from medialib_tui.model.base import JsonObject

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.export import Logged, Report
    from medialib_tui.core.usage.filters import Filter

_COLUMNS = (
    Column("MONTH"),
    Column("PURPOSE", cut=True),
    Column("STATE"),
    Column("USES"),
    Column("ENTRIES"),
    Column("BILLED"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `usage export` alone."""
    parser.add_argument(
        "--report",
        action="store_true",
        help="uses by month (local time), purpose and state instead",
    )
    add_filter_options(parser)


def run(call: Call) -> Exit:
    """Print the uses of every entry asked for; CSV unless told otherwise."""
    if STDIN in call.words and call.words != (STDIN,):
        raise BadInput("“-” reads ids from standard input and stands alone.")
    wanted = filter_of(call.options)
    return call.with_session(lambda session: _Export(call, session, wanted).all())


class _Export:
    """One run: entries as they come, failures said and counted."""

    def __init__(self, call: Call, session: Session, wanted: Filter) -> None:
        self._call = call
        self._session = session
        self._wanted = wanted
        self._alone = len(call.words) == 1 and call.words != (STDIN,)
        self._results: list[JsonValue] = []
        self._failed: list[Exit] = []
        self._heading: tuple[str, ...] = ()
        self._report: Report | None = None
        self._read = 0

    async def all(self) -> Exit:
        """Every id, group after group."""
        from medialib_tui.core.usage.export import Report, logs

        call = self._call
        if call.options.report:
            self._report = Report()
        async for ids in self._groups():
            self._alone = self._alone and len(ids) == 1
            async for logged in logs(self._session, ids, self._wanted):
                self._read += 1
                call.narrator.progress(f"{self._read:,} usage logs read")
                await self._take(logged)
        call.narrator.progress_done()
        if self._report is not None:
            self._show_report(self._report)
        elif call.out.form is Form.JSON:
            results = self._results
            call.out.json(results[0] if self._alone and len(results) == 1 else results)
        if not self._failed:
            return Exit.DONE
        return self._failed[0] if len(self._failed) == self._read == 1 else Exit.PARTIAL

    async def _groups(self) -> AsyncIterator[list[str]]:
        if self._call.words != (STDIN,):
            yield ids_in(self._call.words)
            return
        async for ids in ids_from_stdin(self._call.narrator):
            yield ids

    async def _take(self, logged: Logged) -> None:
        out, error = self._call.out, logged.error
        if error is not None:
            self._failed.append(problem(error).leave)
            self._call.left_out(logged.id, error)
        if self._report is not None:
            self._report.take(logged)
            if error is not None:
                self._results.append(result_of(logged.id, problem(error)))
            return
        if out.form in (Form.JSON, Form.JSONL):
            data: JsonObject = logged.to_json()
            if error is not None:
                data = result_of(logged.id, problem(error))
            if out.form is Form.JSONL:
                out.json_line(data)
            else:
                self._results.append(data)
            return
        from medialib_tui.core.usage.export import cells, columns

        project = await self._session.project()
        if not self._heading:
            self._heading = columns(project)
            out.csv([self._heading])
        out.csv(cells(logged, self._heading, project, self._session.language))

    def _show_report(self, report: Report) -> None:
        from medialib_tui.core.usage.export import REPORT_FIELDS

        out, lines, lost = self._call.out, report.lines(), self._results
        if out.form in (Form.JSON, Form.JSONL):
            out.data([*(line.to_json() for line in lines), *lost])
            return
        missing = [f"Not counted: {said}" for said in map(_lost, lost)]
        if out.form is Form.CSV:
            out.csv([REPORT_FIELDS, *(line.cells() for line in lines)])
            out.csv([("", "", said, *[""] * (len(REPORT_FIELDS) - 3)) for said in missing])
            return
        if not lines:
            out.line("No use is meant.")
        else:
            table(
                out,
                _COLUMNS,
                [
                    (line.month or "-", line.label or "-", line.state, *map(str, line.counts))
                    for line in lines
                ],
            )
        for said in missing:
            out.line((said, "warn"))


def _lost(result: JsonValue) -> str:
    """The id and the error of one whose log was not read."""
    error = result.get("error") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(error, dict):
        return ""
    return f"{result.get('id')}: {error.get('title')}"


HANDLERS = {"usage export": Handler(run, add_options)}
