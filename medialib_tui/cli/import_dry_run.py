"""What an import would do: the file as it was understood, or the exact requests."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from medialib_tui.cli.import_source import say_problems
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import facts, heading

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready

_LISTED = 50


async def show_bodies(call: Call, found: Examined, ready: Ready, limits: Limits) -> None:
    """The body of each request on a line of its own; what is wrong goes to stderr."""
    from medialib_tui.core.importing.parcels import Feed

    say_problems(call, found)
    feed = Feed(ready, limits)
    while (load := await feed.take()) is not None:
        if load.parcels:
            items = [json.loads(one.body) for one in load.parcels]
            call.out.json_line({"mediaLibraryEntries": items})


def show_examined(call: Call, found: Examined) -> None:
    """The file as it was understood, and what is wrong with it."""
    out = call.out
    if out.form is Form.CSV:
        out.csv([("line", "item", "label", "field", "severity", "message")])
        out.csv(
            (str(one.line), str(one.place), one.label, one.field, one.severity, one.message)
            for one in found.problems
        )
        return
    source = found.source
    out.line((source.name, "bold"), f"  {source.format.value}, {source.size:,} bytes")
    kinds = ", ".join(f"{count:,} {name}" for name, count in found.media_types.items())
    facts(
        out,
        [
            ("Items", f"{found.total:,}, {found.good:,} of them to be sent"),
            ("Media types", kinds),
            ("Made ids", f"{found.assigned:,}" if found.assigned else ""),
            ("Requests", f"{found.requests:,}, {found.bytes:,} bytes"),
        ],
    )
    if source.columns:
        heading(out, "Columns")
        for use in source.columns:
            note = f"  {use.note}" if use.note else ""
            out.line(f"  {use.column or '(every item)'} → {use.field or 'left out'}{note}")
    if found.problems:
        heading(out, "Problems")
    for one in islice(found.problems, _LISTED):
        field = f" {one.field}:" if one.field else ""
        tone = "warn" if one.severity == "warning" else "bad"
        out.line((f"  line {one.line}", tone), f" {one.label}:{field} {one.message}")
    if (more := found.errors + found.warnings - min(_LISTED, len(found.problems))) > 0:
        out.line((f"  {more:,} more; --csv lists the first 1,000.", "warn"))
