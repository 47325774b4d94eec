"""An import in the journal: one record each time it is begun or resumed, and what became of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from medialib_tui.core.importing.marks import counts_of
from medialib_tui.core.writing.settle import Settled
from medialib_tui.store.errors import NotKept
from medialib_tui.store.records import IMPORT, Outcome

if TYPE_CHECKING:
    from medialib_tui.core.importing.book import Book
    from medialib_tui.core.importing.outcomes import Counts
    from medialib_tui.core.importing.source import Source
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject
    from medialib_tui.store.import_rows import RunRow
    from medialib_tui.store.records import Record


STANDARD_INPUT = "standard input"
"""What a file is called that came in by standard input."""


def open_journal(session: Session, source: Source, book: Book, *, resumed: bool) -> None:
    """Journal that an import begins. Raises NotKept."""
    server = session.server
    book.journal = session.journal.intend(
        key=uuid.uuid4().hex,
        server=server.url,
        server_name=server.name,
        entry_id="",
        operation=IMPORT,
        body={
            "file": source.name,
            "digest": source.digest,
            "format": source.format.value,
            "items": book.total,
            "resumed": resumed,
        },
        before={"counts": book.counts().to_json()} if resumed else {},
        title=source.name,
    )
    session.imports.journalled(book.run.number, book.journal)


def close_journal(session: Session, book: Book, why: str) -> None:
    """Journal how an import ended. Raises NotKept."""
    counts = book.counts()
    outcome = _outcome(counts)
    command = _command(book.run.name, book.total, counts)
    how_on = f"{command} goes on" if command else ""
    detail = "; ".join(filter(None, (counts.text(), why.rstrip("."), how_on)))
    after: JsonObject = {"counts": counts.to_json()}
    session.journal.settle(book.journal, outcome=outcome, detail=detail, after=after)
    if outcome is Outcome.UNKNOWN:
        return
    for number in book.run.journal:
        record = session.journal.get(number)
        if record is not None and record.outcome in (None, Outcome.UNKNOWN):
            detail = f"what was not known then is settled by journal {book.journal}"
            session.journal.settle(number, outcome=outcome, detail=detail)


def settle_cut_off(session: Session, record: Record) -> Settled | None:
    """Journal how far an import came whose process is gone; None while it is under way.

    Nothing is sent. Raises NotKept.
    """
    digest = str(record.body.get("digest", ""))
    if session.imports.is_held(session.server.url, digest):
        return None
    run = session.imports.find(session.server.url, digest)
    if run is None:
        return _settled(session, record, Outcome.UNKNOWN, "cut off; nothing more is kept of it")
    counts = counts_of(run)
    if run.finished:
        return _settled(session, record, _outcome(counts), f"brought to its end: {counts.text()}")
    if record.number not in run.journal:
        session.imports.journalled(run.number, record.number)
    command = _command(run.name, run.total, counts)
    return _settled(session, record, Outcome.UNKNOWN, cut_off(run, counts), command)


def cut_off(run: RunRow, counts: Counts) -> str:
    """How far an import came."""
    of = f" of {run.total:,}" if run.total is not None else ""
    return f"cut off after {counts.ended:,}{of} items"


def _settled(
    session: Session, record: Record, outcome: Outcome, sentence: str, command: str = ""
) -> Settled:
    detail = f"{sentence}; {command} goes on" if command else sentence
    try:
        session.journal.settle(record.number, outcome=outcome, detail=detail)
    except NotKept as error:
        session.warnings.append(f"{error.title}; the import stays open in the journal")
    return Settled(record, outcome, sentence, command=command)


def _outcome(counts: Counts) -> Outcome:
    if counts.unknown:
        return Outcome.UNKNOWN
    return Outcome.APPLIED if counts.created else Outcome.NOT_APPLIED


def _command(name: str, total: int | None, counts: Counts) -> str:
    """What goes on with the import; empty where nothing of it is left."""
    if total is not None and not counts.unknown and not counts.waiting:
        return ""
    return how_to_resume(name)


def how_to_resume(name: str) -> str:
    """The command that goes on with an import of the file of that name."""
    import shlex

    path = "-" if name == STANDARD_INPUT else f"./{name}" if name.startswith("-") else name
    return f"medialib import {shlex.quote(path)} --resume"
