"""`replace-asset` and `remove-asset`: the file behind one entry."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.takedown.many import begin_single
from medialib_tui.cli.writing.set_metadata import entry_id_of
from medialib_tui.cli.writing.write import add_write_options
from medialib_tui.model.base import JsonObject

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.writing.intent import Intent

_TEXTS = {"key": "key", "url": "url", "filename": "filename", "mime_type": "mimeType"}
_NUMBERS = ("size", "width", "height", "duration")


def add_replace_options(parser: argparse.ArgumentParser) -> None:
    """Options of `replace-asset` alone."""
    parser.add_argument("--key", metavar="K", help="where storage holds the file already")
    parser.add_argument("--url", metavar="U", help="the file's address; it is not opened")
    parser.add_argument("--size", metavar="N", type=_number, help="bytes")
    parser.add_argument("--filename", metavar="F", help="the name people see")
    parser.add_argument("--mime-type", metavar="M", help="such as image/jpeg")
    parser.add_argument("--width", metavar="N", type=_number, help="pixels")
    parser.add_argument("--height", metavar="N", type=_number, help="pixels")
    parser.add_argument("--duration", metavar="S", type=_number, help="seconds, of a video")
    parser.add_argument(
        "--from-file",
        metavar="FILE",
        help="take size, dimensions, name and MIME type from a local copy; nothing is uploaded",
    )
    _add_options(parser)


def add_remove_options(parser: argparse.ArgumentParser) -> None:
    """Options of `remove-asset` alone."""
    parser.add_argument("--locale", metavar="L", help="the translation whose own asset goes")
    _add_options(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="check every page of the references")
    parser.add_argument(
        "--report", metavar="FILE", help="write what was seen and done: FILE.md or FILE.json"
    )
    add_write_options(parser)


def run_replace(call: Call) -> Exit:
    """Point an entry at another file."""
    entry_id = entry_id_of(call.words[0])

    async def make(session: Session, evidence: Evidence) -> Intent:
        from medialib_tui.core.takedown.act import replace_intent

        asset = await _asset(call, evidence, session)
        return replace_intent(session, evidence.entry, asset, evidence.project)

    return begin_single(call, "replace-asset", entry_id, make)


def run_remove(call: Call) -> Exit:
    """Remove the own asset of one translation."""
    entry_id = entry_id_of(call.words[0])
    locale: str | None = call.options.locale

    async def make(session: Session, evidence: Evidence) -> Intent:
        from medialib_tui.core.takedown.act import remove_intent
        from medialib_tui.core.takedown.assets import removable

        if not locale:
            offered = ", ".join(one.locale for one in removable(evidence.entry, evidence.project))
            there = f"There is one for: {offered}" if offered else "This entry has none"
            raise CliError("--locale is missing.", hint=there)
        return remove_intent(session, evidence.entry, locale, evidence.project)

    return begin_single(call, "remove-asset", entry_id, make)


async def _asset(call: Call, evidence: Evidence, session: Session) -> JsonObject:
    """The asset from the options; what is not given comes from the file, then the address."""
    from medialib_tui.core.takedown.assets import asset_fields, asset_kind, from_address

    options = call.options
    given: JsonObject = {
        name: getattr(options, option)
        for option, name in (*_TEXTS.items(), *((one, one) for one in _NUMBERS))
        if getattr(options, option) is not None
    }
    known: JsonObject = from_address(options.url) if options.url else {}
    if options.from_file:
        from medialib_tui.core.takedown.local_file import from_file

        facts = await from_file(Path(options.from_file))
        for note in facts.notes:
            call.narrator.warn(f"{options.from_file}: {note}")
        known |= facts.values
    fields = asset_fields(asset_kind(evidence.entry, evidence.project))
    taken = {field.name for field in fields}
    asset = {name: value for name, value in known.items() if name in taken} | given
    missing = [field.name for field in fields if asset.get(field.name) in (None, "")]
    if missing:
        flags = ", ".join("--mime-type" if name == "mimeType" else f"--{name}" for name in missing)
        raise CliError(
            f"The asset is not complete: {flags}.",
            hint="--from-file FILE takes what a local copy of the file tells.",
        )
    return asset


def _number(text: str) -> int | float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e15:
        raise argparse.ArgumentTypeError(f"“{text}” is no number")
    return int(number) if number == int(number) else number


HANDLERS = {
    "replace-asset": Handler(run_replace, add_replace_options),
    "remove-asset": Handler(run_remove, add_remove_options),
}
