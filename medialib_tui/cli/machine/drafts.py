"""`drafts`: what was typed in the app and not yet confirmed by a server."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.kept import database, server_root
from medialib_tui.cli.output import Form
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.store.database import Database
    from medialib_tui.store.drafts import Draft, Drafts

CSV_FIELDS = ("server", "id", "title", "baseVersion", "changed", "savedAt", "who", "live")


def add_discard_options(parser: argparse.ArgumentParser) -> None:
    """Options of `drafts discard` alone."""
    parser.add_argument(
        "--yes", action="store_true", help="even where another terminal is still editing it"
    )


def to_json(draft: Draft) -> JsonObject:
    """A draft as the command line prints it; `changes` is property -> value, null removes."""
    return {
        "server": draft.server,
        "id": draft.entry_id,
        "title": draft.title,
        "baseVersion": draft.base_version,
        "savedAt": _saved_at(draft),
        "who": draft.who,
        "pid": draft.pid,
        "live": draft.live,
        "changes": draft.changes,
        "base": {name: draft.base[name] for name in draft.changes if name in draft.base},
    }


def run_list(call: Call) -> Exit:
    """List the drafts, newest first."""
    root = server_root(call)
    with database(call) as opened:
        drafts = _drafts(opened).list(root)
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data([to_json(draft) for draft in drafts])
    elif call.out.form is Form.CSV:
        call.out.csv([CSV_FIELDS, *map(_row, drafts)])
    elif drafts:
        _table(call, drafts)
    else:
        call.narrator.say("There are no drafts.")
    return Exit.DONE


def run_show(call: Call) -> Exit:
    """Each changed property as it was, and as it was typed."""
    root = server_root(call)
    with database(call) as opened:
        drafts = _named(_drafts(opened), root, call.words[0])
    if call.out.form in (Form.JSON, Form.JSONL):
        found = [to_json(draft) for draft in drafts]
        call.out.data(found[0] if len(found) == 1 else list(found))
    elif call.out.form is Form.CSV:
        call.out.csv([CSV_FIELDS, *map(_row, drafts)])
    else:
        for place, draft in enumerate(drafts):
            if place:
                call.out.line()
            _card(call, draft)
    return Exit.DONE


def run_discard(call: Call) -> Exit:
    """Drop a draft; one that another terminal is editing stays, unless `--yes`."""
    root, entry_id = server_root(call), call.words[0]
    with database(call) as opened:
        kept = _drafts(opened)
        drafts = _named(kept, root, entry_id)
        dropped = kept.discard(drafts[0].server, entry_id, everyone=call.options.yes)
        left = [draft for draft in kept.list(drafts[0].server) if draft.entry_id == entry_id]
    if left and all(draft.live for draft in left):
        pids = ", ".join(str(draft.pid) for draft in left)
        raise CliError(
            f"The draft of {entry_id} is being edited in another terminal (process {pids}).",
            hint="Close it there, or --yes drops it all the same.",
            code="in-use",
            leave=Exit.REFUSED,
        )
    if left:
        raise CliError("The draft could not be dropped.", code="not-kept", leave=Exit.FAILED)
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data({"id": entry_id, "server": drafts[0].server, "discarded": dropped})
    else:
        call.narrator.say(f"The draft of {entry_id} is dropped.")
    return Exit.DONE


def _drafts(opened: Database) -> Drafts:
    from medialib_tui.store.drafts import Drafts

    return Drafts(opened)


def _named(drafts: Drafts, root: str | None, entry_id: str) -> list[Draft]:
    """The drafts of one entry on one server; CliError where there is none, or no telling which."""
    found = [draft for draft in drafts.list(root) if draft.entry_id == entry_id]
    servers = sorted({draft.server for draft in found})
    if not found:
        raise CliError(
            f"There is no draft of {entry_id}.",
            hint="medialib drafts list",
            code="not-found",
            leave=Exit.NOT_FOUND,
        )
    if len(servers) > 1:
        raise CliError(
            f"There are drafts of {entry_id} for several servers: {', '.join(servers)}.",
            hint="--server NAME|URL says which.",
        )
    return found


def _saved_at(draft: Draft) -> str:
    try:
        moment = datetime.fromtimestamp(draft.saved, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _row(draft: Draft) -> list[str]:
    version = "" if draft.base_version is None else str(draft.base_version)
    names, live = " ".join(draft.changes), "true" if draft.live else "false"
    given = (draft.server, draft.entry_id, draft.title, version, names)
    return [*given, _saved_at(draft), draft.who, live]


def _table(call: Call, drafts: Sequence[Draft]) -> None:
    from medialib_tui.cli.tables import Column, table

    columns = (
        Column("ID"),
        Column("TITLE", cut=True),
        Column("CHANGED", cut=True),
        Column("SAVED"),
        Column("SERVER", cut=True),
        Column(""),
    )
    table(
        call.out,
        columns,
        [
            (
                draft.entry_id,
                draft.title,
                ", ".join(draft.changes),
                say_date(_saved_at(draft)),
                draft.server,
                "being edited" if draft.live else "",
            )
            for draft in drafts
        ],
        tones=["warn"] * len(drafts),
    )


def _card(call: Call, draft: Draft) -> None:
    from medialib_tui.cli.tables import facts, heading
    from medialib_tui.core.form.form import UNFINISHED
    from medialib_tui.core.writing.told import say_value

    out = call.out
    out.line((draft.entry_id, "bold"), f"  {draft.title}")
    version = "?" if draft.base_version is None else str(draft.base_version)
    editing = f", being edited by process {draft.pid}" if draft.live else ""
    pairs = [
        ("Server", draft.server),
        ("Typed on version", version),
        ("Saved", f"{say_date(_saved_at(draft))} by {draft.who}{editing}"),
    ]
    facts(out, pairs)
    heading(out, "Changes")
    for name, value in draft.changes.items():
        before = say_value(draft.base.get(name), 2000)
        unfinished = value.get(UNFINISHED) if isinstance(value, dict) else None
        typed = say_value(value, 2000) if unfinished is None else f"{unfinished} (not finished)"
        out.line(f"  {name}: {before} → {typed}")


HANDLERS = {
    "drafts list": Handler(run_list),
    "drafts show": Handler(run_show),
    "drafts discard": Handler(
        run_discard, add_discard_options, forms=(Form.TEXT, Form.JSON, Form.JSONL)
    ),
}
