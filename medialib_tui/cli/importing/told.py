"""The results of an import on stdout, and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.exits import Exit, problem
from medialib_tui.cli.output import Form
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ItemResult
from medialib_tui.core.importing.rows import UNSEEN

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.importing.run import Import

_LISTED = 50
_TONES = {
    ImportOutcome.REFUSED: "bad",
    ImportOutcome.UNKNOWN: "warn",
}


def as_they_end(call: Call, results: Sequence[ItemResult]) -> None:
    """A line each where lines were asked for."""
    if call.out.form is Form.JSONL:
        for result in results:
            call.out.json_line(result.to_json())


def all_of_them(call: Call, work: Import) -> None:
    """Every result in file order; for people the failed ones and a summary."""
    out = call.out
    match out.form:
        case Form.JSON:
            out.array(result.to_json() for result in work.results())
        case Form.JSONL:
            for result in work.results(failed=True):
                if result.outcome is ImportOutcome.WAITING or result.title == UNSEEN:
                    out.json_line(result.to_json())
        case Form.CSV:
            from medialib_tui.core.importing.export import result_rows

            out.csv(result_rows(work))
        case Form.TEXT:
            _for_people(call, work)


def _for_people(call: Call, work: Import) -> None:
    """The failed ones and the sum."""
    counts, told = work.counts(), 0
    for _, alike in islice(groupby(work.results(failed=True), _fate), _LISTED):
        told += _tell(call, alike)
    if counts.failed > told:
        more = f"{counts.failed - told:,} more failed; --csv, --json and --failed FILE have all."
        call.out.line((more, "warn"))
    summed = f"{counts.text()}.".capitalize() if counts.total else "No items."
    call.out.line((summed, "bold"))


def _fate(result: ItemResult) -> tuple[object, ...]:
    """What is told once for all in a row: each that was refused has a line of its own."""
    refused = result.outcome is ImportOutcome.REFUSED
    return (result.outcome, result.title, result.place if refused else 0)


def _tell(call: Call, alike: Iterator[ItemResult]) -> int:
    """Say what became of items that fared alike, on one line; how many they are."""
    first = last = next(alike)
    many = 1
    for one in alike:
        last, many = one, many + 1
    title = first.title or "Not sent."
    line = f"line {first.line}: " if first.line else ""
    where = f" {line}{first.label}: {title}"
    if many > 1:
        span = f"{first.label} to {last.label}"
        lines = f"lines {first.line:,} to {last.line:,}: " if first.line else ""
        where = f" {lines}{many:,} items, {span}: {title}"
    call.out.line((f"{first.outcome.value:<8}", _TONES.get(first.outcome, "")), where)
    for field in first.fields:
        said = f"{field.field}: {field.message}".removeprefix(": ")
        if said not in title:
            call.out.line(f"         {said}")
    return many


def exit_code(counts: Counts, error: ApiError | None, *, interrupted: bool) -> Exit:
    """What the run as a whole ended in; what is not known outweighs the interrupt."""
    if counts.unknown:
        return Exit.UNKNOWN
    if interrupted:
        return Exit.INTERRUPTED
    if error is not None:
        return problem(error).leave if not counts.created else Exit.PARTIAL
    if counts.refused and counts.refused == counts.total:
        return Exit.FAILED
    return Exit.PARTIAL if counts.failed else Exit.DONE
