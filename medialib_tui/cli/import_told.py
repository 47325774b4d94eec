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
    ImportOutcome.WAITING: "muted",
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
    counts = work.counts()
    failed = work.results(failed=True)
    for result in islice(failed, _LISTED):
        title = result.title or "Not sent."
        call.out.line(
            (f"{result.outcome.value:<8}", _TONES.get(result.outcome, "")),
            f" line {result.line}: {result.label}: {title}",
        )
        for field in result.fields[1:] if len(result.fields) > 1 else ():
            call.out.line(f"         {field.field}: {field.message}".replace(": :", ":"))
    if counts.failed > _LISTED:
        call.out.line(
            (
                f"{counts.failed - _LISTED:,} more failed; --csv, --json, --failed have all.",
                "warn",
            )
        )
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
