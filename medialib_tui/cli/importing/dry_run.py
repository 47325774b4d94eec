"""What an import would do: the file as it was understood, or the exact requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.importing.source import counted, say_problems
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import facts, heading
from medialib_tui.core.facts import say_size
from medialib_tui.core.importing.examine import MOST_PROBLEMS

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.cli.call import Call
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.importing.source import ColumnUse

_LISTED = 50
Skip = Callable[[int], bool]


def show_bodies(
    call: Call, found: Examined, ready: Ready, limits: Limits, skip: Skip | None
) -> None:
    """The bodies of the requests, with `--jsonl` one a line; what is wrong goes to stderr."""
    say_problems(call, found)
    if not ready.whole:
        raise CliError(
            "The bodies cannot be shown: the folder for temporary files takes no more.",
            hint="Make room there, or see what --dry-run alone says.",
            code="output",
            leave=Exit.FAILED,
        )
    bodies = _bodies(ready, limits, skip)
    if call.out.form is Form.JSON:
        call.out.array(bodies)
        return
    for body in bodies:
        call.out.json_line(body)


def _bodies(ready: Ready, limits: Limits, skip: Skip | None) -> Iterator[JsonValue]:
    from medialib_tui.core.importing.sending.parcels import Feed

    for load in Feed(ready, limits, skip=skip or (lambda _place: False)).loads():
        if load.parcels:
            yield {"mediaLibraryEntries": [json.loads(one.body) for one in load.parcels]}


def show_examined(call: Call, found: Examined) -> None:
    """The file as it was understood, and what is wrong with it."""
    out = call.out
    if out.form is Form.CSV:
        _problem_rows(call, found)
        return
    source = found.source
    out.line((source.name, "bold"), f"  {source.format.value}, {source.size:,} bytes")
    kinds = ", ".join(f"{count:,} {name}" for name, count in found.media_types.items())
    size = say_size(found.bytes)
    told = [
        (
            "Items",
            f"{found.total:,}, {found.to_send:,} of them to be sent" if found.total else "none",
        ),
        ("Ended", f"{found.through:,}, by an earlier run" if found.through else ""),
        ("Media types", kinds),
        (
            "Made ids",
            f"{found.assigned:,}, from the content of the items" if found.assigned else "",
        ),
        ("Requests", f"{found.requests:,}, together {size}" if found.requests else "none"),
    ]
    facts(out, [(label, text) for label, text in told if text])
    if source.columns:
        heading(out, "Columns")
        for use in source.columns:
            out.line(f"  {_named(use)} → {_taken_for(use)}")
    if found.problems:
        heading(out, "Problems")
    for one in islice(found.problems, _LISTED):
        field = f" {one.field}:" if one.field else ""
        warning = one.severity == "warning"
        said = f" {one.label}:{field} {'warning: ' if warning else ''}{one.message}"
        out.line((f"  line {one.line}", "warn" if warning else "bad"), said)
    if (more := found.errors + found.warnings - min(_LISTED, len(found.problems))) > 0:
        out.line((f"  {more:,} more; --csv lists the first {MOST_PROBLEMS:,}.", "warn"))


def _named(use: ColumnUse) -> str:
    if use.column:
        return use.column
    return "(every item)" if use.field else "(no heading)"


def _taken_for(use: ColumnUse) -> str:
    if use.field:
        return f"{use.field}  {use.note}".rstrip()
    return use.note if use.note.startswith("left out") else f"left out: {use.note}"


def _problem_rows(call: Call, found: Examined) -> None:
    """What is wrong as a table; where that is not all, table and stderr say so."""
    call.out.csv([("line", "item", "label", "field", "severity", "message")])
    call.out.csv(
        (str(one.line), str(one.place), one.label, one.field, one.severity, one.message)
        for one in found.problems
    )
    if (more := found.errors + found.warnings - len(found.problems)) > 0:
        said = f"{counted(more, 'more problem')} of this file not listed."
        call.out.csv([("", "", "", "", "", said)])
        call.narrator.warn(said)
