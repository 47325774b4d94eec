"""`get`: entries as data or as cards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, BadInput, NotFound
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit, Problem, problem, result_of
from medialib_tui.cli.inputs import STDIN, ids_from_stdin
from medialib_tui.cli.narrate import Narrator
from medialib_tui.cli.output import Form
from medialib_tui.model.query import ExternalId, Ids, Query, Unusable, parse_query

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.lookup import Batch
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.entry import Entry


def queries(words: tuple[str, ...]) -> list[Query]:
    """What the words ask for: each as the look-up field takes it, neighbouring ids together.

    Raises BadInput for words that cannot be looked up.
    """
    found: list[Query] = []
    for word in words:
        query = parse_query(word)
        if isinstance(query, Unusable):
            raise BadInput(query.reason, hint=query.hint)
        before = found[-1] if found else None
        if isinstance(query, Ids) and isinstance(before, Ids):
            found[-1] = Ids(tuple(dict.fromkeys((*before.ids, *query.ids))))
        else:
            found.append(query)
    return found


def run(call: Call) -> Exit:
    """Look up and print every entry asked for."""
    if STDIN not in call.words:
        asked = queries(call.words)
        alone = len(asked) == 1 and (
            isinstance(asked[0], ExternalId)
            or (isinstance(asked[0], Ids) and len(asked[0].ids) == 1)
        )
        return call.with_session(
            lambda session: _Get(call, session, alone=alone).all(_at_hand(asked))
        )
    if call.words != (STDIN,):
        raise BadInput("“-” reads ids from standard input and stands alone.")
    return call.with_session(
        lambda session: _Get(call, session, alone=False).all(_arriving(call.narrator))
    )


class _Get:
    """One run of `get`: prints as entries come, and keeps account of those that do not."""

    def __init__(self, call: Call, session: Session, *, alone: bool) -> None:
        self._call = call
        self._session = session
        self._alone = alone
        self._kept: list[Entry] = []
        self._results: list[JsonValue] = []
        self._found = 0
        self._missing: list[str] = []
        self._failures: list[Problem] = []
        self._streaming = call.out.form is Form.JSONL
        self._as_sent = call.out.form in (Form.JSON, Form.JSONL)

    async def all(self, asked: AsyncIterator[Query]) -> Exit:
        """Look up query after query."""
        try:
            async for query in asked:
                if self._alone and self._as_sent and isinstance(query, Ids):
                    await self._hand_on(query.ids[0])
                else:
                    await self._look_up(query)
        except ApiError as error:
            if not self._found:
                raise
            told = problem(error)
            self._failures.append(told)
            self._call.narrator.failed(told)
            self._result({"error": told.to_json()})
        if not self._found and (self._missing or self._failures):
            return self._nothing()
        if not self._streaming:
            await self._show()
        return Exit.PARTIAL if self._missing or self._failures else Exit.DONE

    async def _look_up(self, query: Query) -> None:
        from medialib_tui.core.lookup import batches

        async for batch in batches(self._session, query):
            self._take(batch)

    async def _hand_on(self, entry_id: str) -> None:
        """One entry as the server sent it: nothing is made of it, which takes a third less time."""
        try:
            self._result(await self._session.client.entry_as_sent(entry_id))
            self._found += 1
        except NotFound:
            self._missing.append(entry_id)

    def _take(self, batch: Batch) -> None:
        if batch.document is not None:
            title = batch.document.title
            self._call.narrator.say(f"Media in document {batch.document.id}: {title}")
        self._found += len(batch.entries)
        for entry in batch.entries:
            self._result(entry.sent)
        if not self._streaming:
            self._kept.extend(batch.entries)
        for missing in batch.missing:
            self._missing.append(missing)
            if not self._alone:
                self._call.narrator.warn(f"{missing}: not found")
                self._result(result_of(missing, _not_found([missing])))
        for failure in batch.failed:
            self._failures.append(problem(failure.error))
            self._call.left_out(failure.id, failure.error)
            self._result(result_of(failure.id, self._failures[-1]))

    def _result(self, value: JsonObject) -> None:
        if self._streaming:
            self._call.out.json_line(value)
        else:
            self._results.append(value)

    def _nothing(self) -> Exit:
        """Nothing was found: the error itself on stdout where JSON was asked for."""
        told = self._failures[0] if self._failures else _not_found(self._missing)
        self._call.narrator.failed(told)
        if self._call.out.form is Form.JSON or (self._streaming and self._alone):
            self._call.out.data({"error": told.to_json()})
        return told.leave

    async def _show(self) -> None:
        out, entries = self._call.out, self._kept
        if out.form is Form.JSON:
            results = self._results
            out.json(results[0] if self._alone and len(results) == 1 else results)
            return
        from medialib_tui.cli.reading.cards import entry_card, entry_csv, entry_table

        if out.form is Form.CSV:
            out.csv(entry_csv(entries))
        elif len(entries) == 1:
            entry_card(out, entries[0], await self._session.project(), self._session.language)
        elif entries:
            entry_table(out, entries, await self._session.project(), self._session.language)
        else:
            self._call.narrator.say("No media.")


async def _at_hand(asked: Sequence[Query]) -> AsyncIterator[Query]:
    for query in asked:
        yield query


async def _arriving(narrator: Narrator) -> AsyncIterator[Query]:
    async for ids in ids_from_stdin(narrator):
        yield Ids(tuple(ids))


def _not_found(missing: list[str]) -> Problem:
    some = ", ".join(missing[:20]) + (", …" if len(missing) > 20 else "")
    title = (
        f"There is no entry {missing[0]}."
        if len(missing) == 1
        else f"None of the {len(missing):,} entries exists."
    )
    return Problem(
        Exit.NOT_FOUND,
        "not-found",
        title,
        detail="" if len(missing) == 1 else some,
        hint="Ids are case-sensitive; a document is looked up as doc:123.",
        status=404,
    )


HANDLERS = {"get": Handler(run)}
