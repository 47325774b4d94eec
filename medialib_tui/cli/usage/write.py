"""`usage add`, `update`, `confirm` and `remove`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.usage.many import log_many
from medialib_tui.cli.usage.options import (
    Typed,
    add_care_options,
    add_filter_options,
    add_old_value_option,
    add_value_options,
    care_of,
    date_of,
    filter_of,
)
from medialib_tui.cli.writing.set_metadata import entry_id_of
from medialib_tui.cli.writing.sources import Ids, add_ids_option
from medialib_tui.cli.writing.write import Writer, add_patch_options, writing

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.batch import Make
    from medialib_tui.core.usage.plan import Ground, Options
    from medialib_tui.core.writing.intent import Intent

    _Build = Callable[[], Make]


def add_add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `usage add`."""
    add_value_options(parser)
    add_ids_option(parser)
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--resume", action="store_true", help="of several ids, those that an earlier run left"
    )
    again.add_argument(
        "--again", action="store_true", help="of several ids, all once more after an earlier run"
    )
    add_care_options(parser)
    add_patch_options(parser)


def add_update_options(parser: argparse.ArgumentParser) -> None:
    """Options of `usage update`; an empty value removes a field."""
    add_value_options(parser)
    add_old_value_option(parser)
    add_care_options(parser)
    add_patch_options(parser)


def add_confirm_options(parser: argparse.ArgumentParser) -> None:
    """Options of `usage confirm`."""
    parser.add_argument(
        "--date", metavar="ISO", help="the publication date of those that have none yet"
    )
    parser.add_argument(
        "--pending", action="store_true", help="all pending uses, or those meant by:"
    )
    add_filter_options(parser, state=False)
    add_ids_option(parser)
    add_old_value_option(parser)
    add_care_options(parser)
    add_patch_options(parser)


def add_remove_options(parser: argparse.ArgumentParser) -> None:
    """Options of `usage remove`."""
    add_care_options(parser)
    add_patch_options(parser)


def run_add(call: Call) -> Exit:
    """Record a use, of one entry or the same of many."""
    typed = Typed(call.options)
    if not typed.purpose:
        raise CliError("Which purpose?", hint="medialib usage add ID --purpose P")

    def add(options: Options) -> Make:
        from medialib_tui.core.usage.plan import plan_add
        from medialib_tui.core.usage.values import new_value

        def make(session: Session, ground: Ground) -> Intent:
            value = new_value(typed.changes(ground, None))
            return plan_add(session, ground, value, options)

        return make

    ids = Ids(call, call.words)
    if ids.alone:
        if call.options.resume or call.options.again:
            raise CliError("--resume and --again are for several ids.")
        return _single(call, ids.named[0], lambda: add(care_of(call.options)))
    return log_many(call, ids, "usage add", lambda key: add(care_of(call.options, key)), typed)


def run_update(call: Call) -> Exit:
    """Replace a use by what it holds with the options taken in."""
    entry_id, usage_id = entry_id_of(call.words[0]), call.words[1]
    typed = Typed(call.options)
    if typed.nothing:
        raise CliError("There is nothing to change.", hint="--state, --date, --url, --param …")

    def build() -> Make:
        from medialib_tui.core.usage.plan import plan_update
        from medialib_tui.core.usage.values import Changes, changed_value
        from medialib_tui.model.compare import same

        def make(session: Session, ground: Ground) -> Intent | None:
            row = ground.row(usage_id)
            changes = typed.changes(ground, row.purpose)
            value = changed_value(row.sent, changes, ground.project)
            intent = plan_update(session, ground, usage_id, value, care_of(call.options))
            held = same(changed_value(row.sent, Changes()), value)
            return None if held and not call.options.dry_run else intent

        return make

    return _single(call, entry_id, build, Nothing("usage update"))


