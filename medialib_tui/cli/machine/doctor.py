"""`doctor`: what this server offers, what this token may do, and where things are kept."""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit, Problem, problem
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import Column, table
from medialib_tui.model.base import JsonObject
from medialib_tui.store.errors import StoreError

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

WORST_FIRST = (Exit.UNAVAILABLE, Exit.TOKEN, Exit.NOT_OFFERED)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding; `found` is what kept it from being fine."""

    area: str
    name: str
    value: str
    tone: str = "plain"
    hint: str = ""
    found: Problem | None = None

    def to_json(self) -> JsonObject:
        """The finding as an object, its error in the form of every error."""
        return {
            "area": self.area,
            "name": self.name,
            "value": self.value,
            "tone": self.tone,
            "hint": self.hint,
            "error": self.found.to_json() if self.found else None,
        }


def run(call: Call) -> Exit:
    """Examine and report; the exit code is the worst finding's."""
    return report(call, [*examined(call), *_here(call)])


def examined(call: Call, areas: Container[str] | None = None) -> list[Row]:
    """What the server lets find out; where no session comes about, the reason is the finding."""
    rows: list[Row] = []

    async def work(session: Session) -> Exit:
        from medialib_tui.core.doctor import examine

        for item in await examine(session):
            found = problem(item.error) if item.error else None
            if areas is None or item.area in areas:
                rows.append(Row(item.area, item.name, item.value, item.tone, item.hint, found))
        return Exit.DONE

    try:
        call.with_session(work)
    except (ApiError, StoreError) as error:
        told = problem(error)
        rows.append(Row("server", "connection", told.title, "bad", told.hint, told))
    return rows


def report(call: Call, rows: Sequence[Row]) -> Exit:
    """Print the findings and give the exit code of the worst."""
    out = call.out
    if out.form in (Form.JSON, Form.JSONL):
        out.data([item.to_json() for item in rows])
    elif out.form is Form.CSV:
        cells = [[item.area, item.name, item.value, item.tone, item.hint] for item in rows]
        out.csv([["area", "name", "value", "tone", "hint"], *cells])
    else:
        table(
            out,
            (Column("AREA", style="muted"), Column("WHAT"), Column("FOUND")),
            [(item.area, item.name, item.value) for item in rows],
            tones=[item.tone for item in rows],
        )
    for hint in dict.fromkeys(item.hint for item in rows if item.hint):
        names = ", ".join(item.name for item in rows if item.hint == hint)
        call.narrator.warn(f"{names}: {hint}")
    return _worst(rows)


def _here(call: Call) -> list[Row]:
    """Terminal and folders of this machine."""
    from medialib_tui import __version__
    from medialib_tui.store.dropped import last_dropped
    from medialib_tui.store.paths import paths

    where = paths(call.environ)
    size = os.get_terminal_size(2) if os.isatty(2) else None
    given = {
        name: call.environ.get(name, "")
        for name in ("TERM", "COLORTERM", "LANG", "TMUX", "SSH_CONNECTION")
    }
    return [
        Row("program", "version", __version__),
        Row("terminal", "size", f"{size.columns}x{size.lines}" if size else "no terminal"),
        Row("terminal", "TERM", given["TERM"] or "not set"),
        Row("terminal", "COLORTERM", given["COLORTERM"] or "not set"),
        Row("terminal", "locale", given["LANG"] or "not set"),
        Row("terminal", "tmux", "yes" if given["TMUX"] else "no"),
        Row("terminal", "SSH", "yes" if given["SSH_CONNECTION"] else "no"),
        _dropped(last_dropped(where.state)),
        Row("paths", "settings", str(where.settings)),
        Row("paths", "state", str(where.state)),
        Row("paths", "cache", str(where.cache)),
    ]


def _dropped(count: int) -> Row:
    """What the app kept from the terminal: data that would have driven it, or a defect."""
    hint = "The last session was sent something that is no text; it never reached the terminal."
    name = "dropped sequences"
    return Row("terminal", name, str(count), *(("warn", hint) if count else ()))


def _worst(rows: Sequence[Row]) -> Exit:
    codes = {item.found.leave for item in rows if item.found is not None}
    listed = next((code for code in WORST_FIRST if code in codes), None)
    return listed or min(codes, default=Exit.DONE)


HANDLERS = {"doctor": Handler(run)}
