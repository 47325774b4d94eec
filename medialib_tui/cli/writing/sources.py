"""Where the ids of a command over many come from: words, standard input, or a file."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.inputs import STDIN, ids_from_stdin
from medialib_tui.cli.named import ids_in

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call


def add_ids_option(parser: argparse.ArgumentParser) -> None:
    """Ids from elsewhere than the words."""
    parser.add_argument(
        "--ids",
        metavar="FILE",
        help='ids in a file, or the results of an earlier --jsonl; "-" is stdin; or a,b,c',
    )


class Ids:
    """The ids of one run; `alone` where exactly one was typed, else they may be `from_stdin`."""

    def __init__(self, call: Call, words: Sequence[str]) -> None:
        self._call = call
        self._file: Path | None = None
        self.from_stdin = False
        self.named: tuple[str, ...] = ()
        given: str | None = getattr(call.options, "ids", None)
        if given is not None and words:
            raise CliError("Ids are given as words or with --ids, not both.")
        if given is not None and given != STDIN and _is_file(given):
            self._file = Path(given)
        else:
            self._take([given] if given is not None else words)
        self.alone = given is None and len(self.named) == 1

    def _take(self, words: Sequence[str]) -> None:
        self.from_stdin = list(words) == [STDIN]
        if STDIN in words and not self.from_stdin:
            raise CliError("“-” reads ids from standard input and stands alone.")
        if self.from_stdin:
            if self._call.options.token_stdin:
                raise CliError("Standard input cannot hold both ids and the token.")
            return
        if not words:
            raise CliError(
                "Which entry?", hint=f'Ids as words, --ids FILE, or "{STDIN}" for standard input.'
            )
        self.named = tuple(ids_in([word.strip() for word in words]))

    async def all(self) -> list[str]:
        """Every id, each once. Raises CliError or BadInput for a source that holds none."""
        return [one async for one in self._given()]

    async def _given(self) -> AsyncIterator[str]:
        for one in self.named:
            yield one
        if self._file is not None:
            from medialib_tui.core.batch.ids_file import ids_in_file

            for one in await asyncio.to_thread(ids_in_file, self._file):
                yield one
        if self.from_stdin:
            async for group in ids_from_stdin(self._call.narrator):
                for one in group:
                    yield one


def _is_file(given: str) -> bool:
    return "/" in given or "." in given or Path(given).is_file()
