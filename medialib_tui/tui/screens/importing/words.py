"""What is found in an import file and what became of it, in words and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from medialib_tui.api.errors import in_words
from medialib_tui.core.facts import say_size
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ImportRun, ItemResult
from medialib_tui.core.importing.reading.opening import DELIMITERS
from medialib_tui.core.importing.rows import UNSEEN
from medialib_tui.model.dates import say_date
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.batch.words import count_of
from medialib_tui.tui.screens.importing.paths import Found
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES, FactRow
from medialib_tui.tui.widgets.import_files import EarlierRow, FileRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.item import Problem
    from medialib_tui.core.importing.source import ColumnUse

UNSENT = "not-sent"
"""The code of an item that was not looked at yet."""

NO_UNDO = "There is no undo: no request deletes an entry."

TONES: dict[ImportOutcome, Tone] = {
    ImportOutcome.CREATED: "good",
    ImportOutcome.EXISTS: "muted",
    ImportOutcome.REFUSED: "bad",
    ImportOutcome.UNKNOWN: "bad",
    ImportOutcome.WAITING: "plain",
}


# Files


def file_rows(folder: str, found: Iterable[Found]) -> list[FileRow]:
    """Rows of what a folder holds."""
    return [
        FileRow(
            folder + one.text,
            one.text,
            "" if one.folder else say_size(one.size),
            _moment(one.changed),
            "plain" if one.importable or one.folder else "muted",
        )
        for one in found
    ]


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return ""


def earlier_row(run: ImportRun, *, running: bool = False) -> EarlierRow:
    """An import begun earlier: how far it came."""
    said = run.counts.text()
    tone: Tone = "plain"
    if running:
        said, tone = f"running: {said}", "strong"
    elif run.under_way:
        said, tone = f"running in another terminal: {said}", "strong"
    elif not run.finished:
        left = run.counts.waiting + run.counts.unknown
        said, tone = f"not finished, {left:,} left: {said}", "warn"
    elif run.counts.failed:
        tone = "bad"
    return EarlierRow(run.digest, run.name, said, say_date(run.when), tone)


# Check


def problem_rows(problems: Iterable[Problem]) -> list[FactRow]:
    """One row a problem, errors first."""
    ordered = sorted(problems, key=lambda one: (one.severity != "error", one.place))
    return [_problem_row(place, one) for place, one in enumerate(ordered)]


def _problem_row(place: int, problem: Problem) -> FactRow:
    error = problem.severity == "error"
    return FactRow(
        key=str(place),
        label=problem.label,
        said=problem.message,
        at=f"{problem.line:,}",
        tone="bad" if error else "warn",
        blocks=partial(_problem_blocks, problem),
        name=problem.field,
        failed=error,
    )


def _problem_blocks(problem: Problem) -> Iterator[Block]:
    yield Heading(problem.label, f"line {problem.line:,}, item {problem.place:,}")
    if problem.field:
        yield Fact("Field", problem.field)
    error = problem.severity == "error"
    yield Said(problem.message, "bad" if error else "warn")
    if error:
        yield Said("The item is left out: the server would refuse it.", "muted")


def problem_head(found: Examined) -> Content:
    """How many problems there are, and how many of them are listed."""
    parts: list[tuple[str, Tone]] = []
    parts += [(count_of(found.errors, "error"), "bad")] if found.errors else []
    parts += [(count_of(found.warnings, "warning"), "warn")] if found.warnings else []
    listed, all_ = len(found.problems), found.errors + found.warnings
    more = f"; the first {listed:,} are listed" if listed < all_ else ""
    head = Content(", ").join(shown(text).stylize(STYLES[tone]) for text, tone in parts)
    return head + shown(more).stylize("$muted")


def found_blocks(found: Examined, refused: str, earlier: Counts | None) -> Iterator[Block]:
    """Counts, mapping, what was not checked; `refused` says why nothing can be sent."""
    bad = found.total - found.good
    if not found.total:
        yield Heading("There is no item in this file.", tone="warn")
        return
    tone: Tone = "bad" if not found.good else "warn" if refused else "good"
    may = "could" if refused else "can"
    yield Heading(f"{count_of(found.good, 'item')} {may} be sent", tone=tone)
    if bad:
        yield Said(f"{count_of(bad, 'item')} with errors: left out, and told as refused.", "bad")
    if refused:
        yield Said(refused, "warn")
    if earlier is not None:
        yield Fact("Earlier", f"{earlier.text()}", "strong")
    yield from (Said(f"! {text}", "warn") for text in found.unchecked)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found.media_types.items())
    yield Fact("Media types", kinds or "none")
    if found.assigned:
        made = f"{count_of(found.assigned, 'item')} without an id get one made from their content"
        yield Fact("Ids", f"{made}: sent again, they are not created twice")
    if found.good:
        asked = f"{count_of(found.requests, 'request')}, {say_size(found.bytes)}"
        left = found.good if earlier is None else earlier.unknown + earlier.waiting
        if left == found.good:
            yield Fact("To be sent", asked)
        else:
            yield Fact("To be sent", f"the {left:,} left; A offers all again, {asked}")
    yield from _column_blocks(found.source.columns, found.source.delimiter)


def _column_blocks(columns: Sequence[ColumnUse], delimiter: str) -> Iterator[Block]:
    if not columns:
        return
    used = sum(bool(one.field) for one in columns)
    between = DELIMITERS.get(delimiter, delimiter)
    yield Gap()
    yield Heading("Columns", f"{used:,} of {len(columns):,} used, {between} between them")
    for one in columns:
        if not one.field:
            why = one.note if one.note.startswith("left out") else f"left out: {one.note}"
            yield Fact(one.column, why.removesuffix(": "), "warn")
        elif one.column:
            yield Fact(one.column, f"→ {one.field}" + (f"  ({one.note})" if one.note else ""))
        else:
            yield Fact("every item", f"→ {one.field} = {one.note}")


# Results


def result_row(result: ItemResult) -> FactRow:
    """How one item ended."""
    return FactRow(
        key=str(result.place),
        label=result.label,
        said=said_of(result),
        at=f"{result.line:,}" if result.line else "",
        tone=TONES[result.outcome],
        blocks=partial(_result_blocks, result),
        name=result.id or "",
        failed=has_failed(result),
    )


def as_under_way(result: ItemResult) -> ItemResult:
    """The result while the import runs: what was sent and not answered has not failed."""
    if result.outcome is ImportOutcome.UNKNOWN and result.title == UNSEEN:
        title = "on its way, no answer yet"
        return replace(result, outcome=ImportOutcome.WAITING, title=title, code="")
    return result


def has_failed(result: ItemResult) -> bool:
    """Whether a person has to look at it; what waits has not failed."""
    return result.outcome in (ImportOutcome.REFUSED, ImportOutcome.UNKNOWN)


def said_of(result: ItemResult) -> str:
    """One line: outcome, entry, field, reason."""
    match result.outcome:
        case ImportOutcome.CREATED:
            return "created" if _named(result) else f"created as {result.id}"
        case ImportOutcome.EXISTS:
            return "already there" if _named(result) else f"already there as {result.id}"
        case ImportOutcome.WAITING:
            unsent = not result.title or result.code == UNSENT
            return "waiting" if unsent else f"waiting: {result.title}"
        case ImportOutcome.REFUSED:
            return f"refused: {_why(result)}"
        case _:
            return f"not known: {_why(result)}"


def text_of(result: ItemResult) -> str:
    """What a filter looks at."""
    parts = (result.label, result.id, said_of(result), str(result.line))
    return " ".join(filter(None, parts)).casefold()


def _named(result: ItemResult) -> bool:
    return result.id is None or result.id == result.label


def _why(result: ItemResult) -> str:
    return in_words(one for one in result.fields if one.field) or result.title


def _result_blocks(result: ItemResult) -> Iterator[Block]:
    line = f"line {result.line:,}, " if result.line else ""
    yield Heading(result.label, f"{line}item {result.place:,}")
    yield Said(said_of(result), TONES[result.outcome])
    if result.title and result.title not in said_of(result):
        yield Fact("Why", result.title)
    if len(result.fields) > 1:
        yield from (Fact(one.field or "item", one.message, "bad") for one in result.fields)
    if result.id:
        yield Fact("Id" if result.failed else "Entry", result.id)
    if result.system_name or result.external_id:
        yield Fact("External id", f"{result.system_name or ''}:{result.external_id or ''}")
    if result.attempts:
        yield Fact("Sent", "once" if result.attempts == 1 else f"{result.attempts:,} times")
    if result.status:
        yield Fact("Status", str(result.status), "muted")


def counts_head(counts: Counts) -> Content:
    """How many ended how, each in its tone."""
    named: tuple[tuple[int, str, Tone], ...] = (
        (counts.created, "created", "good"),
        (counts.exists, "already there", "plain"),
        (counts.refused, "refused", "bad"),
        (counts.unknown, "not known", "bad"),
        (counts.waiting, "waiting", "muted"),
    )
    parts = [shown(f"{n:,} {name}").stylize(STYLES[tone]) for n, name, tone in named if n]
    return Content.styled(" · ", "$muted").join(parts or [Content("nothing so far")])
