"""`check`: every known use of entries, and what could not be checked."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, BadInput, Gone, NotReached, TokenRefused
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit, Problem, problem, result_of
from medialib_tui.cli.inputs import STDIN, ids_from_stdin
from medialib_tui.cli.named import ids_named, plain
from medialib_tui.cli.output import Form
from medialib_tui.cli.reading.check_more import More

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.check import Check
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.model.base import JsonObject


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `check` alone."""
    parser.add_argument(
        "--fail-if-used", action="store_true", help="exit with 7 where a use is known"
    )
    parser.add_argument("--all", action="store_true", help="every page of the references")
    parser.add_argument(
        "--upwards", action="store_true", help="follow media that hold it to where they are used"
    )
    parser.add_argument(
        "--beside", action="store_true", help="list the other media of the same publications"
    )
    files = parser.add_mutually_exclusive_group()
    files.add_argument("--report", metavar="FILE", help="write what was seen: FILE.md or FILE.json")
    files.add_argument(
        "--against", metavar="FILE.json", help="verify a report and say what changed since"
    )


def run(call: Call) -> Exit:
    """Check every entry asked for."""
    if STDIN in call.words and call.words != (STDIN,):
        raise BadInput("“-” reads ids from standard input and stands alone.")
    alone = len(call.words) == 1 and plain(call.words)
    return call.with_session(lambda session: _Checks(call, session, alone=alone).all())


class _Checks:
    """One run of `check`: a result for each id, in the order asked."""

    def __init__(self, call: Call, session: Session, *, alone: bool) -> None:
        self._call = call
        self._session = session
        self._alone = alone
        self._done: list[Check] = []
        self._results: list[JsonValue] = []
        self._failures: list[Problem] = []
        self._hopeless = False
        self._more = More(call, session)

    async def all(self) -> Exit:
        """Check group after group of ids, a few at a time."""
        async for ids in self._groups():
            self._alone = self._alone and len(ids) == 1
            await self._group(ids)
            if self._hopeless:
                break
        call = self._call
        await self._more.save()
        if not self._done:
            return self._nothing()
        if call.out.form is Form.JSON:
            results = self._results
            call.out.json(results[0] if self._alone and len(results) == 1 else results)
        elif call.out.form is Form.CSV:
            from medialib_tui.cli.reading.checked import check_csv

            call.out.csv(check_csv(self._done))
        return self._exit()

    async def _groups(self) -> AsyncIterator[list[str]]:
        if self._call.words == (STDIN,):
            async for ids in ids_from_stdin(self._call.narrator):
                yield ids
        else:
            yield await ids_named(self._call, self._session, self._call.words)

    async def _group(self, ids: Sequence[str]) -> None:
        from medialib_tui.core.batch.order import AHEAD, in_order

        async def ask(entry_id: str) -> tuple[str, Evidence | ApiError]:
            try:
                return entry_id, await self._more.gather(entry_id)
            except ApiError as error:
                return entry_id, error

        async with aclosing(in_order(ids, ask, ahead=AHEAD)) as found:
            async for entry_id, result in found:
                await self._take(entry_id, result)
                if self._hopeless:
                    self._call.narrator.warn("The rest was not checked.")
                    break

    async def _take(self, entry_id: str, result: Evidence | ApiError) -> None:
        call = self._call
        call.narrator.progress_done()
        if isinstance(result, ApiError):
            refused = isinstance(result, TokenRefused | Gone | NotReached)
            self._hopeless = refused and not self._alone
            self._failures.append(problem(result))
            if not self._alone:
                call.left_out(entry_id, result)
                self._result(result_of(entry_id, self._failures[-1]))
            return
        found = result.check
        self._result(found.to_json() | await self._more.to_json(result))
        if call.out.form is Form.TEXT:
            from medialib_tui.cli.reading.checked import check_card

            if self._done:
                call.out.line()
            await check_card(call.out, self._session, found)
            self._more.show(result)
        self._done.append(found)
        for name, listed in (("documents", found.documents), ("media", found.media)):
            if listed.truncated:
                call.narrator.warn(f"{found.entry.id}: {name}: {listed.count()}; --all reads all")

    def _result(self, value: JsonObject) -> None:
        if self._call.out.form is Form.JSONL:
            self._call.out.json_line(value)
        else:
            self._results.append(value)

    def _nothing(self) -> Exit:
        call, told = self._call, self._failures[0]
        if self._alone:
            call.narrator.failed(told)
        if call.out.form is Form.JSON or (call.out.form is Form.JSONL and self._alone):
            call.out.data({"error": told.to_json()})
        return told.leave

    def _exit(self) -> Exit:
        from medialib_tui.core.check import Verdict

        if self._more.broken:
            return Exit.FAILED
        if self._call.options.fail_if_used and any(item.used for item in self._done):
            return Exit.REFUSED
        incomplete = any(item.verdict is Verdict.INCOMPLETE for item in self._done)
        return Exit.PARTIAL if self._failures or incomplete else Exit.DONE


HANDLERS = {"check": Handler(run, add_options)}
