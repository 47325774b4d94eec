"""`image`: the original bytes of an image."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import Blocked, NotFound
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.named import one_id
from medialib_tui.cli.output import Form

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry

STDOUT = "-"
MOST_PIPED = 2_000_000_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `image` alone."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", help='a file, a folder, or "-" for a pipe'
    )
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(call: Call) -> Exit:
    """Save the image, or hand it to a pipe."""
    if call.options.output == STDOUT:
        if call.out.tty:
            raise CliError("Image bytes are not written to a terminal.", hint="Use -o FILE.")
        if call.out.form is not Form.TEXT:
            raise CliError("The image and JSON cannot both go to stdout.", hint="Use -o FILE.")
    wanted = one_id(call)
    return call.with_session(lambda session: _Image(call, session).fetch(wanted))


class _Image:
    """One image on its way."""

    def __init__(self, call: Call, session: Session) -> None:
        self._call = call
        self._session = session
        self._entry: Entry | None = None

    async def fetch(self, wanted: str) -> Exit:
        """Find the key, then save or pipe the bytes; a refusal is explained."""
        key = await self._key(wanted)
        try:
            if self._call.options.output == STDOUT:
                await self._pipe(key)
            else:
                await self._save(key)
        except Blocked as error:
            if self._entry is None:
                raise
            from medialib_tui.core.picture.preview import explained

            raise await explained(self._session, self._entry, error) from None
        finally:
            self._call.narrator.progress_done()
        return Exit.DONE

    async def _key(self, wanted: str) -> str:
        """A word with a slash is a key; any other an id, or else a key without folder."""
        if "/" in wanted:
            return wanted
        try:
            self._entry = await self._session.client.entry(wanted)
        except NotFound:
            if "." in wanted:
                return wanted
            raise
        from medialib_tui.core.picture.preview import picture_key
        from medialib_tui.core.serving import is_image

        project = await self._session.project()
        if self._entry.asset_key and is_image(self._entry, project):
            return self._entry.asset_key
        return await picture_key(self._session, self._entry)

    async def _pipe(self, key: str) -> None:
        async with self._session.client.image(key, limit=MOST_PIPED) as stream:
            async for chunk in stream.chunks():
                self._call.out.raw(chunk)

    async def _save(self, key: str) -> None:
        from medialib_tui.core.picture.preview import save_image, say_progress

        call = self._call
        target = self._target(key)
        saved = await save_image(
            self._session,
            key,
            target,
            force=call.options.force,
            progress=lambda done, length: call.narrator.progress(say_progress(done, length)),
        )
        size = saved.stat().st_size
        call.narrator.progress_done()
        if call.out.form is Form.TEXT:
            call.out.plain(str(saved))
        else:
            call.out.data({"key": key, "file": str(saved), "size": size})

    def _target(self, key: str) -> Path:
        from medialib_tui.core.picture.saving import FileThere, place_for, suggested_name

        asset = self._entry.asset if self._entry else None
        name = suggested_name(asset.filename if asset else None, key)
        options = self._call.options
        try:
            return place_for(Path(options.output or name), name, force=options.force)
        except FileThere as taken:
            raise CliError(
                f"{taken.detail} exists already; it was not touched.",
                hint="Give another name with -o, or replace it with --force.",
                code="exists",
                leave=Exit.REFUSED,
            ) from None


HANDLERS = {"image": Handler(run, add_options, forms=(Form.TEXT, Form.JSON, Form.JSONL))}
