"""Standard input: ids and tokens."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
from typing import BinaryIO

from medialib_tui.api.errors import BadInput
from medialib_tui.cli.exits import CliError
from medialib_tui.cli.narrate import Narrator
from medialib_tui.core.batch.ids_file import read_ids

STDIN = "-"
"""The word that stands for standard input."""

LONGEST_TOKEN = 20_000
_PIECE = 65_536


def stdin_bytes() -> BinaryIO:
    """Standard input as bytes; a closed one is a wrong use.

    Where the program before left it not to wait, a pause in it would be taken for its end.
    """
    if sys.stdin is None:
        raise CliError("Standard input is closed.")
    with suppress(OSError, ValueError):
        os.set_blocking(sys.stdin.fileno(), True)
    return sys.stdin.buffer


async def ids_from_stdin(narrator: Narrator) -> AsyncIterator[list[str]]:
    """Ids from standard input in the groups they arrive in; CliError for what holds none.

    A thread of its own reads, and is left behind: nothing else can give up a blocked read.
    """
    stream = stdin_bytes()
    if narrator.tty and stream.isatty():
        narrator.say("Reading ids; end with ctrl+d on an empty line.")
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[list[str] | CliError | None] = asyncio.Queue()
    room, over = threading.Semaphore(2), threading.Event()

    def put(item: list[str] | CliError | None) -> None:
        """Wait for room; CancelledError where the command is over."""
        room.acquire()
        try:
            if over.is_set():
                raise CancelledError
            loop.call_soon_threadsafe(arrived.put_nowait, item)
        except RuntimeError:  # the loop was closed meanwhile
            raise CancelledError from None

    def hand_over() -> None:
        try:
            for ids in read_ids(iter(partial(_read, stream), b""), "on standard input"):
                put(ids)
            put(None)
        except BadInput as error:
            put(CliError(error.title, hint=error.hint))
        except CliError as error:
            put(error)

    def read() -> None:
        with suppress(CancelledError):
            hand_over()

    threading.Thread(target=read, daemon=True).start()
    try:
        while (item := await arrived.get()) is not None:
            room.release()
            if isinstance(item, CliError):
                raise item
            yield item
    finally:
        over.set()
        room.release()


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
