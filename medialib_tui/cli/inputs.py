"""Standard input: ids and tokens."""

from __future__ import annotations

import asyncio
import codecs
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.narrate import Narrator

STDIN = "-"
"""The word that stands for standard input."""

LONGEST_ID = 200
LONGEST_TOKEN = 20_000
_PIECE = 65_536


def stdin_bytes() -> BinaryIO:
    """Standard input as bytes; a closed one is a wrong use."""
    if sys.stdin is None:
        raise CliError("Standard input is closed.")
    return sys.stdin.buffer


async def ids_from_stdin(narrator: Narrator) -> AsyncIterator[list[str]]:
    """Ids from standard input in the groups they arrive in; see `read_ids`.

    A thread of its own reads, and is left behind: nothing else can give up a blocked read.
    """
    stream = stdin_bytes()
    if narrator.tty and stream.isatty():
        narrator.say("Reading ids; end with ctrl+d on an empty line.")
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[list[str] | CliError | None] = asyncio.Queue(2)

    def put(item: list[str] | CliError | None) -> None:
        asyncio.run_coroutine_threadsafe(arrived.put(item), loop).result()

    def read() -> None:
        try:
            for ids in read_ids(stream):
                put(ids)
            put(None)
        except CliError as error:
            put(error)

    threading.Thread(target=read, daemon=True).start()
    while (item := await arrived.get()) is not None:
        if isinstance(item, CliError):
            raise item
        yield item


def read_ids(stream: BinaryIO) -> Iterator[list[str]]:
    """Ids from a stream, in the groups they arrive in, each id once.

    Raises CliError for bytes that are no UTF-8 text, for words no id can be, and for no id at all.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")()
    seen: set[str] = set()
    rest = ""
    line = 1
    ended = False
    while not ended:
        piece = _read(stream)
        ended = not piece
        try:
            text = rest + decode.decode(piece, final=ended)
        except UnicodeDecodeError:
            raise CliError(
                f"Standard input is not UTF-8 text (at or after line {line}).",
                hint="Ids are read as text, separated by spaces or line breaks.",
            ) from None
        line += text.count("\n") - rest.count("\n")
        words = text.split()
        unfinished = bool(text) and not text[-1].isspace() and not ended
        rest = words.pop() if unfinished and words else ""
        fresh = [word for word in dict.fromkeys(words) if word not in seen]
        for word in (*fresh, rest):
            _check_id(word)
        if fresh:
            seen.update(fresh)
            yield fresh
    if not seen:
        raise CliError(
            "There are no ids on standard input.", hint="One id a line, or spaces between."
        )


def read_token_line(stream: BinaryIO) -> str:
    """A token from standard input, all of it; the store checks and strips it."""
    data = stream.read(LONGEST_TOKEN)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CliError(
            "The token on standard input is not text.", code="token", hint="Copy it again."
        ) from None


def _read(stream: BinaryIO) -> bytes:
    """What has arrived, below the buffer: its lock would outlive an interrupted program."""
    raw = getattr(stream, "raw", stream)
    try:
        piece = raw.read(_PIECE)
    except OSError as error:
        raise CliError(f"Standard input cannot be read: {error.strerror}.") from None
    return piece if isinstance(piece, bytes) else b""


def _check_id(word: str) -> None:
    if len(word) > LONGEST_ID:
        raise CliError(
            f"“{word[:24]}…” on standard input is longer than any id.",
            hint="Ids are separated by spaces or line breaks.",
        )
    if "://" in word:
        raise CliError(
            f"“{word[:60]}” on standard input is an address, not an id.",
            hint="Look addresses up one by one: medialib get URL",
        )
