"""The results of an import on stdout, and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.exits import Exit, problem
from medialib_tui.cli.output import Form
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ItemResult

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
                if result.outcome is ImportOutcome.WAITING:
                    out.json_line(result.to_json())
        case Form.CSV:
            from medialib_tui.core.importing.export import result_rows

            out.csv(result_rows(work))
        case Form.TEXT:
            _for_people(call, work)


def _for_people(call: Call, work: Import) -> None:
    """What was refused or is unknown, item by item; of what was not sent the count says enough."""
    counts = work.counts()
    listed = counts.refused + counts.unknown
    told = (one for one in work.results(failed=True) if one.outcome in _TONES)
    for result in islice(told, _LISTED):
        call.out.line(
            (f"{result.outcome.value:<8}", _TONES[result.outcome]),
            f" line {result.line}: {result.label}: {result.title}",
        )
        for field in result.fields[1:]:
            call.out.line(f"         {field.field}: {field.message}")
    if listed > _LISTED:
        more = f"{listed - _LISTED:,} more failed; --csv, --json, --failed have all."
        call.out.line((more, "warn"))
    call.out.line((f"{counts.text()}.".capitalize(), "bold"))


def exit_code(counts: Counts, error: ApiError | None, *, interrupted: bool) -> Exit:
    """What the run as a whole ended in."""
    if interrupted:
        return Exit.INTERRUPTED
    if counts.unknown:
        return Exit.UNKNOWN
    if error is not None:
        return problem(error).leave if not counts.created else Exit.PARTIAL
    if counts.refused and counts.refused == counts.total:
        return Exit.FAILED
    return Exit.PARTIAL if counts.failed else Exit.DONE