def run_confirm(call: Call) -> Exit:
    """Confirm the uses named, or all pending ones that are meant."""
    options = call.options
    filtered = any((options.purpose, options.start, options.end, options.text))
    many = options.pending or filtered or options.ids is not None
    if not call.words and options.ids is None:
        raise CliError("Which entry?", hint="medialib usage confirm ID USAGE_ID...")
    if many and len(call.words) > 1:
        raise CliError(
            "Uses are named, or meant by --pending and its filters, not both.",
            hint="Several entries go into --ids.",
        )
    date = date_of(options.date)
    if not many:
        return _confirm_named(call, date)
    wanted = filter_of(options, "pending")

    def build(key: str) -> Make:
        from medialib_tui.core.usage.select import confirm_pending

        return confirm_pending(wanted, date, care_of(options, key))

    ids = Ids(call, call.words)
    if options.ids is None and call.words != (STDIN,):
        return _single(call, entry_id_of(call.words[0]), lambda: build(""))
    return log_many(call, ids, "usage confirm", build)


def _confirm_named(call: Call, date: str | None) -> Exit:
    entry_id, usage_ids = entry_id_of(call.words[0]), call.words[1:]
    if not usage_ids:
        raise CliError(
            "Which uses?", hint="medialib usage confirm ID USAGE_ID..., or --pending for all."
        )

    def build() -> Make:
        from medialib_tui.core.usage.plan import plan_confirm

        def make(session: Session, ground: Ground) -> Intent | None:
            if all(ground.row(one).confirmed for one in usage_ids):
                return None
            care = care_of(call.options)
            return plan_confirm(session, ground, usage_ids, date=date, options=care)

        return make

    return _single(call, entry_id, build)


def run_remove(call: Call) -> Exit:
    """Remove uses, after saying what hangs on them."""
    entry_id, usage_ids = entry_id_of(call.words[0]), call.words[1:]

    async def remove(writer: Writer) -> Exit:
        from medialib_tui.core.usage.batch import Planner
        from medialib_tui.core.usage.plan import plan_remove
        from medialib_tui.core.usage.removal import removal

        def make(session: Session, ground: Ground) -> Intent:
            return plan_remove(session, ground, usage_ids, care_of(call.options))

        writer.require_preserving()
        ground, intent = await Planner(writer.session, make).plan(entry_id)
        lines = removal(ground, usage_ids, writer.session.language)
        if call.options.dry_run or call.options.yes:
            for line in lines:
                call.narrator.say(f"  {line}")
        return await writer.send(intent, lines) if intent else Exit.DONE

    return writing(call, remove)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is said where nothing is to be written."""

    operation: str = "usage confirm"
    said: str = ""


_NONE_PENDING = Nothing(said="None of the uses meant is pending.")


def _single(call: Call, entry_id: str, build: _Build, nothing: Nothing = _NONE_PENDING) -> Exit:
    """Plan and send the write of one entry."""

    async def work(writer: Writer) -> Exit:
        from medialib_tui.core.usage.batch import Planner

        writer.require_preserving()
        ground, intent = await Planner(writer.session, build()).plan(entry_id)
        say_unchecked(call, ground)
        if intent is None:
            from medialib_tui.core.writing.intent import Intent

            if nothing.said:
                call.narrator.say(nothing.said)
            return writer.already(Intent(ground.entry, (), operation_name=nothing.operation))
        return await writer.send(intent)

    return writing(call, work)


def say_unchecked(call: Call, ground: Ground) -> None:
    """Say that values are not checked here, and what was seen before instead."""
    if ground.project.known:
        return
    from medialib_tui.core.usage.params import seen_params, seen_purposes

    call.narrator.aside(f"Values are not checked here: {ground.project.unknown_because}")
    wanted, uses = getattr(call.options, "purpose", None), ground.log.entries
    seen = seen_purposes(uses)
    if wanted and seen and wanted not in seen:
        call.narrator.warn(f"Purposes seen on this entry: {', '.join(seen[:8])}.")
        return
    known = seen_params(wanted, uses) if wanted else ()
    typed = Typed(call.options).params if known and hasattr(call.options, "param") else ()
    if any(name not in known for name in typed):
        call.narrator.warn(f"Params seen with {wanted}: {', '.join(known[:8])}.")


HANDLERS = {
    "usage add": Handler(run_add, add_add_options),
    "usage update": Handler(run_update, add_update_options),
    "usage confirm": Handler(run_confirm, add_confirm_options),
    "usage remove": Handler(run_remove, add_remove_options),
}
