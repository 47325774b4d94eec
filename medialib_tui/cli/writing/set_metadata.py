"""`set`: metadata properties of one entry, or the same of many."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.named import ids_in
from medialib_tui.cli.writing.assignments import changes
from medialib_tui.cli.writing.sources import Ids, add_ids_option
from medialib_tui.cli.writing.write import Writer, add_patch_options, writing

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.writing.intent import Intent


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `set` alone."""
    parser.add_argument(
        "--unset",
        metavar="NAME",
        nargs="+",
        action="extend",
        default=[],
        help="properties to remove, which is not the same as an empty text",
    )
    add_ids_option(parser)
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--resume", action="store_true", help="of several ids, leave those an earlier run wrote"
    )
    again.add_argument(
        "--again", action="store_true", help="of several ids, set it again where it was changed"
    )
    add_patch_options(parser)


def entry_id_of(word: str) -> str:
    """The id in the first word of a write; never read from standard input."""
    if word == STDIN:
        raise CliError("A write takes its id as an argument, not from standard input.")
    ids = ids_in([word])
    if len(ids) != 1:
        raise CliError(f"One id is expected, not {len(ids)}.")
    return ids[0]


def run(call: Call) -> Exit:
    """Change the properties named, and nothing else."""
    place = _ids_end(call)
    ids, words = Ids(call, call.words[:place]), call.words[place:]
    if not ids.alone:
        from medialib_tui.cli.writing.set_many import set_many

        return set_many(call, ids, words)
    if call.options.resume or call.options.again:
        raise CliError("--resume and --again are for several ids.")
    wanted = changes(words, call.options.unset)
    return writing(call, lambda writer: _set(writer, ids.named[0], wanted))


def _ids_end(call: Call) -> int:
    """How many words are ids: those before the first NAME=VALUE; all where only --unset names."""
    words = call.words
    end = 1 if not call.options.unset and call.options.ids is None else len(words)
    return next((place for place, word in enumerate(words) if "=" in word), end)


async def _set(writer: Writer, entry_id: str, wanted: dict[str, JsonValue]) -> Exit:
    from medialib_tui.api.errors import FieldError, Refused
    from medialib_tui.core.writing.merge import set_operations

    writer.require_preserving()
    try:
        intent = await writer.intent(entry_id, set_operations(wanted))
    except Refused as error:
        names = list(wanted)
        error.fields = tuple(
            FieldError(names[int(item.field.split(".")[1])], item.message) for item in error.fields
        )
        error.hint = error.hint or "Text is NAME=text; numbers, lists and objects are NAME:=json."
        raise
    return await _send(writer, intent)


async def _send(writer: Writer, intent: Intent) -> Exit:
    """Send what differs from what the entry holds; nothing where nothing does."""
    from medialib_tui.model.compare import same
    from medialib_tui.model.trace import sent_metadata, touched

    held = sent_metadata(intent.entry)
    kept = tuple(
        step
        for name, step in touched(intent.operations).items()
        if not same(step.value, held.get(name))
    )
    if kept or writer.call.options.dry_run:
        return await writer.send(replace(intent, operations=kept))
    return writer.already(intent)


HANDLERS = {"set": Handler(run, add_options)}
